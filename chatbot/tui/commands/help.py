"""/help: every key and every command."""

from functools import partial
from typing import TYPE_CHECKING

from chatbot.tui.commands.command import Command
from chatbot.tui.help import help_text
from chatbot.tui.screens.reader import Reader

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    screen.app.push_screen(Reader("Help", partial(help_text, screen.companion.settings.keys)))


COMMAND = Command("help", "Keys and commands", _run)
