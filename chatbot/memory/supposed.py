"""The memories as they might be: some other than they are, some not there. For looking, never for writing."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from datetime import datetime

from chatbot.domain.change import JournalEntry
from chatbot.domain.memory import Memory
from chatbot.domain.records import Records, records_of
from chatbot.domain.value import Value, field
from chatbot.errors import MemoryRefused
from chatbot.memory.base import MemoryStore


class World(Value):
    """What is different.

    Attributes:
        records: by id, records that stand in the place of the present ones.
        hidden: ids of records that are not there.
        until: nothing said after this moment is found; None for no such limit.
    """

    records: Mapping[str, Memory] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    until: datetime | None = None


def world_at(then: Mapping[str, Memory], now: Mapping[str, Memory], moment: datetime) -> World:
    """What was different at a moment.

    Args:
        then: by id, the memories as they stood.
        now: by id, the memories as they are.
        moment: aware.
    """
    present = dict(now.items())
    changed = {}
    for key, one in then.items():
        known = present.get(key)
        if known is not one and (known is None or known.version != one.version):
            changed[key] = one
    return World(changed, frozenset(now.keys() - then.keys()), moment)


class SupposedMemories:
    """A store that answers as if the world were another. Satisfies `MemoryStore`; writes are refused.

    Args:
        store: the real one.
        world: what is different.
    """

    def __init__(self, store: MemoryStore, world: World) -> None:
        self._store = store
        self._world = world
        self._answers: dict[tuple[int, str, str], Records] = {}

    @property
    def revision(self) -> int:
        """The real store's."""
        return self._store.revision

    def readable(self, session_id: str, persona_id: str) -> Mapping[str, Memory]:
        """By id: what a turn of that session with that persona would be allowed to know."""
        place = (self._store.revision, session_id, persona_id)
        if place not in self._answers:
            there = [one for one in self._world.records.values() if one.readable_in(session_id, persona_id)]
            elsewhere = self._world.records.keys() - {one.id for one in there}
            real = self._store.readable(session_id, persona_id)
            self._answers[place] = _other_than(real, there, self._world.hidden | elsewhere)
        return self._answers[place]

    def everything(self) -> Mapping[str, Memory]:
        """By id: every memory that there would be."""
        return _other_than(self._store.everything(), self._world.records.values(), self._world.hidden)

    def as_of(self, moment: datetime) -> Mapping[str, Memory]:
        """As the real store's: the past was what it was."""
        return self._store.as_of(moment)

    def journal(self, memory_id: str = "", message_id: str = "", limit: int = 0) -> tuple[JournalEntry, ...]:
        """The real store's journal."""
        return self._store.journal(memory_id, message_id, limit)

    def apply(self, entry: JournalEntry) -> "Future[JournalEntry]":
        """Refuses."""
        future: Future[JournalEntry] = Future()
        future.set_exception(MemoryRefused("Nothing is written while something is only supposed", entry.id))
        return future

    def count_uses(self, memory_ids: tuple[str, ...]) -> None:
        """Counts nothing."""


def _other_than(real: Mapping[str, Memory], changed: Iterable[Memory], gone: Iterable[str]) -> Records:
    return records_of(real).supposing(changed, gone)
