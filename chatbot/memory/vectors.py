"""Vectors of texts, where an embedder gave some: an extra sign of likeness, never the only one, never required."""

import math
from array import array
from collections.abc import Iterable, Sequence


class Vectors:
    """Vectors by the id of what they are of, all of one embedder."""

    def __init__(self) -> None:
        self._name = ""
        self._kept: dict[str, array[float]] = {}

    @property
    def name(self) -> str:
        """The embedder that the vectors are of (`Embedder.name`); empty while there is none."""
        return self._name

    def put(self, item_id: str, vector: Sequence[float], name: str) -> None:
        """Keeps a vector; those of another embedder or dimension are forgotten first, as they cannot be compared.

        Args:
            item_id: of a message or memory.
            vector: of any length; one of length 0 or without direction is not kept.
            name: the embedder's.
        """
        size = math.sqrt(sum(value * value for value in vector))
        if not size or not math.isfinite(size):
            return
        known = next(iter(self._kept.values()), None)
        if name != self._name or (known is not None and len(known) != len(vector)):
            self._kept.clear()
            self._name = name
        self._kept[item_id] = array("f", (value / size for value in vector))

    def of(self, item_id: str) -> tuple[float, ...]:
        """The vector of something, of length 1; empty where it has none."""
        return tuple(self._kept.get(item_id, ()))

    def remove(self, item_id: str) -> None:
        """Forgets a vector, if there is one."""
        self._kept.pop(item_id, None)

    def likeness(self, vector: Sequence[float], item_ids: Iterable[str]) -> dict[str, float]:
        """Cosine by id, 0..1 (opposites are 0), of those that have a vector of the same length."""
        size = math.sqrt(sum(value * value for value in vector))
        if not size or not math.isfinite(size):
            return {}
        found: dict[str, float] = {}
        for item_id in item_ids:
            kept = self._kept.get(item_id)
            if kept is not None and len(kept) == len(vector):
                cosine = sum(left * right for left, right in zip(kept, vector, strict=True)) / size
                found[item_id] = max(0.0, cosine)
        return found
