"""/new and /clear: begin another session; the one before stays as it is."""

from typing import TYPE_CHECKING

from chatbot.tui import session_deeds
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    persona_id = screen.desk.current.session.meta.persona_id
    await session_deeds.begin(screen, persona_id, title=rest)


COMMAND = Command("new", "Begin a new session; this one stays", _run, "[TITLE]", ("clear",))
