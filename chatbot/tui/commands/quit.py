"""/quit, /exit, /q: leave; what is being written is kept."""

from typing import TYPE_CHECKING

from chatbot.tui.commands.command import Command
from chatbot.tui.ladder import has_private_words
from chatbot.tui.screens.ask import Confirm
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    question = "A private session is kept nowhere: it is gone when you quit. /private keeps it."
    if has_private_words(screen):
        confirm = Confirm(question, "quit and lose it", screen.query_one(Prompt), no="stay here")
        if not await screen.app.push_screen_wait(confirm):
            return
    screen.app.exit()


COMMAND = Command("quit", "Quit", _run, "", ("exit", "q"))
