"""The word for a partner is kept, and another cat is another cat."""

import pytest

from chatbot.memory.retyped import value_place
from tests.unit.memory.chats import Chat, after


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["got a wife, Jana"], "User's wife is Jana"),
        (["my wife is Jana"], "User's wife is Jana"),
        (["my husband Petr snores"], "User's husband is Petr"),
        (["I have a girlfriend named Noor"], "User's girlfriend is Noor"),
        (["my partner is Jana"], "User's partner is Jana"),
        (["I'm married to Jana"], "User's partner is Jana"),
        (["my partner is Jana", "my wife is Jana not my partner"], "User's wife is Jana"),
        (["my partner is Jana", "my wife is Jana"], "User's wife is Jana"),
        (["my wife is Jana", "my partner is Jana"], "User's wife is Jana"),
    ],
)
def test_a_partner_is_called_what_the_user_calls_them(lines: list[str], text: str) -> None:
    chat = after(*lines)
    assert chat.one("partner").text == text


def test_the_word_can_be_typed_over_the_name() -> None:
    chat = Chat()
    chat.say("my partner is Jana")
    memory = chat.one("partner")
    start, end = value_place(memory)
    chat.book.edit(memory.id, text=f"{memory.text[:start]}my wife is Jana{memory.text[end:]}").result()
    assert (chat.one("partner").text, chat.one("partner").value) == ("User's wife is Jana", "Jana")


@pytest.mark.parametrize("line", ["we got another cat, Mourek", "I have a second cat, Mourek"])
def test_another_one_is_a_second_one(line: str) -> None:
    chat = Chat()
    chat.say("my cat is called Pixel")
    chat.say(line)
    assert chat.active() == {"pet.cat": {"Pixel", "Mourek"}}
