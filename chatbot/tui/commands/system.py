"""/system: the part of the next request that tells the model who it is."""

from typing import TYPE_CHECKING

from textual.content import Content

from chatbot.tui.commands.command import Command
from chatbot.tui.screens.reader import Reader
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    composition = await screen.desk.current.session.preview(screen.query_one(Prompt).draft)
    parts = [message.content for message in composition.messages if message.role == "system"]
    text = Content("\n\n".join(parts) or "The offline companion reads no prompt.")
    screen.app.push_screen(Reader("What the model is told about its role", text))


COMMAND = Command("system", "What the model is told about its role", _run)
