"""The forms under which a question's word may stand in a set of documents: itself, its kin, its near spellings."""

from collections.abc import Iterable, Mapping

from chatbot.memory.postings import Postings
from chatbot.memory.similarity import nearest_words
from chatbot.memory.synonyms import kin
from chatbot.memory.weights import MatchWeights

_SHORTEST_REPAIRED = 3
_LONGEST_TAIL = 4
_SMALL_VOCABULARY = 4000


def forms(term: str, postings: Postings, weights: MatchWeights) -> Mapping[str, float]:
    """The terms of the documents that stand for a term of the question, each with its weight 0..1.

    Near spellings are only looked for where nothing else was found: a known word is no misspelling.
    """
    found: dict[str, float] = {}
    if term in postings:
        found[term] = 1.0
    for other in postings.beginning(term):
        if other != term and _same_word(term, other):
            found.setdefault(other, weights.prefix)
    for other, weight in kin(term):
        if other in postings:
            found[other] = max(found.get(other, 0.0), weight * weights.kin)
    if not found and len(term) >= _SHORTEST_REPAIRED and term[0].isalpha():
        for other, likeness in nearest_words(term, _repairs(term, postings)):
            found[other] = weights.repair * likeness
    return found


def _repairs(term: str, postings: Postings) -> Iterable[str]:
    """Where a misspelt word may be found: among many words only those with its first letter, which is seldom wrong."""
    return postings.vocabulary if len(postings.vocabulary) <= _SMALL_VOCABULARY else postings.with_initial(term[0])


def _same_word(term: str, other: str) -> bool:
    """Whether two terms differ by an ending only: a common beginning of all but one letter of the shorter one."""
    shared = max(4, min(len(term), len(other)) - 1)
    return abs(len(term) - len(other)) <= _LONGEST_TAIL and term[:shared] == other[:shared]
