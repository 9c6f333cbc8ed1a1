"""/tokens, /cost: the stats page of the inspector."""

from typing import TYPE_CHECKING

from chatbot.tui import panels
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    panels.open_page(screen, "stats")


COMMAND = Command("tokens", "Tokens and cost of this session", _run, aliases=("cost",))
