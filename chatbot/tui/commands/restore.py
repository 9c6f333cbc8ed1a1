"""/restore: bring back a deleted session or a forgotten memory, also one of an earlier day.

Neither `/undo`, which takes back what was done in this run, nor `/backup`, which goes back with everything.
"""

import asyncio
from typing import TYPE_CHECKING

from chatbot.domain.memory import Status
from chatbot.session.base import saved
from chatbot.tui import change_lines, panels, session_deeds
from chatbot.tui.ages import day
from chatbot.tui.commands.command import Command
from chatbot.tui.screens.picker import Choice, Picker

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

_SESSION, _MEMORY = "session ", "memory "


async def _run(screen: "MainScreen", rest: str) -> None:
    choices = await asyncio.to_thread(_choices, screen)
    if rest:
        wanted = rest.casefold()
        choices = [one for one in choices if wanted in one.label.casefold()]
    if not choices:
        nothing = "Nothing that was deleted or forgotten is like that." if rest else "Nothing to bring back."
        screen.stage.say(f"{nothing} /backup goes back to a backup.")
        return
    title = "Bring back which? Deleted sessions are kept for 30 days."
    chosen = await screen.app.push_screen_wait(Picker(title, choices)) or ""
    if chosen.startswith(_SESSION):
        session_id = chosen.removeprefix(_SESSION)
        await screen.companion.sessions.undelete(session_id)
        await session_deeds.go_to(screen, session_id)
    elif chosen.startswith(_MEMORY):
        restored = await asyncio.to_thread(screen.desk.book.restore, chosen.removeprefix(_MEMORY))
        change_lines.tell(screen, await saved(restored))
    panels.refresh(screen)


def _choices(screen: "MainScreen") -> list[Choice]:
    """Deleted sessions, then forgotten memories, each the last one first."""
    sessions = [
        Choice(f"{_SESSION}{one.id}", one.meta.title or "New session", f"session, deleted {day(one.deleted_at)}")
        for one in screen.companion.files.library.trashed()
        if one.meta is not None
    ]
    session = screen.desk.current.session
    readable = session.memories.readable(session.id, session.meta.persona_id).values()
    gone = sorted((one for one in readable if one.status is Status.FORGOTTEN), key=lambda one: one.updated_at)
    memories = [
        Choice(f"{_MEMORY}{one.id}", one.text, f"memory, forgotten {day(one.updated_at)}") for one in reversed(gone)
    ]
    return [*sessions, *memories]


COMMAND = Command("restore", "Bring back a deleted session or a forgotten memory", _run, "[TEXT]")
