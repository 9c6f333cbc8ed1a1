"""/correct: puts right what the newest reply used or learnt; with words, the memory that they mean."""

from typing import TYPE_CHECKING

from chatbot.session.base import saved
from chatbot.tui import change_lines, corrections, memory_deeds
from chatbot.tui.commands.command import Command
from chatbot.tui.screens.ask import AskLine

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    if not rest:
        await corrections.put_right(screen, "")
        return
    memory = await memory_deeds.pick(screen, rest, "Which memory is wrong?")
    if memory is None:
        return
    text = await screen.app.push_screen_wait(AskLine(f"{memory.text}: how is it really?", rest))
    if text:
        change_lines.tell(screen, await saved(screen.desk.book.edit(memory.id, text=text)))


COMMAND = Command("correct", "Put right what the last reply used, or any memory", _run, "[TEXT]")
