"""How change sets look on disk, and the shapes in which pages of a memory log are read.

A row of the journal names the new copies of its records by id and version: they lie in the same page. Of a record
only those fields are stored that are not as they mostly are: the others come back when it is read, and a page is half
as long.
"""

from datetime import datetime

import msgspec

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.memory import Memory
from chatbot.storage.codec import Document, brief, document_of, usual

RECORDS = "memories"
JOURNAL = "journal"
MOVED = "moved"
OUTBOX = "outbox"
"""The tables of a page."""


class StoredChange(msgspec.Struct):
    """A change as a row holds it: `after` by id and version, `at` its place in the whole change set."""

    at: int
    op: Op
    before: Memory | None
    after: tuple[str, int] | None
    reason: str
    proposed: str = ""


class StoredEntry(msgspec.Struct):
    """A journal entry's part in one log."""

    id: str
    at: datetime
    who: Who
    changes: list[StoredChange]
    session_id: str = ""
    message_id: str = ""
    undoes: str = ""


class _Named(msgspec.Struct):
    id: str


class _BriefChange(msgspec.Struct):
    after: tuple[str, int] | None
    before: _Named | None


class BriefEntry(msgspec.Struct):
    """As much of a row as finding it needs."""

    id: str
    at: datetime
    changes: list[_BriefChange]
    message_id: str = ""


class Moved(msgspec.Struct):
    """Says that a record went to another log at that version: older copies here count no more."""

    id: str
    version: int


class LogFile(msgspec.Struct):
    """A page as it is read to know the present records."""

    memories: dict[str, Memory] = {}
    journal: dict[str, BriefEntry] = {}
    moved: dict[str, Moved] = {}
    outbox: dict[str, msgspec.Raw] = {}


class CopiesFile(msgspec.Struct):
    """A page as it is read for a few of its copies of records."""

    memories: dict[str, msgspec.Raw] = {}


class JournalFile(msgspec.Struct):
    """A page as it is read for its journal."""

    memories: dict[str, Memory] = {}
    journal: dict[str, StoredEntry] = {}


_ALWAYS = ("version", "status")
"""Fields that are also looked at in documents as they are stored, by this program or by who opens the file."""
_MOSTLY = usual(Memory, _ALWAYS)


def record_document(memory: Memory) -> Document:
    """A record as it is stored.

    Raises:
        StorageError: it would not come back as it is.
    """
    return brief(document_of(memory, Memory)[0], _MOSTLY)


def entry_document(entry: JournalEntry, changes: list[tuple[int, Change]]) -> Document:
    """A change set's part as it is stored: the entry with those of its changes, each with its place in it.

    Raises:
        StorageError: it would not come back as it is.
    """
    rows = [
        StoredChange(
            at, one.op, one.before, (one.after.id, one.after.version) if one.after else None, one.reason, one.proposed
        )
        for at, one in changes
    ]
    row = StoredEntry(entry.id, entry.at, entry.who, rows, entry.session_id, entry.message_id, entry.undoes)
    document = document_of(row, StoredEntry)[0]
    for change in document["changes"]:
        if change["before"] is not None:
            change["before"] = brief(change["before"], _MOSTLY)
    return document
