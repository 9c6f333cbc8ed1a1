"""Dates that move and what is called off: "the dentist moved to Thursday at 10", "the meeting is cancelled".

Only of what is known: an appointment, a plan or a deadline that the words name, or that was spoken of last.
"""

import re
from datetime import datetime

from chatbot.domain.memory import USER_SUBJECT, Cue, Memory
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.memory.dates import find_dates
from chatbot.memory.extract.clauses import Clause, asserted, stripped
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.line import read as read_line
from chatbot.memory.extract.moments import CLOCK, clock, undated
from chatbot.memory.extract.redated import When, corrected
from chatbot.memory.phrase import Telling
from chatbot.memory.similarity import rare_words, same_value
from chatbot.memory.words import word_set

_WHAT = r"(?:(?:my|our|the|that|this) )?(?P<what>[\w'-]+(?: [\w'-]+){0,5}?)"
_BEEN = (
    r"(?:(?:has|have|had) (?:now |just )?(?:been )?|"
    r"(?:was|were|is being|is been|is|are|got|gets) (?:now |just )?|just )?"
)
_SHIFTED = (
    r"(?:moved|rescheduled|postponed|pushed(?: back| out)?|brought forward|changed|shifted|delayed|put off|put back)"
)
_MOVED = (
    lazy(rf"{_WHAT} {_BEEN}{_SHIFTED}(?: forward| back| up)? (?P<to>to|until|till|for|by) (?P<when>.+)$"),
    lazy(
        rf"(?:they|i|we|he|she|the \w+|my \w+) (?:(?:have|has|had to|had) )?(?:just )?{_SHIFTED} (?:my|our|the|that)? ?"
        r"(?P<what>[\w'-]+(?: [\w'-]+){0,5}?)(?: forward| back| up)? (?P<to>to|until|till|for) (?P<when>.+)$"
    ),
)
_IS_ON = lazy(
    rf"{_WHAT} (?:is|are|will be) (?:(?:now|actually|really|only|rather|due) )*"
    r"(?P<when>(?:on |at |in |next |this |tomorrow).+?|\w+day\b.*?)(?P<now> now| instead| rather|, not .+)?$"
)
_OFF = (
    lazy(
        rf"{_WHAT} {_BEEN}(?:cancell?ed|called off|scrapped|off(?= now| after all|$)|not (?:happening|taking place|on)"
        r"(?= any ?more| now| after all|$))(?: now| any ?more| after all)*(?=$|[,.;!]| (?:and|but|so|because|since)\b)"
    ),
    lazy(
        r"(?:they|i|we|he|she) (?:(?:have|has|had to|had) )?(?:just )?(?:cancell?ed|called off) (?:my|our|the|that)? ?"
        r"(?P<what>[\w'-]+(?: [\w'-]+){0,5}?)(?=$|[,.;!]| (?:and|but|so|because|since|on)\b|"
        r" for (?:good|now|today|tomorrow|tonight|next|this|the|\w+day)\b)"
    ),
    lazy(
        r"(?:(?:(?:i|we) (?:will |am |are |have |had to |have to |(?:am |are )?going to |decided to )?|let us )?"
        r"(?:just )?(?:skip|skipping|skipped|scrap|scrapping|scrapped|drop|dropping|dropped|bailing on|bailed on|"
        r"backing out of|backed out of)|"
        r"(?:(?:i|we) (?:am |are )?)?(?:not (?:doing|running|going to|having)|no longer (?:doing|running|going to))) "
        r"(?:my|our|the|that) (?P<what>[\w'-]+(?: [\w'-]+){0,4}?)(?: (?:after all|any ?more|now|btw))*"
        r"(?=$|[,.;!]| (?:and|but|so|because|since)\b)"
    ),
)
_NOT_SO = lazy(r"\b(?:not|never|may|might|could|should|would|almost|nearly|hopefully|want|wants|wanted|about)\b")
"""Among the words before a verb: nothing has moved, or nobody knows yet."""
_TOWARDS = word_set("on at in to by for from the next this that coming following around about now later due")
"""Words that may stand before a day or an hour that something moves to: not the "Berlin" of "in Berlin on Monday"."""
_IT = ("it", "that", "this", "he", "she", "they")
_ANOTHERS = lazy(r"(?:his|her|their|your|an?|another|every|each|some|any|no|[\w-]+'s) ")
_JOURNEYS = rare_words("plan trip flight journey holiday vacation move travel")
_TRIPS = _JOURNEYS - rare_words("plan move")
"""Who goes for a while does not move there."""
_DEADLINE = rare_words("deadline due date")
_GENERIC = _JOURNEYS | rare_words("appointment visit event meeting")
"""Words that say of which kind it is, and not which one."""
_MEETING = rare_words("meeting")
"""Nothing else is called so: who has a dentist appointment may have a meeting that is not known."""
_HOUR = lazy(rf"{CLOCK}|^\d{{1,2}}$")
_DATED = ("event", "plan", "deadline", "schedule")


def appointments(sentence: Line, question: bool, focus: Focus) -> list[Finding]:
    """The new date of something known, or its end; none where nothing known is meant.

    Args:
        sentence: as typed, with its folded form.
        question: whether it ends in a question mark; a question moves nothing.
        focus: what is known, and what was spoken of last.
    """
    parts = asserted(sentence, question, Clause(sentence), stripped(sentence))
    for part in parts:
        found = _moved(part, sentence, focus) or _off(part.line, sentence, focus)
        if found is not None:
            return [found]
    righted = corrected(sentence, focus) if parts else None
    return _righted(*righted, sentence, focus) if righted else []


def _moved(part: Clause, sentence: Line, focus: Focus) -> Finding | None:
    for pattern in (*_MOVED, _IS_ON):
        match = pattern.match(part.line.norm)
        if match is None or _NOT_SO.search(match.string[: match.start("when")]):
            continue
        sure = pattern is not _IS_ON or part.correcting or bool(match["now"]) or " now " in match.group()
        held = _named(match["what"], focus, sure)
        if held is not None and not sure and held.event_start and rare_words(match["what"]) <= _GENERIC:
            continue  # "the meeting is on Tuesday" may tell of another one than that on Monday
        if not _is_moment(match["when"], focus.now, alone=match["what"] in _IT):
            continue
        if held is not None and (found := _dated(held, part.line.cut(*match.span("when")), sentence, focus)):
            return found
    return None


def _is_moment(when: str, now: datetime, alone: bool) -> bool:
    """Whether words begin with a day or an hour; `alone` where "it's Monday today" tells what day it is."""
    dates, hour = find_dates(when, now), _HOUR.search(when)
    starts = [*(one.start for one in dates[:1]), *([hour.start()] if hour else [])]
    if not starts or (alone and len(dates) > 1):
        return False
    return set(when[: min(starts)].split()) <= _TOWARDS


def _off(line: Line, sentence: Line, focus: Focus) -> Finding | None:
    match = next((found for pattern in _OFF if (found := pattern.match(line.norm))), None)
    held = _named(match["what"], focus, sure=True) if match and not _NOT_SO.search(match["what"]) else None
    if held is None:
        return None
    return Finding(USER_SUBJECT, held.attribute, read_line(held.value), sentence.typed, Cue.ENDING)


def _named(what: str, focus: Focus, sure: bool) -> Memory | None:
    """What the words name among what is known, the nearest to come first; "it" is what was spoken of last."""
    known = [one for one in focus.present(*_DATED) if one.event_end is None or one.event_end >= focus.now]
    if what in _IT:
        lately = [one for one in focus.recent[:2] if one in known]
        return lately[0] if lately and sure else None
    named = rare_words(what)
    if not named or _ANOTHERS.match(what):
        return None
    if named & _MEETING:
        known = [one for one in known if _MEETING & rare_words(one.text)]
    if named & _TRIPS:
        known = [one for one in known if " moving to " not in one.text]
    fitting = [one for one in known if named <= rare_words(one.text) | rare_words(one.value)]
    fitting = fitting or ([one for one in known if one.attribute == "deadline"] if named <= _DEADLINE else [])
    if least := named - _GENERIC:
        fitting = fitting or [one for one in known if least <= rare_words(one.text)]
    elif not fitting:
        family = "plan" if named & _JOURNEYS else "event"
        alike = [one for one in known if one.attribute == family]
        fitting = alike if len(alike) == 1 or alike[:1] == list(focus.recent[:1]) else []
    return min(fitting, key=lambda one: one.event_start or focus.now, default=None)


def _righted(held: Memory, when: When, sentence: Line, focus: Focus) -> list[Finding]:
    """What is known, on the day or at the hour that was meant; the other of the two stays as it was."""
    if held.attribute == "deadline":
        due = _dated(held, stripped(sentence).line, sentence, focus)
        return [due] if due else []
    start, end = when.dates or (held.event_start, held.event_end)
    return [_put(held, start, end, when.clock or clock(held), sentence)]


def _dated(held: Memory, when: Line, sentence: Line, focus: Focus) -> Finding | None:
    dates = find_dates(when.norm, focus.now)
    hour = _HOUR.search(when.norm)
    if not dates and hour is None:
        return None
    if held.attribute == "deadline" and (due := find_dates(fold(held.value), focus.now)):
        kept = held.value[: due[0].start].rstrip()
        on = "on " if kept and re.match(r"\w+day\b", when.norm) else ""
        later = f"{kept} {on}{when.typed}".strip()
        return Finding(USER_SUBJECT, "deadline", read_line(later), sentence.typed, Cue.CHANGE, held.value)
    start, end = (dates[0].first, dates[0].last) if dates else (held.event_start, held.event_end)
    if same_value(when.norm, held.value) or (hour is None and (start, end) == (held.event_start, held.event_end)):
        return None  # said once more: its hour stays
    said = when.cut(*hour.span()).typed.strip() if hour else ""
    said = said if not said or re.match(r"(?i)(?:at|from|around|noon|midnight)\b", said) else f"at {said}"
    return _put(held, start, end, said, sentence)


def _put(held: Memory, start: datetime | None, end: datetime | None, hour: str, sentence: Line) -> Finding:
    if start is None and hour:
        hour = f"now {hour}"
    telling = Telling(undated(held).replace("{", "{{").replace("}", "}}"), when=hour)
    return Finding(
        held.subject, held.attribute, read_line(held.value), sentence.typed, Cue.CHANGE, "", held.polarity,
        importance=held.importance, start=start, end=end, telling=telling,
    )  # fmt: skip
