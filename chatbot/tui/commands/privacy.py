"""/privacy: what is kept and where, and what leaves this machine."""

import asyncio
from typing import TYPE_CHECKING

from textual.content import Content

from chatbot.domain.text import clean
from chatbot.tui.commands.command import Command
from chatbot.tui.screens.reader import Reader

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    from chatbot.session.privacy import privacy_of, told

    companion = screen.companion
    state = await asyncio.to_thread(privacy_of, companion.settings, companion.files, companion.seat.model)
    parts: list[str | tuple[str, str]] = []
    for title, lines in told(state):
        parts.append((f"{title}\n", "bold $accent"))
        parts += [clean(line) + "\n" for line in lines]
        parts.append("\n")
    screen.app.push_screen(Reader("Privacy", Content.assemble(*parts)))


COMMAND = Command("privacy", "What is kept and where, and what leaves this machine", _run)
