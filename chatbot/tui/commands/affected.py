"""/affected: earlier replies and chapters that told what was put right since."""

from typing import TYPE_CHECKING

from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    from chatbot.tui import repairs

    await repairs.show(screen, rest)


COMMAND = Command("affected", "Replies and chapters that told it wrong before", _run, "[TEXT]")
