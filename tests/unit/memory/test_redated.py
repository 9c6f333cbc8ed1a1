"""A bare day or hour puts the last date right, and never becomes what the date is of."""

import pytest

from chatbot.domain.memory import Status
from tests.unit.memory.chats import Chat

INTERVIEW = "I've got a job interview at Greggs on Monday at 10"
IT = "User has a job interview at Greggs"
WEDDING = "my sister Kasia is getting married on June 12"
LANDLORD = "my meeting with the landlord is on Tuesday at 5pm"
MEETING = "User has a meeting with the landlord"


def dated(chat: Chat) -> list[str]:
    """The texts of the present memories that have a date."""
    held = (one for one in chat.records().values() if one.status is Status.ACTIVE)
    return [one.text for one in held if one.event_start is not None]


@pytest.mark.parametrize(
    ("known", "said", "text"),
    [
        (INTERVIEW, "make that 11", f"{IT} on Monday 18 May 2026 at 11"),
        (INTERVIEW, "make it 11:30", f"{IT} on Monday 18 May 2026 at 11:30"),
        (INTERVIEW, "no, 11", f"{IT} on Monday 18 May 2026 at 11"),
        (INTERVIEW, "sorry, 11am", f"{IT} on Monday 18 May 2026 at 11am"),
        (INTERVIEW, "actually it's at 11", f"{IT} on Monday 18 May 2026 at 11"),
        (INTERVIEW, "sorry, Tuesday", f"{IT} on Tuesday 19 May 2026 at 10"),
        (INTERVIEW, "I meant Tuesday at 11", f"{IT} on Tuesday 19 May 2026 at 11"),
        (INTERVIEW, "oops, it's on Tuesday, not Monday", f"{IT} on Tuesday 19 May 2026"),
        (WEDDING, "actually it's June 19", "Kasia is getting married on Friday 19 June 2026"),
        (WEDDING, "it's June 19, not June 12", "Kasia is getting married on Friday 19 June 2026"),
        (WEDDING, "no, the 19th", "Kasia is getting married on Friday 19 June 2026"),
        (WEDDING, "make that 19", "Kasia is getting married on Friday 19 June 2026"),
        (WEDDING, "sorry, Sunday", "Kasia is getting married on Sunday 14 June 2026"),
        (LANDLORD, "the landlord meeting moved to Wednesday", f"{MEETING} on Wednesday 20 May 2026"),
        (LANDLORD, "sorry, 6pm", f"{MEETING} on Tuesday 19 May 2026 at 6pm"),
    ],
)
def test_a_bare_day_or_hour_moves_the_last_date(known: str, said: str, text: str) -> None:
    chat = Chat()
    chat.say(known)
    chat.say(said)
    assert dated(chat) == [text]


@pytest.mark.parametrize(
    ("behind", "text"),
    [
        ("No, 11.", f"{IT} on Monday 18 May 2026 at 11"),
        ("Sorry, Tuesday.", f"{IT} on Tuesday 19 May 2026 at 10"),
        ("Make that Tuesday at 11.", f"{IT} on Tuesday 19 May 2026 at 11"),
        ("Oops, I meant 11am.", f"{IT} on Monday 18 May 2026 at 11am"),
        ("Actually it's the 20th.", f"{IT} on Wednesday 20 May 2026 at 10"),
        ("No, wait, at 9:30.", f"{IT} on Monday 18 May 2026 at 9:30"),
        ("No, thanks.", f"{IT} on Monday 18 May 2026 at 10"),
        ("No, 11 of us.", f"{IT} on Monday 18 May 2026 at 10"),
        ("Tuesday.", f"{IT} on Monday 18 May 2026 at 10"),
    ],
)
def test_the_next_sentence_puts_the_date_right(behind: str, text: str) -> None:
    chat = Chat()
    chat.say(f"{INTERVIEW}. {behind}")
    assert dated(chat) == [text]


@pytest.mark.parametrize(
    "said",
    [
        "no, 11 people are coming",
        "no, Monday is fine",
        "no, Tuesday is bad",
        "no it's noon here",
        "no, 45",
        "Tuesday",
        "make that 11?",
        "I have 11 cats",
        "he said 11",
        "actually Tuesday would be better for the party",
        "no, that's right",
        "make me 11 sandwiches",
    ],
)
def test_what_moves_no_date(said: str) -> None:
    chat = Chat()
    chat.say(INTERVIEW)
    chat.say(said)
    assert dated(chat) == [f"{IT} on Monday 18 May 2026 at 10"]


def test_a_number_belongs_to_what_was_counted_since() -> None:
    chat = Chat()
    for line in (INTERVIEW, "my dog is 7", "no, 8"):
        chat.say(line)
    assert dated(chat) == [f"{IT} on Monday 18 May 2026 at 10"]
    assert chat.active()["dog.age"] == {"8"}


def test_a_day_belongs_to_the_birthday_told_since() -> None:
    chat = Chat()
    for line in (INTERVIEW, "my birthday is June 3", "no, June 4"):
        chat.say(line)
    assert dated(chat) == [f"{IT} on Monday 18 May 2026 at 10"]
    assert chat.active()["birthday"] == {"June 4"}


def test_no_answers_a_question_about_a_day() -> None:
    chat = Chat()
    chat.say(INTERVIEW)
    chat.say("no, tomorrow", "Shall we talk about it today?")
    assert dated(chat) == [f"{IT} on Monday 18 May 2026 at 10"]


@pytest.mark.parametrize(
    ("known", "said"),
    [("I live in Denver", "no, Tuesday"), ("I love chess", "I meant Tuesday"), ("I love chess", "no, 11"),
     ("I work as a baker", "make that 5pm"), ("I love chess", "actually it's June 19"), ("I'm vegan", "no, at 11")],
)  # fmt: skip
def test_a_day_is_no_value(known: str, said: str) -> None:
    chat = Chat()
    chat.say(known)
    before = chat.active()
    chat.say(said)
    assert chat.active() == before
