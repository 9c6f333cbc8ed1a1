"""/forget TEXT: shows the memories that match, and forgets the one that is picked."""

from typing import TYPE_CHECKING

from chatbot.session.base import saved
from chatbot.tui import change_lines, memory_deeds
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    memory = await memory_deeds.pick(screen, rest, "Forget which? Enter forgets, esc leaves all as they are.")
    if memory is not None:
        change_lines.tell(screen, await saved(screen.desk.book.forget((memory.id,))))


COMMAND = Command("forget", "Forget something; shows the matches first", _run, "TEXT")
