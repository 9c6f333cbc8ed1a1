"""The small lines in the chat that say what was learnt or changed; each can be taken back where it stands."""

from typing import TYPE_CHECKING

from chatbot.domain.change import JournalEntry
from chatbot.domain.message import Message, Role
from chatbot.domain.value import replace
from chatbot.errors import NotFound
from chatbot.memory.book_history import stands
from chatbot.session.base import saved
from chatbot.tui import aftermath, narrate, panels
from chatbot.tui.desk import Conversation, Note
from chatbot.tui.transcript import NoteKind, Transcript

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

NEWEST_ENTRIES = 500
"""Change sets that are looked through for the notes of a session; a page of messages rarely has more."""

_NEIGHBOURS = 2
"""A reply stands beside the message that it answers, so that a few messages around one hold its whole turn."""


def recall(conversation: Conversation, page: tuple[Message, ...]) -> None:
    """Finds what earlier turns taught, from the journal, after the program was started again."""
    ids = {message.id for message in page if message.role is Role.USER}
    journal = conversation.session.memories.journal(limit=NEWEST_ENTRIES)
    gone = {entry.undoes for entry in journal if entry.undoes}
    for entry in journal:
        note = narrate.entry_note(entry, entry.message_id) if entry.message_id in ids else None
        if note is not None:
            taken_back = entry.id in gone and not stands(entry, journal)
            conversation.notes[note.id] = _taken_back(note) if taken_back else note


def tell(screen: "MainScreen", entry: JournalEntry, again_id: str = "") -> None:
    """Says under the newest message what was changed by hand, and looks what the change concerns.

    Args:
        screen: where.
        entry: the change set.
        again_id: of a reply that is written again because of it; empty for none.
    """
    newest = screen.desk.current.session.files.messages(limit=1)
    note = narrate.entry_note(entry, newest[0].id if newest else "")
    if note is not None:
        screen.stage.put(note)
        screen.stage.bring_up(note.text)
    panels.refresh(screen)
    aftermath.follow(screen, entry, again_id)


async def take_back(screen: "MainScreen", message_id: str) -> None:
    """Takes back what the newest line under a message says, or under the other message of its turn.

    Raises:
        NotFound: nothing was learnt or changed there that still stands.
        MemoryRefused: it was changed again since.
    """
    conversation = screen.desk.current
    journal = conversation.session.memories.journal()
    entries = {entry.id: entry for entry in journal}
    for line in _lines(screen, message_id) if message_id else ():
        if line.id in entries and line.id in conversation.notes and stands(entries[line.id], journal):
            break
    else:
        raise NotFound("Nothing was learnt or changed here.", "u takes back what a line marked ✎ says.")
    undone(screen, await saved(screen.desk.book.take_back(line.id)))
    screen.stage.flash("Undone. z in the memory list makes it again.")


def undone(screen: "MainScreen", entry: JournalEntry) -> None:
    """Lets the line of a change set say that it was taken back, or that it was made again.

    Args:
        screen: where.
        entry: the undo, or the undo of an undo.
    """
    conversation = screen.desk.current
    entries = {one.id: one for one in conversation.session.memories.journal()}
    taken = entries.get(entry.undoes)
    again = entries.get(taken.undoes) if taken is not None and taken.undoes else None
    note = conversation.notes.get((again or taken or entry).id)
    if note is not None and screen.query_one(Transcript).has(note.after_id):
        screen.stage.put((again and narrate.entry_note(again, note.after_id)) or _taken_back(note))
    panels.refresh(screen)
    aftermath.follow(screen, entry)


def _lines(screen: "MainScreen", message_id: str) -> list[Note]:
    """The lines of a turn, the newest first, those of the message itself before the others."""
    files = screen.desk.current.session.files
    message = files.message(message_id)
    around = files.messages(message.seq + _NEIGHBOURS + 1, 2 * _NEIGHBOURS + 1)
    ids = [message_id, *(one.id for one in around if one.turn == message.turn and one.id != message_id)]
    transcript, notes = screen.query_one(Transcript), screen.desk.current.notes
    shown = [line for one in ids for line in reversed(transcript.notes_of(one)) if line.kind is NoteKind.LEARNT]
    return [notes[line.id] for line in shown if line.id in notes]


def _taken_back(note: Note) -> Note:
    return replace(note, text=narrate.note_taken_back(note.text))
