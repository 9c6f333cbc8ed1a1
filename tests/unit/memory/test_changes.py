"""Changes that lean on what is known: a switch, a sale, a separation; and what only sounds like one."""

import pytest

from chatbot.domain.change import Op
from chatbot.domain.memory import Status
from tests.unit.memory.chats import Chat


@pytest.mark.parametrize(
    ("known", "said", "attribute", "value"),
    [
        ("I work at Acme", "I switched from Acme to Globex", "employer", "Globex"),
        ("I work at Acme", "Fun fact: I recently changed jobs from Acme to Globex.", "employer", "Globex"),
        ("My major is biology", "So I switched my major from biology to law", "field_of_study", "law"),
        ("My favorite color is green", "I've switched from green to blue lately", "favorite.color", "blue"),
        ("My partner is Daniel", "Daniel and I broke up. My new partner is Robin", "partner", "Robin"),
    ],
)
def test_a_change_gives_the_slot_its_new_value(known: str, said: str, attribute: str, value: str) -> None:
    chat = Chat()
    chat.say(known)
    old = chat.one(attribute)
    chat.say(said)
    assert chat.one(attribute).value == value
    assert chat.records()[old.id].status is Status.SUPERSEDED


@pytest.mark.parametrize(
    ("known", "said", "attribute"),
    [
        ("I have a kayak", "I sold my kayak", "owns"),
        ("I own a telescope", "Well, we finally got rid of the telescope last week", "owns"),
        ("My partner is Daniel", "Me and Daniel have split up", "partner"),
    ],
)
def test_an_end_closes_what_is_known(known: str, said: str, attribute: str) -> None:
    chat = Chat()
    chat.say(known)
    chat.say(said)
    assert chat.one(attribute, Status.SUPERSEDED).valid_until is not None


@pytest.mark.parametrize(
    "said",
    [
        "I switched from tea to coffee",
        "Should I switch from Acme to Globex?",
        "Maybe I'll switch from Acme to Globex",
        "My brother switched from Acme to Globex",
        "If I switched from Acme to Globex I'd earn more",
        "I sold my bike",
        "Did I sell my kayak?",
        "I nearly sold my kayak",
        'He said "I sold my kayak"',
    ],
)
def test_what_is_no_change_of_anything_known(said: str) -> None:
    chat = Chat()
    chat.say("I work at Acme")
    chat.say("I have a kayak")
    chat.say("My partner is Daniel")
    before = chat.active()
    chat.say(said)
    after = chat.active()
    assert {slot: after[slot] for slot in before} == before


@pytest.mark.parametrize(
    ("said", "slot", "values"),
    [
        ("Chess is my hobby :)", "hobby", {"Chess"}),
        ("Oh, and I have a telescope :)", "owns", {"telescope"}),
        ("i love jazz <3", "likes", {"jazz"}),
        ("I enjoy a good documentary", "likes", {"documentary"}),
        ("One of my hobbies is pottery, you know", "hobby", {"pottery"}),
        ("so Lisbon is my favorite city :)", "favorite.city", {"Lisbon"}),
        ("I'm from Split originally", "hometown", {"Split"}),
        ("I am allergic to pollen, badly", "allergy", {"pollen"}),
        ("My best friend is Priya", "friend", {"Priya"}),
        ("My wife is Ines!", "partner", {"Ines"}),
    ],
)
def test_more_ways_to_say_it(said: str, slot: str, values: set[str]) -> None:
    chat = Chat()
    chat.say(said)
    assert chat.active()[slot] == values


@pytest.mark.parametrize(
    "said", ["My wife is Catholic", "My partner is tired", "My best friend is Vegan", "My husband is Leo"]
)
def test_what_follows_is_no_name(said: str) -> None:
    chat = Chat()
    chat.say(said)
    assert not {"partner", "friend"} & set(chat.active())


def test_a_slot_named_in_the_change_needs_no_known_value() -> None:
    chat = Chat()
    chat.say("I changed my major to statistics")
    assert chat.active() == {"field_of_study": {"statistics"}}


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("I'm allergic to peanuts", "I have a peanut allergy"),
        ("I love night trains", "I really love a night train"),
        ("My favorite food is noodles", "Noodle is my favorite food"),
        ("Remember that my locker is number 42", "By the way, don't forget, my locker number is 42, you know :)"),
    ],
)
def test_other_endings_and_order_are_the_same_again(first: str, again: str) -> None:
    chat = Chat()
    chat.say(first)
    before = chat.active()
    (change,) = chat.say(again)
    assert change.op is Op.REINFORCE
    assert chat.active() == before


@pytest.mark.parametrize(
    ("first", "again"), [("My friend Anna called", "My friend Annas called"), ("I like desert", "I like dessert")]
)
def test_names_and_other_words_are_not(first: str, again: str) -> None:
    chat = Chat()
    chat.say(first)
    chat.say(again)
    assert sum(map(len, chat.active().values())) == 2


def test_a_name_gets_its_capital_when_it_is_written_with_one() -> None:
    chat = Chat()
    chat.say("my brother tomasz works as a carpenter")
    chat.say("My brother is called Tomasz")
    assert chat.one("family.brother").text == "User's brother is called Tomasz"
    chat.say("my brother is called tomasz")
    assert chat.one("family.brother").value == "Tomasz"


@pytest.mark.parametrize(
    ("known", "said", "attribute", "value"),
    [
        ("I study linguistics", "I dropped linguistics for statistics", "field_of_study", "statistics"),
        ("My favorite color is green", "Green was my favorite color, but now it's indigo", "favorite.color", "indigo"),
        ("I live in Porto", "Utrecht is my home now", "home", "Utrecht"),
        ("I live in Porto", "Packed everything up and relocated to Utrecht last month", "home", "Utrecht"),
        ("I live in Porto", "Finally moved to Utrecht!", "home", "Utrecht"),
        ("I work at Acme", "Globex hired me, so bye bye Acme", "employer", "Globex"),
        ("My partner is Daniel", "I'm with Robin now", "partner", "Robin"),
        ("I'm 34 years old", "turned 35 yesterday, feeling ancient", "age", "35"),
    ],
)
def test_more_changes(known: str, said: str, attribute: str, value: str) -> None:
    chat = Chat()
    chat.say(known)
    chat.say(said)
    assert chat.one(attribute).value == value


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("I love jazz", "I've gone off jazz"),
        ("My hobby is pottery", "I quit pottery"),
        ("I have a kayak", "my kayak got stolen last night"),
        ("I have a kayak", "gave my old kayak to my cousin"),
        ("I'm allergic to peanuts", "Turns out I'm not allergic to peanuts after all"),
        ("I'm vegetarian", "I eat meat again"),
    ],
)
def test_more_ends(known: str, said: str) -> None:
    chat = Chat()
    chat.say(known)
    assert chat.active()
    chat.say(said)
    assert chat.active() == {}


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("I own a car", "I lost my car keys"),
        ("I own a car", "I gave my sister a lift"),
        ("I'm vegetarian", "I'd never eat meat again"),
        ("I'm vegetarian", "My brother eats meat again"),
        ("I live in Porto", "Home is where the heart is"),
        ("I live in Porto", "Everybody is home now"),
        ("I love jazz", "I'm over it"),
        ("I'm allergic to peanuts", "Am I not allergic to peanuts after all?"),
        ("I'm 34 years old", "Moved to tears by that film"),
    ],
)
def test_what_is_no_end_of_it(known: str, said: str) -> None:
    chat = Chat()
    chat.say(known)
    before = chat.active()
    chat.say(said)
    assert chat.active() == before
