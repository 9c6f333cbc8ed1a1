"""/search TEXT: full text over all messages and memories."""

from typing import TYPE_CHECKING

from chatbot.errors import NotFound
from chatbot.tui import panels, session_deeds, start
from chatbot.tui.commands.command import Command
from chatbot.tui.screens.search import Search

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    speaker = start.speakers(screen)
    search = Search(screen.companion.sessions, screen.desk.book, lambda persona_id: speaker(persona_id).name, rest)
    found = await screen.app.push_screen_wait(search)
    if found is None:
        return
    if found.memory_id:
        session = screen.desk.current.session
        if found.memory_id not in session.memories.readable(session.id, session.meta.persona_id):
            raise NotFound("That memory is not for this session or persona.", "It shows where it may be read.")
        panels.open_memory(screen, found.memory_id)
    else:
        await session_deeds.jump(screen, found.session_id, found.message_id, found.query)


COMMAND = Command("search", "Search all messages and memories", _run, "[TEXT]")
