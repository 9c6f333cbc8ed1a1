"""History, undo and redo, derived from the journal alone, so that they hold across restarts."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.memory import Memory, Status
from chatbot.domain.value import Value, replace


class Version(Value):
    """One version of a memory: the record, and the change that made it.

    Attributes:
        memory: the record as it was.
        at, who, op, reason: of the change.
        entry_id: of the journal entry.
    """

    memory: Memory
    at: datetime
    who: Who
    op: Op
    reason: str
    entry_id: str


def versions(memory_id: str, journal: Sequence[JournalEntry]) -> tuple[Version, ...]:
    """Every version of a memory, the newest first.

    Args:
        memory_id: of the memory.
        journal: entries, oldest first; those of other memories are passed over.
    """
    found = [
        Version(change.after, entry.at, entry.who, change.op, change.reason, entry.id)
        for entry in journal
        for change in entry.changes
        if change.after is not None and change.after.id == memory_id
    ]
    return tuple(reversed(found))


def undoable(journal: Sequence[JournalEntry]) -> JournalEntry | None:
    """The newest change set that stands; None for none."""
    standing, _ = _stacks(journal)
    return standing[-1] if standing else None


def redoable(journal: Sequence[JournalEntry]) -> JournalEntry | None:
    """The newest undo after which nothing else was changed; taking it back makes the change again. None for none."""
    _, undone = _stacks(journal)
    return undone[-1] if undone else None


def stands(entry: JournalEntry, journal: Sequence[JournalEntry]) -> bool:
    """Whether a change set, no undo itself, is in force: never taken back, or made again since."""
    standing, _ = _stacks(journal)
    return any(one.id == entry.id for one in standing)


def _stacks(journal: Sequence[JournalEntry]) -> tuple[list[JournalEntry], list[JournalEntry]]:
    """Change sets that stand, and undos that may be taken back, both oldest first."""
    by_id = {entry.id: entry for entry in journal}
    standing: list[JournalEntry] = []
    undone: list[JournalEntry] = []
    for entry in journal:
        if not any(change.after is not None for change in entry.changes):
            continue
        if not entry.undoes:
            standing.append(entry)
            undone.clear()
        elif any(each.id == entry.undoes for each in undone):
            undone = [each for each in undone if each.id != entry.undoes]
            first = by_id.get(by_id[entry.undoes].undoes)
            if first is not None:
                standing.append(first)
        else:
            standing = [each for each in standing if each.id != entry.undoes]
            undone.append(entry)
    return standing, undone


def taken_back(entry: JournalEntry, records: Mapping[str, Memory], now: datetime) -> tuple[Change, ...]:
    """The changes that take a change set back, the last one first.

    A record that it made is forgotten, because the user did not want it; a tombstone that it made is put out of
    force. A record that it changed gets its old content as a new version. Records that are gone are passed over.

    Args:
        entry: the change set.
        records: every record as it is now, by id.
        now: aware UTC.
    """
    changes = []
    for change in reversed(entry.changes):
        present = records.get(change.after.id) if change.after is not None else None
        if present is None:
            continue
        if change.before is None:
            made = change.after.status if change.after else Status.ACTIVE
            status = Status.SUPERSEDED if made is Status.FORGOTTEN else Status.FORGOTTEN
            after = replace(present, version=present.version + 1, updated_at=now, status=status)
        else:
            after = replace(
                change.before,
                version=present.version + 1,
                updated_at=now,
                uses=present.uses,
                last_used_at=present.last_used_at,
            )
        changes.append(Change(Op.UNDO, present, after, f"you took back: {change.reason}"))
    return tuple(changes)
