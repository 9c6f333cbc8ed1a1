"""Dates as people type them into a field, and as a field shows them."""

from datetime import UTC, datetime, timedelta

from chatbot.domain.text import clean_line, fold
from chatbot.errors import UsageError
from chatbot.memory.dates import find_dates

_DAY_CHARACTERS = len("2026-03-14")


def moment(text: str, now: datetime, whole_day: bool = False, past: bool = False) -> datetime:
    """A date, or date and time, as typed; without a zone it is this machine's.

    Args:
        text: such as `2026-03-14`, `2026-03-14 18:00`, `14 March 2026` or `yesterday`.
        now: aware; what `yesterday` counts from.
        whole_day: whether a date alone means its end; else it means its beginning.
        past: whether a weekday or month without a year lies behind.

    Raises:
        UsageError: it is none.
    """
    words = text.strip()
    try:
        begin = datetime.fromisoformat(words).astimezone(UTC)
        return begin + timedelta(days=1) if whole_day and len(words) <= _DAY_CHARACTERS else begin
    except (ValueError, OverflowError):
        found = find_dates(fold(words), now, past=past)
    if not found:
        raise UsageError(
            f"“{clean_line(words, 40)}” is no date.", "Write it like 2026-03-14, 2026-03-14 18:00 or 14 March 2026."
        )
    return found[0].last if whole_day else found[0].first


def shown(when: datetime | None) -> str:
    """A moment as a field shows it, local: `2026-03-14`, with the time where it is not midnight; empty for None."""
    if when is None:
        return ""
    local = when.astimezone()
    return f"{local:%Y-%m-%d}" if (local.hour, local.minute) == (0, 0) else f"{local:%Y-%m-%d %H:%M}"
