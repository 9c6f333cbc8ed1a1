"""Moments in words."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from chatbot.llm.offline.dates import clock_in_words, today_in_words, when_said

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=5), "a moment ago"),
        (timedelta(seconds=60), "a minute ago"),
        (timedelta(minutes=12), "12 minutes ago"),
        (timedelta(hours=3), "today at 09:00"),
        (timedelta(days=1), "yesterday"),
        (timedelta(days=3), "on Saturday, 3 days ago"),
        (timedelta(days=7), "on 3 March"),
        (timedelta(days=100), "on 30 November 2025"),
        (timedelta(days=-1), "a moment ago"),
    ],
)
def test_tells_when(ago: timedelta, words: str) -> None:
    assert when_said(NOW - ago, NOW, UTC) == words


def test_a_day_is_the_users_day() -> None:
    tokyo = timezone(timedelta(hours=9))
    late = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
    assert when_said(late, NOW, UTC) == "yesterday"
    assert when_said(late, NOW, tokyo) == "today at 01:00"


def test_today_and_the_clock() -> None:
    assert today_in_words(NOW, UTC) == "Tuesday, 10 March 2026"
    assert clock_in_words(NOW, UTC) == "12:00"
