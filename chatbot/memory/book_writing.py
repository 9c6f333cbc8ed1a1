"""How the memory book writes: records get their next version, change sets become journal entries."""

from collections.abc import Container, Iterable
from concurrent.futures import Future
from typing import Any

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import Clock, NewId
from chatbot.domain.memory import Memory, Status
from chatbot.domain.records import Records, records_of
from chatbot.domain.value import replace
from chatbot.errors import MemoryRefused
from chatbot.memory import blocking, book_words
from chatbot.memory.base import MemoryStore
from chatbot.memory.book_reading import BookReader
from chatbot.memory.dependents import dependents, telling
from chatbot.memory.reconcile_ledger import CURRENT


class BookWriter(BookReader):
    """The steps that the methods of `MemoryBook` are made of.

    Args:
        store: the user's memories.
        clock: gives the present moment.
        new_id: gives ids to records and entries.
    """

    def __init__(self, store: MemoryStore, clock: Clock, new_id: NewId) -> None:
        super().__init__(store)
        self._clock = clock
        self._new_id = new_id

    def _live(self, memory_id: str) -> Memory:
        memory = self.find(memory_id)
        if memory.status in (Status.FORGOTTEN, Status.SUPERSEDED, Status.ARCHIVED):
            raise MemoryRefused("That memory is no longer present", "restore it first, then edit it")
        return memory

    def _pending(self, memory_id: str) -> Memory:
        memory = self.find(memory_id)
        if memory.status is not Status.PENDING:
            raise MemoryRefused("That memory does not wait for a decision")
        return memory

    def _flagged(self, op: Op, memory_id: str, reason: str, **fields: Any) -> "Future[JournalEntry]":
        memory = self.find(memory_id)
        return self._apply([Change(op, memory, self._after(memory, **fields), reason)])

    def _after(self, memory: Memory, **fields: Any) -> Memory:
        return replace(memory, version=memory.version + 1, updated_at=self._clock(), **fields)

    def _tombstone(self, memory: Memory) -> Memory:
        now = self._clock()
        return replace(
            memory,
            id=self._new_id(),
            version=1,
            status=Status.FORGOTTEN,
            superseded_by=memory.id,
            pinned=False,
            locked=False,
            created_at=now,
            updated_at=now,
        )

    def _closed(self, kept: Memory, but: Container[str] = ()) -> list[Change]:
        """Changes that make past what cannot stand beside a record.

        Args:
            kept: the record.
            but: ids of records that are cared for already.
        """
        past = {"status": Status.SUPERSEDED, "valid_until": self._clock(), "superseded_by": kept.id}
        records = self._records()
        others = {one.id: one for one in records.filling(kept.subject, kept.attribute)} if kept.attribute else {}
        if kept.supersedes in records:
            others[kept.supersedes] = records[kept.supersedes]
        return [
            Change(Op.SUPERSEDE, one, self._after(one, **past), "another one took its place")
            for key, one in sorted(others.items())
            if key != kept.id and key not in but and one.status in CURRENT and book_words.excludes(kept, one)
        ]

    def _records(self) -> Records:
        return records_of(self._store.everything())

    def _with_checks(self, changes: list[Change]) -> list[Change]:
        """The changes, and marks on the memories that lean on what ends or changes by them."""
        touched = {change.memory_id for change in changes}
        records = self._records()
        marks: dict[str, Change] = {}
        for change in changes:
            before, after = change.before, change.after
            if before is None or after is None or before.status not in CURRENT or not _ends(before, after):
                continue
            gone = after.status is Status.FORGOTTEN
            why = "it leans on something that you forgot" if gone else f"“{before.text}” is no longer so"
            value = telling(before)
            near = blocking.speaking_of(value, records) if value else []
            leaning = dependents(before, [one for one in near if one.id not in touched])
            for one in sorted(leaning, key=lambda one: one.id):
                marks.setdefault(one.id, Change(Op.UPDATE, one, self._after(one, check=why), "please look at it again"))
        return [*changes, *marks.values()]

    def _apply(
        self,
        changes: Iterable[Change],
        session_id: str = "",
        undoes: str = "",
        message_id: str = "",
        who: Who = Who.USER,
    ) -> "Future[JournalEntry]":
        entry = JournalEntry(self._new_id(), self._clock(), who, tuple(changes), session_id, message_id, undoes)
        return self._store.apply(entry)


def _ends(before: Memory, after: Memory) -> bool:
    """Whether what a record said is no longer said by it."""
    if after.status not in CURRENT:
        return True
    return before.value != after.value or (not before.attribute and before.text != after.text)
