"""What users ask of themselves in other words than they told it with."""

import pytest

from chatbot.domain.change import Change, Op
from chatbot.domain.memory import Status
from chatbot.domain.receipt import Recalled
from chatbot.domain.value import replace
from chatbot.llm.offline.answers import answers
from tests.unit.llm.briefs import Talk, memory, recalled


def told(question: str, *memories: str) -> list[str]:
    return [one.text for one in answers(Talk(*map(recalled, memories)).brief(question))]


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("what car do I have?", "User drives a Corolla"),
        ("which car do I drive?", "User drives a Corolla"),
        ("what's my car?", "User's car is a Yaris"),
        ("do I have a car?", "User has a Toyota Yaris"),
        ("what do I ride?", "User rides a Ducati"),
        ("do I have a bike?", "User rides a Ducati"),
        ("what phone do I have?", "User has a Pixel 8"),
        ("what laptop do I use?", "User has a MacBook"),
        ("what colour is my car?", "User's car is blue"),
        ("what do I play?", "User plays the cello"),
        ("what sports do I do?", "User plays tennis"),
        ("what pet do I have?", "User's cat is called Mimi"),
        ("what animals do I have?", "User's cat is called Mimi"),
        ("how many children do I have?", "User's son is called Max"),
        ("do I have any siblings?", "User's brother is called Tom"),
        ("who is in my family?", "User's brother is called Tom"),
        ("what am I by profession?", "User is a plumber"),
        ("what do I do?", "User teaches maths"),
        ("what do I like to eat?", "User likes sushi"),
        ("what don't I like?", "User does not like olives"),
        ("what's my favourite movie?", "User's favorite film is Alien"),
        ("do I have anything planned?", "User is flying to Tokyo on Friday 20 November 2026"),
        ("who do I live with?", "User lives alone"),
        ("what medicine do I take?", "User takes aspirin every morning"),
    ],
)
def test_it_is_found(question: str, known: str) -> None:
    assert told(question, "User's name is Ana", known) == [known]


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("what colour is my bike?", "User's car is blue"),
        ("what car do I have?", "User has a Pixel 8"),
        ("what phone do I have?", "User drives a Corolla"),
        ("who do I live with?", "User lives in Berlin"),
        ("do I have a dog?", "User's cat is called Mimi"),
        ("do I have kids?", "User's brother is called Tom"),
        ("what do I ride?", "User drives a Corolla"),
    ],
)
def test_what_is_near_is_no_answer(question: str, known: str) -> None:
    assert told(question, known) == []


def test_when_is_answered_by_words_that_name_a_time() -> None:
    talk = Talk(recalled("User plays tennis"))
    talk.say("I play tennis on Saturdays")
    assert "Saturdays" in talk.say("When do I play tennis?")


def test_who_am_i_gets_the_main_facts() -> None:
    def kind(text: str, kind: str) -> Recalled:
        return replace(recalled(text), kind=kind)

    likes = [kind(f"User likes thing {number}", "preference") for number in range(6)]
    talk = Talk(
        kind("User's name is Ana", "identity"), kind("User is a nurse", "fact"), *likes,
        kind("User's dog is called Biscuit", "relationship"),
    )  # fmt: skip
    reply = talk.say("Who am I?")
    assert all(word in reply for word in ("Ana", "nurse", "Biscuit"))
    assert reply.count("thing") == 2
    assert Talk(*likes).say("What do you know about me?").count("thing") == 6


def test_an_animal_that_died_is_mourned_and_kept() -> None:
    cat = memory("User's cat is called Mimi", "pet.cat", "Mimi")
    over = Change(Op.SUPERSEDE, cat, replace(cat, status=Status.SUPERSEDED, version=2), "over")
    reply = Talk().say("Mimi died", over)
    assert "What you told me of Mimi stays with me." in reply
    assert "history" not in reply and "no longer true" not in reply
