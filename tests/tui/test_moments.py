"""Dates and times as people type them into a field."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chatbot.errors import UsageError
from chatbot.tui.moments import moment

NOW = datetime(2026, 5, 4, 12, 0).astimezone()


@pytest.mark.parametrize(
    ("words", "local"),
    [
        ("10:34", "2026-05-04 10:34"),
        ("at 9:05", "2026-05-04 09:05"),
        ("9:05 am", "2026-05-04 09:05"),
        ("12:10am", "2026-05-04 00:10"),
        ("13:30", "2026-05-03 13:30"),
        ("1:30 pm", "2026-05-03 13:30"),
        ("yesterday 18:00", "2026-05-03 18:00"),
        ("today at 11:59", "2026-05-04 11:59"),
        ("2026-03-14 18:00", "2026-03-14 18:00"),
        ("14 March 2026 18:00", "2026-03-14 18:00"),
        ("yesterday", "2026-05-04 00:00"),
    ],
)
def test_a_time_alone_is_the_last_time_that_the_clock_showed_it(words: str, local: str) -> None:
    assert f"{moment(words, NOW, whole_day=True, past=True).astimezone():%Y-%m-%d %H:%M}" == local


def test_a_time_of_a_plan_is_today_also_where_it_is_still_to_come() -> None:
    assert moment("13:30", NOW).astimezone() == NOW.replace(hour=13, minute=30)


@pytest.mark.parametrize("words", ["25:00", "10:61", "whenever", "soon 10:34", "1:2"])
def test_what_is_no_time_is_refused_in_one_line(words: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        moment(words, NOW, past=True)


@pytest.fixture
def far_west(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine is in Hawaii, ten hours behind UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "HST10")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("far_west")
def test_days_are_those_of_this_machine() -> None:
    now = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)  # there it is the evening of the third
    assert moment("yesterday", now, whole_day=True, past=True) == datetime(2026, 5, 3, 10, tzinfo=UTC)
    assert moment("yesterday 18:00", now, past=True) == datetime(2026, 5, 3, 4, tzinfo=UTC)
    assert moment("16:00", now, past=True) == datetime(2026, 5, 4, 2, tzinfo=UTC)
