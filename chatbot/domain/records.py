"""Memories by id that also know which fill a slot, and become the next state without being built anew."""

from collections.abc import Collection, ItemsView, Iterable, Iterator, Mapping, ValuesView

from chatbot.domain.memory import Memory

_Slots = dict[tuple[str, str], dict[str, Memory]]


class Records(Mapping[str, Memory]):
    """Memories by id. Never changes: `with_changes` gives another one, at the cost of what changed.

    Args:
        records: by id.
    """

    __slots__ = ("_by_id", "_slots")

    def __init__(self, records: Mapping[str, Memory] = {}) -> None:
        self._by_id = dict(records)
        self._slots: _Slots | None = None

    def __getitem__(self, memory_id: str) -> Memory:
        return self._by_id[memory_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, memory_id: object) -> bool:
        return memory_id in self._by_id

    def __repr__(self) -> str:
        return f"Records({self._by_id!r})"

    def items(self) -> ItemsView[str, Memory]:
        """Pairs of id and memory: a dictionary's own view, which is much faster than a mapping's."""
        return self._by_id.items()

    def values(self) -> ValuesView[Memory]:
        """Every memory."""
        return self._by_id.values()

    def filling(self, subject: str, attribute: str) -> Collection[Memory]:
        """The memories of a slot, of every status; for an empty attribute the free notes about the subject."""
        if self._slots is None:
            slots: _Slots = {}
            for memory_id, memory in self._by_id.items():
                slots.setdefault((memory.subject, memory.attribute), {})[memory_id] = memory
            self._slots = slots
        found = self._slots.get((subject, attribute))
        return found.values() if found else ()

    def with_changes(self, changed: Iterable[Memory] = (), gone: Iterable[str] = ()) -> "Records":
        """The state after some memories were added or changed, and others went.

        Args:
            changed: as they are now.
            gone: ids; those of none are skipped.
        """
        after = Records(self._by_id)
        held, slots = after._by_id, _Shelves(self._slots)
        for memory_id in gone:
            slots.drop(held.pop(memory_id, None))
        for memory in changed:
            slots.drop(held.get(memory.id))
            held[memory.id] = memory
            slots.put(memory)
        after._slots = slots.kept
        return after


class _Shelves:
    """Slots that are being changed: what is touched is copied once, and the rest shared with the state before."""

    def __init__(self, before: _Slots | None) -> None:
        self.kept = None if before is None else dict(before)
        self._own: set[tuple[str, str]] = set()

    def drop(self, memory: Memory | None) -> None:
        if memory is not None and self.kept is not None:
            del self._slot(self.kept, memory)[memory.id]

    def put(self, memory: Memory) -> None:
        if self.kept is not None:
            self._slot(self.kept, memory)[memory.id] = memory

    def _slot(self, kept: _Slots, memory: Memory) -> dict[str, Memory]:
        key = (memory.subject, memory.attribute)
        if key not in self._own:
            self._own.add(key)
            kept[key] = dict(kept.get(key, {}))
        return kept[key]
