"""/edit: change your last message, or the one that has the focus."""

from typing import TYPE_CHECKING

from chatbot.domain.message import Role
from chatbot.tui import message_deeds
from chatbot.tui.commands.command import Command
from chatbot.tui.transcript import Transcript

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    focused = screen.query_one(Transcript).focused_message_id
    message_id = focused or message_deeds.newest(screen, Role.USER).id
    await message_deeds.edit(screen, message_id, rest)


COMMAND = Command("edit", "Edit your last message", _run, "[TEXT]")
