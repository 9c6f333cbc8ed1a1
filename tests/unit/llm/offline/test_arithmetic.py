"""Small sums."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.llm.offline.arithmetic import solve


@pytest.mark.parametrize(
    ("asked", "result"),
    [
        ("what is 12*7+1?", "85"),
        ("what's 2 + 3 * 4", "14"),
        ("(2+3)*4 =", "20"),
        ("how much is 10 divided by 4", "2.5"),
        ("1/3", "0.3333333333"),
        ("2^10", "1024"),
        ("15% of 80", "12"),
        ("-3 - -4", "1"),
        ("0.1 + 0.2", "0.3"),
        ("7 times 6", "42"),
    ],
)
def test_works_it_out(asked: str, result: str) -> None:
    assert solve(asked).endswith(f" = {result}")


@pytest.mark.parametrize(
    "asked",
    ["what is love", "42", "1/0", "2 **", "(1+2", "what is 5 apples + 2", "2026-03-10x", "9**9**9", "", "1+1 " * 40],
)
def test_leaves_alone_what_is_no_sum(asked: str) -> None:
    assert solve(asked) == ""


@given(st.text(alphabet="0123456789+-*/(). ^", max_size=60))
def test_never_fails(asked: str) -> None:
    solve(asked)
