"""Reads journal entries from the logs that hold their parts."""

from chatbot.domain.change import Change, JournalEntry
from chatbot.storage.memory_contents import Row
from chatbot.storage.memory_log import MemoryLog


def read_entries(places: list[tuple[MemoryLog, Row]]) -> tuple[JournalEntry, ...]:
    """Journal entries, oldest first, with their changes in order.

    Args:
        places: the log and the row of every part of them.

    Raises:
        StorageError: a page cannot be read.
    """
    wanted: dict[MemoryLog, dict[str, int]] = {}
    for log, row in places:
        wanted.setdefault(log, {})[row.id] = row.page
    changes: dict[str, dict[int, Change]] = {}
    entries: dict[str, JournalEntry] = {}
    for log, pages in wanted.items():
        for stored, copies in log.entries(pages):
            for one in stored.changes:
                after = copies.get(one.after) if one.after else None
                change = Change(one.op, one.before, after, one.reason, one.proposed)
                changes.setdefault(stored.id, {})[one.at] = change
            entries[stored.id] = JournalEntry(
                stored.id,
                stored.at,
                stored.who,
                tuple(one for _, one in sorted(changes.get(stored.id, {}).items())),
                stored.session_id,
                stored.message_id,
                stored.undoes,
            )
    return tuple(entry for _, entry in sorted(entries.items()))
