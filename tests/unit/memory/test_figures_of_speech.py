"""Figures of speech are no facts: who lives on coffee lives where they did, and a habit is no partner."""

import pytest

from tests.unit.memory.chats import Chat


@pytest.mark.parametrize(
    "line",
    [
        "i live on coffee these days",
        "I live on takeaway",
        "I live on my own money",
        "I live for the weekend",
        "I live in constant fear",
        "I live in the moment",
        "we live in luxury",
        "i live in sweatpants now",
        "I'm living in chaos",
        "I basically live at the gym",
        "I live and breathe football",
        "we broke up with decaf lol, jana switched to tea",
        "I broke up with sugar",
        "I broke up with Netflix",
        "I'm married to my job",
        "I'm married to Excel",
        "I'm dating Netflix",
        "my baby is my bike",
        "I am dead",
        "I'm a ghost",
        "i'm a zombie before coffee",
        "I'm a machine",
        "coffee is my boyfriend",
        "my bed is my best friend",
        "I am from Mars",
        "I moved on",
    ],
)
def test_nothing_is_learnt_or_lost(line: str) -> None:
    chat = Chat()
    chat.say("I live in Brno")
    chat.say("my wife is Jana")
    before = chat.active()
    chat.say(line)
    assert chat.active() == before


@pytest.mark.parametrize(
    ("line", "home"),
    [
        ("I live on a farm near Olomouc", "farm near Olomouc"),
        ("I live on the coast", "coast"),
        ("we live on Crete", "Crete"),
        ("I live on Lark Street", "Lark Street"),
        ("I live on a houseboat", "houseboat"),
        ("I live in Hope these days", "Hope"),
        ("i live in olomouc", "olomouc"),
        ("I live by the sea", "sea"),
    ],
)
def test_places_are(line: str, home: str) -> None:
    chat = Chat()
    chat.say(line)
    assert chat.one("home").value == home


@pytest.mark.parametrize("line", ["Jana and I broke up", "I broke up with Jana", "we broke up last week"])
def test_love_ends_with_a_person(line: str) -> None:
    chat = Chat()
    chat.say("my wife is Jana")
    chat.say(line)
    assert "partner" not in chat.active()
