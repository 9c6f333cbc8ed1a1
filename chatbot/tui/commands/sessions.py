"""/sessions and /resume: go to another session."""

from typing import TYPE_CHECKING

from chatbot.tui import panels, session_deeds
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    if rest:
        await session_deeds.go_to(screen, screen.companion.sessions.find(rest).id)
    elif not panels.is_open(screen, "left") or not screen.query_one("#left").has_focus_within:
        panels.toggle(screen, "left")


def _titles(screen: "MainScreen") -> list[str]:
    return [meta.title for meta in screen.companion.sessions.all() if meta.title]


COMMAND = Command("sessions", "Go to another session", _run, "[TITLE]", ("resume",), _titles)
