"""What commands do with memories: pick one among the matches, and tell what changed."""

from typing import TYPE_CHECKING

from chatbot.domain.change import JournalEntry
from chatbot.domain.memory import Memory, Status
from chatbot.tui import narrate, panels
from chatbot.tui.ages import day
from chatbot.tui.screens.picker import Choice, Picker

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

_MOST_MATCHES = 30


async def pick(screen: "MainScreen", text: str, title: str) -> Memory | None:
    """Shows the memories that match a text and asks which is meant; None for none."""
    session = screen.desk.current.session
    readable = session.memories.readable(session.id, session.meta.persona_id)
    present = [memory for memory in screen.desk.book.search(text) if memory.status not in _GONE]
    matches = [memory for memory in present if memory.id in readable][:_MOST_MATCHES]
    if not matches:
        screen.stage.say("No memory is like that. ctrl+b shows all that is remembered.")
        return None
    chosen = await screen.app.push_screen_wait(
        Picker(title, [Choice(one.id, one.text, f"{one.kind}, {day(one.said_at)}") for one in matches])
    )
    return next((memory for memory in matches if memory.id == chosen), None)


_GONE = (Status.FORGOTTEN, Status.SUPERSEDED)


def tell(screen: "MainScreen", entry: JournalEntry) -> None:
    """Says in the chat what was changed by hand, and brings the panels up to date."""
    note = narrate.entry_note(entry, "")
    if note is not None:
        screen.stage.say(note.text, note.kind)
    panels.refresh(screen)
