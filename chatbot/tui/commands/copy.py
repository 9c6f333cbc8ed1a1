"""/copy: the last reply, or its code block, to the clipboard."""

from typing import TYPE_CHECKING

from chatbot.domain.message import Role
from chatbot.tui import message_deeds
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    action = "copy_code" if rest == "code" else "copy"
    await message_deeds.do(screen, action, message_deeds.newest(screen, Role.PERSONA).id)


def _words(screen: "MainScreen") -> tuple[str, ...]:
    return ("code",)


COMMAND = Command("copy", "Copy the last reply, or its code", _run, "[code]", (), _words)
