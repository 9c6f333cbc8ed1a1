"""What turns may know, kept ready: each answer is made from the one before and what changed since. Reads no files."""

from dataclasses import dataclass

from chatbot.domain.memory import Memory
from chatbot.domain.records import Records
from chatbot.storage.history import ChangedIds
from chatbot.storage.uses import Uses

ANSWERS_KEPT = 5
"""Sessions with a persona whose memories are kept ready: those that somebody talks in at the same time, and all."""

Parts = list[dict[str, Memory]]
Reader = tuple[str, str] | None


@dataclass(slots=True)
class _Answer:
    """What a turn may know, and the generation of each source that it was made from."""

    made_from: list[tuple[ChangedIds, int]]
    records: Records


class Answers:
    """The newest answers of one user's memories.

    Args:
        uses: their counts.
    """

    def __init__(self, uses: Uses) -> None:
        self._uses = uses
        self._kept: dict[Reader, _Answer] = {}

    def get(self, reader: Reader, changed: list[ChangedIds], parts: Parts) -> Records:
        """What somebody may know; the same object while nothing changed.

        Args:
            reader: the session and the persona of a turn; None for every memory of the user.
            changed: of each log that it reads.
            parts: the records of each of these logs.
        """
        sources = [*changed, self._uses.changed()]
        made_from = [(source, source.generation) for source in sources]
        before = self._kept.pop(reader, None)
        ids = _changed_since(before, sources) if before is not None else None
        if before is None or ids is None:
            known = _readable(newest_of(parts), reader)
            answer = _Answer(made_from, Records(self._uses.counted(known)))
        elif ids:
            present = {one: newest for one in ids if (newest := _newest(parts, one)) is not None}
            known = self._uses.counted(_readable(present, reader))
            answer = _Answer(made_from, before.records.with_changes(known.values(), ids - known.keys()))
        else:
            answer = before
        self._kept[reader] = answer
        if len(self._kept) > ANSWERS_KEPT:
            del self._kept[next(iter(self._kept))]
        return answer.records


def _readable(records: dict[str, Memory], reader: Reader) -> dict[str, Memory]:
    return records if reader is None else {key: one for key, one in records.items() if one.readable_in(*reader)}


def _changed_since(before: _Answer, sources: list[ChangedIds]) -> frozenset[str] | None:
    """The ids that changed since an answer; None where it was made from other sources, or too much changed."""
    if [id(source) for source, _ in before.made_from] != [id(source) for source in sources]:
        return None
    found: set[str] = set()
    for source, generation in before.made_from:
        ids = source.since(generation)
        if ids is None:
            return None
        found |= ids
    return frozenset(found)


def newest_of(parts: Parts) -> dict[str, Memory]:
    """The highest version of each record, by id. A copy."""
    records = dict(parts[0]) if parts else {}
    for part in parts[1:]:
        for key, record in part.items():
            if key not in records or records[key].version < record.version:
                records[key] = record
    return records


def _newest(parts: Parts, memory_id: str) -> Memory | None:
    copies = [part[memory_id] for part in parts if memory_id in part]
    return max(copies, key=lambda one: one.version, default=None)
