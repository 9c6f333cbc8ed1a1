"""Fuzzy picking in lists: which of many short texts a few typed letters mean. Not for recall."""

from collections.abc import Sequence

from chatbot.domain.text import fold

_LEAST_SCORE = 60.0  # below it rapidfuzz's partial ratio matches three letters of anything
_SHORTEST_SIMILAR = 3  # two letters are like everything


def pick(query: str, texts: Sequence[str]) -> list[int]:
    """Indices of the texts that match, best first; all of them, in order, for an empty query.

    Texts that contain every word of the query come before those that only look like it.
    """
    wanted = fold(query)
    if not wanted:
        return list(range(len(texts)))
    folded = [fold(text) for text in texts]
    words = wanted.split()
    exact = [index for index, text in enumerate(folded) if all(word in text for word in words)]
    exact.sort(key=lambda index: (not folded[index].startswith(wanted), index))
    if len(wanted) < _SHORTEST_SIMILAR:
        return exact
    return exact + _similar(wanted, folded, set(exact))


def nearest(name: str, names: Sequence[str]) -> str:
    """The name that was most likely meant; empty where none is near."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=_LEAST_SCORE)
    return found[0] if found else ""


def _similar(wanted: str, folded: Sequence[str], already: set[int]) -> list[int]:
    from rapidfuzz import fuzz, process

    rest = {index: text for index, text in enumerate(folded) if index not in already}
    found = process.extract(wanted, rest, scorer=fuzz.partial_ratio, score_cutoff=75.0, limit=20)
    return [index for _, _, index in found]
