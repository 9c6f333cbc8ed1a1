"""Texts that tell what was put right."""

import pytest

from chatbot.memory.wrong import Wrong, righted, says, wrongs
from tests.unit.memory.chats import Chat


def only_wrong(chat: Chat) -> Wrong:
    (wrong,) = wrongs(chat.records())
    return wrong


def corrected() -> Wrong:
    chat = Chat()
    chat.say("I live in Porto")
    chat.say("no, Lisbon")
    return only_wrong(chat)


def test_a_correction_was_wrong_and_a_change_was_not() -> None:
    wrong = corrected()
    assert (wrong.memory.value, wrong.right.value) == ("Porto", "Lisbon")
    chat = Chat()
    chat.say("I live in Porto")
    chat.say("I moved to Lisbon last week")
    assert wrongs(chat.records()) == ()


def test_an_edit_by_hand_was_wrong_until_it_is_taken_back_or_forgotten() -> None:
    chat = Chat()
    chat.say("I live in Porto")
    home = chat.one("home")
    chat.book.edit(home.id, value="Lisbon").result()
    assert only_wrong(chat).memory.value == "Porto"
    chat.book.undo().result()
    assert wrongs(chat.records()) == ()
    chat.book.redo().result()
    chat.book.forget([home.id]).result()
    assert wrongs(chat.records()) == ()


def test_of_two_corrections_the_last_is_right() -> None:
    chat = Chat()
    for line in ("I live in Porto", "no, Lisbon", "no, Braga"):
        chat.say(line)
    assert {(one.memory.value, one.right.value) for one in wrongs(chat.records())} == {
        ("Porto", "Braga"),
        ("Lisbon", "Braga"),
    }


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("Sam: I live in Porto", "Sam: I live in Lisbon"),
        ("Sam: I live in Porto and love it", "Sam: I live in Lisbon and love it"),
        ("Mara: So you live in Porto!", "Mara: So you live in Lisbon!"),
        ("Also: Porto; 3 May.", "Also: Lisbon; 3 May."),
        ("Sam: My friend Jo is from Porto", "Sam: My friend Jo is from Porto"),
        ("Mara: Porto is a city in Portugal.", "Mara: Porto is a city in Portugal."),
        ("Sam: I live in Portobello", "Sam: I live in Portobello"),
        ("", ""),
    ],
)
def test_only_what_tells_the_fact_is_changed(line: str, after: str) -> None:
    wrong = corrected()
    assert righted(line, [wrong], "Sam") == after
    assert says(line, wrong, "Sam") == (line != after)
    assert not says(after, wrong, "Sam")
