"""What people type in haste, without marks and capitals; each way of saying a thing with sentences that look alike."""

import pytest

from chatbot.domain.memory import Status
from tests.unit.memory.chats import Chat

TOLD: list[tuple[str, dict[str, set[str]]]] = [
    ("i'm vegan and gluten free", {"diet": {"vegan and gluten free"}}),
    ("I'm vegan, gluten-free and dairy free", {"diet": {"vegan, gluten-free and dairy free"}}),
    ("my sister is vegan and gluten free", {"sister.diet": {"vegan and gluten free"}}),
    ("im left handed and colour blind", {"": {"User is left handed"}, "health": {"colour blind"}}),
    ("call me by my first name", {"reply_style": {"by my first name"}}),
    ("keep it short ok", {"reply_style": {"short"}}),
    ("no more jokes please", {"reply_style": {"jokes"}}),
    ("stop making jokes pls", {"reply_style": {"jokes"}}),
    ("dont call me dude", {"reply_style": {"dude"}}),
    ("im marcus btw 19 first year mech eng", {"name": {"marcus"}, "age": {"19"}}),
    ("im tom, 34 from leeds", {"name": {"tom"}, "age": {"34"}}),
    ("favourite band is the cure, always will be", {"favorite.band": {"the cure"}}),
    ("just found out im pregnant!!", {"health": {"pregnant"}}),
]


@pytest.mark.parametrize(("line", "expected"), TOLD, ids=[line for line, _ in TOLD])
def test_is_learnt(line: str, expected: dict[str, set[str]]) -> None:
    chat = Chat()
    chat.say(line)
    assert chat.active() == expected


WORDED: list[tuple[str, str]] = [
    ("we're expecting in March", "User is expecting a baby in March 2027"),
    ("were expecting in november, a girl", "User is expecting a baby in November 2026"),
    ("our baby is due in May", "User's baby is due in May 2026"),
    ("the baby is due on 12 august", "User's baby is due on Wednesday 12 August 2026"),
    ("baby due 12 aug", "User's baby is due on Wednesday 12 August 2026"),
    ("my sister is expecting in march", "User's sister is expecting a baby in March 2027"),
    ("im due in august", "User is due to have a baby in August 2026"),
    ("my due date is 3 June", "User's due date is on Wednesday 3 June 2026"),
    ("i love a good book", "User likes a good book"),
    ("i hate a long meeting", "User does not like a long meeting"),
    ("keep it short", "User wants short answers"),
    ("could you call me by my first name please?", "User wants to be called by their first name"),
    ("stop calling me dear please", "User does not want to be called dear"),
]


@pytest.mark.parametrize(("line", "text"), WORDED, ids=[line for line, _ in WORDED])
def test_is_worded(line: str, text: str) -> None:
    chat = Chat()
    chat.say(line)
    assert [memory.text for memory in chat.records().values()] == [text]


ALIKE = [
    "Living in Japan as a foreigner is hard",
    "Living in Japan as a foreigner, it's hard",
    "Living in Japan as a foreigner can be lonely",
    "Working at Amazon nearly killed me",
    "im due in court in august",
    "we're expecting rain in March",
    "we're expecting 20 people in March",
    "The new iPhone is due in September",
    "are we expecting in march?",
    "were you expecting me",
    "were the kids happy",
    "explain quantum physics, keep it short",
    "he told me to stop making jokes",
    "no jokes, i am serious",
    "no more questions",
    "don't call me back",
    "call me by your name is a great film",
    "enough with the drama",
    "favourite band is a hard question",
    "is she vegan and gluten free?",
    "asking for a friend: im allergic to bees what do i do",
    "im tired btw 2 hours of sleep",
    "im home btw 5 of us",
    "found out that my boss is an idiot",
]


@pytest.mark.parametrize("line", ALIKE)
def test_what_looks_alike_is_not_learnt(line: str) -> None:
    chat = Chat()
    chat.say(line)
    assert chat.active() == {}


CHANGED: list[tuple[tuple[str, ...], dict[str, set[str]]]] = [
    (("I'm vegan", "I'm also gluten free"), {"diet": {"vegan and gluten free"}}),
    (("I'm gluten free", "I'm vegan"), {"diet": {"gluten free and vegan"}}),
    (("I'm vegan", "I'm vegetarian now"), {"diet": {"vegetarian"}}),
    (("I'm vegan and gluten free", "I'm not vegan anymore"), {"diet": {"gluten free"}}),
    (("I'm vegan", "my sister is gluten free"), {"diet": {"vegan"}, "sister.diet": {"gluten free"}}),
    (("my car is red", "the car is blue, i saw a ferrari"), {"": {"User's car is red"}}),
    (("my car is red", "no, the car is blue"), {"": {"User's car is blue"}}),
    (("my car is red", "the car is blue now"), {"": {"User's car is blue"}}),
]


@pytest.mark.parametrize(("said", "expected"), CHANGED, ids=[" / ".join(said) for said, _ in CHANGED])
def test_what_is_known_changes_only_where_it_is_meant(said: tuple[str, ...], expected: dict[str, set[str]]) -> None:
    chat = Chat()
    for line in said:
        chat.say(line)
    assert chat.active() == expected


MEETING = "User has a meeting on Monday 18 May 2026"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("the meeting is on tuesday with the vet people", MEETING),
        ("the meeting is on tuesday", MEETING),
        ("the meeting is on tuesday now", "User has a meeting on Tuesday 19 May 2026"),
        ("the meeting got moved to tuesday", "User has a meeting on Tuesday 19 May 2026"),
        ("no, the meeting is on tuesday", "User has a meeting on Tuesday 19 May 2026"),
    ],
)
def test_a_meeting_moves_only_with_a_cue(line: str, text: str) -> None:
    chat = Chat()
    chat.say("I have a meeting on Monday")
    chat.say(line)
    assert [memory.text for memory in chat.records().values() if memory.status is Status.ACTIVE] == [text]
