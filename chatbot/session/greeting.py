"""The first line of a session: the persona's own words, by name and with what is near where the user is known.

It is written without a model, so that it stands at once. What it says to a stranger is the persona's file alone.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from chatbot.domain.memory import Memory, Polarity, Status
from chatbot.domain.patterns import lazy
from chatbot.llm.offline.phrase import as_sentence, listed, to_you
from chatbot.memory.attributes import AGENDA_SLOTS

NEAR_DAYS = 2
"""What begins within so many days is named."""

_LONGEST_DAYS = 3
"""What lasts longer, such as "in April", is on no day."""
_MOST_NAMED = 2
_LONGEST = 400
"""A longer greeting is a scene, which must not be cut."""
_SALUTE = lazy(r"(?P<salute>hello|hi|hey|good (?:day|morning|evening)|welcome)\b", re.IGNORECASE)
_ONE_WORD = lazy(r"[^\W\d_]+[.!]$")
_SENTENCE_END = lazy(r"(?<=[.!?]) +")


def near(memories: Iterable[Memory], now: datetime) -> tuple[Memory, ...]:
    """What begins today or in the next `NEAR_DAYS` days and is not over, soonest first.

    What must stay on this machine is left out, because the greeting is history that any model reads.

    Args:
        memories: those that this session may know.
        now: the moment, in the user's zone.
    """
    today = now.date()
    found: list[tuple[datetime, Memory]] = []
    for memory in memories:
        start, end = memory.event_start, memory.event_end or memory.event_start
        dated = memory.attribute in AGENDA_SLOTS or memory.kind.value in AGENDA_SLOTS
        held = memory.status is Status.ACTIVE and memory.polarity is Polarity.POSITIVE and not memory.local_only
        if not dated or not held or start is None or end is None or end - start > timedelta(days=_LONGEST_DAYS):
            continue
        first = start.astimezone(UTC).date()  # days are kept as those of the user's calendar, from midnight UTC
        last = max(start, end - timedelta(seconds=1)).astimezone(UTC).date()
        if last >= today and first <= today + timedelta(days=NEAR_DAYS):
            found.append((start, memory))
    return tuple(memory for _, memory in sorted(found, key=lambda one: (one[0], one[1].id)))


def greeting_to(words: str, name: str, char: str, ahead: tuple[Memory, ...]) -> str:
    """The greeting to somebody who is known.

    Args:
        words: the persona's greeting of a stranger.
        name: what the user is called; empty for nobody known, whom the persona's words greet as they are.
        char: the persona's name: sentences that only introduce it are left out.
        ahead: what is near; the first two are named.
    """
    if not name:
        return words
    soon = listed(tuple(dict.fromkeys(to_you(memory.text) for memory in ahead))[:_MOST_NAMED])
    reminder = as_sentence(f"coming up: {soon}") if soon else ""
    if len(words) > _LONGEST or "*" in words or "\n" in words or re.search(rf"\b{re.escape(name)}\b", words):
        return "\n\n".join(filter(None, (words, reminder)))
    sentences = _SENTENCE_END.split(words.strip())
    salute, rest = _salute(sentences, char)
    if rest and _names(char, rest[0]) and not rest[0].endswith("?"):
        rest = rest[1:]
    return " ".join(filter(None, (f"{salute}, {name}.", reminder, *rest)))


def _salute(sentences: list[str], char: str) -> tuple[str, list[str]]:
    """The words that greet, without whom they call ("Hello there, stranger!"), and the sentences behind them."""
    first = sentences[0]
    said = _SALUTE.match(first)
    if said is None:
        alone = _ONE_WORD.match(first) is not None and not _names(char, first)
        return (first.rstrip(".!"), sentences[1:]) if alone else ("Hello", sentences)
    if _names(char, first):
        return said["salute"], sentences[1:]
    if first.endswith("?"):
        asks = first[said.end() :].lstrip(" ,")
        return said["salute"], [asks[:1].upper() + asks[1:], *sentences[1:]]
    return first.partition(",")[0].rstrip(".!… "), sentences[1:]


def _names(char: str, sentence: str) -> bool:
    return bool(char) and re.search(rf"\b{re.escape(char)}\b", sentence) is not None
