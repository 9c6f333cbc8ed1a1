"""Times in questions and answers: whether one is asked for, which days are named, and whether an answer has them."""

import re
from datetime import date, datetime, timedelta

from chatbot.domain.patterns import lazy
from chatbot.llm.offline.dates import day_in_words

_ASKS_WHEN = lazy(r"(?:and |so |do you (?:know|remember) )*(?:when|what (?:time|day|date)|how (?:soon|long until))\b")
_TIME = lazy(
    r"\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december)\b|\b(?:today|tonight|tomorrow|yesterday|noon|midnight|week|month|year|morning|evening|"
    r"afternoon|weekend|spring|summer|autumn|winter|christmas|easter)\b",
    re.IGNORECASE,
)
"""Words for a time: a memory keeps an event's date beside its sentence, so that only the user's own words name it."""
_NAMED_DAY = lazy(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|today|tonight|tomorrow)\b"
)
_AHEAD = lazy(r"\b(?:coming up|ahead|lined up|my plans?|plans? (?:do|have) i|my (?:calendar|agenda))\b")
_MIDWEEK = 3
_STRETCH = lazy(r"\b(?P<which>this|next|the(?: coming)?) (?P<what>week|weekend|month)\b")
_DATED = lazy(
    r"\b(?P<vague>weekend of |week of )?(?P<day>\d{1,2}) (?P<month>january|february|march|april|may|june|july|august|"
    r"september|october|november|december) (?P<year>\d{4})\b",
    re.IGNORECASE,
)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip


def asks_when(question: str) -> bool:
    """Whether a folded question asks for a time."""
    return _ASKS_WHEN.match(question) is not None


def tells_time(text: str) -> bool:
    """Whether a text has a word for a time."""
    return _TIME.search(text) is not None


def days_in(question: str, now: datetime) -> tuple[str, ...]:
    """The weekdays, months and days that a question names, as memories write them."""
    offsets = {"today": 0, "tonight": 0, "tomorrow": 1}
    named = _NAMED_DAY.findall(question)
    return tuple(
        day_in_words(now + timedelta(days=offsets[name])).casefold() if name in offsets else name for name in named
    )


def asks_for_days(question: str) -> bool:
    """Whether a folded question asks for a week, a weekend or a month."""
    return _STRETCH.search(question) is not None


def asks_ahead(question: str) -> bool:
    """Whether a folded question asks for what is still to come."""
    return _AHEAD.search(question) is not None


def is_over(text: str, today: date) -> bool:
    """Whether a memory's sentence names days, and all of them are past."""
    days = [end for _, end in _days_told(text)]
    return bool(days) and max(days) < today


def lies_within(text: str, question: str, today: date) -> bool:
    """Whether a memory's sentence names a day of the week, weekend or month that a folded question asks for.

    Args:
        text: the sentence; one without a date lies in no stretch.
        question: see `asks_for_days`.
        today: what the stretch is counted from.
    """
    asked = _STRETCH.search(question)
    if asked is None:
        return False
    first, last = _span(asked["what"], asked["which"] == "next", today)
    return any(begin <= last and end >= first for begin, end in _days_told(text))


def _days_told(text: str) -> list[tuple[date, date]]:
    """First and last day of each date in a text."""
    days = []
    for told in _DATED.finditer(text):
        try:
            begin = date(int(told["year"]), _MONTHS.index(told["month"].lower()) + 1, int(told["day"]))
        except ValueError:  # a 31st of June
            continue
        vague = (told["vague"] or "").lower()
        days.append((begin, begin + timedelta(days=6 if vague == "week of " else 1 if vague else 0)))
    return days


def _span(what: str, following: bool, today: date) -> tuple[date, date]:
    """First and last day of this week, weekend or month, or of the following one; weeks begin on Monday.

    Near its end "this week" means the days ahead as well.
    """
    if what == "month":
        first = today.replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
        if not following:
            return first, after - timedelta(days=1)
        return after, (after + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    monday = today - timedelta(days=today.weekday() - (7 if following else 0))
    if what == "weekend":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    return monday, (today if not following and today.weekday() > _MIDWEEK else monday) + timedelta(days=6)
