"""/erase TEXT: closes the chat, which still has it in mind, and goes on on the command line, which shows and asks."""

from typing import TYPE_CHECKING

from chatbot.domain.text import clean_line
from chatbot.tui.commands.command import Command
from chatbot.tui.ladder import lost_with_it
from chatbot.tui.screens.ask import Confirm
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    question = (
        f"Erase everything about “{clean_line(rest, 60)}” for good? The chat closes first, because it still has it in "
        f"mind; then you see what goes, and are asked once more.{lost_with_it(screen)}"
    )
    if await screen.app.push_screen_wait(Confirm(question, "close the chat", screen.query_one(Prompt))):
        screen.options.to_erase.append(rest)
        screen.app.exit()


COMMAND = Command("erase", "Erase something for good; shows what goes first", _run, "TEXT")
