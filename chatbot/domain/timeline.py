"""The memories as they were at any moment, from the journal alone. What a store gives faster must equal it."""

from collections.abc import Iterable
from datetime import datetime

from chatbot.domain.change import JournalEntry
from chatbot.domain.memory import Memory


def replayed(journal: Iterable[JournalEntry], moment: datetime) -> dict[str, Memory]:
    """By id: every memory as it stood at a moment, of every status.

    How often one was used is not in the journal: the counts are those of its last change before.

    Args:
        journal: every entry, oldest first.
        moment: aware; changes of this very moment count.
    """
    records: dict[str, Memory] = {}
    for entry in journal:
        if entry.at > moment:
            continue
        for change in entry.changes:
            if change.after is not None:
                records[change.after.id] = change.after
    return records
