"""Memories and chapters by their words: short documents that stand alone, without neighbours or speakers."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Generic, TypeVar

from chatbot.memory.postings import Postings, SupposedPostings
from chatbot.memory.question import Question
from chatbot.memory.tokens import terms
from chatbot.memory.vocabulary import forms
from chatbot.memory.weights import MatchWeights

Kept = TypeVar("Kept")


@lru_cache(maxsize=4096)
def _terms(text: str) -> tuple[str, ...]:
    """What is only supposed is supposed again soon: its words are read once."""
    return tuple(terms(text))


class Notes(Generic[Kept]):
    """Documents by id, each with the text it is found by."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}
        self._numbers: dict[str, int] = {}
        self._ids: dict[int, str] = {}
        self._texts: dict[str, str] = {}
        self._next = 0
        self._postings = Postings()

    def put(self, note_id: str, note: Kept, text: str) -> None:
        """Adds a document, or puts it in the place of the one with its id."""
        if self._texts.get(note_id) != text:
            self.remove(note_id)
            self._numbers[note_id], self._ids[self._next], self._texts[note_id] = self._next, note_id, text
            self._postings.add(self._next, _terms(text))
            self._next += 1
        self.kept[note_id] = note

    def swap(self, note_id: str, note: Kept) -> None:
        """Puts a document in the place of the one with its id, which is found by the same text."""
        self.kept[note_id] = note

    def remove(self, note_id: str) -> Kept | None:
        """Takes a document away; None where there is none of that id."""
        if note_id not in self._numbers:
            return None
        number = self._numbers.pop(note_id)
        del self._ids[number]
        self._postings.remove(number, _terms(self._texts.pop(note_id)))
        return self.kept.pop(note_id)

    def match(self, question: Question, weights: MatchWeights) -> Mapping[str, float]:
        """Relevance by id, 0..1, of every document that shares a word: the share of the question's rarity it covers."""
        postings = self._postings
        unknown = postings.rarity(0) * weights.unknown_share
        mean = postings.mean_length
        slope, flat = weights.k1 * weights.b / mean, weights.k1 * (1 - weights.b)
        groups: list[tuple[int, float, Mapping[str, float]]] = []
        ideal = 0.0
        for term in question.terms:
            group = forms(term, postings, weights)
            if not group:
                ideal += unknown
                continue
            known = postings.frequency(term)
            rarity = postings.rarity(known or max(map(postings.frequency, group)))
            ideal += rarity
            groups.append((sum(map(postings.frequency, group)), rarity, group))
        groups.sort(key=lambda found: found[0])
        scores: dict[int, float] = {}
        spent = 0
        for size, rarity, group in groups:
            counts: dict[int, float] = {}
            closed = bool(scores) and spent + size > weights.postings
            for form, weight in group.items():
                for number, count in postings.newest_counts(form, weights.postings):
                    counts[number] = counts.get(number, 0.0) + weight * count
            spent += size
            for number in scores.keys() & counts.keys() if closed else counts:
                norm = flat + slope * postings.lengths[number]
                gain = min(1.0, (weights.k1 + 1) * counts[number] / (counts[number] + norm))
                scores[number] = scores.get(number, 0.0) + rarity * gain
        return {self._ids[number]: score / ideal for number, score in scores.items()}


class SupposedNotes(Notes[Kept]):
    """Documents with others in the place of some, beside them, or with some missing; good until the real ones change.

    Args:
        real: the documents.
        instead: by id, the others.
        texts: by id, the texts of those of them that are found by another text than the real one, or have none.
        hidden: ids of documents that are left out.
    """

    def __init__(
        self, real: Notes[Kept], instead: Mapping[str, Kept], texts: Mapping[str, str], hidden: frozenset[str]
    ) -> None:
        super().__init__()
        self.kept = real.kept | dict(instead)
        for note_id in hidden:
            self.kept.pop(note_id, None)
        gone = frozenset(real._numbers[one] for one in {*texts, *hidden} if one in real._numbers)
        self._ids = dict(real._ids)
        self._next = real._next
        self._postings = SupposedPostings(real._postings, gone)
        for note_id, text in texts.items():
            self._ids[self._next] = note_id
            self._postings.add(self._next, _terms(text))
            self._next += 1
