"""What the user edited holds against all that is learnt, and gives way to what they put right or order later."""

from datetime import timedelta

import pytest

from chatbot.domain.change import Op
from chatbot.domain.memory import Memory, Polarity, Status
from chatbot.domain.message import Message, Role
from chatbot.memory.extract import Focus, extract
from chatbot.memory.retyped import value_place
from tests.unit.memory.chats import START, Chat, after


def edited(first: str, attribute: str, words: str) -> Chat:
    chat = Chat()
    chat.say(first)
    chat.book.edit(chat.one(attribute).id, text=words).result()
    return chat


@pytest.mark.parametrize(
    "line",
    [
        "no, I live in Porto.",
        "remember that I live in Porto",
        "Actually I live in Porto",
        "I live in Porto, not Lisbon",
    ],
)
@pytest.mark.parametrize("offered", [False, True])
def test_a_later_correction_or_order_wins(line: str, offered: bool) -> None:
    chat = edited("I live in Porto", "home", "I live in Lisbon")
    if offered:
        chat.say("I live in Porto")
    chat.say(line)
    assert chat.active() == {"home": {"Porto"}}
    assert chat.one("home", Status.SUPERSEDED).value == "Lisbon"
    assert not chat.book.conflicts()


def test_other_slots_give_way_too() -> None:
    chat = edited("My dog is called Biscuit", "pet.dog", "my dog is called Bella")
    chat.say("no, my dog is called Biscuit")
    assert chat.active() == {"pet.dog": {"Biscuit"}}


def test_an_end_of_it_is_told_and_not_made() -> None:
    chat = edited("I work at Acme", "employer", "I work at Globex")
    (told,) = chat.say("I don't work at Globex anymore")
    assert told.op is Op.REJECT and "stays until you change it" in told.reason
    assert chat.active() == {"employer": {"Globex"}}


@pytest.mark.parametrize(
    "line",
    [
        "I live in Porto",
        "I live in Faro",
        "I live in Porto with my sister",
        "I have moved back, I live in Porto again",
        "I moved, I live in Porto now",
        "I moved back to Porto",
        "I live in Porto these days",
    ],
)
def test_what_is_learnt_against_it_is_offered_and_stands_among_the_conflicts(line: str) -> None:
    chat = edited("I live in Porto", "home", "I live in Lisbon")
    chat.say(line)
    assert chat.active()["home"] == {"Lisbon"}
    offered = chat.one("home", Status.PENDING)
    assert {one.value for one in chat.book.conflicts()} == {"Lisbon", offered.value}


@pytest.mark.parametrize(("keep", "left"), [("new", {"Porto"}), ("old", {"Lisbon"}), ("both", {"Porto", "Lisbon"})])
def test_an_offer_can_be_resolved(keep: str, left: set[str]) -> None:
    chat = edited("I live in Porto", "home", "I live in Lisbon")
    chat.say("I live in Porto")
    chat.book.resolve(chat.one("home", Status.PENDING).id, keep).result()  # type: ignore[arg-type]
    assert chat.active() == {"home": left}
    assert chat.book.conflicts() == ()


@pytest.mark.parametrize("how", ["pinned", "locked"])
def test_what_is_pinned_or_locked_is_still_only_offered(how: str) -> None:
    chat = edited("I live in Porto", "home", "I live in Lisbon")
    (chat.book.pin if how == "pinned" else chat.book.lock)(chat.one("home").id).result()
    chat.say("no, I live in Porto")
    assert chat.active() == {"home": {"Lisbon"}}


def test_what_was_said_before_the_edit_does_not_win_when_it_is_read_late() -> None:
    chat = edited("I live in Porto", "home", "I live in Lisbon")
    chat.turns += 1
    old = Message("m0", "s1", 1, 1, Role.USER, "p1", "no, I live in Porto", START - timedelta(days=1))
    chat.learn(extract(old, Focus(chat.clock(), chat.store.everything())), old)  # type: ignore[arg-type]
    assert chat.active() == {"home": {"Lisbon"}}


@pytest.mark.parametrize("line", ["my sister lives in Porto now", "do I live in Porto again?", "I was in Porto again"])
def test_words_of_something_else_change_nothing(line: str) -> None:
    chat = edited("I live in Porto", "home", "I live in Lisbon")
    chat.say(line)
    assert chat.active()["home"] == {"Lisbon"}


def test_an_edit_changes_the_names_too() -> None:
    assert edited("I live in Porto", "home", "I live in Lisbon").one("home").entities == ("lisbon",)
    kept: Memory = edited("I live in Porto", "home", "I live in Porto, Portugal").one("home")
    assert kept.entities == ("porto, portugal",)


def over(chat: Chat, attribute: str, typed: str) -> None:
    """Types a sentence over the value in a memory's line."""
    memory = next(one for one in chat.records().values() if one.attribute == attribute and one.status is Status.ACTIVE)
    start, end = value_place(memory)
    chat.book.edit(memory.id, text=f"{memory.text[:start]}{typed}{memory.text[end:]}").result()


@pytest.mark.parametrize(
    ("lines", "attribute", "typed", "left"),
    [
        (["I live in Brno"], "home", "my cat is called Minka", {"home": {"Brno"}, "pet.cat": {"Minka"}}),
        (["I live in Brno", "my cat is called Pixel"], "home", "my cat is called Minka",
         {"home": {"Brno"}, "pet.cat": {"Minka"}}),
        (["My name is Marek"], "name", "My wife is Jana", {"name": {"Marek"}, "partner": {"Jana"}}),
        (["My name is Marek", "My wife is Eva"], "name", "My wife is Jana", {"name": {"Marek"}, "partner": {"Jana"}}),
        (["I live in Brno", "I work at Acme"], "home", "no, I work at Globex",
         {"home": {"Brno"}, "employer": {"Globex"}}),
        (["I live in Brno"], "home", "I don't eat fish", {"home": {"Brno"}, "diet": {"fish"}}),
        (["my son Tomas is 9"], "family.son", "Tomas is 10", {"family.son": {"Tomas"}, "tomas.age": {"10"}}),
    ],
)  # fmt: skip
def test_a_sentence_about_something_else_leaves_the_line(
    lines: list[str], attribute: str, typed: str, left: dict[str, set[str]]
) -> None:
    chat = after(*lines)
    over(chat, attribute, typed)
    assert chat.active() == left


@pytest.mark.parametrize(
    ("line", "attribute", "typed", "left"),
    [
        ("my brother is called Tom", "family.brother", "my cousin is called Tom", {"family.cousin": {"Tom"}}),
        ("I like coffee", "likes", "I hate coffee", {"dislikes": {"coffee"}}),
        ("I live in Brno", "home", "I'm from Brno", {"hometown": {"Brno"}}),
        ("my cat is called Pixel", "pet.cat", "I don't have a cat", {"": {"User doesn't have a cat"}}),
        ("my cat is called Pixel", "pet.cat", "the cat is called Pixie, short for Pixel", {"pet.cat": {"Pixie"}}),
        ("my bike is a Trek", "owns", "no it's a Giant, red one", {"owns": {"Giant"}}),
        ("I live in Brno", "home", "Zdenek plays the drums in a band",
         {"home": {"Brno"}, "": {"Zdenek plays the drums in a band"}}),
        ("I work at Acme", "employer", "What Is Love Ltd", {"employer": {"What Is Love Ltd"}}),
        ("my favorite movie is Alien", "favorite.movie", "Life is Beautiful",
         {"favorite.movie": {"Life is Beautiful"}}),
    ],
)  # fmt: skip
def test_a_sentence_about_the_line_changes_it(line: str, attribute: str, typed: str, left: dict[str, set[str]]) -> None:
    chat = Chat()
    chat.say(line)
    over(chat, attribute, typed)
    assert chat.active() == left


def test_an_age_typed_as_a_sentence_is_an_age() -> None:
    chat = Chat()
    chat.say("my son Tomas is 9")
    over(chat, "age", "Tomas is 10 since friday")
    assert chat.one("age").text == "Tomas is 10 years old"


def test_a_denial_typed_over_the_value_denies_it() -> None:
    chat = Chat()
    chat.say("I live in Brno")
    over(chat, "home", "I don't live in Brno")
    assert (chat.one("home").text, chat.one("home").polarity) == ("User does not live in Brno", Polarity.NEGATIVE)


def test_another_value_does_not_hold_since_the_old_one_did() -> None:
    chat = Chat()
    chat.say("I live in Prague")
    chat.say("I moved to Brno in January 2012")
    assert chat.one("home").valid_from is not None
    over(chat, "home", "Olomouc")
    assert (chat.one("home").value, chat.one("home").valid_from) == ("Olomouc", None)
