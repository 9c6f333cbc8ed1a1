"""What was so, in the words for what was, and back."""

import pytest

from chatbot.memory.pronouns import is_so, was_so, with_s, without_s

PAIRS = [
    ("User lives in Rome", "User used to live in Rome"),
    ("User is a sailor", "User used to be a sailor"),
    ("User has a boat", "User used to have a boat"),
    ("User watches films", "User used to watch films"),
    ("User's sister lives in Rome", "User's sister used to live in Rome"),
    ("Maya works at Acme", "Maya used to work at Acme"),
]


@pytest.mark.parametrize(("now", "then"), PAIRS)
def test_what_was_so_can_be_told_both_ways(now: str, then: str) -> None:
    assert was_so(now) == then
    assert is_so(then) == now


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("User's dog is called Rex", "User's dog was called Rex"),
        ("User's partner is Karim", "User's partner was Karim"),
        ("User's hobbies include chess", "User's hobbies used to include chess"),
        ("User does not eat meat", ""),
    ],
)
def test_what_was_so_of_what_the_user_has(now: str, then: str) -> None:
    assert was_so(now) == then
    assert is_so(now) == ""


@pytest.mark.parametrize("verb", ["play", "watch", "carry", "go", "miss", "fix", "live"])
def test_verbs_go_there_and_back(verb: str) -> None:
    assert without_s(with_s(verb)) == verb
