"""/correct TEXT: says how it really is; the memory that is wrong is picked and edited."""

from typing import TYPE_CHECKING

from chatbot.session.base import saved
from chatbot.tui import memory_deeds
from chatbot.tui.commands.command import Command
from chatbot.tui.screens.ask import AskLine

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    memory = await memory_deeds.pick(screen, rest, "Which memory is wrong?")
    if memory is None:
        return
    text = await screen.app.push_screen_wait(AskLine(f"Now: {memory.text} - how is it really?", rest))
    if text:
        memory_deeds.tell(screen, await saved(screen.desk.book.edit(memory.id, text=text)))


COMMAND = Command("correct", "Put a memory right", _run, "TEXT")
