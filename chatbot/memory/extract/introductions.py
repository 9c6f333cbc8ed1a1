"""Who introduces themselves: "I'm Leila, 31, from Tunis", "Tom here", and what the introduction goes on with."""

import re
from datetime import datetime

from chatbot.domain.memory import Cue
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.domain.value import replace
from chatbot.memory.extract import values
from chatbot.memory.extract.findings import Finding, match_rules
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.people import NO_NAME
from chatbot.memory.extract.rules.work import role

_AND_AGE = lazy(r"(?:,| btw,?) (?P<v>\d{1,2})(?:$|,| and| (?:years? old|yo|[mf]|(?:fe)?male|first|from)\b)")
"""Behind a name in small letters, which it makes sure of: "im tom, 34"."""
_UNGREETED = 0.8
_WAITING = 0.4
"""Of a name told in passing, and of one that another name stands against: below what is kept without a word."""
_STATE = lazy(r"\w(?:ed|ing|ful|less|ous)$")
_AGE_NEXT = lazy(r"(?:,| btw| by the way)* (?:and )?(?:am )?\d{1,3}(?=$|,| and | years)")
"""Behind a name: "I'm Tom, 34"."""
_TRADE = lazy(
    r"(?:an? )?(?P<v>(?!(?:no|any|the|my|our|your|another|new|good|bad|not|is|only|one)\b)[a-z]+(?: "
    r"[a-z-]+){0,3}(?<!s)) here"
    r"(?=$|,| and| from)"
)
"""Somebody by what they do: "retired nurse here, 67"."""
_ASKED_FOR = lazy(r"\b(?:what(?:'s| is) your name|what (?:should|shall|may|can) i call you|your name isn't in)\b")
_OWN_NAME = lazy(r"\b(?:what(?:'s|s| is)|do you (?:know|remember)|forgot) my name\b")
_ANSWER = lazy(
    r"(?:(?:it is|its|i am|the name is|just|um|well|oh|ok|sure|sorry)[, ]+)*(?P<v>[^\W\d_][\w'-]*(?: "
    r"[^\W\d_][\w'-]*)?)[.! ]*$"
)
_INTRODUCED = lazy(
    r"(?:i am|this is|it is|(?:the )?name is) (?P<v>[^,]+?)(?= here\b| from\b| and\b| btw\b| by the way\b|,|$)|"
    r"(?P<w>[^\s,]+)(?: (?:here|speaking))$"
)


def introduction(line: Line, quote: str, greeting: bool, now: datetime) -> list[Finding] | None:
    """The user's name and what follows it; None where a clause introduces nobody.

    Args:
        line: the clause, lead-ins taken off.
        quote: its sentence, as typed.
        greeting: whether a greeting stood before, so that a bare name is the user's.
        now: the message's moment.
    """
    if (trade := _TRADE.match(line.norm)) and role(line.cut(*trade.span("v"))):
        job = Finding("user", "job", line.cut(*trade.span("v")), quote, importance=0.7, confidence=0.85)
        return [job, *_after_name(line, trade.end(), quote, now)]
    introduced = _INTRODUCED.match(line.norm)
    if introduced is None:
        return None
    named = introduced.group("w") is not None
    name = values.core(line.cut(*introduced.span("w" if named else "v")))
    if not name.norm or not (named or line.norm.startswith(("i am", "name", "the name", "this is"))):
        return None
    rest = line.norm[introduced.end() :]
    alone = line.norm.startswith(("i am ", "name ", "the name ")) and (not rest or _AGE_NEXT.match(rest) is not None)
    told = _titled(name) and (greeting or alone or named)
    if not told and not (_small(name) and (greeting or _AND_AGE.match(rest))):
        return None
    first = Finding("user", "name", name, quote, importance=0.9, confidence=0.92 if greeting else _UNGREETED)
    behind = _after_name(line, introduced.end(), quote, now)
    if (age := _AND_AGE.match(rest)) and all(one.attribute != "age" for one in behind):
        begin = introduced.end()
        behind.append(Finding("user", "age", line.cut(begin + age.start("v"), begin + age.end("v")), quote))
    return [first, *behind]


def answered(line: Line, last_reply: str, before: str) -> list[Finding]:
    """The name that a whole message gives where it was just asked for: "it's Harold".

    Args:
        line: the message.
        last_reply: the persona's last reply, which may have asked.
        before: what the user had said before it, which may have asked what their name is.
    """
    asked = _ASKED_FOR.search(fold(last_reply)) or _OWN_NAME.search(fold(before))
    match = _ANSWER.match(line.norm) if asked else None
    name = line.cut(*match.span("v")) if match else None
    if name is None or not _titled(name):
        return []
    return [Finding("user", "name", name, line.typed, importance=0.9, confidence=0.85)]


def unsure(told: list[Finding], focus: Focus) -> list[Finding]:
    """Findings with a name that waits for the user: who has told another one says "I'm Batman", and lends the keyboard.

    Args:
        told: what a sentence tells.
        focus: the name that is known.
    """
    known = [set(held.value.casefold().split()) for held in focus.present("name")]
    if not known or any(one.attribute == "age" for one in told):
        return told
    return [
        replace(one, confidence=_WAITING)
        if (one.subject, one.attribute, one.cue) == ("user", "name", Cue.STATEMENT)
        and one.confidence == _UNGREETED
        and not any(names & set(one.value.norm.split()) for names in known)
        else one
        for one in told
    ]


def _titled(name: Line) -> bool:
    """Whether a stretch is a name by its capitals, and no state, sign or creed."""
    state = _STATE.search(name.norm) or NO_NAME.match(name.norm)
    return values.is_name(name) and len(name.norm.split()) <= 3 and not state


def _small(name: Line) -> bool:
    return values.is_name(name, lower_too=True) and len(name.norm.split()) == 1


def _after_name(line: Line, end: int, quote: str, now: datetime) -> list[Finding]:
    """What an introduction goes on with: "I'm Leila, 31, from Tunis"."""
    found: list[Finding] = []
    for piece in re.finditer(
        r"(?:,| and| btw| by the way|^)\s*(?:and )?((?:an? |from |\d|working |originally |living |currently )[^,]*)",
        line.norm[end:],
    ):
        rest = line.cut(end + piece.start(1), end + piece.end(1))
        found += _be(rest, quote, now)
    own = re.match(r" from ", line.norm[end:])
    return found or (_be(line.cut(end), quote, now) if own else found)


def _be(rest: Line, quote: str, now: datetime) -> list[Finding]:
    verb = Line(rest.raw, "am", rest.begins[:1] * 2, rest.begins[:1] * 2)
    return match_rules("user", verb.join(rest), quote, now, owns=False)
