"""The memory book for reading: finding, searching, open conflicts, and the history of one memory."""

from collections.abc import Mapping
from datetime import datetime

from chatbot.domain.memory import Memory, Status
from chatbot.domain.text import clean_line
from chatbot.errors import NotFound
from chatbot.memory import similarity
from chatbot.memory.base import MemoryStore
from chatbot.memory.book_history import Version, versions


class BookReader:
    """What a person looks up in memories by hand; `MemoryBook` adds what they change.

    Args:
        store: the user's memories.
    """

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def find(self, wanted: str) -> Memory:
        """The memory of an id, or of a part of an id that no other has.

        Raises:
            NotFound: there is none, or more than one.
        """
        records = self._store.everything()
        wanted = wanted.strip()
        if wanted in records:
            return records[wanted]
        part = wanted.upper()
        found = [memory for key, memory in records.items() if part and (key.startswith(part) or key.endswith(part))]
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFound(f"{len(found)} memories have ids like “{clean_line(wanted, 40)}”", "give more of the id")
        raise NotFound(f"There is no memory “{clean_line(wanted, 40)}”", "`chatbot memory list --all` shows every id")

    def search(self, text: str, limit: int = 50) -> tuple[Memory, ...]:
        """Memories of every status that the words point at, best first; misspelt words find too.

        Args:
            text: some words.
            limit: the most results.
        """
        return similarity.find_about(text, self._store.everything().values(), limit)

    def conflicts(self) -> tuple[Memory, ...]:
        """What waits for a decision: both sides of each open conflict, slot by slot, the older first.

        What was offered in the place of something that stands is a side, and so is what stands.
        """
        records = self._store.everything()
        found = {key: memory for key, memory in records.items() if memory.status is Status.CONFLICT}
        for memory in records.values():
            against = records.get(memory.supersedes) if memory.status is Status.PENDING else None
            if against is not None and against.status in (Status.ACTIVE, Status.CONFLICT):
                found |= {memory.id: memory, against.id: against}
        return tuple(sorted(found.values(), key=lambda memory: (memory.slot, memory.id)))

    def to_check(self) -> tuple[Memory, ...]:
        """What should be looked at again, with the reason in `Memory.check`: the newest change first."""
        live = (Status.ACTIVE, Status.CONFLICT, Status.PENDING)
        found = [memory for memory in self._store.everything().values() if memory.check and memory.status in live]
        return tuple(sorted(found, key=lambda memory: (memory.updated_at, memory.id), reverse=True))

    def as_of(self, moment: datetime) -> Mapping[str, Memory]:
        """By id: every memory as it stood at a moment, of every status.

        Args:
            moment: aware.

        Raises:
            StorageError: a page of the journal could not be read.
        """
        return self._store.as_of(moment)

    def history(self, memory_id: str) -> tuple[Version, ...]:
        """Every version of a memory, the newest first, with who made it, when and why.

        Raises:
            NotFound: there is no such memory.
        """
        self.find(memory_id)
        return versions(memory_id, self._store.journal(memory_id=memory_id))
