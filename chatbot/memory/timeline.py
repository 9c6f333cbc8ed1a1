"""The store as it was: every memory at any moment, from the journal alone. Reads no disk."""

from collections.abc import Sequence
from datetime import datetime

from chatbot.domain.change import JournalEntry
from chatbot.domain.memory import Memory


class Timeline:
    """All change sets in their order, to be replayed up to a moment.

    Args:
        journal: every entry, oldest first.
    """

    def __init__(self, journal: Sequence[JournalEntry]) -> None:
        self._journal = journal

    @property
    def moments(self) -> tuple[datetime, ...]:
        """When something changed, oldest first."""
        return tuple(entry.at for entry in self._journal if any(change.after for change in entry.changes))

    def at(self, moment: datetime) -> dict[str, Memory]:
        """By id: every memory as it stood then, of every status.

        How often one was used is not in the journal: the counts are those of its last change before.

        Args:
            moment: aware; changes of this very moment count.
        """
        records: dict[str, Memory] = {}
        for entry in self._journal:
            if entry.at > moment:
                continue
            for change in entry.changes:
                if change.after is not None:
                    records[change.after.id] = change.after
        return records
