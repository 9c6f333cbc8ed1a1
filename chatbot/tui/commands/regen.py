"""/regen: have the last reply written again, or the one that failed."""

from typing import TYPE_CHECKING

from chatbot.tui import message_deeds
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    message_deeds.regenerate(screen, "")


COMMAND = Command("regen", "Have the last reply written again", _run, "", ("retry",))
