"""Whole conversations in which something is put right, changes, ends or is forgotten."""

from datetime import UTC, datetime

import pytest

from chatbot.domain.memory import Candidate
from chatbot.domain.slots import Kind, Scope
from tests.unit.memory.chats import Chat, after

CONVERSATIONS: list[tuple[tuple[str, ...], dict[str, set[str]]]] = [
    (("My dog is called Biscuit", "no, it's Bella"), {"pet.dog": {"Bella"}}),
    (("My dog is called Biscuit", "Actually, my dog is called Bella"), {"pet.dog": {"Bella"}}),
    (("My dog is called Biscuit", "not Biscuit but Bella"), {"pet.dog": {"Bella"}}),
    (("My dog is called Biscuit", "I meant Bella"), {"pet.dog": {"Bella"}}),
    (("My dog is called Biscuit", "It's Bella, not Biscuit"), {"pet.dog": {"Bella"}}),
    (("I live in Denver", "I moved from Denver to Portland"), {"home": {"Portland"}}),
    (("I live in Denver", "We moved to Portland"), {"home": {"Portland"}}),
    (("I live in Denver", "I live in Portland now"), {"home": {"Portland"}}),
    (("I live in Denver", "no, Portland"), {"home": {"Portland"}}),
    (("I live in Porto", "I live in Porto, Portugal"), {"home": {"Porto, Portugal"}}),
    (("I live in Porto, Portugal", "I live in Porto"), {"home": {"Porto, Portugal"}}),
    (("I'm 35", "Actually I'm 36, not 35"), {"age": {"36"}}),
    (("I'm 35 years old", "I just turned 36"), {"age": {"36"}}),
    (("My name is Jon", "My name isn't Jon, it's John"), {"name": {"John"}}),
    (("My name is Jon", "Sorry, my name is John"), {"name": {"John"}}),
    (("I work at Google", "I no longer work at Google"), {}),
    (("I work at Google", "I quit my job at Google"), {}),
    (("I work at Google", "I don't work at Google anymore, I work at Mistral"), {"employer": {"Mistral"}}),
    (("I work at Google", "I just joined Mistral"), {"employer": {"Mistral"}}),
    (("I love pizza", "I hate pizza"), {"dislikes": {"pizza"}}),
    (("I hate pizza", "Actually I love pizza"), {"likes": {"pizza"}}),
    (("I love pizza", "I love pizza"), {"likes": {"pizza"}}),
    (("I love pizza", "Actually, I love jazz"), {"likes": {"pizza", "jazz"}}),
    (("My favorite color is teal", "My favourite colour is green"), {"favorite.color": {"green"}}),
    (("I have a cat", "My cat is called Miso"), {"pet.cat": {"Miso"}}),
    (("My cat is called Miso", "I have a cat"), {"pet.cat": {"Miso"}}),
    (("My dog is called Rex", "I have a dog named Bello"), {"pet.dog": {"Rex", "Bello"}}),
    (("My dog is called Rex", "My dog died"), {}),
    (("My dog is called Rex", "My dog Rex passed away last week"), {}),
    (("My sister is called Maya", "Actually her name is Maja"), {"family.sister": {"Maja"}}),
    (("My mother is called Rosa", "My mum's name is Rosario"), {"family.mother": {"Rosario"}}),
    (("My birthday is March 14", "no wait, my birthday is the 15th of March"), {"birthday": {"15th of March"}}),
    (("I'm vegetarian", "I'm vegan now"), {"diet": {"vegan"}}),
    (("I live in Porto", "forget that"), {}),
    (("I live in Porto", "please forget where I live"), {}),
    (("I live in Porto", "I'm 36", "forget how old I am"), {"home": {"Porto"}}),
    (("I live in Porto", "forget that", "I live in Porto"), {}),
    (("I live in Porto", "forget that", "remember that I live in Porto"), {"home": {"Porto"}}),
    (("I love golf", "forget about golf", "I really love golf"), {}),
    (("I live in Porto and I live in Lisbon",), {}),
    (("I live in Porto and I live in Lisbon", "I live in Lisbon"), {"home": {"Lisbon"}}),
    (("Please keep your answers short", "Please keep your answers long"), {"reply_style": {"long"}}),
    (("I'm single", "My boyfriend's name is Luca", "My boyfriend's name is Marc"), {"partner": {"Marc"}}),
    (("remember that my box is 42", "remember that my box is 43"), {"": {"User's box is 42", "User's box is 43"}}),
    (
        ("My sister Maya is vegetarian", "I am not vegetarian"),
        {"family.sister": {"Maya"}, "maya.diet": {"vegetarian"}},
    ),
    (("My sister Maya is vegetarian", "Maya is not vegetarian"), {"family.sister": {"Maya"}}),
    (("I am vegetarian", "I am not vegetarian"), {}),
    (("I'm 34", "I'm 35 not 34"), {"age": {"35"}}),
    (("I'm 34", "you got my age wrong, I'm 35"), {"age": {"35"}}),
    (("I live in Porto", "I live in Lisbon not Porto"), {"home": {"Lisbon"}}),
    (("My dog is called Rex", "that's wrong, my dog is Bella"), {"pet.dog": {"Bella"}}),
    (("My dog is called Rex", "Actually, my dog is tired"), {"pet.dog": {"Rex"}}),
    (("my favourite colour is green, no wait, blue",), {"favorite.color": {"blue"}}),
    (("I'm 34, no, tired",), {"age": {"34"}}),
    (("I live in Porto, no, Lisbon",), {"home": {"Lisbon"}}),
    (("I live in Porto, sorry, Lisbon",), {"home": {"Lisbon"}}),
    (("My favourite colour is blue. No, green.",), {"favorite.color": {"green"}}),
    (("I live in Porto. No, thanks.",), {"home": {"Porto"}}),
    (("I live in Porto. No, that's fine.",), {"home": {"Porto"}}),
    (("I was born in 1990, no wait, 1991",), {"birthday": {"1991"}}),
    (("I live in Porto, no doubt",), {"home": {"Porto"}}),
    (("I have a cat, no dogs",), {"pet.cat": {"cat"}}),
    (("I love pizza, I mean really",), {"likes": {"pizza"}}),
    (("My brother is called Tom", "no, my brother is Catholic"), {"family.brother": {"Tom"}}),
    (("I like coffee", "I don't like coffee any more, I drink tea now"), {"likes": {"tea"}}),
    (("remind me to call my mum on Tuesday at 6pm",), {"plan": {"call my mum"}}),
    (("remember that my locker is 42", "remember my locker is 42"), {"": {"User's locker is 42"}}),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), CONVERSATIONS, ids=[" / ".join(lines) for lines, _ in CONVERSATIONS])
def test_conversation(lines: tuple[str, ...], expected: dict[str, set[str]]) -> None:
    assert after(*lines).active() == expected


def test_what_is_told_of_somebody_else_stays_with_the_persona_as_a_fact() -> None:
    chat = Chat()
    chat.say("My sister Maya lives in Hamburg")
    chat.say("Maya is vegan")
    told = [one for one in chat.records().values() if one.subject == "maya"]
    assert {one.value for one in told} == {"Hamburg", "vegan"}
    assert {(one.kind, one.scope) for one in told} == {(Kind.FACT, Scope.PERSONA)}
    assert chat.one("family.sister").kind is Kind.RELATIONSHIP


def test_a_model_cannot_share_what_is_told_of_somebody_else_more_widely() -> None:
    chat = Chat()
    chat.learn((Candidate("Maya is 30", Kind.IDENTITY, "maya", "age", "30", "Maya is 30"),))
    assert chat.one("age").scope is Scope.PERSONA


def test_a_reminder_is_a_plan_with_its_day_and_hour() -> None:
    chat = Chat()  # a Wednesday
    chat.say("Can you remind me to call the bank on Tuesday at 6pm?")
    plan = chat.one("plan")
    assert plan.text == "User's plan: call the bank (Tuesday 19 May 2026, at 6pm)"
    assert plan.kind is Kind.PLAN
    assert plan.event_start == datetime(2026, 5, 19, tzinfo=UTC)


@pytest.mark.parametrize("line", ["remind me what my dog is called", "you remind me of my sister"])
def test_what_asks_for_no_reminder_makes_no_plan(line: str) -> None:
    chat = Chat()
    chat.say(line)
    assert "plan" not in chat.active()


@pytest.mark.parametrize(
    "line",
    [
        "no way!",
        "no clue",
        "no problem",
        "NO PROBLEM",
        "no smoking here haha",
        "no dairy for me",
        "no worries, and no rush",
        "no, nevermind",
        "no, tell me more",
        "no, let's talk about music",
        "no, stop",
        "no, keep going",
        "no, music first",
        "no, work stuff",
        "sorry, wrong window",
        "sorry, dinner time",
        "no, long story",
        "no, brb",
        "no, whatever",
        "no, help",
        "no, question for you",
        "no, plenty of time",
        "no, cheers",
        "actually, let's stop here",
        "no one knows",
    ],
)
@pytest.mark.parametrize("known", ["I live in Rome", "My dog is called Biscuit", "I work as a nurse", "I love jazz"])
def test_an_aside_puts_nothing_right(known: str, line: str) -> None:
    chat = Chat()
    chat.say(known)
    before = chat.active()
    chat.say(line)
    assert chat.active() == before


@pytest.mark.parametrize(
    ("known", "reply", "line", "slot", "value"),
    [
        ("I live in Rome", "", "no, Long Island", "home", "Long Island"),
        ("I live in Rome", "", "no Paris", "home", "Paris"),
        ("i live in rome", "", "no, paris", "home", "paris"),
        ("my dog is called biscuit", "", "no, bella", "pet.dog", "bella"),
        ("My dog is called Biscuit", "Your dog is called Biscuit.", "no, bella", "pet.dog", "bella"),
        ("I work as a nurse", "", "no, surgeon", "job", "surgeon"),
        ("I'm 34", "", "no 35", "age", "35"),
    ],
)
def test_a_bare_word_behind_no_is_what_is_right(known: str, reply: str, line: str, slot: str, value: str) -> None:
    chat = Chat()
    chat.say(known)
    chat.say(line, reply)
    assert chat.active() == {slot: {value}}


@pytest.mark.parametrize(
    ("line", "value"),
    [("avoid emojis", "emojis"), ("no emojis please", "emojis"), ("Please don't use bullet points", "bullet points"),
     ("no more small talk", "small talk"), ("no fluff", "fluff"), ("stop using slang with me", "slang")],
)  # fmt: skip
def test_what_answers_shall_not_have_is_a_wish_against_it(line: str, value: str) -> None:
    chat = Chat()
    chat.say("I live in Rome")
    chat.say(line)
    wish = chat.one("reply_style")
    assert (wish.value, wish.text) == (value, f"User does not want {value} in answers")
    assert chat.active()["home"] == {"Rome"}


def test_there_are_enough() -> None:
    assert len(CONVERSATIONS) >= 30
