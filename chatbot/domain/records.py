"""Memories by id that also find each other by what they share, and become the next state without being built anew."""

import threading
from collections.abc import Callable, Hashable, ItemsView, Iterable, Iterator, Mapping, ValuesView

from chatbot.domain.memory import Memory

Keys = Callable[[Memory], Iterable[Hashable]]
"""Gives what a memory can be found by, each once. Pure, and the same function each time: what it lists is kept."""

_Slot = tuple[str, str] | None
_LOOKED_THROUGH = 4
"""So often all memories are looked through for those of a slot, before slots are listed: that takes as long as ten."""
_FOLLOWED = 500
"""Where more changes at once, lists are made anew when they are asked for: what is only supposed must not fill them."""

_APART = 500
"""So many changes at most are held beside the memories of a state before: the next state copies them."""


class Records(Mapping[str, Memory]):
    """Memories by id. Never changes: `with_changes` gives another one, at the cost of what changed.

    What memories share is looked up in lists that are made when they are first asked for and that all later states
    hold in common. They name every memory that had a key in any of these states, so each state looks at its own.

    Args:
        records: by id.
    """

    __slots__ = ("_asked", "_base", "_listings", "_newer", "_real")

    def __init__(self, records: Mapping[str, Memory] = {}) -> None:
        self._base = dict(records)  # shared with other states; never changed
        self._newer: dict[str, Memory | None] = {}  # what is otherwise here; None for what is gone
        self._listings: dict[tuple[Keys, _Slot], _Listing] = {}
        self._asked = 0
        self._real: tuple[Records, list[Memory]] | None = None  # of what is only supposed: the state, and what differs

    def __getitem__(self, memory_id: str) -> Memory:
        found = self._find(memory_id)
        if found is None:
            raise KeyError(memory_id)
        return found

    def _find(self, memory_id: str) -> Memory | None:
        newer = self._newer  # looked at before the other: `_all` fills that one before it empties this
        return newer[memory_id] if memory_id in newer else self._base.get(memory_id)

    def _all(self) -> dict[str, Memory]:
        """Every memory by id, in one dictionary: made when somebody first goes through them all."""
        newer = self._newer
        if newer:
            base = dict(self._base)
            for memory_id, memory in newer.items():
                if memory is None:
                    base.pop(memory_id, None)
                else:
                    base[memory_id] = memory
            self._base = base
            self._newer = {}
        return self._base

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __contains__(self, memory_id: object) -> bool:
        return isinstance(memory_id, str) and self._find(memory_id) is not None

    def __repr__(self) -> str:
        return f"Records({self._all()!r})"

    def items(self) -> ItemsView[str, Memory]:
        """Pairs of id and memory: a dictionary's own view, which is much faster than a mapping's."""
        return self._all().items()

    def values(self) -> ValuesView[Memory]:
        """Every memory."""
        return self._all().values()

    def filling(self, subject: str, attribute: str) -> list[Memory]:
        """The memories of a slot, of every status; for an empty attribute the free notes about the subject."""
        slot = (subject, attribute)
        asked = self if self._real is None else self._real[0]
        asked._asked += 1
        listed = asked._asked > _LOOKED_THROUGH or (_slots, None) in self._listings
        found = self.sharing(_slots, slot) if listed else self.values()
        return [one for one in found if one.attribute == attribute and one.subject == subject]

    def sharing(self, keys: Keys, key: Hashable, slot: _Slot = None) -> list[Memory]:
        """The memories that have a key, and perhaps some that no longer have it: look at each again.

        Args:
            keys: what memories are found by.
            key: one of these.
            slot: a subject and attribute that they fill; None for all memories.
        """
        found = map(self._find, dict.fromkeys(self._listing(keys, slot).ids(key)))
        return [one for one in found if one is not None]

    def count(self, keys: Keys, key: Hashable, slot: _Slot = None) -> int:
        """About how many memories have a key, never fewer than do. Arguments as for `sharing`."""
        return len(self._listing(keys, slot).ids(key))

    def _listing(self, keys: Keys, slot: _Slot) -> "_Listing":
        listing = self._listings.get((keys, slot))
        if listing is None and self._real is not None:
            real, others = self._real
            listing = self._listings[keys, slot] = real._listing(keys, slot)
            listing.follow([one for one in others if slot in (None, (one.subject, one.attribute))])
        if listing is None:
            found = self.values() if slot is None else self.filling(*slot)
            listing = self._listings[keys, slot] = _Listing(keys, found)
        return listing

    def with_changes(self, changed: Iterable[Memory] = (), gone: Iterable[str] = ()) -> "Records":
        """The state after some memories were added or changed, and others went.

        Args:
            changed: as they are now.
            gone: ids; those of none are skipped.
        """
        after, new = Records(), {memory.id: memory for memory in changed}
        after._newer = self._newer | dict.fromkeys(gone) | new
        after._base = self._base  # looked at behind the other, as in `_find`
        if len(after._newer) > _APART:
            after._all()
        if len(new) <= _FOLLOWED:
            after._asked = self._asked
            after._listings = dict(self._listings)
            for (_, slot), listing in after._listings.items():
                listing.follow([one for one in new.values() if slot in (None, (one.subject, one.attribute))])
        return after

    def supposing(self, changed: Iterable[Memory], gone: Iterable[str]) -> "Records":
        """A state that is only looked at: what it is asked is listed here too, for the next one. Arguments as above."""
        others = list(changed)
        after = self.with_changes(others, gone)
        if len(others) <= _FOLLOWED:
            after._real = (self, others)
        return after


def records_of(known: Mapping[str, Memory]) -> Records:
    """The same memories, so that they find each other; what is `Records` already comes back as it is."""
    return known if isinstance(known, Records) else Records(known)


def _slots(memory: Memory) -> Iterable[Hashable]:
    return ((memory.subject, memory.attribute),)


class _Listing:
    """Ids by key, of every memory that it was ever told of. Used from several threads."""

    __slots__ = ("_fresh", "_guard", "_ids", "_keys", "_listed")

    def __init__(self, keys: Keys, memories: Iterable[Memory]) -> None:
        self._keys = keys
        self._ids: dict[Hashable, list[str]] = {}
        self._listed: dict[str, Memory] = {}
        self._fresh = list(memories)
        self._guard = threading.Lock()

    def follow(self, memories: list[Memory]) -> None:
        """These may have other keys now; they are looked at when somebody asks."""
        if memories:
            with self._guard:
                self._fresh += memories

    def ids(self, key: Hashable) -> list[str]:
        """The ids of a key; one whose memory changed to and fro may be there twice. Not to be changed."""
        if self._fresh:
            with self._guard:
                for memory in self._fresh:
                    self._list(memory)
                self._fresh = []
        return self._ids.get(key, [])

    def _list(self, memory: Memory) -> None:
        before = self._listed.get(memory.id)
        self._listed[memory.id] = memory
        known = () if before is None else frozenset(self._keys(before))
        for key in self._keys(memory):
            if key not in known:
                self._ids.setdefault(key, []).append(memory.id)
