"""Whole conversations in which something is put right, changes, ends or is forgotten."""

import pytest

from tests.unit.memory.chats import Chat

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
    (("remember that my locker is 42", "remember my locker is 42"), {"": {"User's locker is 42"}}),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), CONVERSATIONS, ids=[" / ".join(lines) for lines, _ in CONVERSATIONS])
def test_conversation(lines: tuple[str, ...], expected: dict[str, set[str]]) -> None:
    chat = Chat()
    for line in lines:
        chat.say(line)
    assert chat.active() == expected


def test_there_are_enough() -> None:
    assert len(CONVERSATIONS) >= 30
