from datetime import UTC, datetime

import pytest

from chatbot.memory.dates import find_dates

NOW = datetime(2026, 5, 13, 18, 30, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "past", "first", "last"),
    [
        ("today", False, "2026-05-13", "2026-05-14"),
        ("tomorrow", False, "2026-05-14", "2026-05-15"),
        ("yesterday", True, "2026-05-12", "2026-05-13"),
        ("on friday", False, "2026-05-15", "2026-05-16"),
        ("on monday 3 may 2027", False, "2027-05-03", "2027-05-04"),
        ("fri, the 5th of june", False, "2026-06-05", "2026-06-06"),
        ("on thursday, june 4th", False, "2026-06-04", "2026-06-05"),
        ("on wednesday", False, "2026-05-20", "2026-05-21"),
        ("on monday", True, "2026-05-11", "2026-05-12"),
        ("on the 23rd", False, "2026-05-23", "2026-05-24"),
        ("on the 2nd", False, "2026-06-02", "2026-06-03"),
        ("on the 2nd", True, "2026-05-02", "2026-05-03"),
        ("on the 23rd", True, "2026-04-23", "2026-04-24"),
        ("last tuesday", True, "2026-05-12", "2026-05-13"),
        ("next friday", False, "2026-05-22", "2026-05-23"),
        ("in two weeks", False, "2026-05-27", "2026-05-28"),
        ("3 days ago", True, "2026-05-10", "2026-05-11"),
        ("next week", False, "2026-05-18", "2026-05-25"),
        ("this weekend", False, "2026-05-16", "2026-05-18"),
        ("last month", True, "2026-04-01", "2026-05-01"),
        ("two years ago", True, "2024-01-01", "2025-01-01"),
        ("next year", False, "2027-01-01", "2028-01-01"),
        ("in october", False, "2026-10-01", "2026-11-01"),
        ("in march", False, "2027-03-01", "2027-04-01"),
        ("in october", True, "2025-10-01", "2025-11-01"),
        ("last june", True, "2025-06-01", "2025-07-01"),
        ("on june 3rd", False, "2026-06-03", "2026-06-04"),
        ("the 4th of may 2027", False, "2027-05-04", "2027-05-05"),
        ("2026-12-24", False, "2026-12-24", "2026-12-25"),
        ("in 2019", True, "2019-01-01", "2020-01-01"),
    ],
)
def test_dates(text: str, past: bool, first: str, last: str) -> None:
    (span,) = find_dates(f"we meet {text}, i think", NOW, past)
    assert (span.first.date().isoformat(), span.last.date().isoformat()) == (first, last)
    assert f"we meet {text}, i think"[span.start : span.end] == text
    assert span.first.tzinfo is not None


@pytest.mark.parametrize(
    "text",
    [
        "on the 45th",
        "on the 0th",
        "on the 1st try",
        "on the 2nd page",
        "on the 15th floor",
        "we talk",
        "i may go",
        "june",
        "31 june",
        "2026-13-40",
        "a second",
        "in time",
        "marching on",
    ],
)
def test_no_dates(text: str) -> None:
    assert find_dates(text, NOW) == ()


@pytest.mark.parametrize(
    ("now", "past", "day"),
    [("2026-01-31", False, "2026-03-30"), ("2026-03-29", True, "2026-01-30"), ("2026-12-31", False, "2027-01-30")],
)
def test_a_day_of_a_month_is_looked_for_where_there_is_one(now: str, past: bool, day: str) -> None:
    (span,) = find_dates("on the 30th", datetime.fromisoformat(f"{now}T12:00+00:00"), past)
    assert span.first.date().isoformat() == day
