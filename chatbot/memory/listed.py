"""Which memories fill a slot, are about somebody, are pinned, or are not for everybody. Knows ids, ranks nothing."""

from collections.abc import Iterable, Set

from chatbot.domain.memory import USER_SUBJECT, Memory
from chatbot.domain.slots import Scope
from chatbot.memory.attributes import fills


class Listed:
    """Ids of memories by what they are."""

    def __init__(self) -> None:
        self._by_attribute: dict[str, set[str]] = {}
        self._by_subject: dict[str, set[str]] = {}
        self._pinned: set[str] = set()
        self._narrow: set[str] = set()

    def add(self, memory: Memory) -> None:
        """A memory is new. One that was changed is first taken out as it was."""
        self._by_subject.setdefault(memory.subject, set()).add(memory.id)
        self._by_attribute.setdefault(memory.attribute, set()).add(memory.id)
        if memory.pinned:
            self._pinned.add(memory.id)
        if memory.scope is not Scope.USER:
            self._narrow.add(memory.id)

    def remove(self, memory: Memory) -> None:
        """A memory is gone, or no longer what it was."""
        self._by_attribute[memory.attribute].discard(memory.id)
        self._by_subject[memory.subject].discard(memory.id)
        self._pinned.discard(memory.id)
        self._narrow.discard(memory.id)

    @property
    def pinned(self) -> Set[str]:
        """Of the pinned ones."""
        return self._pinned

    @property
    def narrow(self) -> Set[str]:
        """Of those that not everybody may know."""
        return self._narrow

    def filling(self, attributes: Iterable[str]) -> Set[str]:
        """Of those whose attribute is wanted (see `attributes.fills`)."""
        wanted = tuple(attributes)
        return {key for attribute, keys in self._by_attribute.items() if fills(attribute, wanted) for key in keys}

    def about(self, subject: str) -> Set[str]:
        """Of those that are about somebody."""
        return self._by_subject.get(subject, frozenset())

    def persons(self) -> Set[str]:
        """The third persons that any of them is about."""
        return {subject for subject, keys in self._by_subject.items() if keys and subject != USER_SUBJECT}


class SupposedLists(Listed):
    """The lists without some memories, and with what is added; good until the real ones change.

    Args:
        real: the lists.
        gone: ids of memories that are left out.
    """

    def __init__(self, real: Listed, gone: Set[str]) -> None:
        super().__init__()
        self._real = real
        self._gone = gone

    @property
    def pinned(self) -> Set[str]:
        """Of the pinned ones."""
        return self._real.pinned - self._gone | self._pinned

    @property
    def narrow(self) -> Set[str]:
        """Of those that not everybody may know."""
        return self._real.narrow - self._gone | self._narrow

    def filling(self, attributes: Iterable[str]) -> Set[str]:
        """As `Listed.filling`."""
        wanted = tuple(attributes)
        return self._real.filling(wanted) - self._gone | super().filling(wanted)

    def about(self, subject: str) -> Set[str]:
        """As `Listed.about`."""
        return self._real.about(subject) - self._gone | super().about(subject)

    def persons(self) -> Set[str]:
        """As `Listed.persons`."""
        return {one for one in self._real.persons() | super().persons() if self.about(one)}
