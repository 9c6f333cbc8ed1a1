"""Moments in words: how long ago, and the group of a list that a moment falls into."""

from datetime import datetime

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, short: `now`, `5 min`, `3 h`, `2 d`, then the date, without this year's number."""
    seconds = (now - moment).total_seconds()
    if seconds < _MINUTE:
        return "now"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} min"
    if seconds < _DAY:
        return f"{int(seconds // _HOUR)} h"
    if seconds < 7 * _DAY:
        return f"{int(seconds // _DAY)} d"
    local, today = moment.astimezone(), now.astimezone()
    return f"{local.day} {local:%b}" if local.year == today.year else day(moment)


def day(moment: datetime) -> str:
    """The local date, as `3 Mar 2026`."""
    local = moment.astimezone()
    return f"{local.day} {local:%b %Y}"


def minute(moment: datetime) -> str:
    """The local date and time, as `3 Mar 2026, 14:05`."""
    return f"{day(moment)}, {moment.astimezone():%H:%M}"


def group(moment: datetime, now: datetime) -> str:
    """`Today`, `Yesterday` or `Earlier`, by local days."""
    days = (now.astimezone().date() - moment.astimezone().date()).days
    if days <= 0:
        return "Today"
    return "Yesterday" if days == 1 else "Earlier"
