"""/rename: give this session a title."""

from typing import TYPE_CHECKING

from chatbot.tui import session_deeds
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    await session_deeds.rename(screen, screen.desk.current.session.id, rest)


COMMAND = Command("rename", "Give this session a title", _run, "[TITLE]")
