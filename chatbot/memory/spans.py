"""Reads the days that a text speaks of, relative to when it was said.

For ranking only, where a wrong guess costs a rank and not a fact: so a day without a year is taken for each
of its last two occurrences, and "two weeks ago" for some days around it. What is stored as a date comes from `dates`.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from chatbot.domain.patterns import lazy

Span = tuple[date, date]
"""First and last day, both included."""

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "couple": 2, "few": 3,
}  # fmt: skip
_DAYS_PER = {"day": 1, "night": 1, "week": 7, "weekend": 7, "month": 30, "year": 365}

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_ISO = lazy(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>[01]?\d)-(?P<day>[0-3]?\d)\b")
_DAY_MONTH = lazy(rf"\b{_DAY}(?: of)? {_MONTH}\b\.?,?(?: {_YEAR}\b)?")
_MONTH_DAY = lazy(rf"\b{_MONTH}\b\.? {_DAY}\b(?:,? {_YEAR}\b)?")
_MONTH_YEAR = lazy(rf"\b{_MONTH}\b\.?,?(?: of)? {_YEAR}\b")
_BARE_MONTH = lazy(
    rf"\b(?:in|during|since|of|by|for|last|this|early|late|mid|around|until|before|after)[ -]{_MONTH}\b(?! \d)"
)
_BARE_YEAR = lazy(rf"\b(?:in|during|since|of|by|around|until|before|after) {_YEAR}\b")
_NEAR_DAY = lazy(
    r"\b(the day before yesterday|yesterday|last night|today|tonight|this (?:morning|afternoon|evening)|tomorrow)\b"
)
_RELATIVE = lazy(
    r"\b(?P<which>last|this|next|past|previous|coming) "
    rf"(?P<unit>week(?:end)?|month|year|{'|'.join(_WEEKDAYS)}|{'|'.join(_SEASONS)})\b"
)
_AGO = lazy(
    rf"\b(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)})(?: of)? "
    r"(?P<unit>day|night|week|weekend|month|year)s? (?:ago|back|earlier)\b"
)
_WEEKDAY = lazy(rf"\bon ({'|'.join(_WEEKDAYS)})\b")
_HINT = lazy(
    r"\d{4}|day|night|week|month|year|ago|morning|tomorrow|summer|winter|spring|fall|autumn|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
)


def spans(folded: str, said_on: date) -> tuple[Span, ...]:
    """The days that a text names, exactly or relative to the day it was said on.

    Args:
        folded: the text as `domain.text.fold` gives it.
        said_on: the day of the message, or today for a question.

    Returns:
        One span an expression. A month or day without a year gives its last two occurrences, because both
        are possible.
    """
    if not _HINT.search(folded):
        return ()
    found: list[Span] = []
    rest = folded
    for pattern in (_ISO, _DAY_MONTH, _MONTH_DAY, _MONTH_YEAR, _BARE_MONTH, _BARE_YEAR):
        for match in pattern.finditer(rest):
            found.extend(_absolute(match, said_on))
        rest = pattern.sub(" ", rest)
    found.extend(_near(rest, said_on))
    return tuple(found)


def _absolute(match: re.Match[str], said_on: date) -> Iterator[Span]:
    groups = match.groupdict()
    year, month, day = groups.get("year"), groups.get("month"), groups.get("day")
    if month is None:
        yield date(int(year or said_on.year), 1, 1), date(int(year or said_on.year), 12, 31)
        return
    number = (
        int(month) if month.isdigit() else next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(month[:3]))
    )
    if not 1 <= number <= 12:
        return
    if year:
        years: tuple[int, ...] = (int(year),)
    else:
        latest = said_on.year if number <= said_on.month else said_on.year - 1
        years = (latest, latest - 1)
    for each in years:
        if day is None:
            yield date(each, number, 1), _month_end(each, number)
        elif 1 <= int(day) <= _month_end(each, number).day:
            yield date(each, number, int(day)), date(each, number, int(day))


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1) if year < 9999 else date(year, month, 28)


def _near(text: str, said_on: date) -> Iterator[Span]:
    for match in _NEAR_DAY.finditer(text):
        offset = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1}.get(match[1], 0)
        yield _days(said_on, offset, offset)
    for match in _RELATIVE.finditer(text):
        yield _relative(match["which"], match["unit"], said_on)
    for match in _AGO.finditer(text):
        number = int(match["number"]) if match["number"].isdigit() else _NUMBERS[match["number"]]
        days = number * _DAYS_PER[match["unit"]]
        slack = 0 if match["unit"] in ("day", "night") and number < 3 else max(1, days // 6)
        yield _days(said_on, -days - slack, -days + slack)
    for match in _WEEKDAY.finditer(text):
        back = (said_on.weekday() - _WEEKDAYS.index(match[1])) % 7
        yield _days(said_on, -back, -back)


def _days(day: date, first: int, last: int) -> Span:
    low, high = date.min.toordinal(), date.max.toordinal()
    return tuple(date.fromordinal(min(high, max(low, day.toordinal() + offset))) for offset in (first, last))  # type: ignore[return-value]


def _relative(which: str, unit: str, said_on: date) -> Span:
    step = {"this": 0, "next": 1, "coming": 1}.get(which, -1)
    weekday = said_on.weekday()
    if unit in _WEEKDAYS:
        ahead = _WEEKDAYS.index(unit) - weekday
        offset = (ahead % 7 or 7) if step > 0 else (ahead % 7) if step == 0 else -((-ahead) % 7 or 7)
        return _days(said_on, offset, offset)
    if unit == "week":
        return _days(said_on, 7 * step - weekday, 7 * step - weekday + 6)
    if unit == "weekend":
        saturday = 5 - weekday + (7 * step if step >= 0 or weekday < 5 else -7)
        return _days(said_on, saturday, saturday + 1)
    if unit == "month":
        months = said_on.year * 12 + said_on.month - 1 + step
        year, month = max(1, months // 12), months % 12 + 1
        return date(year, month, 1), _month_end(year, month)
    year = min(9999, max(1, said_on.year + step))
    if unit == "year":
        return date(year, 1, 1), date(year, 12, 31)
    start_month = _SEASONS[unit]
    year = (
        said_on.year
        - (1 if step < 0 and said_on.month <= start_month + 2 else 0)
        + (1 if step > 0 and said_on.month > start_month else 0)
    )
    start = date(min(9998, max(1, year)), start_month, 1)
    return start, start + timedelta(days=91)
