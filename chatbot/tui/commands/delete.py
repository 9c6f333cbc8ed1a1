"""/delete: take this session away; /undo brings it back."""

from typing import TYPE_CHECKING

from chatbot.tui import session_deeds
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    await session_deeds.delete(screen, screen.desk.current.session.id)


COMMAND = Command("delete", "Delete this session (can be undone)", _run)
