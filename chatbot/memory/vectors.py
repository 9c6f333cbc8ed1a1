"""Vectors of texts, where an embedder gave some: an extra sign of likeness, never the only one, never required.

A number takes one byte, and only the angle between vectors counts. Far more than a few hundred are first compared
by the signs of their numbers, as bits of one integer, which costs a ten-thousandth; the nearest of these exactly.
"""

import math
from array import array
from collections.abc import Iterable, Sequence
from heapq import nlargest
from itertools import islice
from operator import mul

from chatbot.domain.value import Value

_SCALE = 127
_SAMPLE = 64
_FEWEST_FOR_BASELINE = 32
"""With fewer vectors, what is usual among them cannot be told."""


class Packed(Value):
    """A vector as it is kept.

    Attributes:
        numbers: one signed byte each; the largest is 127.
        size: the length of that vector, to divide by.
        signs: a bit for each number, 1 where it is positive.
    """

    numbers: "array[int]"
    size: float
    signs: int


def packed(vector: Sequence[float]) -> Packed | None:
    """A vector of any length as it is kept; None for one without direction."""
    most = max(map(abs, vector), default=0.0)
    if not most or not all(map(math.isfinite, vector)):
        return None
    return unpacked(array("b", (round(value / most * _SCALE) for value in vector)).tobytes())


def unpacked(numbers: bytes) -> Packed | None:
    """A vector from its bytes, as `Packed.numbers` has them; None for one without direction."""
    listed = array("b", numbers)
    size = math.sqrt(sum(map(mul, listed, listed)))
    if not size:
        return None
    return Packed(listed, size, int.from_bytes(bytes(number > 0 for number in listed), "big"))


class Vectors:
    """Vectors by the id of what they are of, all of one embedder."""

    def __init__(self) -> None:
        self._name = ""
        self._kept: dict[str, Packed] = {}

    @property
    def name(self) -> str:
        """The embedder that the vectors are of (`Embedder.name`); empty while there is none."""
        return self._name if self._kept else ""

    def __contains__(self, item_id: str) -> bool:
        return item_id in self._kept

    def put(self, item_id: str, vector: Sequence[float], name: str) -> None:
        """Keeps a vector; those of another embedder or dimension are forgotten first, as they cannot be compared.

        Args:
            item_id: of a message or memory.
            vector: of any length; one without direction is not kept.
            name: the embedder's.
        """
        made = packed(vector)
        if made is not None:
            self.put_packed(item_id, made, name)

    def put_packed(self, item_id: str, vector: Packed, name: str) -> None:
        """The same for one that is packed already."""
        known = next(iter(self._kept.values()), None)
        if name != self._name or (known is not None and len(known.numbers) != len(vector.numbers)):
            self._kept.clear()
            self._name = name
        self._kept[item_id] = vector

    def of(self, item_id: str) -> tuple[float, ...]:
        """The vector of something, of length 1; empty where it has none."""
        kept = self._kept.get(item_id)
        return () if kept is None else tuple(number / kept.size for number in kept.numbers)

    def remove(self, item_id: str) -> None:
        """Forgets a vector, if there is one."""
        self._kept.pop(item_id, None)

    def without(self, item_ids: Iterable[str]) -> "Vectors":
        """The same vectors but for some."""
        others = Vectors()
        others._name, others._kept = self._name, dict(self._kept)
        for item_id in item_ids:
            others.remove(item_id)
        return others

    def clear(self) -> None:
        """Forgets all."""
        self._kept.clear()

    def likeness(self, vector: Sequence[float], item_ids: Iterable[str]) -> dict[str, float]:
        """How alike things are to a vector, 0..1, of those that have a vector of the same length.

        It is the cosine above what is usual: some embedders give unrelated texts 0.1, others 0.7.
        """
        asked = self._asked(vector)
        if asked is None:
            return {}
        usual = self._usual(asked)
        found: dict[str, float] = {}
        for item_id in item_ids:
            kept = self._kept.get(item_id)
            if kept is not None:
                found[item_id] = max(0.0, (_cosine(asked, kept) - usual) / (1.0 - usual))
        return found

    def nearest(self, vector: Sequence[float], item_ids: Iterable[str], limit: int) -> list[str]:
        """The things whose vectors have the most signs in common with a vector, at most `limit`."""
        asked = self._asked(vector)
        if asked is None:
            return []
        signs, kept = asked.signs, self._kept
        known = ((one, kept[one].signs) for one in item_ids if one in kept)
        best = nlargest(limit, ((-(signs ^ bits).bit_count(), one) for one, bits in known))
        return [one for _, one in best]

    def _asked(self, vector: Sequence[float]) -> Packed | None:
        known = next(iter(self._kept.values()), None)
        return packed(vector) if known is not None and len(known.numbers) == len(vector) else None

    def _usual(self, asked: Packed) -> float:
        """The mean cosine to a sample of all; 0 for few."""
        if len(self._kept) < _FEWEST_FOR_BASELINE:
            return 0.0
        step = max(1, len(self._kept) // _SAMPLE)
        sample = [_cosine(asked, one) for one in islice(self._kept.values(), 0, None, step)]
        return min(0.95, max(0.0, sum(sample) / len(sample)))


def _cosine(left: Packed, right: Packed) -> float:
    return float(sum(map(mul, left.numbers, right.numbers)) / (left.size * right.size))
