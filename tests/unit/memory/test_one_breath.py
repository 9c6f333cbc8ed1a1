"""What people say of their family and friends in one breath: who is who stays told apart."""

import pytest

from chatbot.domain.memory import Cue
from chatbot.domain.message import Message, Role
from chatbot.domain.records import records_of
from chatbot.memory.extract import Focus, extract
from tests.unit.memory.chats import Chat

CONVERSATIONS: list[tuple[tuple[str, ...], dict[str, set[str]]]] = [
    (("my wife is called Ines", "My partner Ines and I are divorced now"), {}),
    (("my wife is called Ines", "my wife and I split up"), {}),
    (("my wife is called Ines", "so my wife Ines and I have separated"), {}),
    (("my wife is called Ines", "My wife Ines and I are no longer together"), {}),
    (("my boyfriend is called Luca", "my boyfriend and I broke up last week"), {}),
    (("my husband is called Tom", "My husband, Tom, and I got divorced in March"), {"event": {"got divorced"}}),
    (("my wife is called Ines", "are my wife and I divorced?"), {"partner": {"Ines"}}),
    (("my wife is called Ines", "my wife Ines and I are not divorced"), {"partner": {"Ines"}}),
    (("my wife is called Ines", "if my wife and I split up, I move to Porto"), {"partner": {"Ines"}}),
    (("my wife is called Ines", "my wife and I are happy"), {"partner": {"Ines"}}),
    (("I can't stand coriander, and Zosia is allergic to peanuts",), {"dislikes": {"coriander"}}),
    (
        ("my daughter is called Zosia", "I can't stand coriander, and Zosia is allergic to peanuts"),
        {"family.daughter": {"Zosia"}, "dislikes": {"coriander"}, "zosia.allergy": {"peanuts"}},
    ),
    (("I love tea and Zosia has a cold",), {"likes": {"tea"}}),
    (("I love Tom and Jerry",), {"likes": {"Tom", "Jerry"}}),
    (("my brother Max is coming on Friday at 6pm",), {"family.brother": {"Max"}}),
    (("my brother Max is leaving for school at 8:30",), {"family.brother": {"Max"}}),
    (("my brother Max is a nurse at St James",),
     {"family.brother": {"Max"}, "max.job": {"nurse"}, "max.employer": {"St James"}}),
    (("my friend Greg is a plumber", "I live in Porto", "I'm 30", "not Greg, his name is Craig"),
     {"friend": {"Craig"}, "craig.job": {"plumber"}, "home": {"Porto"}, "age": {"30"}}),
    (("my daughter Zosia is allergic to peanuts", "my son Olek is allergic to milk", "forget the allergic thing"),
     {"family.daughter": {"Zosia"}, "family.son": {"Olek"}}),
    (("I'm allergic to peanuts", "forget the allergy stuff"), {}),
    (("I'm allergic to peanuts", "forget the cat thing"), {"allergy": {"peanuts"}}),
    (("my wife Ines is 38", "that's all wrong, Ines is 39"), {"partner": {"Ines"}, "ines.age": {"39"}}),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), CONVERSATIONS, ids=[" / ".join(lines) for lines, _ in CONVERSATIONS])
def test_conversation(lines: tuple[str, ...], expected: dict[str, set[str]]) -> None:
    chat = Chat()
    for line in lines:
        chat.say(line)
    assert chat.active() == expected


@pytest.mark.parametrize(
    ("said", "doubted"),
    [
        ("thanks, that's all wrong though", True),
        ("that's all wrong", True),
        ("ok, that's completely wrong", True),
        ("well, that's wrong actually", True),
        ("thank you, that is not true though", True),
        ("hmm, that's simply wrong", True),
        ("thanks, that's all", False),
        ("thanks, that's all right", False),
        ("that's all wrong with the world", False),
    ],
)
def test_thanks_before_and_though_behind_still_call_it_wrong(said: str, doubted: bool) -> None:
    chat = Chat()
    chat.say("my wife Ines is 38")
    known = chat.records()
    before = chat.said[-1]
    focus = Focus(chat.clock(), records_of(known), tuple(known.values()), "Kept.", before)
    told = extract(Message("m2", "s1", 9, 9, Role.USER, "p1", said, chat.clock()), focus)
    assert [one.cue is Cue.DOUBT for one in told] == [True] * doubted
