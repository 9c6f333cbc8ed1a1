from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.memory.spans import spans

WORDS = ("last", "next", "this", "in", "of", "31", "0", "9999", "1900", "99", "may", "feb", "week", "year", "ago", "a")
SAID = date(2023, 5, 25)  # a Thursday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-05-03", date(2023, 5, 3), date(2023, 5, 3)),
        ("on may 3, 2023", date(2023, 5, 3), date(2023, 5, 3)),
        ("on the 3rd of may 2023", date(2023, 5, 3), date(2023, 5, 3)),
        ("in february 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("in 2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("yesterday", date(2023, 5, 24), date(2023, 5, 24)),
        ("last night we ate", date(2023, 5, 24), date(2023, 5, 24)),
        ("last week", date(2023, 5, 15), date(2023, 5, 21)),
        ("last saturday", date(2023, 5, 20), date(2023, 5, 20)),
        ("next saturday", date(2023, 5, 27), date(2023, 5, 27)),
        ("last weekend", date(2023, 5, 20), date(2023, 5, 21)),
        ("next month", date(2023, 6, 1), date(2023, 6, 30)),
        ("two days ago", date(2023, 5, 23), date(2023, 5, 23)),
        ("last summer", date(2022, 6, 1), date(2022, 8, 31)),
        ("on friday", date(2023, 5, 19), date(2023, 5, 19)),
    ],
)
def test_expressions_are_read_relative_to_the_day(text: str, first: date, last: date) -> None:
    assert spans(text, SAID) == ((first, last),)


def test_a_month_without_a_year_is_one_of_its_last_two() -> None:
    assert spans("in december", SAID) == (
        (date(2022, 12, 1), date(2022, 12, 31)),
        (date(2021, 12, 1), date(2021, 12, 31)),
    )


@pytest.mark.parametrize("text", ["", "it may rain", "2023-02-31", "we march on", "31 june 2023", "a man of few words"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert spans(text, SAID) == ()


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(WORDS)).map(" ".join),
    st.dates(),
)
def test_no_text_and_no_day_breaks_it(text: str, said_on: date) -> None:
    assert all(first <= last for first, last in spans(text, said_on))
