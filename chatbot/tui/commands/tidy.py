"""/tidy: show what could be joined, let go of or shared more widely, and do it if the user agrees."""

from typing import TYPE_CHECKING

from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    from chatbot.tui import tidying

    await tidying.ask(screen)


COMMAND = Command("tidy", "Join doubles, let go of what has paled; shows it first", _run)
