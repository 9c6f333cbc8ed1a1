"""/compact: summarise now whatever no chapter covers yet."""

from typing import TYPE_CHECKING

from chatbot.tui import panels
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    chapter = await screen.desk.current.session.compact()
    screen.stage.flash("Summarised." if chapter else "There is nothing to summarise yet.")
    panels.open_page(screen, "summary")


COMMAND = Command("compact", "Summarise now", _run)
