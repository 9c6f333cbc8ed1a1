"""Dates that move, and what is called off."""

import pytest

from chatbot.domain.memory import Status
from tests.unit.memory.chats import Chat

HAS = "User has a dentist appointment"
DENTIST = "I have a dentist appointment on Tuesday at 9"


@pytest.mark.parametrize(
    ("known", "said", "text"),
    [
        (DENTIST, "the dentist moved to Thursday at 10", f"{HAS} on Thursday 14 May 2026 at 10"),
        (DENTIST, "My dentist appointment got moved to Thursday", f"{HAS} on Thursday 14 May 2026"),
        (DENTIST, "the dentist is on Thursday now", f"{HAS} on Thursday 14 May 2026"),
        (DENTIST, "they rescheduled the dentist to 3 June", f"{HAS} on Wednesday 3 June 2026"),
        (DENTIST, "it's been pushed to next Monday", f"{HAS} on Monday 18 May 2026"),
        (DENTIST, "no, it's on Wednesday", f"{HAS} on Wednesday 20 May 2026"),
        (DENTIST, "The dentist is at 11 now", f"{HAS} on Tuesday 19 May 2026 at 11"),
        (
            "I'm flying to Tokyo on Friday",
            "my flight got moved to Saturday",
            "User is flying to Tokyo on Saturday 16 May 2026",
        ),
        (
            "The deadline for my thesis is June 1",
            "the thesis deadline moved to July 1",
            "User's deadline: their thesis (Wednesday 1 July 2026)",
        ),
        ("My report is due on Friday", "the deadline moved to Monday", "User's deadline: report is due on Monday"),
    ],
)
def test_a_date_moves(known: str, said: str, text: str) -> None:
    chat = Chat()
    chat.say(known)
    chat.say(said)
    assert [memory.text for memory in chat.records().values() if memory.status is Status.ACTIVE] == [text]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (DENTIST, "the dentist was cancelled"),
        (DENTIST, "I cancelled my dentist appointment"),
        (DENTIST, "It got called off"),
        ("I have a meeting with Bob on Friday", "The meeting with Bob is off"),
        ("I'm flying to Tokyo on Friday", "my trip is cancelled"),
        ("I'm flying to Tokyo on Friday", "we had to cancel... the trip is off now"),
    ],
)
def test_what_is_called_off_ends(known: str, said: str) -> None:
    chat = Chat()
    chat.say(known)
    chat.say(said)
    assert [memory.status for memory in chat.records().values()] == [Status.SUPERSEDED]


@pytest.mark.parametrize(
    "said",
    [
        "my sister moved to Thursday Island",
        "the kids moved to the sofa",
        "Did the dentist move to Thursday?",
        "I wish the dentist moved to Thursday",
        "if the dentist is moved to Thursday I can come",
        "He said the dentist moved to Thursday",
        "the concert was cancelled",
        "the light is off",
        "the shop is on Main Street",
        "I moved to a new desk",
        "the dentist is nice",
        "my dentist moved to a new office on Monday",
        "The dentist moved to Spain in 1999",
        "The dentist changed to Dr. Wu on Monday",
        "the dentist is on leave till Monday now",
        "actually, the dentist is at a conference on Monday",
        "The dentist is actually in Berlin on Monday",
        "no, it's Monday today",
        "I cancelled the dentist for my son",
        "The meeting is cancelled",
        "the dentist isn't cancelled",
        "the dentist was not moved to Thursday",
        "the dentist may be moved to Thursday",
        "her dentist is on Thursday",
        "the dentist is on Tuesday",
        "The dentist is at 11 Main Street",
        "the dentist was almost cancelled",
    ],
)
def test_what_moves_nothing_known(said: str) -> None:
    chat = Chat()
    chat.say(DENTIST)
    event = chat.one("event")
    chat.say(said)
    assert chat.records()[event.id] == event


def test_who_cancels_a_trip_still_moves_there() -> None:
    chat = Chat()
    chat.say("I'm moving to Lisbon next month")
    chat.say("My trip to Lisbon is cancelled")
    assert chat.active() == {"plan": {"Lisbon"}}
