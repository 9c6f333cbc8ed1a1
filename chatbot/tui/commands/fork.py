"""/fork: go on in a copy of this session."""

from typing import TYPE_CHECKING

from chatbot.tui import message_deeds
from chatbot.tui.commands.command import Command
from chatbot.tui.transcript import Transcript

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    message_id = screen.query_one(Transcript).focused_message_id or message_deeds.newest(screen).id
    await message_deeds.fork(screen, message_id)


COMMAND = Command("fork", "Go on in a copy of this session, from here", _run)
