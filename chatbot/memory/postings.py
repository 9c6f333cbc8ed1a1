"""An inverted index in compact arrays: which documents hold a term, and how often. Knows numbers, not meanings."""

import math
from array import array
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

_COUNT_BITS = 4
_MOST = (1 << _COUNT_BITS) - 1
_BEGINNING = 4


class Postings:
    """Terms of numbered documents; adding at the end costs about a microsecond a term.

    A posting packs the document's number and the count (at most 15; BM25 saturates long before) into
    one integer of a sorted array, which takes a tenth of the memory of a dictionary.
    """

    def __init__(self) -> None:
        self._lists: dict[str, array[int]] = {}
        self._beginnings: dict[str, set[str]] = {}
        self._initials: dict[str, set[str]] = {}
        self.lengths: dict[int, int] = {}
        self.total_length = 0

    def add(self, number: int, terms: Iterable[str]) -> None:
        """Adds a document that is not there yet."""
        counts = Counter(terms)
        for term, count in counts.items():
            packed = number << _COUNT_BITS | min(count, _MOST)
            listed = self._lists.get(term)
            if listed is None:
                self._lists[term] = array("Q", (packed,))
                self._beginnings.setdefault(term[:_BEGINNING], set()).add(term)
                self._initials.setdefault(term[:1], set()).add(term)
            elif listed[-1] < packed:
                listed.append(packed)
            else:
                insort(listed, packed)
        self.lengths[number] = counts.total()
        self.total_length += counts.total()

    def remove(self, number: int, terms: Iterable[str]) -> None:
        """Takes a document away; `terms` are those it was added with."""
        for term in set(terms):
            listed = self._lists[term]
            del listed[bisect_left(listed, number << _COUNT_BITS)]
            if not listed:
                del self._lists[term]
                self._beginnings[term[:_BEGINNING]].discard(term)
                self._initials[term[:1]].discard(term)
        self.total_length -= self.lengths.pop(number)

    def __len__(self) -> int:
        return len(self.lengths)

    def __contains__(self, term: str) -> bool:
        return term in self._lists

    @property
    def vocabulary(self) -> Collection[str]:
        """Every term of the documents."""
        return self._lists.keys()

    def beginning(self, term: str) -> Iterable[str]:
        """The terms that share their first four letters with a term, in order; none for a shorter one."""
        return sorted(self._beginnings.get(term[:_BEGINNING], ())) if len(term) >= _BEGINNING else ()

    def with_initial(self, letter: str) -> Iterable[str]:
        """The terms that begin with a letter."""
        return self._initials.get(letter, ())

    @property
    def mean_length(self) -> float:
        """Terms per document; 1 where there are none, so that one can divide by it."""
        return max(1.0, self.total_length / max(1, len(self.lengths)))

    def frequency(self, term: str) -> int:
        """How many documents hold the term."""
        return len(self._lists.get(term, ()))

    def rarity(self, frequency: int) -> float:
        """Inverse document frequency as BM25 has it, never negative (Robertson and Zaragoza 2009, Lucene's form)."""
        return math.log(1.0 + (len(self.lengths) - frequency + 0.5) / (frequency + 0.5))

    def numbers(self, term: str) -> Iterator[int]:
        """The documents of a term, by rising number."""
        return (packed >> _COUNT_BITS for packed in self._lists.get(term, ()))

    def newest_counts(self, term: str, limit: int) -> Iterator[tuple[int, int]]:
        """The documents of a term with its count in each, by rising number; of too many, the newest."""
        return ((packed >> _COUNT_BITS, packed & _MOST) for packed in self._lists.get(term, ())[-limit:])

    def counts_in(self, terms: Iterable[tuple[str, float]], numbers: Iterable[int]) -> dict[int, float]:
        """How often some documents hold any of some terms, each term with its weight; those with none are left out."""
        found: dict[int, float] = {}
        wanted = [(number, number << _COUNT_BITS) for number in numbers]
        for term, weight in terms:
            listed = self._lists.get(term)
            if listed is None:
                continue
            end = len(listed)
            for number, packed in wanted:
                place = bisect_left(listed, packed)
                if place < end and listed[place] >> _COUNT_BITS == number:
                    found[number] = found.get(number, 0.0) + weight * (listed[place] & _MOST)
        return found


class SupposedPostings(Postings):
    """The documents of another index but for some, and more beside them; good until the other one changes.

    Args:
        real: the other index.
        gone: numbers of its documents that are left out. What is added has higher numbers than any of it.
    """

    def __init__(self, real: Postings, gone: frozenset[int]) -> None:
        super().__init__()
        self._real = real
        self._gone = gone
        self._known: dict[str, list[tuple[int, int]]] = {}
        self.lengths = dict(real.lengths)
        self.total_length = real.total_length - sum(map(self.lengths.pop, gone))

    def __contains__(self, term: str) -> bool:
        return next(iter(self.numbers(term)), None) is not None

    @property
    def vocabulary(self) -> Collection[str]:
        """Every term of the documents."""
        return [term for term in {*self._real.vocabulary, *super().vocabulary} if term in self]

    def beginning(self, term: str) -> Iterable[str]:
        """As `Postings.beginning`."""
        found = {*self._real.beginning(term), *super().beginning(term)}
        return sorted(other for other in found if other in self)

    def with_initial(self, letter: str) -> Iterable[str]:
        """As `Postings.with_initial`."""
        return [term for term in {*self._real.with_initial(letter), *super().with_initial(letter)} if term in self]

    def frequency(self, term: str) -> int:
        """As `Postings.frequency`."""
        return super().frequency(term) + len(self._kept(term))

    def numbers(self, term: str) -> Iterator[int]:
        """As `Postings.numbers`."""
        yield from (one for one in self._real.numbers(term) if one not in self._gone)
        yield from super().numbers(term)

    def newest_counts(self, term: str, limit: int) -> Iterator[tuple[int, int]]:
        """As `Postings.newest_counts`."""
        found = [*self._kept(term), *super().newest_counts(term, limit)]
        return iter(found[-limit:])

    def _kept(self, term: str) -> list[tuple[int, int]]:
        found = self._known.get(term)
        if found is None:
            counts = self._real.newest_counts(term, len(self._real))
            found = self._known[term] = [one for one in counts if one[0] not in self._gone]
        return found
