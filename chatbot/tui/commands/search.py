"""/search TEXT: full text over all messages and memories."""

from typing import TYPE_CHECKING

from chatbot.domain.memory import Memory
from chatbot.domain.slots import Scope
from chatbot.domain.text import clean_line
from chatbot.errors import NotFound
from chatbot.tui import panels, session_deeds, start
from chatbot.tui.commands.command import Command
from chatbot.tui.screens.search import Search
from chatbot.tui.transcript import SpeakerOf

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
            raise _elsewhere(screen, screen.desk.book.find(found.memory_id), speaker)
        panels.open_memory(screen, found.memory_id)
    else:
        await session_deeds.jump(screen, found.session_id, found.message_id, found.query)


def _elsewhere(screen: "MainScreen", memory: Memory, speaker: SpeakerOf) -> NotFound:
    """Says whose a memory is that is not for here."""
    text = clean_line(memory.text, 60)
    if memory.scope is Scope.PERSONA:
        name = speaker(memory.persona_id).name
        return NotFound(f"“{text}” is only for {name}.", f"ctrl+t switches to {name}, who can read it.")
    titles = {meta.id: meta.title or "New session" for meta in screen.companion.sessions.all()}
    title = clean_line(titles.get(memory.session_id, "a session that is gone"), 40)
    return NotFound(f"“{text}” is only for the session “{title}”.", "ctrl+s goes to another session.")


COMMAND = Command("search", "Search all messages and memories", _run, "[TEXT]")
