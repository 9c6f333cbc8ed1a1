"""/quit, /exit, /q: leave; what is being written is kept."""

from typing import TYPE_CHECKING

from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    screen.app.exit()


COMMAND = Command("quit", "Quit", _run, "", ("exit", "q"))
