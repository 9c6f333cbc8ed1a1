"""The memories as they were at a moment, from what logs hold in RAM and as few of their pages as may be.

Each row of a journal names the copies of records that it made. So the last copy of each record before a moment is
known without a look at the disk; where it is still the present one it is in RAM too, and only the pages of the others
are read.
"""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter

from chatbot.domain.memory import Memory
from chatbot.storage.memory_contents import Copy
from chatbot.storage.memory_log import MemoryLog

_Place = tuple[Copy, MemoryLog, int]
"""A copy, its log, and its page."""


class Past:
    """Gives past states. It keeps what it read for the newest answer: the next question is mostly about a time near."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, int], Memory] = {}
        self._seen: list[tuple[MemoryLog, int]] = []

    def at(self, moment: datetime, logs: Sequence[MemoryLog]) -> dict[str, Memory] | None:
        """By id: every record as it stood at a moment, of every status.

        Args:
            moment: aware; changes of this very moment count.
            logs: all that records may lie in.

        Returns:
            None where a page lacks a copy that its journal names, so that only replaying all of it tells what was.

        Raises:
            StorageError: a page cannot be read.
        """
        last = _last_copies(moment, logs)
        seen = [(log, log.changed.generation) for log in logs]
        known, self._read = (self._read if seen == self._seen else {}), {}
        self._seen = seen
        present = {log: log.records() for log in logs}
        then: dict[str, Memory] = {}
        wanted: dict[MemoryLog, dict[int, list[Copy]]] = {}
        for memory_id, (copy, log, page) in last.items():
            now = present[log].get(memory_id)
            before = known.get(copy[:2])
            if now is not None and now.version == copy.version:
                then[memory_id] = now
            elif before is not None:
                self._read[copy[:2]] = before
            else:
                wanted.setdefault(log, {}).setdefault(page, []).append(copy)
        for log, copies in wanted.items():
            self._read |= {(one.id, one.version): one for one in log.copies(copies)}
        then |= {memory.id: memory for memory in self._read.values()}
        return {memory_id: then[memory_id] for memory_id in last} if len(then) == len(last) else None


def _last_copies(moment: datetime, logs: Sequence[MemoryLog]) -> dict[str, _Place]:
    """By id, the copy of each record that the last change until a moment made."""
    listed = [(row.id, row, log) for log in logs for row in log.rows()]
    listed.sort(key=itemgetter(0))
    return {copy.id: (copy, log, row.page) for _, row, log in listed if row.at <= moment for copy in row.copies}
