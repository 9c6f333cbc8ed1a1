"""/context: the exact next request."""

from typing import TYPE_CHECKING

from chatbot.tui.commands.command import Command
from chatbot.tui.request_text import request_text
from chatbot.tui.screens.reader import Reader
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    composition = await screen.desk.current.session.preview(screen.query_one(Prompt).draft)
    screen.app.push_screen(Reader("The exact next request", request_text(composition.messages)))


COMMAND = Command("context", "The exact next request", _run)
