"""Stored sentences said to the user."""

import pytest

from chatbot.llm.offline.phrase import as_sentence, from_first_person, gathered, listed, shorten, to_you


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("User's dog is called Biscuit", "your dog is called Biscuit"),
        ("User’s dog is called Biscuit.", "your dog is called Biscuit"),
        ("The user's name is Ana", "your name is Ana"),
        ("User is called Ana", "you are called Ana"),
        ("User lives in Lisbon", "you live in Lisbon"),
        ("User likes their coffee black", "you like your coffee black"),
        ("User has two cats", "you have two cats"),
        ("User doesn't eat meat", "you don't eat meat"),
        ("User does not like rain", "you do not like rain"),
        ("User was born in 1990", "you were born in 1990"),
        ("User watches films and plays chess", "you watch films and play chess"),
        ("User studies law", "you study law"),
        ("User no longer works at Acme", "you no longer work at Acme"),
        ("User really misses home", "you really miss home"),
        ("User used to smoke", "you used to smoke"),
        ("User wants to run a marathon", "you want to run a marathon"),
        ("User will visit Rome", "you will visit Rome"),
        ("Maya (user's sister) is a nurse", "Maya (your sister) is a nurse"),
        ("Jo works with user", "Jo works with you"),
        ("Lisbon is sunny", "Lisbon is sunny"),
        ("I am allergic to nuts", "you are allergic to nuts"),
        ("The door code is 4411", "the door code is 4411"),
    ],
)
def test_speaks_to_the_user(stored: str, said: str) -> None:
    assert to_you(stored) == said


def test_first_person_is_turned_around() -> None:
    assert from_first_person("I’m late and my train was cancelled, I was upset") == (
        "you're late and your train was cancelled, you were upset"
    )


def test_sentences_begin_and_end() -> None:
    assert as_sentence("your dog is old") == "Your dog is old."
    assert as_sentence("Is it?") == "Is it?"
    assert as_sentence("") == ""


def test_lists_and_shortens() -> None:
    assert listed(("a", "b", "c")) == "a, b and c"
    assert listed(("a",)) == "a"
    assert shorten("one two three four", 11) == "one two…"
    assert shorten("short", 11) == "short"


def test_several_of_a_kind_are_named_together() -> None:
    cats = ("your child is called Ella", "your child is called Josh")
    assert gathered(cats) == "your children are called Ella and Josh"
    assert gathered((*cats, "you live in Rome")).endswith("and you live in Rome")
