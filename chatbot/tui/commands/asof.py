"""/asof: all memories as they were at a date."""

from typing import TYPE_CHECKING

from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    from chatbot.tui.inspector import memory_shaping

    await memory_shaping.as_of(screen, rest)


COMMAND = Command("asof", "All memories as they were at a date, to read only", _run, "[DATE]")
