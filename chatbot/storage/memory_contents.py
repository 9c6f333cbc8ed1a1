"""What pages of a memory log hold, joined: the present copy of each record, the rows of the journal. Reads no files."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from chatbot.domain.memory import Memory
from chatbot.domain.value import Value
from chatbot.storage.memory_shapes import BriefEntry, LogFile


class Copy(NamedTuple):
    """A copy of a record in a page.

    Attributes:
        id: the record's.
        version: the record's, in this copy.
        key: the number of the copy's document.
    """

    id: str
    version: int
    key: str


_FEW = 64
_VERSION = attrgetter("version")


class Row(Value, gc=False):
    """What is kept in RAM of a journal entry: enough to find it, and to know what it made.

    Attributes:
        copies: the copies that lie in its page.
        others: ids of records that it concerns without a copy here.
        page: its number.
    """

    id: str
    at: datetime
    message_id: str
    copies: tuple[Copy, ...]
    others: tuple[str, ...]
    page: int

    def concerns(self, memory_id: str) -> bool:
        """Whether it changed a record."""
        return any(copy.id == memory_id for copy in self.copies) or memory_id in self.others


class Contents(Value):
    """Of one page.

    Attributes:
        records: the highest version of each record, by id.
        moved: records that went to another log, with the versions that they have there.
        rows: the journal.
        unfinished: a change set waits here until other logs have it.
    """

    records: dict[str, Memory]
    moved: dict[str, int]
    rows: tuple[Row, ...]
    unfinished: bool


NOTHING = Contents({}, {}, (), False)


def contents_of(file: LogFile, number: int) -> Contents:
    """What a page holds.

    Args:
        file: the page.
        number: of the page, counted from 1.
    """
    keys = {(one.id, one.version): key for key, one in file.memories.items()}
    rows = tuple([_row(entry, number, keys) for entry in file.journal.values()])
    moved = {one.id: one.version for one in file.moved.values()}
    return Contents(_newest(file.memories.values()), moved, rows, bool(file.outbox))


def _newest(records: Iterable[Memory]) -> dict[str, Memory]:
    newest: dict[str, Memory] = {}
    for record in records:
        if record.id not in newest or newest[record.id].version < record.version:
            newest[record.id] = record
    return newest


def grown(before: Contents, more: Contents) -> Contents:
    """What a page holds that got more documents, and lost none.

    Args:
        before: what it held.
        more: what the new documents hold, and whether a change set waits in the page now.
    """
    records = before.records | more.records
    for key in before.records.keys() & more.records.keys():
        records[key] = max(before.records[key], more.records[key], key=_VERSION)
    return Contents(records, before.moved | more.moved, before.rows + more.rows, more.unfinished)


def _row(entry: BriefEntry, number: int, keys: Mapping[tuple[str, int], str]) -> Row:
    named = [change.after for change in entry.changes if change.after is not None]
    copies = tuple([Copy(*one, keys[one]) for one in named if one in keys])
    others = tuple([change.before.id for change in entry.changes if change.after is None and change.before is not None])
    return Row(entry.id, entry.at, entry.message_id, copies, others, number)


class Joined:
    """What all pages of a log hold together, kept in step page by page.

    Attributes:
        records: by id, the highest version of each record that did not leave the log. Not to be changed.
    """

    def __init__(self) -> None:
        self.records: dict[str, Memory] = {}
        self._moved: dict[str, int] = {}
        self._parts: dict[int, Contents] = {}

    @property
    def unfinished(self) -> bool:
        """Whether a change set waits for other logs."""
        return any(part.unfinished for part in self._parts.values())

    def contents(self) -> list[Contents]:
        """Of each page, oldest first."""
        return [part for _, part in sorted(self._parts.items())]

    def rows(self) -> Iterator[Row]:
        """The journal, oldest page first."""
        for part in self.contents():
            yield from part.rows

    def holds(self, number: int, contents: Contents | None) -> bool:
        """Whether these are what a page was last said to hold."""
        return contents is not None and self._parts.get(number) is contents

    def add(self, number: int, contents: Contents, more: Contents) -> frozenset[str]:
        """A page holds more now, and lost nothing.

        Args:
            number: of the page, counted from 1.
            contents: all that it holds.
            more: what is new in it.

        Returns:
            The ids of the records that may be others.
        """
        self._parts[number] = contents
        self._add(more)
        return frozenset((*more.records, *more.moved))

    def put(self, number: int, contents: Contents) -> frozenset[str] | None:
        """A page holds something else now.

        Args:
            number: of the page, counted from 1.
            contents: all that it holds.

        Returns:
            The ids of the records that may be others; None where the page holds what it held.
        """
        before = self._parts.get(number)
        if before == contents:
            return None
        self._parts[number] = contents
        changed = frozenset(_differing(before or NOTHING, contents))
        if before is None:
            self._add(contents)
        elif len(changed) <= _FEW:
            for key in changed:
                self._settle(key)
        else:
            self.records.clear()
            self._moved.clear()
            for part in self._parts.values():
                self._add(part)
        return changed

    def _add(self, part: Contents) -> None:
        records, moved = self.records, self._moved
        for key, version in part.moved.items():
            moved[key] = max(version, moved.get(key, 0))
            if key in records and records[key].version < version:
                del records[key]
        for key, record in part.records.items():
            known = records.get(key)
            if (known is None or known.version < record.version) and record.version >= moved.get(key, 0):
                records[key] = record

    def _settle(self, key: str) -> None:
        parts = self._parts.values()
        moved = max((part.moved.get(key, 0) for part in parts), default=0)
        copies: Iterable[Memory] = (part.records[key] for part in parts if key in part.records)
        newest = max(copies, key=lambda one: one.version, default=None)
        self._moved[key] = moved
        if newest is not None and newest.version >= moved:
            self.records[key] = newest
        else:
            self.records.pop(key, None)


def _differing(before: Contents, now: Contents) -> Iterator[str]:
    """Ids of the records that may be others after a page changed so."""
    yield from _unequal(before.records, now.records)
    yield from _unequal(before.moved, now.moved)


def _unequal(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    for key in old.keys() | new.keys():
        if old.get(key) is not new.get(key) and old.get(key) != new.get(key):
            yield key
