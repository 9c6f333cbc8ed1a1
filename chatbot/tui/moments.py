"""Dates as people type them into a field, and as a field shows them."""

import re
from datetime import UTC, datetime, time, timedelta

from chatbot.domain.text import clean_line, fold
from chatbot.errors import UsageError
from chatbot.memory.dates import find_dates

_DAY_CHARACTERS = len("2026-03-14")


def moment(text: str, now: datetime, whole_day: bool = False, past: bool = False) -> datetime:
    """A date, or date and time, as typed; without a zone it is this machine's.

    Args:
        text: such as `2026-03-14`, `2026-03-14 18:00`, `14 March 2026`, `yesterday`, `yesterday 18:00`, or a time
            of today, `10:34`.
        now: aware; what `yesterday` counts from.
        whole_day: whether a date alone means its end; else it means its beginning.
        past: whether a weekday or month without a year lies behind, and a time of day that is still to come today.

    Raises:
        UsageError: it is none.
    """
    words = text.strip()
    try:
        begin = datetime.fromisoformat(words).astimezone(UTC)
        return begin + timedelta(days=1) if whole_day and len(words) <= _DAY_CHARACTERS else begin
    except (ValueError, OverflowError):
        clock = _CLOCK.search(fold(words))
        # Days are found in the calendar of this machine, so it is told the local time as if it were UTC.
        here = now.astimezone().replace(tzinfo=UTC)
        found = find_dates(fold(words), here, past=past)
    if clock is not None and (found or not clock.start()):
        at = _at(clock, found[0].first if found else here)
        return at - timedelta(days=1) if past and not found and at > now else at
    if not found or clock is not None:
        raise UsageError(
            f"“{clean_line(words, 40)}” is no date.",
            "Write it like 2026-03-14, 2026-03-14 18:00, 14 March 2026, or 10:34 for today.",
        )
    return _local(found[0].last if whole_day else found[0].first)


def _local(shown: datetime) -> datetime:
    """The moment at which clocks of this machine show what a time in UTC says."""
    return shown.replace(tzinfo=None).astimezone(UTC)


def _at(clock: re.Match[str], day: datetime) -> datetime:
    """The moment of a day at which clocks of this machine show that."""
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"] == "p" else 0)
    return _local(datetime.combine(day.date(), time(hour, int(clock["minute"]))))


_CLOCK = re.compile(r"(?:\bat )?\b(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?: ?(?P<half>[ap])\.?m\.?)?$")


def shown(when: datetime | None) -> str:
    """A moment as a field shows it, local: `2026-03-14`, with the time where it is not midnight; empty for None."""
    if when is None:
        return ""
    local = when.astimezone()
    return f"{local:%Y-%m-%d}" if (local.hour, local.minute) == (0, 0) else f"{local:%Y-%m-%d %H:%M}"
