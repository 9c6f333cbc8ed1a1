"""A bare day or hour that puts a date right: "make that 11", "actually it's June 19", "sorry, Tuesday".

It moves the last thing with a date that was spoken of, whosever that is, and is never the thing itself.
"""

import re
from datetime import datetime, timedelta

from chatbot.domain.memory import Memory, Status
from chatbot.domain.patterns import lazy
from chatbot.domain.value import Value, replace
from chatbot.memory.dates import find_dates
from chatbot.memory.extract.clauses import stripped
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.moments import CLOCK
from chatbot.memory.words import word_set

_HOUR = lazy(CLOCK)
_NUMBER = lazy(r"^\d{1,2}$")
_NTH = lazy(r"^(?:on )?(?:the )?(\d{1,2})(?:st|nd|rd|th)$")
_LEAD = lazy(
    r"(?:(?:no|nope|sorry|oops|wait|actually|rather|correction|and|ah|oh|my (?:bad|mistake)|"
    r"i (?:meant|mean|said|misread|mistyped|misremembered|misheard|was wrong|got (?:that|it) wrong)|"
    r"(?:can you |please |let us )?(?:make|call) (?:that|it)|change (?:that|it) to|"
    r"(?:it|that|this|she|he) (?:is|was|will be|should be|should have been|must be|has to be)|its|to be)[ ,:.-]*)+"
)
_TOLD = lazy(
    r"\b(?:make|change|call|meant|mean|said|sorry|oops|wait|actually|rather|correction|should|must|mistake|misread|"
    r"mistyped|misremembered|misheard|wrong)\b"
)
"""Puts right by itself; after a question about a day, "no" alone answers it."""
_ASKS_WHEN = lazy(
    r"\b(?:when|what (?:day|time)|today|tonight|tomorrow|now|later|shall|want|would you like)\b[^.!?]*\?$"
)
_IDLE = word_set(
    "on at the of in a instead now then sorry actually rather around about is it morning afternoon evening please next "
    "this and i mean though not for to again"
)
"""Words that may stand beside a day or an hour and say nothing else."""
_NOT_OLD = lazy(r",? (?:and )?not (?:on |at |the |in )*[\w: ]{1,16}$")
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
_RIVAL = ("birthday", "age", "anniversary")
_NAMES = ("home", "hometown", "employer", "school", "pet", "family", "partner", "friend", "name", "nickname")
_VERB = lazy(r"\b(?:is|are|was|were|do|does|did|has|have|will|would|can|could|should|works|suits)\b")
_DATED = ("event", "plan", "deadline", "schedule")
_HOLDS = (Status.ACTIVE, Status.CONFLICT)
_REACH = 8
"""How far back among what was spoken of the thing with a date may lie."""
_WEEK = timedelta(days=7)


class When(Value):
    """A day or an hour that was said by itself.

    Attributes:
        dates: its first and last moment; None where only an hour was said.
        clock: the hour as typed; empty for none.
        number: a bare number, which is an hour or a day of the month; None for none.
    """

    dates: tuple[datetime, datetime] | None = None
    clock: str = ""
    number: int | None = None


def out_of_place(value: Line, target: Memory, now: datetime) -> bool:
    """Whether words cannot be the value of something: a day or an hour of what has none, a sentence of an event.

    A name may be one ("June"), and so may what was a day or a number before.
    """
    if target.attribute.startswith(_NAMES) or target.attribute in _RIVAL:
        return False
    if target.event_start is not None and (_begins_with_time(value.norm, now) or _VERB.search(value.norm)):
        return True
    counted = re.search(r"\d|day\b", target.value) is not None
    return not counted and (value.norm.isdigit() or _when(value, now, None, False) is not None)


def _begins_with_time(text: str, now: datetime) -> bool:
    dates = find_dates(text, now)
    return text[:1].isdigit() or _HOUR.match(text) is not None or (bool(dates) and dates[0].start == 0)


def corrected(sentence: Line, focus: Focus) -> tuple[Memory, When] | None:
    """The thing whose date a sentence puts right, and the day or hour; None where it does no such thing.

    Args:
        sentence: one that is no question.
        focus: what was spoken of last.
    """
    rest = _righting(sentence, focus.last_reply)
    if rest is None or _when(rest, focus.now, None, False) is None:
        return None
    held = _last(focus, bare=_NUMBER.match(rest.norm) is not None)
    if held is None:
        return None
    when = _when(rest, focus.now, held.event_start, _HOUR.search(held.text) is not None)
    return (held, when) if when is not None else None


def resumed(finding: Finding, sentence: Line, now: datetime) -> Finding | None:
    """A finding on the day or at the hour that the next sentence puts right ("... on Monday. No, Tuesday.")."""
    rest = _righting(sentence, "")
    if rest is None or finding.attribute not in ("event", "plan") or finding.start is None:
        return None
    when = _when(rest, now, finding.start, bool(finding.telling.when))
    if when is None:
        return None
    start, end = when.dates or (finding.start, finding.end)
    telling = replace(finding.telling, when=when.clock or finding.telling.when)
    return replace(finding, start=start, end=end, telling=telling)


def _righting(sentence: Line, last_reply: str) -> Line | None:
    """What stands behind "make that" or "no, it's" in a sentence; None where nothing is put right."""
    lead = _LEAD.match(sentence.norm)
    rest = sentence.cut(lead.end()) if lead else stripped(sentence).line
    if lead is None and not stripped(sentence).correcting:
        return None
    old = _NOT_OLD.search(rest.norm)
    told = old is not None or (lead is not None and _TOLD.search(lead.group()) is not None)
    if not told and (lead is None or not lead.group().startswith("no") or _ASKS_WHEN.search(last_reply.lower())):
        return None
    return rest.cut(0, old.start()) if old else rest


def _last(focus: Focus, bare: bool) -> Memory | None:
    """The last thing with a date; None where a number or a day can mean something else that was spoken of since."""
    for one in focus.recent[:_REACH]:
        if one.status not in _HOLDS:
            continue
        if one.attribute in _DATED and one.event_start is not None:
            return one
        counted = bare and any(character.isdigit() for character in one.value)
        if one.attribute in _RIVAL or counted or find_dates(one.value.lower(), focus.now):
            return None
    return None


def _when(line: Line, now: datetime, start: datetime | None, timed: bool) -> When | None:
    """What a line says of day and hour; None for anything else. What it moves begins at `start`, `timed` to an hour."""
    text = line.norm.strip(" .,!")
    if nth := _NTH.match(text):
        return _of_month(int(nth[1]), start or now)
    if _NUMBER.match(text):
        if start is not None and not timed:
            return _of_month(int(text), start)
        return When(clock=f"at {line.typed.strip(' .,!')}", number=int(text)) if int(text) <= 24 else None
    hour = _HOUR.search(line.norm)
    blanked = line.norm if hour is None else f"{line.norm[: hour.start()]} {line.norm[hour.end() :]}"
    dates = find_dates(blanked, now)
    for one in reversed(dates):
        blanked = f"{blanked[: one.start]} {blanked[one.end :]}"
    if len(dates) > 1 or (not dates and hour is None) or set(re.findall(r"[\w']+", blanked)) - _IDLE:
        return None
    clock = line.cut(*hour.span()).typed.strip() if hour else ""
    clock = clock if not clock or re.match(r"(?i)(?:at|from|around|noon|midnight)\b", clock) else f"at {clock}"
    span = (dates[0].first, dates[0].last) if dates else None
    if span and start and set(text.split()) & _DAYS and "next" not in text and "this" not in text:
        span = _in_week_of(start, span, now)
    return When(span, clock)


def _in_week_of(start: datetime, span: tuple[datetime, datetime], now: datetime) -> tuple[datetime, datetime]:
    """A bare weekday put to the week of what it moves, where that lies further ahead than the coming days."""
    if start - now < _WEEK:
        return span
    first = start + timedelta(days=span[0].weekday() - start.weekday())
    return first, first + (span[1] - span[0])


def _of_month(number: int, near: datetime) -> When | None:
    try:
        first = near.replace(day=number, hour=0, minute=0, second=0, microsecond=0)
    except ValueError:  # no such day in that month
        return None
    return When((first, first + timedelta(days=1)), number=number)
