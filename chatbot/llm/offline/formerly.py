"""Questions about what was: "where did I live before?" asks for the homes that are over, and says until when."""

import re
from datetime import UTC, datetime

from chatbot.domain.brief import Bygone
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.llm.offline.dates import day_in_words
from chatbot.llm.offline.kin import Other
from chatbot.llm.offline.words import same, stems, weight

_PLAINLY = lazy(
    r"\b(?:before|previous(?:ly)?|former(?:ly)?|earlier|used? to|back then|in the past|once|in those days)\b|"
    r"\bmy (?:ex|old|last|first)\b"
)
_PERHAPS = lazy(r"\bdid i (?:live|work|do|study|go to|have|drive|own|ride|play)\b|\bwas (?:i|my)\b|\bwere (?:my|we)\b")
_TIMES = frozenset(stems("before previously previous formerly former earlier past once old last days use used"))
_LEAST_COVERAGE = 0.55
"""As for what holds at present."""
_LATELY_DAYS = 2


def asks_plainly(question: str) -> bool:
    """Whether a folded question asks for what was before, and for nothing else."""
    return _PLAINLY.search(question) is not None


def asks_perhaps(question: str) -> bool:
    """Whether a folded question is worded in the past, which may mean the present too ("what was my name?")."""
    return _PERHAPS.search(question) is not None


def fitting(
    bygone: tuple[Bygone, ...], question: str, row: re.Pattern[str] | None, others: tuple[Other, ...]
) -> tuple[Bygone, ...]:
    """What was so that a question asks for.

    Args:
        bygone: newest first.
        question: folded.
        row: what answers it at present, where it is one that users ask about themselves.
        others: whom it asks about besides the user.
    """
    terms = [term for term in dict.fromkeys(stems(question)) if term not in _TIMES]
    found = []
    for one in bygone:
        said = fold(one.text)
        of_others = [as_user for other in others if (as_user := other.as_user(one.text))]
        told_of = of_others if others else [said]
        if (row is not None and any(row.search(text) for text in told_of)) or _covers(terms, one.text):
            found.append(one)
    return tuple(found)


def _covers(terms: list[str], text: str) -> bool:
    held = frozenset(stems(text))
    whole = sum(map(weight, terms))
    return whole > 0.5 and sum(weight(term) * same(term, held) for term in terms) >= _LEAST_COVERAGE * whole


def told(one: Bygone, now: datetime) -> str:
    """What was so, with until when, as a sentence about "User" without its stop."""
    if one.until is None:
        return one.told
    until = one.until.astimezone(UTC)
    exact = (until.hour, until.minute, until.second) == (0, 0, 0)
    if (now - until).days < _LATELY_DAYS and not exact:
        return one.told if " was called " in one.told else f"{one.told}, until lately"
    if exact and until.day == 1:
        return f"{one.told}, until {until:%Y}" if until.month == 1 else f"{one.told}, until {until:%B %Y}"
    return f"{one.told}, until {'' if exact else 'about '}{day_in_words(until)}"
