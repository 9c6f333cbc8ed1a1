"""Corrections as people type them: without naming what is wrong, in anger, after a joke, a plan called off or done."""

import pytest

from chatbot.domain.memory import DOUBTED
from tests.unit.memory.chats import Chat


def texts(chat: Chat) -> set[str]:
    return {one.text for one in chat.records().values() if one.status == "active"}


@pytest.mark.parametrize(
    ("first", "line", "text"),
    [
        ("my scooter is a Vespa", "no, it's a Piaggio", "User's scooter is a Piaggio"),
        ("my bike is a Trek", "no, it's a Giant", "User's bike is a Giant"),
        ("my bike is a Trek", "no it's an Orbea", "User's bike is an Orbea"),
        ("I'm flying to Berlin on 20 May 2026", "i was wrong, it's Prague not Berlin",
         "User is flying to Prague on Wednesday 20 May 2026"),
        ("I have a dentist appointment on 20 May 2026 at 9", "no wait, i misread: it's 9:30",
         "User has a dentist appointment on Wednesday 20 May 2026 at 9:30"),
        ("my son is called Tomas", "no he's called Thomas", "User's son is called Thomas"),
    ],
)  # fmt: skip
def test_the_rest_of_the_sentence_stays(first: str, line: str, text: str) -> None:
    chat = Chat()
    chat.say(first)
    chat.say(line)
    assert texts(chat) == {text}


def test_he_is_who_was_spoken_of() -> None:
    chat = Chat()
    chat.say("my son Tomas is 9")
    chat.say("I am 38")
    chat.say("no he's 10", "Tomas is 9 years old. You are 38 years old.")
    assert chat.active() == {"family.son": {"Tomas"}, "tomas.age": {"10"}, "age": {"38"}}


@pytest.mark.parametrize("line", ["no he's 10", "she is 10", "no, they're 10"])
def test_he_is_never_the_user(line: str) -> None:
    chat = Chat()
    chat.say("I am 38")
    chat.say(line, "You are 38 years old.")
    assert chat.active() == {"age": {"38"}}


@pytest.mark.parametrize(
    "line", ["wtf no. that's wrong", "no. that's wrong", "ugh, that's wrong", "dude that's not right"]
)
def test_anger_doubts_what_was_told(line: str) -> None:
    chat = Chat()
    chat.say("I live in Brno")
    chat.say(line, "You live in Brno.")
    assert chat.one("home").check == DOUBTED
    chat.say("it's Olomouc")
    assert chat.active() == {"home": {"Olomouc"}}


@pytest.mark.parametrize(
    ("first", "line"),
    [
        ("I'm running a marathon in October", "skip the marathon, my knee hurts"),
        ("I'm running a marathon in October", "I'm not running the marathon after all"),
        ("I'm running a marathon in October", "I'm dropping the marathon"),
        ("I'm planning to buy winter tires", "done with the tires btw"),
        ("I'm planning to buy winter tires", "I'm done with my winter tires"),
        ("I'm allergic to peanuts", "i'm not allergic to peanuts, i was kidding"),
        ("I hate mornings", "I changed my mind, mornings are ok actually"),
        ("I hate mornings", "mornings are fine now"),
    ],
)
def test_what_is_off_is_over(first: str, line: str) -> None:
    chat = Chat()
    chat.say(first)
    assert chat.active()
    chat.say(line)
    assert chat.active() == {}


@pytest.mark.parametrize(
    ("first", "line"),
    [
        ("I'm running a marathon in October", "skip the intro"),
        ("I'm running a marathon in October", "I might skip the marathon"),
        ("I'm running a marathon in October", "should I skip the marathon?"),
        ("I'm running a marathon in October", "my brother skipped his marathon"),
        ("I'm planning to buy winter tires", "I'm done with this"),
        ("I'm planning to buy winter tires", "I'm done with people"),
        ("I'm allergic to peanuts", "I was kidding about the cats"),
        ("I hate mornings", "mornings are good for running"),
        ("my bike is a Trek", "no, it's a nightmare to ride"),
        ("I live in Brno", "no. 5 is the best song"),
    ],
)
def test_what_sounds_alike_changes_nothing(first: str, line: str) -> None:
    chat = Chat()
    chat.say(first)
    before = texts(chat)
    chat.say(line)
    assert texts(chat) >= before
