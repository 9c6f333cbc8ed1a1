"""Birthdays told by how far off they are: "my birthday is tomorrow" says which day it is, and no known day is lost."""

from datetime import datetime, timedelta

from chatbot.domain.memory import Memory
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.domain.value import replace
from chatbot.memory.dates import find_dates
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.line import read as read_line

_FROM_NOW = lazy(r"\b(?:today|tonight|tomorrow|week|weekend|month|\w+day)\b")


def on_their_day(told: list[Finding], focus: Focus) -> list[Finding]:
    """Findings with each such birthday as a day of the year; without those of which no day is told ("next week").

    Args:
        told: what a sentence tells.
        focus: the moment, and the birthdays that are known: one on that very day stays in its own words.
    """
    found: list[Finding] = []
    for one in told:
        value = one.value.norm
        if one.attribute != "birthday" or any(sign.isdigit() for sign in value) or not _FROM_NOW.search(value):
            found.append(one)
            continue
        dates = find_dates(value, focus.now)
        if not dates or dates[0].last - dates[0].first > timedelta(days=1):
            continue
        day = dates[0].first
        known = (held for held in focus.known.filling(one.subject, "birthday") if _is_on(held, day, focus.now))
        said = next((held.value for held in known), f"{day.day} {day:%B}")
        found.append(replace(one, value=read_line(said)))
    return found


def _is_on(held: Memory, day: datetime, now: datetime) -> bool:
    dates = find_dates(fold(held.value), now)
    return bool(dates) and (dates[0].first.month, dates[0].first.day) == (day.month, day.day)
