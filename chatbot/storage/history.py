"""Which records changed lately, so that what was made of them can follow without being made anew."""

from collections import deque
from collections.abc import Iterable

_KEPT = 32
_MOST_IDS = 1000
"""With more, looking at everything is as fast."""


class ChangedIds:
    """The ids that the newest changes concerned.

    Attributes:
        generation: counts up with every change.
    """

    def __init__(self) -> None:
        self.generation = 0
        self._newest: deque[frozenset[str] | None] = deque(maxlen=_KEPT)

    def note(self, ids: Iterable[str]) -> None:
        """Something changed, and these ids at most."""
        found = frozenset(ids)
        self.generation += 1
        self._newest.append(found if len(found) <= _MOST_IDS else None)

    def since(self, generation: int) -> frozenset[str] | None:
        """The ids that changed after a generation; None where that is not known any more."""
        steps = self.generation - generation
        if not 0 <= steps <= len(self._newest):
            return None
        found: set[str] = set()
        for ids in list(self._newest)[len(self._newest) - steps :]:
            if ids is None:
                return None
            found |= ids
        return frozenset(found)
