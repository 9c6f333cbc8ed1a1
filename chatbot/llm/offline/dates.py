"""Moments in words, as one person tells another: "a minute ago", "yesterday", "on 3 March"."""

from datetime import datetime, tzinfo


def when_said(then: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """When something was said, to follow "you told me".

    Args:
        then: the moment, aware.
        now: the present, aware.
        zone: where the user's calendar is; None for this machine's zone.
    """
    minutes = (now - then).total_seconds() / 60
    if minutes < 1.5:
        return "a moment ago" if minutes < 0.75 else "a minute ago"
    if minutes < 60:
        return f"{round(minutes)} minutes ago"
    local, today = then.astimezone(zone), now.astimezone(zone)
    days = (today.date() - local.date()).days
    if days <= 0:
        return f"today at {local:%H:%M}"
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"on {local:%A}, {days} days ago"
    return f"on {day_in_words(local, with_year=local.year != today.year)}"


def day_in_words(moment: datetime, with_year: bool = True) -> str:
    """A day such as "3 March 2026"; the moment is already in the user's zone."""
    return f"{moment.day} {moment:%B %Y}" if with_year else f"{moment.day} {moment:%B}"


def today_in_words(now: datetime, zone: tzinfo | None = None) -> str:
    """Today, such as "Tuesday, 3 March 2026"."""
    local = now.astimezone(zone)
    return f"{local:%A}, {day_in_words(local)}"


def clock_in_words(now: datetime, zone: tzinfo | None = None) -> str:
    """The time of day, such as "14:05"."""
    return f"{now.astimezone(zone):%H:%M}"
