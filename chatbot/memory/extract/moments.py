"""Dates and hours in the words of a memory: "on Tuesday" means nothing a month later. Finds and resolves none."""

from datetime import datetime, timedelta

from chatbot.domain.memory import Memory
from chatbot.domain.patterns import lazy

HOUR = lazy(
    r"\b(?:at|around|from) (?:about )?(?:\d{1,2}[:.]\d\d(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?(?:[ap]\.?m\b\.?|o'clock)|"
    r"noon|midnight)|(?<=day )\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b|\bat \d{1,2}(?=$|[,.;!?]| (?:on|in the|with|for|and|"
    r"tomorrow|today|tonight|next|this)\b)"
)
"""An hour in folded text. No hour is resolved, because nobody says in which zone it is."""
CLOCK = (
    r"\b(?:at |from |around )?(?:\d{1,2}[:.]\d\d(?: ?[ap]\.?m\b)?|\d{1,2} ?[ap]\.?m\b|\d{1,2} ?o'clock|noon|midnight)|"
    r"\bat \d{1,2}\b(?! (?!(?:sharp|now|instead|rather|today|tomorrow|tonight|on|in|this|next|and|but|not|with|"
    r"\w+day)\b)[a-z])"
)
"""An hour among words that may be about a date."""
_LAST_HOUR = lazy(rf"(?i) (?:{CLOCK})$")
_A_DAY = timedelta(days=1)
_A_WEEK = timedelta(days=7)


def moment(first: datetime, last: datetime) -> str:
    """A day, week, month or year in words, with its preposition: "on Tuesday 19 May 2026", "in June 2026".

    Args:
        first: its start.
        last: its end, not inclusive, as `dates.DateSpan` has it.
    """
    length = last - first
    if length <= _A_DAY:
        return f"on {first:%A} {_day(first)}"
    if length < _A_WEEK:
        return f"on the weekend of {_day(first)}"
    if length == _A_WEEK:
        return f"in the week of {_day(first)}"
    if first.day == 1 and length <= timedelta(days=31):
        return f"in {first:%B %Y}"
    if (first.month, first.day) == (1, 1) and last.year == first.year + 1:
        return f"in {first.year}"
    return f"between {first:%B} and {last - _A_DAY:%B %Y}"


def around(day: datetime) -> str:
    """A day that was told in weeks, in words: "around 7 November 2026"."""
    return f"around {_day(day)}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def undated(held: Memory) -> str:
    """A memory's sentence without its date and hour."""
    text = held.text
    if held.event_start is not None and held.event_end is not None:
        for said in (moment(held.event_start, held.event_end), around(held.event_start)):
            before, found, _ = text.partition(f" {said}")
            if found:
                return before.removesuffix(" (")
            text = text.replace(f" ({said.removeprefix('on ')})", "")
    return _LAST_HOUR.sub("", text)


def clock(held: Memory) -> str:
    """The hour at the end of a memory's sentence, as typed; empty for none."""
    hour = _LAST_HOUR.search(held.text)
    return hour.group().strip() if hour else ""
