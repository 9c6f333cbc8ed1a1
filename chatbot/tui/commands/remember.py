"""/remember TEXT: store a memory in your own words."""

from typing import TYPE_CHECKING

from chatbot.session.base import saved
from chatbot.tui import change_lines
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    session = screen.desk.current.session
    persona = session.persona
    entry = await saved(screen.desk.book.add(rest, session_id=session.id, persona_id=persona.id, lens=persona.memory))
    change_lines.tell(screen, entry)


COMMAND = Command("remember", "Remember something", _run, "TEXT")
