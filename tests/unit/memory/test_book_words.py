from datetime import UTC, datetime

import pytest

from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, Role
from chatbot.memory.book_words import edited
from chatbot.memory.extract import Focus, extract
from chatbot.memory.retyped import value_place
from tests.unit.memory.making import memory

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def told(text: str) -> Memory:
    """What a message teaches, as a record."""
    (found,) = extract(Message("", "", 0, 0, Role.USER, "", text, NOW), Focus(NOW))
    return memory(
        "m", found.text, found.attribute, found.value, kind=found.kind,
        event_start=found.event_start, event_end=found.event_end, expires_at=found.expires_at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "typed", "text", "day"),
    [
        ("I'm flying to Lisbon on 3 May 2027", "User is flying to Madrid on Monday 3 May 2027", "", "2027-05-03"),
        ("I'm flying to Lisbon on 3 May 2027", "Madrid", "User is flying to Madrid on Monday 3 May 2027", "2027-05-03"),
        ("I'm flying to Lisbon on 3 May 2027", "5 May 2027", "User is flying to Lisbon on Wednesday 5 May 2027",
         "2027-05-05"),
        ("I'm flying to Lisbon on 3 May 2027", "Tomorrow", "User is flying to Lisbon on Sunday 22 November 2026",
         "2026-11-22"),
        ("I'm flying to Lisbon on 3 May 2027", "User is flying to Lisbon on 6 May 2027",
         "User is flying to Lisbon on Thursday 6 May 2027", "2027-05-06"),
        ("I'm flying to Lisbon on 3 May 2027", "User is flying to Madrid", "", "2027-05-03"),
        ("I have a dentist appointment next tuesday", "on Friday",
         "User has a dentist appointment on Friday 27 November 2026", "2026-11-27"),
        ("I have a dentist appointment next tuesday", "next week",
         "User has a dentist appointment in the week of 23 November 2026", "2026-11-23"),
    ],
)  # fmt: skip
def test_words_and_day_of_what_happens_are_put_right_together(said: str, typed: str, text: str, day: str) -> None:
    before = told(said)
    fields = edited(before, typed, None, None, NOW)
    assert fields["text"] == (text or typed)
    start = fields.get("event_start", before.event_start)
    assert f"{start:%Y-%m-%d}" == day
    if before.expires_at is not None and before.event_start is not None:
        assert fields.get("expires_at", before.expires_at) - start == before.expires_at - before.event_start


def test_a_day_typed_alone_is_a_value_where_nothing_happens() -> None:
    assert edited(told("my birthday is 4 June"), "5 June", None, None, NOW) == {
        "text": "User's birthday is 5 June",
        "value": "5 June",
    }


@pytest.mark.parametrize(
    ("said", "typed", "text", "value"),
    [
        ("My dog is called Biscuit", "Luna", "User's dog is called Luna", "Luna"),
        ("My dog is called Biscuit", "Luna Belle the Second", "User's dog is called Luna Belle the Second",
         "Luna Belle the Second"),
        ("My dog is called Biscuit", "My dog is called Luna", "User's dog is called Luna", "Luna"),
        ("My dog is called Biscuit", "my dog's name is Luna.", "User's dog is called Luna", "Luna"),
        ("My dog is called Biscuit", "User's dog is called Luna", "User's dog is called Luna", "Luna"),
        ("My dog is called Biscuit", "no, it's Luna", "User's dog is called Luna", "Luna"),
        ("My dog is called Biscuit", "it's Luna, not Biscuit", "User's dog is called Luna", "Luna"),
        ("My dog is called Biscuit", "she's called Luna", "User's dog is called Luna", "Luna"),
        ("My dog is called Biscuit", "no, Luna", "User's dog is called Luna", "Luna"),
        ("My dog is called Biscuit", "her name is Luna", "User's dog is called Luna", "Luna"),
        ("I live in Porto", "in Faro", "User lives in Faro", "Faro"),
        ("My sister lives in Porto", "lives in Faro", "User's sister lives in Faro", "Faro"),
        ("I love jazz", "It by Stephen King", "User likes It by Stephen King", "It by Stephen King"),
        ("My dog is called Biscuit", "It Takes Two", "User's dog is called It Takes Two", "It Takes Two"),
        ("I live in Porto", "I live in Faro now", "User lives in Faro", "Faro"),
        ("I live in Porto", "No, I moved to Faro", "User lives in Faro", "Faro"),
        ("I live in Porto", "Faro", "User lives in Faro", "Faro"),
        ("My sister lives in Porto", "she lives in Faro", "User's sister lives in Faro", "Faro"),
        ("I work as a nurse", "I am a dentist", "User is a dentist", "dentist"),
    ],
)  # fmt: skip
def test_a_sentence_typed_over_the_value_stands_for_the_whole(said: str, typed: str, text: str, value: str) -> None:
    before = told(said)
    start, end = value_place(before)
    assert start < end
    line = f"{before.text[:start]}{typed}{before.text[end:]}"
    fields = edited(before, line, None, None, NOW)
    assert (fields["text"], fields["value"]) == (text, value)


def test_a_sentence_typed_behind_words_without_a_value_stands_for_them() -> None:
    before = memory("m", "User walks a lot", "", "")
    assert edited(before, "User walks a lotI run a lot", None, None, NOW) == {"text": "User runs a lot"}
    assert edited(before, "User walks a lot in Porto", None, None, NOW) == {"text": "User walks a lot in Porto"}


@pytest.mark.parametrize("typed", ["Friday", "on Friday", "it's on Friday", "no, Friday"])
def test_a_day_typed_over_what_happens_moves_it(typed: str) -> None:
    before = told("I have a dentist appointment next tuesday")
    start, end = value_place(before)
    assert start < end
    fields = edited(before, f"{before.text[:start]}{typed}{before.text[end:]}", None, None, NOW)
    assert fields["text"] == "User has a dentist appointment on Friday 27 November 2026"
    assert "value" not in fields and f"{fields['event_start']:%Y-%m-%d}" == "2026-11-27"


def test_words_that_tell_of_an_end_are_kept_as_words() -> None:
    before = told("My dog is called Biscuit")
    assert edited(before, "User's dog died", None, None, NOW) == {
        "text": "User's dog died",
        "attribute": "",
        "value": "",
    }


def test_words_of_the_user_with_the_value_in_them_are_told_of_the_user() -> None:
    before = told("I have an exam on Tuesday")
    assert edited(before, "I passed the exam", None, None, NOW)["text"] == "User passed the exam"
