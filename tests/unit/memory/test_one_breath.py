"""What people say of their family and friends in one breath: who is who stays told apart."""

from datetime import timedelta

import pytest

from chatbot.domain.change import Op
from chatbot.domain.memory import Cue, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.records import records_of
from chatbot.domain.value import replace
from chatbot.memory.extract import Focus, extract
from tests.unit.memory.chats import Chat, after

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
    (("my wife Ines is a nurse, we have twins, Olek and Zosia, they're 6",),
     {"partner": {"Ines"}, "ines.job": {"nurse"}, "family.child": {"Olek", "Zosia"}, "olek.age": {"6"},
      "zosia.age": {"6"}}),
    (("my wife Ines is a nurse, we have twins, they're 6",), {"partner": {"Ines"}, "ines.job": {"nurse"}}),
    (("my kids are Olek (6) and Zosia (4)",),
     {"family.child": {"Olek", "Zosia"}, "olek.age": {"6"}, "zosia.age": {"4"}}),
    (("I have two kids, Olek (6) and Zosia (6 years old)",),
     {"family.child": {"Olek", "Zosia"}, "olek.age": {"6"}, "zosia.age": {"6"}}),
    (("my kids are Olek and Zosia", "they are both six"),
     {"family.child": {"Olek", "Zosia"}, "olek.age": {"6"}, "zosia.age": {"6"}}),
    (("my kids are Olek and Zosia", "olek and zosia are 6"),
     {"family.child": {"Olek", "Zosia"}, "olek.age": {"6"}, "zosia.age": {"6"}}),
    (("my kids are Olek and Zosia", "they are nurses"),
     {"family.child": {"Olek", "Zosia"}, "olek.job": {"nurse"}, "zosia.job": {"nurse"}}),
    (("my kids are Olek and Zosia", "they both love chess"),
     {"family.child": {"Olek", "Zosia"}, "olek.likes": {"chess"}, "zosia.likes": {"chess"}}),
    (("my kids are Olek and Zosia", "Olek and Piotr are 6"), {"family.child": {"Olek", "Zosia"}}),
    (("my kids are Olek and Zosia", "are they both six?"), {"family.child": {"Olek", "Zosia"}}),
    (("my kids are Olek and Zosia", "my friend Sam is a cook", "they are 30"),
     {"family.child": {"Olek", "Zosia"}, "friend": {"Sam"}, "sam.job": {"cook"}, "sam.age": {"30"}}),
    (("we have twins, both girls",), {}),
    (("I love Porto (6) and Lisbon",), {"likes": {"Porto", "Lisbon"}}),
    (("on Thursday I have the dentist at 9:15",), {"event": {"dentist"}}),
    (("tomorrow I have an exam",), {"event": {"exam"}}),
    (("I have the vet on Friday",), {"event": {"vet"}}),
    (("next Monday I have the physio",), {"event": {"physio"}}),
    (("on Friday I've got a meeting with Bob",), {"event": {"meeting with Bob"}}),
    (("on Thursdays I have the dentist in mind",), {}),
    (("do I have the dentist on Thursday?",), {}),
    (("my wife Ines is 38", "that's all wrong, Ines is 39"), {"partner": {"Ines"}, "ines.age": {"39"}}),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), CONVERSATIONS, ids=[" / ".join(lines) for lines, _ in CONVERSATIONS])
def test_conversation(lines: tuple[str, ...], expected: dict[str, set[str]]) -> None:
    assert after(*lines).active() == expected


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


@pytest.mark.parametrize(
    ("told", "edit", "said", "status"),
    [
        ("my wife Ines is 39", "38", "Ines is 39 years old", Status.PENDING),
        ("my wife Ines is 39", "38", "Ines is 40", Status.PENDING),
        ("I live in Porto", "Lisbon", "I live in Porto", Status.PENDING),
        ("I work at Google", "Mistral", "I work at Google", Status.PENDING),
        ("I hate coriander", "cilantro", "I hate coriander", Status.ACTIVE),
        ("I love chess", "draughts", "I love chess", Status.ACTIVE),
    ],
)
def test_what_the_user_says_after_an_edit_is_taken_or_asked_about(
    told: str, edit: str, said: str, status: Status
) -> None:
    chat = Chat()
    chat.say(told)
    held = list(chat.records().values())[-1]
    chat.book.edit(held.id, value=edit)
    (change,) = chat.say(said)
    assert change.after is not None
    assert change.after.status is status
    assert chat.records()[held.id].value == edit


def test_what_was_said_before_the_edit_is_not_learnt_from_it_again() -> None:
    chat = Chat()
    chat.say("I hate coriander")
    (held,) = chat.records().values()
    told = extract(chat.said[-1], Focus(chat.clock(), records_of({})))
    earlier = replace(chat.said[-1], created_at=chat.clock() - timedelta(days=1))
    chat.book.edit(held.id, value="cilantro")
    assert [change.op for change in chat.learn(told, earlier)] == [Op.REJECT]


def test_what_the_user_forgot_is_still_not_learnt_again() -> None:
    chat = Chat()
    for line in ("I hate coriander", "forget that I hate coriander", "I hate coriander"):
        changes = chat.say(line)
    assert [change.op for change in changes] == [Op.REJECT]
