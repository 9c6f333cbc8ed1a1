"""/mood: the mood page of the inspector."""

from typing import TYPE_CHECKING

from chatbot.tui import panels
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    panels.open_page(screen, "mood")


COMMAND = Command("mood", "Both moods over time, and what moved them", _run)
