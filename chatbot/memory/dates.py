"""Finds dates in words and resolves them against the moment of the message.

A small parser for what people type in a chat: "tomorrow", "last Tuesday", "in two weeks", "May 3rd",
"in October", "2024-05-03". It knows days, weeks, months and years and no hours, because an hour
without a time zone cannot be placed. A bare weekday or month lies ahead, unless the caller says
that the sentence tells of the past.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from chatbot.domain.patterns import lazy
from chatbot.domain.value import Value

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_COUNTS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_NUMBERS = {word: number for number, word in enumerate(_COUNTS)} | {
    "a": 1,
    "an": 1,
    "a couple of": 2,
    "couple of": 2,
    "a few": 3,
}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_SHORT_MONTHS = {name[:3]: number for number, name in enumerate(_MONTHS, 1)} | {"sept": 9}

_DAY = "(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thurs?|fri|sat|sun)"
_WEEKDAY_BEFORE = "(?:" + _DAY.replace("?P<day>", "?:") + ",? (?:the )?)?"
_MONTH = (
    "(?P<month>january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_COUNT = r"(?P<count>\d{1,3}|a couple of|couple of|a few|an?|" + "|".join(_COUNTS[1:]) + ")"
_UNIT = "(?P<unit>day|week|fortnight|month|year)s?"
_NTH = r"(?P<nth>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"


class DateSpan(Value):
    """A date in a text.

    Attributes:
        start, end: positions in the text, with the preposition ("on Friday").
        first: start of the day, week, month or year, aware UTC.
        last: its end, not inclusive.
    """

    start: int
    end: int
    first: datetime
    last: datetime


def find_dates(text: str, now: datetime, past: bool = False) -> tuple[DateSpan, ...]:
    """The dates in a text, in order, none overlapping another.

    Args:
        text: folded text (lower case).
        now: the message's moment, aware.
        past: whether bare weekdays and months lie behind (the sentence is in the past tense).
    """
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    found: list[DateSpan] = []
    position = 0
    while (match := _ANY.search(text, position)) is not None:
        span = _resolve(match.group(), today, past)
        if span is not None:
            found.append(DateSpan(match.start(), match.end(), *span))
        position = match.end()
    return tuple(found)


def _resolve(words: str, today: datetime, past: bool) -> tuple[datetime, datetime] | None:
    for pattern, resolve in _FORMS:
        match = pattern.fullmatch(words)
        if match is not None:
            try:
                return resolve(match, today, past)
            except (ValueError, OverflowError):  # 31 June, or a year out of range: no date after all
                return None
    return None


def _days(first: datetime, count: int = 1) -> tuple[datetime, datetime]:
    return first, first + timedelta(days=count)


def _named(match: re.Match[str], today: datetime, past: bool) -> tuple[datetime, datetime]:
    offsets = {"yesterday": -1, "last night": -1, "tomorrow": 1, "the day after tomorrow": 2,
               "the day before yesterday": -2}  # fmt: skip
    return _days(today + timedelta(days=offsets.get(match["named"], 0)))


def _weekday(match: re.Match[str], today: datetime, past: bool) -> tuple[datetime, datetime]:
    day = next(number for number, name in enumerate(_DAYS) if name.startswith(match["day"][:3]))
    ahead = (day - today.weekday()) % 7
    which = (match["which"] or "").strip()
    if which == "next":
        offset = 7 - today.weekday() + day
    elif which in ("last", "past") or (past and which != "this"):
        offset = ahead - 7
    else:
        offset = ahead or (0 if which == "this" else 7)
    return _days(today + timedelta(days=offset))


def _period(match: re.Match[str], today: datetime, past: bool) -> tuple[datetime, datetime]:
    step = {"next": 1, "coming": 1, "last": -1, "past": -1}.get(match["which"].split()[-1], 0)
    unit = match["unit"]
    if unit == "week":
        return _days(today + timedelta(days=7 * step - today.weekday()), 7)
    if unit == "weekend":
        return _days(today + timedelta(days=7 * step - today.weekday() + 5), 2)
    if unit == "month":
        return _month(today, today.year, today.month + step)
    if unit == "year":
        return _month(today, today.year + step, 1, 12)
    start = _SEASONS[unit]
    year = today.year + (step if step else 0)
    if not step and past and start > today.month:
        year -= 1
    return _month(today, year, start, 3)


def _month(today: datetime, year: int, month: int, count: int = 1) -> tuple[datetime, datetime]:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    first = today.replace(year=year, month=month, day=1)
    year, month = year + (month - 1 + count) // 12, (month - 1 + count) % 12 + 1
    return first, today.replace(year=year, month=month, day=1)


def _distance(match: re.Match[str], today: datetime, past: bool) -> tuple[datetime, datetime]:
    count = _NUMBERS.get(match["count"]) or int(match["count"])
    sign = -1 if "ago" in match.string[match.start() : match.end()] else 1
    unit = match["unit"]
    if unit in ("day", "week", "fortnight"):
        days = count * {"day": 1, "week": 7, "fortnight": 14}[unit]
        return _days(today + timedelta(days=sign * days))
    if unit == "month":
        return _month(today, today.year, today.month + sign * count)
    return _month(today, today.year + sign * count, 1, 12)


def _calendar(match: re.Match[str], today: datetime, past: bool) -> tuple[datetime, datetime]:
    parts = match.groupdict()
    month = _SHORT_MONTHS[parts["month"][:3]]
    year = int(parts["year"]) if parts.get("year") else _likely_year(parts, today, month, past)
    if parts.get("nth"):
        return _days(today.replace(year=year, month=month, day=int(parts["nth"])))
    return _month(today, year, month)


def _likely_year(parts: dict[str, str | None], today: datetime, month: int, past: bool) -> int:
    which = (parts.get("which") or "").strip()
    day = int(parts.get("nth") or 28)
    before = (month, day) < (today.month, today.day)
    if which == "last" or (past and which not in ("next", "this")):
        return today.year if before else today.year - 1
    return today.year + 1 if before and which != "this" else today.year


def _iso(match: re.Match[str], today: datetime, past: bool) -> tuple[datetime, datetime]:
    year, month, day = (int(part) for part in match["iso"].split("-"))
    return _days(today.replace(year=year, month=month, day=day))


def _whole_year(match: re.Match[str], today: datetime, past: bool) -> tuple[datetime, datetime]:
    return _month(today, int(match["year"]), 1, 12)


def _of_month(match: re.Match[str], today: datetime, past: bool) -> tuple[datetime, datetime]:
    """A day of this month or the next one to have it, or of the last where the sentence tells of the past."""
    day, way = int(match["nth"]), -1 if past else 1
    begin = 0 if day == today.day or (day < today.day) is past else way
    if not 1 <= day <= 31:
        raise ValueError(f"no month has a day {day}")
    for step in range(begin, begin + 2 * way, way):  # of two months that follow one another, one has 31 days
        month = today.month - 1 + step
        year, month = today.year + month // 12, month % 12 + 1
        if day <= monthrange(year, month)[1]:
            break
    return _days(today.replace(year=year, month=month, day=day))


_Resolver = Callable[[re.Match[str], datetime, bool], tuple[datetime, datetime]]
_SOURCES: tuple[tuple[str, _Resolver], ...] = (
    (r"(?:(?:on|by|before|until|since) )?(?P<iso>\d{4}-\d{2}-\d{2})", _iso),
    (r"(?:by |before |until |since )?(?P<named>today|tonight|this morning|this evening|this afternoon|tomorrow|"
     r"yesterday|last night|the day after tomorrow|the day before yesterday)", _named),
    (r"(?:(?:on|by|before|until|since|in) )?(?:the )?" + _WEEKDAY_BEFORE + _NTH + r"(?: of)? " + _MONTH
     + r"(?:,? " + _YEAR + ")?", _calendar),
    (r"(?:(?:on|by|before|until|since|in) )?" + _WEEKDAY_BEFORE + _MONTH + r" (?:the )?" + _NTH + r"(?:,? " + _YEAR
     + r")?(?!\d)", _calendar),
    (r"(?:(?:in|by|before|until|since|last|this|next) )?" + _MONTH + r",? (?:of )?" + _YEAR, _calendar),
    (r"(?:in|by|before|until|since) (?:(?P<which>last|next|this) )?" + _MONTH, _calendar),
    (r"(?P<which>last|next|this(?: coming)?) " + _MONTH, _calendar),
    (r"in " + _COUNT + " " + _UNIT + r"(?:'? time)?", _distance),
    (_COUNT + " " + _UNIT + r" (?:ago|from now)", _distance),
    (r"(?:(?:on|by|before|until|since|for) )?(?P<which>last |next |past |this coming |this |the coming )?" + _DAY,
     _weekday),
    (r"(?:(?:at|on|by|before|in|until|since|for|during) )?(?P<which>last|next|this coming|this|the coming|"
     r"(?:the )?past) (?P<unit>weekend|week|month|year|spring|summer|autumn|fall|winter)", _period),
    (r"(?:in|since|by|until) " + _YEAR, _whole_year),
    (r"(?:on|by|before|until|since) the (?P<nth>\d{1,2})(?:st|nd|rd|th)"
     r"(?! (?!(?:at|and|but|or|for|with|from|to|in|if|so|because|when|i|we|around|about|now|instead|"
     r"rather|then|too|please|already|after|before|by|until|till)\b)[a-z])", _of_month),
)  # fmt: skip
_FORMS = tuple((lazy(source), resolve) for source, resolve in _SOURCES)
_ANY = lazy(r"(?<![\w-])(?:" + "|".join(re.sub(r"\?P<\w+>", "?:", source) for source, _ in _SOURCES) + r")(?![\w-])")
