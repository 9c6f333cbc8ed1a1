"""Fuzzy picking in lists: which of many short texts a few typed letters mean. Not for recall."""

from collections.abc import Sequence

from chatbot.domain.text import fold

_LEAST_SCORE = 60.0  # below it rapidfuzz's partial ratio matches three letters of anything
_SHORTEST_SIMILAR = 3  # two letters are like everything


def pick(query: str, texts: Sequence[str]) -> list[int]:
    """Indices of the texts that match, best first; all of them, in order, for an empty query.

    Texts that only look like the query are for where none contains every word of it: it was misspelt.
    """
    wanted = fold(query)
    if not wanted:
        return list(range(len(texts)))
    folded = [fold(text) for text in texts]
    words = wanted.split()
    exact = [index for index, text in enumerate(folded) if all(word in text for word in words)]
    exact.sort(key=lambda index: (not folded[index].startswith(wanted), index))
    return exact if exact or len(wanted) < _SHORTEST_SIMILAR else _similar(wanted, folded)


def nearest(name: str, names: Sequence[str]) -> str:
    """The name that was most likely meant; empty where none is near."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=_LEAST_SCORE)
    return found[0] if found else ""


def _similar(wanted: str, folded: Sequence[str]) -> list[int]:
    from rapidfuzz import fuzz, process

    found = process.extract(wanted, folded, scorer=fuzz.partial_ratio, score_cutoff=75.0, limit=20)
    return [index for _, _, index in found]
