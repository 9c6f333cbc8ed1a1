"""/whatif: the newest reply without a memory, with another one, or by another persona, beside the one that stands."""

from typing import TYPE_CHECKING

from chatbot.tui import corrections
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    await corrections.what_if(screen, "")


COMMAND = Command("whatif", "What if: the newest reply without a memory, or by another persona", _run)
