"""Several questions in one message: each is asked by itself, and what belongs together stays together."""

import pytest

from chatbot.domain.value import replace
from chatbot.llm.offline.questions import questions_in
from chatbot.llm.offline.writing import write
from tests.unit.llm.briefs import Talk, recalled

KNOWN = (
    recalled("User's dog is called Biscuit"),
    recalled("User lives in Rome"),
    recalled("User is a nurse"),
    recalled("User's sister is called Maya"),
    recalled("Maya lives in Bari"),
)


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("what's my dog's name and where do I live?", ("what's my dog's name", "where do i live")),
        ("What's my name? And where do I live?", ("what's my name", "and where do i live")),
        ("what is my name, age and job?", ("what is my name", "what is my age", "what is my job")),
        ("whats my job and how old am I", ("what's my job", "how old am i")),
        ("where do I live and work?", ("where do i live", "where do i work")),
        ("do you know my name and my birthday?", ("do you know my name", "do you know my birthday")),
        ("how old are my brother and my sister?", ("how old are my brother", "how old are my sister")),
        ("what is my favorite food and color?", ("what is my favorite food", "what is my favorite color")),
        ("who is Maya and where does she live?", ("who is maya", "where does maya live")),
        ("what's my wife's name and when is her birthday?", ("what's my wife's name", "when is my wife's birthday")),
        ("tell me my name and where I live", ("tell me my name", "where i live")),
        ("where do I live, and with whom?", ("where do i live", "who do i live with")),
        ("what are my cats called and when is the baby due?", ("what are my cats called", "when is the baby due")),
        ("wats my name n how old am i", ("what's my name", "how old am i")),
        ("I'm back. What's my name and what do I do?", ("what's my name", "what do i do")),
    ],
)
def test_joined_questions_come_apart(text: str, questions: tuple[str, ...]) -> None:
    assert questions_in(text) == questions


@pytest.mark.parametrize(
    "text",
    [
        "what do my mum and I like",
        "what did I say about Tom and Anna",
        "do I like fish and chips",
        "do I have a dog and a cat",
        "what are my cat and my dog called",
        "am I allergic to nuts and eggs",
        "how do I get to work and back",
    ],
)
def test_what_asks_one_thing_stays_whole(text: str) -> None:
    assert questions_in(f"{text}?") == (text.casefold(),)


def test_each_part_is_answered() -> None:
    reply = Talk(*KNOWN).say("What's my dog's name and where do I live?")
    assert "Biscuit" in reply
    assert "Rome" in reply


def test_what_is_not_known_of_them_is_named() -> None:
    reply = Talk(*KNOWN).say("What's my job and how old am I?")
    assert "nurse" in reply
    assert "Nothing yet on “how old am I”." in reply


def test_a_pronoun_means_who_was_asked_of_before() -> None:
    assert "Bari" in Talk(*KNOWN).say("What's my sister's name and where does she live?")


def test_a_message_that_was_put_right_later_is_quoted_as_such() -> None:
    talk = Talk()
    talk.say("The parcel code is for locker twelve")
    brief = talk.brief("Which locker is the parcel code for?")
    assert "put right" not in write(brief, "")
    assert "put right" in write(replace(brief, outdated=frozenset({"u1"})), "")


def test_what_is_not_known_is_said_beside_what_is() -> None:
    cats = (recalled("User's cat is called Pixel"), recalled("User's cat is called Byte"))
    reply = Talk(*cats).say("what are my cats called and when is the baby due?")
    assert "Pixel" in reply and "Byte" in reply
    assert "when is the baby due" in reply
