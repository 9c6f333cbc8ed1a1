"""Reads "remind me to ...": the program cannot ring, so it keeps a plan with its day and hour."""

from datetime import datetime, timedelta

from chatbot.domain.memory import USER_SUBJECT, Candidate, Cue
from chatbot.domain.patterns import lazy
from chatbot.domain.slots import Kind
from chatbot.domain.text import clean_line
from chatbot.memory.dates import find_dates
from chatbot.memory.extract import values
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.moments import HOUR, moment
from chatbot.memory.phrase import to_record

_REMIND = lazy(
    r"^(?:(?:please|also|and|ok|okay|hey|oh|so|can you|could you|will you|would you|i want you to|i need you to)"
    r"(?:, ?| ))*(?:remind me|set (?:me )?(?:a |an )?(?:reminder|alarm|timer)|do not let me forget)"
    r"(?: (?P<when>.{1,40}?))?,? (?:to|about|that i (?:have|need) to) (?P<v>\S.*)$"
)
_KEPT_DAYS = 30
"""A reminder is recalled for some weeks beyond its day, like any plan."""


def reminder(sentence: Line, now: datetime) -> Candidate | None:
    """The plan that the user wants to be reminded of; None where a sentence asks for no reminder.

    Args:
        sentence: folded and typed.
        now: the message's moment, against which its day is resolved.
    """
    match = _REMIND.match(sentence.norm)
    if match is None:
        return None
    what = sentence.cut(match.start("v"))
    dates = find_dates(sentence.norm, now)
    hour = HOUR.search(sentence.norm)
    value = values.core(what, dates, match.start("v"))
    clock = HOUR.search(value.norm)
    value = value.cut(0, clock.start()) if clock else value
    if not value.norm:
        return None
    day = dates[0] if dates else None
    typed = clean_line(value.typed, 160)
    when = [moment(day.first, day.last).removeprefix("on ")] if day else []
    when += [sentence.cut(*hour.span()).typed] if hour else []
    return Candidate(
        to_record(USER_SUBJECT, "plan", typed) + (f" ({', '.join(when)})" if when else ""),
        Kind.PLAN, USER_SUBJECT, "plan", typed, clean_line(sentence.typed, 400), Cue.REMEMBER, topics=("plans", "plan"),
        importance=0.7,
        event_start=day.first if day else None,
        event_end=day.last if day else None,
        expires_at=day.last + timedelta(days=_KEPT_DAYS) if day else None,
    )  # fmt: skip
