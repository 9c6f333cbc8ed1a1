"""What the user's things look like, and how that is put right."""

import pytest

from chatbot.domain.memory import Status
from chatbot.memory.wrong import never_true
from tests.unit.memory.chats import Chat


def texts(chat: Chat) -> list[str]:
    return [memory.text for memory in chat.records().values() if memory.status is Status.ACTIVE]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("my car is red", "User's car is red"),
        ("Our front door is dark green", "User's front door is dark green"),
        ("My eyes are hazel", "User's eyes are hazel"),
        ("I painted my bike yellow", "User's bike is yellow"),
        ("My new phone is black and white", "User's phone is black and white"),
    ],
)
def test_a_look_is_noted(said: str, told: str) -> None:
    chat = Chat()
    chat.say(said)
    assert texts(chat) == [told]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("no, the car is blue", ["User's car is blue"]),
        ("actually my car is blue", ["User's car is blue"]),
        ("actually the car is blue, and it's a Corolla", ["User's car is blue", "User's car is a Corolla"]),
        ("sorry, the car is blue, not red", ["User's car is blue"]),
    ],
)
def test_a_look_is_put_right(said: str, told: list[str]) -> None:
    chat = Chat()
    chat.say("my car is red")
    old = next(iter(chat.records().values()))
    chat.say(said)
    assert texts(chat) == told
    assert never_true(chat.records()[old.id])


@pytest.mark.parametrize("said", ["my car is blue now", "I painted my car blue", "my car is blue"])
def test_a_look_changes(said: str) -> None:
    chat = Chat()
    chat.say("my car is red")
    old = next(iter(chat.records().values()))
    chat.say(said)
    assert texts(chat) == ["User's car is blue"]
    assert not never_true(chat.records()[old.id])


def test_a_look_that_is_part_of_what_is_owned() -> None:
    chat = Chat()
    chat.say("I have a red car")
    chat.say("no, the car is blue")
    assert chat.active() == {"owns": {"blue car"}}


@pytest.mark.parametrize(
    "said",
    [
        "the car is blue",
        "the sky is blue",
        "is my car blue?",
        "I wish my car were blue",
        "he said my car is blue",
        "if my car is blue, it's a sign",
        "my sister's car is blue",
        "my face is red",
        "my house is on fire",
    ],
)
def test_what_is_no_look_of_the_users(said: str) -> None:
    chat = Chat()
    chat.say(said)
    assert texts(chat) == []


def test_a_thing_that_is_only_wished_for_is_not_had() -> None:
    chat = Chat()
    chat.say("I want to buy a house")
    chat.say("The house is white, it's in Washington")
    assert texts(chat) == ["User wants to buy a house"]


@pytest.mark.parametrize(
    "said", ["My neighbor bought a car. The car is blue.", "I saw Tom's car. The car is blue now."]
)
def test_the_car_that_was_just_told_of_is_meant(said: str) -> None:
    chat = Chat()
    chat.say("my car is red")
    chat.say(said)
    assert "User's car is red" in texts(chat)
    assert "User's car is blue" not in texts(chat)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("my car is red", "my car is black with dirt"),
        ("my car is red", "we painted my car blue in Forza"),
        ("my hair is brown", "my hair is white now, with flour"),
        ("my eyes are green", "my eyes are red"),
    ],
)
def test_a_look_of_the_moment_is_none(known: str, said: str) -> None:
    chat = Chat()
    chat.say(known)
    before = texts(chat)
    chat.say(said)
    assert texts(chat) == before


def test_what_a_thing_has_beside_its_color_changes_nothing_about_it() -> None:
    chat = Chat()
    chat.say("my car is red")
    chat.say("my car is blue with white stripes now")
    assert texts(chat) == ["User's car is blue"]
