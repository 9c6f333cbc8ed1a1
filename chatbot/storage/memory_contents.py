"""What pages of a memory log hold, joined: the present copy of each record, the rows of the journal. Reads no files."""

from collections.abc import Iterator, Mapping
from itertools import chain

from chatbot.domain.memory import Memory
from chatbot.domain.value import Value
from chatbot.storage.memory_shapes import BriefEntry, LogFile


class Row(Value):
    """What is kept in RAM of a journal entry: enough to find it."""

    id: str
    message_id: str
    memory_ids: frozenset[str]
    page: int


class Contents(Value):
    """Of one page, or of several joined.

    Attributes:
        records: the highest version of each record, by id.
        moved: records that went to another log, with the versions that they have there.
        rows: the journal, oldest page first.
        unfinished: a change set waits here until other logs have it.
    """

    records: dict[str, Memory]
    moved: dict[str, int]
    rows: tuple[Row, ...]
    unfinished: bool


NOTHING = Contents({}, {}, (), False)


def contents_of(file: LogFile, number: int) -> Contents:
    """What a page holds, counted from 1."""
    records: dict[str, Memory] = {}
    for record in file.memories.values():
        if record.id not in records or records[record.id].version < record.version:
            records[record.id] = record
    rows = tuple(Row(entry.id, entry.message_id, frozenset(_ids(entry)), number) for entry in file.journal.values())
    moved = {one.id: one.version for one in file.moved.values()}
    return Contents(records, moved, rows, bool(file.outbox))


def _ids(entry: BriefEntry) -> Iterator[str]:
    for change in entry.changes:
        if change.after is not None:
            yield change.after[0]
        elif change.before is not None:
            yield change.before.id


def merged(parts: list[Contents]) -> Contents:
    """What pages hold together."""
    records = dict(parts[0].records) if parts else {}
    moved = dict(parts[0].moved) if parts else {}
    for part in parts[1:]:
        for key, record in part.records.items():
            if key not in records or records[key].version < record.version:
                records[key] = record
        for key, version in part.moved.items():
            moved[key] = max(version, moved.get(key, 0))
    for key, version in moved.items():
        if key in records and records[key].version < version:
            del records[key]
    rows = tuple(chain.from_iterable(part.rows for part in parts))
    return Contents(records, moved, rows, any(part.unfinished for part in parts))


def differing(before: Contents, now: Contents) -> Iterator[str]:
    """Ids of the records that may be others after a page changed so."""
    yield from _unequal(before.records, now.records)
    yield from _unequal(before.moved, now.moved)


def _unequal(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    for key in old.keys() | new.keys():
        if old.get(key) is not new.get(key) and old.get(key) != new.get(key):
            yield key
