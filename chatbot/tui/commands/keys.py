"""/keys: the bindings with their ids, and how to change them."""

from functools import partial
from typing import TYPE_CHECKING

from chatbot.tui.commands.command import Command
from chatbot.tui.help import keys_text
from chatbot.tui.screens.reader import Reader

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    settings = screen.companion.settings
    text = partial(keys_text, settings.keys, str(settings.paths.config_file))
    screen.app.push_screen(Reader("Keys and their ids", text))


COMMAND = Command("keys", "Key bindings and their ids", _run)
