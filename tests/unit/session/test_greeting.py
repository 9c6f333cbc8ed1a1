"""How a session begins: by name and with what is near where the user is known, else in the persona's words."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from chatbot.domain.memory import Memory, Polarity, Status
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.llm.offline import OfflineCompanion
from chatbot.session.greeting import greeting_to, near
from tests.unit.session.conftest import Opener

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
DAY = NOW.replace(hour=0)
DENTIST = Memory(
    "dentist", "User has a dentist appointment on Thursday 12 March 2026", Kind.EVENT, Scope.USER, "s", "plain", "user",
    "event", "dentist appointment", NOW, NOW, NOW, event_start=datetime(2026, 3, 12, tzinfo=UTC),
    event_end=datetime(2026, 3, 13, tzinfo=UTC),
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "greeting"),
    [
        ("Hello, I'm Wren. Ask me something.", "Hello, Tomek. Ask me something."),
        ("Good day. I'm Wren. Tell me of a doubt.", "Good day, Tomek. Tell me of a doubt."),
        ("Wren, on call. What is broken?", "Hello, Tomek. What is broken?"),
        ("Wren. Paste a diff.", "Hello, Tomek. Paste a diff."),
        ("Quack. I'm Wren, and know nothing. Explain it.", "Quack, Tomek. Explain it."),
        ("Hi! What is new?", "Hi, Tomek. What is new?"),
        ("Hello there! Nice to see you.", "Hello there, Tomek. Nice to see you."),
        ("Welcome back to the inn.", "Welcome back to the inn, Tomek."),
        ("Hello, stranger. How are you?", "Hello, Tomek. How are you?"),
        ("Hi, how are you?", "Hi, Tomek. How are you?"),
        ("Good morning, I'm Wren. How are you?", "Good morning, Tomek. How are you?"),
        ("Wrens sing. Listen.", "Hello, Tomek. Wrens sing. Listen."),
        ("Shall Wren begin?", "Hello, Tomek. Shall Wren begin?"),
        ("What is new?", "Hello, Tomek. What is new?"),
        ("Welcome back, Tomek.", "Welcome back, Tomek."),
        ("*Wren looks up.* Come in.", "*Wren looks up.* Come in."),
    ],
)
def test_somebody_known_is_greeted_by_name(words: str, greeting: str) -> None:
    assert greeting_to(words, "Tomek", "Wren", ()) == greeting
    assert greeting_to(words, "", "Wren", (DENTIST,)) == words


def test_what_is_near_is_one_more_sentence() -> None:
    said = greeting_to("Hello, I'm Wren. Ask me something.", "Tomek", "Wren", (DENTIST,))
    reminder = "Coming up: you have a dentist appointment on Thursday 12 March 2026."
    assert said == f"Hello, Tomek. {reminder} Ask me something."
    assert greeting_to("*Wren looks up.*", "Tomek", "Wren", (DENTIST,)) == f"*Wren looks up.*\n\n{reminder}"


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({}, True),
        ({"event_start": DAY + timedelta(days=3), "event_end": DAY + timedelta(days=4)}, False),
        ({"event_start": DAY - timedelta(days=1), "event_end": DAY}, False),
        ({"event_start": DAY, "event_end": DAY + timedelta(days=1)}, True),
        ({"event_start": DAY, "event_end": None}, True),
        ({"event_start": DAY - timedelta(days=1), "event_end": None}, False),
        ({"event_start": DAY, "event_end": DAY + timedelta(days=30)}, False),
        ({"event_start": None}, False),
        ({"attribute": "job", "kind": Kind.FACT}, False),
        ({"local_only": True}, False),
        ({"status": Status.SUPERSEDED}, False),
        ({"polarity": Polarity.NEGATIVE}, False),
    ],
)
def test_what_begins_in_two_days_is_near(changed: dict[str, object], named: bool) -> None:
    memory = replace(DENTIST, **changed)
    assert near((memory,), NOW) == ((memory,) if named else ())


@pytest.mark.parametrize("hours", [-10, 13])
def test_days_are_those_of_the_user_s_calendar(hours: int) -> None:
    late = datetime(2026, 3, 12, 23, 30, tzinfo=timezone(timedelta(hours=hours)))
    assert near((DENTIST,), late) == (DENTIST,)
    assert near((DENTIST,), late + timedelta(hours=1)) == ()


def test_what_is_soonest_is_named_first() -> None:
    sooner = replace(DENTIST, id="sooner", event_start=DAY, event_end=None)
    assert near((DENTIST, sooner), NOW) == (sooner, DENTIST)


async def test_a_new_session_knows_who_is_there(open_companion: Opener) -> None:
    companion = open_companion(OfflineCompanion())
    first = await companion.sessions.create("plain")
    stranger = await first.greet()
    await first.send("I'm Tomek and I have a dentist appointment tomorrow").wait()
    known = await (await companion.sessions.create("plain")).greet()
    other = await (await companion.sessions.create("sceptic")).greet()
    private = await (await companion.sessions.create("plain", private=True)).greet()
    assert stranger is not None
    assert known is not None
    assert other is not None
    assert private is not None
    assert "Tomek" not in stranger.text
    assert known.text.startswith("Hello, Tomek. Coming up: ")
    assert "dentist" in known.text
    assert "Tomek" in other.text
    assert "dentist" not in other.text
    assert "Tomek" not in private.text
