"""Checks a reply against the persona's own rules, and says when the persona should be reminded of them.

Only what a program can check: length, phrases, claims, questions. Whether a reply is *good* is not asked here.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from chatbot.domain.patterns import lazy
from chatbot.domain.persona import Persona
from chatbot.domain.text import counted, fold
from chatbot.domain.value import Value

RATIO_WINDOW = 6
"""Replies over which `must_ask_ratio` is measured; below four there is no ratio to speak of."""
RATIO_LEAST = 4

MISSES_BEFORE_REMINDER = 2

_WEIGHTS = {"claim": 0.6, "banned": 0.4, "words": 0.3, "ask": 0.3, "emoji": 0.2, "avoid": 0.2}
"""What one miss of each sort adds to the score. Chosen so that one false claim alone is more than half of the way."""

_CLAIMS: dict[str, str] = {
    "human": r"\bi(?:'m| am) (?:also |only |just |really |actually )*(?:a )?(?:real )?(?:human|person)\b(?! who| you)"
    r"|\bwe humans\b|\bas a (?:fellow )?(?:human(?: being)?|person) myself\b"
    r"|\bwhen i was (?:a child|little|young|your age|at school|a kid)\b"
    r"|\bmy (?:childhood|mother|father|wife|husband)\b",
    "therapist|doctor|lawyer": r"\b(?:i(?:'m| am) (?:your |a |an )|as your )(?:licensed |trained |qualified )?"
    r"(?:therapist|psychologist|psychiatrist|doctor|physician|lawyer|attorney)\b",
    "run|executed": r"\bi(?:'ve| have)? (?:just |already )?(?:ran|run|executed|compiled|tested)\b "
    r"(?:it|this|that|the|your)\b|\bwhen i (?:ran|executed) (?:it|this|the|your)\b",
    "alarm|calendar": r"\bi(?:'ve| have)? (?:just |already )?(?:set|added|put|scheduled|booked)\b[^.!?]{0,40}"
    r"\b(?:alarm|calendar|reminder for you)\b",
}
"""Words in a `never` rule that forbids a claim -> how the claim sounds in a folded reply."""

_QUOTED = lazy(r'"[^"\n]*"|```.*?```', re.DOTALL)
_EMOJI = lazy("[\U0001f300-\U0001faff\u2600-\u27bf]")


class Drift(Value):
    """How far a reply is from the persona's rules.

    Attributes:
        score: 0 follows all rules that can be checked, 1 is as far off as is counted.
        misses: each broken rule in one line, the gravest first.
    """

    score: float = 0.0
    misses: tuple[str, ...] = ()


def drift(persona: Persona, reply: str, earlier: Sequence[str] = ()) -> Drift:
    """Checks a reply.

    Args:
        persona: whose rules.
        reply: the whole reply.
        earlier: replies of the same persona before it, oldest first, for the share of questions.
    """
    folded = fold(_QUOTED.sub(" ", reply.replace("“", '"').replace("”", '"')))
    check = persona.consistency.check
    misses: list[tuple[float, str]] = []

    def miss(sort: str, text: str) -> None:
        misses.append((_WEIGHTS[sort], text))

    for rule in persona.consistency.never:
        pattern = _claim(rule)
        found = pattern.search(folded) if pattern else None
        if found:
            miss("claim", f'never {rule}: "{found[0]}"')
    for phrase in check.banned:
        if _phrase(phrase).search(folded):
            miss("banned", f'banned phrase "{phrase}"')
    banned = {fold(phrase) for phrase in check.banned}
    for phrase in persona.voice.avoid:
        if fold(phrase) not in banned and _phrase(phrase).search(folded):
            miss("avoid", f'avoided phrase "{phrase}"')
    words = len(reply.split())
    limit = check.max_words or round(persona.voice.max_words * 1.5)
    if words > limit:
        miss("words", f"{counted(words, 'word')}, at most {limit}")
    if persona.voice.emoji == "never" and _EMOJI.search(reply):
        miss("emoji", "an emoji, where none is used")
    recent = (*earlier[-(RATIO_WINDOW - 1) :], reply)
    if check.must_ask_ratio and len(recent) >= RATIO_LEAST:
        share = sum("?" in text for text in recent) / len(recent)
        if share < check.must_ask_ratio:
            miss("ask", f"asks in {share:.0%} of the last {len(recent)} replies, at least {check.must_ask_ratio:.0%}")
    misses.sort(key=lambda item: -item[0])
    return Drift(min(1.0, sum(weight for weight, _ in misses)), tuple(text for _, text in misses))


def reminder_due(persona: Persona, turn: int, summarised: bool, recent: Sequence[Drift]) -> bool:
    """Whether the persona's reminder belongs into the next request.

    Args:
        persona: whose `reminder` and `reminder_every`; without a reminder none is ever due.
        turn: the coming turn, from 1.
        summarised: True where a chapter was written since the last turn, so that early messages left the request.
        recent: the drift of the last replies, oldest first; two replies with misses in a row bring the reminder.
    """
    rules = persona.consistency
    if not rules.reminder.strip():
        return False
    if summarised or (rules.reminder_every and turn % rules.reminder_every == 0):
        return True
    last = recent[-MISSES_BEFORE_REMINDER:]
    return len(last) == MISSES_BEFORE_REMINDER and all(drift.misses for drift in last)


@lru_cache(maxsize=512)
def _phrase(phrase: str) -> re.Pattern[str]:
    """Matches a phrase as whole words: "just" is not in "adjust"."""
    folded = fold(phrase)
    start = r"(?<!\w)" if folded[:1].isalnum() else ""
    end = r"(?!\w)" if folded[-1:].isalnum() else ""
    return re.compile(start + re.escape(folded) + end) if folded else re.compile(r"(?!)")


@lru_cache(maxsize=128)
def _claim(rule: str) -> re.Pattern[str] | None:
    """The pattern of the claim that a rule forbids; None for a rule that no program can check."""
    folded = fold(rule)
    if not folded.startswith("claim"):
        return None
    found = [pattern for words, pattern in _CLAIMS.items() if any(word in folded for word in words.split("|"))]
    return re.compile("|".join(found)) if found else None
