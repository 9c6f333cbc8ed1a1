from datetime import UTC, datetime

import pytest

from chatbot.domain.memory import Candidate, Cue, Memory
from chatbot.domain.message import Message, Role
from chatbot.domain.records import Records
from chatbot.domain.slots import Kind, Scope
from chatbot.memory.extract import Focus, extract

NOW = datetime(2026, 5, 13, 12, tzinfo=UTC)  # a Wednesday


def said(text: str, *known: Memory, recent: tuple[Memory, ...] = (), reply: str = "") -> tuple[Candidate, ...]:
    message = Message("m1", "s1", 1, 1, Role.USER, "p1", text, NOW)
    return extract(message, Focus(NOW, Records({one.id: one for one in known}), recent, reply))


def facts(text: str, *known: Memory) -> list[tuple[str, str]]:
    return [(f"{one.subject}.{one.attribute}", one.value) for one in said(text, *known)]


def memory(attribute: str, value: str, *, subject: str = "user", text: str = "", id: str = "M1") -> Memory:
    return Memory(
        id,
        text or f"{subject} {attribute} {value}",
        Kind.FACT,
        Scope.USER,
        "s1",
        "p1",
        subject,
        attribute,
        value,
        NOW,
        NOW,
        NOW,
    )


def test_an_introduction_gives_exactly_three() -> None:
    assert facts("Hi, I'm Ana, I live in Porto and my dog is called Biscuit") == [
        ("user.name", "Ana"),
        ("user.home", "Porto"),
        ("user.pet.dog", "Biscuit"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("im ana and i live in porto", [("user.home", "porto")]),
        ("I’m allergic to peanuts", [("user.allergy", "peanuts")]),
        ("my favourite colour is teal", [("user.favorite.color", "teal")]),
        ("im alergic to shrimp", [("user.allergy", "shrimp")]),
        ("my sister maya is a nurse", [("user.family.sister", "maya"), ("maya.job", "nurse")]),
        ("I have two cats, Miso and Tofu", [("user.pet.cat", "Miso"), ("user.pet.cat", "Tofu")]),
        (
            "I love hiking, mac and cheese and jazz",
            [("user.likes", "hiking"), ("user.likes", "mac and cheese"), ("user.likes", "jazz")],
        ),
        ("I live in Austin, Texas", [("user.home", "Austin, Texas")]),
        ("I *really* love chess", [("user.likes", "chess")]),
        ("I don't eat meat", [("user.diet", "meat")]),
    ],
)  # fmt: skip
def test_facts(text: str, expected: list[tuple[str, str]]) -> None:
    assert facts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Do I live in Porto?",
        "If I lived in Porto, I would surf",
        "I wish I had a dog",
        "She said I live in a bubble",
        "*bows* I am Aragorn, son of Arathorn",
        'The book says "I live in Porto"',
        "Yeah right, I love Mondays",
        "Translate: I live in Porto",
        "```\nI live in Porto\n```",
        "> I live in Porto",
        "I don't live in Porto",
        "Pretend I am a doctor",
        "My password is hunter22",
        "x = 5\nprint('I live in Porto')",
        "I live in Porto, right?",
        "I'm Exhausted",
        "I'm a bit of a nerd",
        "Don't you think I live in Porto",
        "",
        "   \n",
        "🙂",
    ],
)
def test_guards(text: str) -> None:
    assert said(text) == ()


def test_pasted_text_counts_only_by_its_first_paragraph() -> None:
    pasted = "I live in Porto.\n\n" + "I work at a bank and I love golf. " * 200
    assert facts(pasted) == [("user.home", "Porto")]


def test_a_candidate_stands_alone() -> None:
    (one,) = said("Well, my dog is called Biscuit. He is great!")
    assert one.text == "User's dog is called Biscuit"
    assert one.quote == "Well, my dog is called Biscuit"
    assert one.kind is Kind.RELATIONSHIP
    assert "biscuit" in one.entities


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("I'm flying to Lisbon on Friday", "2026-05-15", "2026-05-16"),
        ("We're going to Iceland in two weeks", "2026-05-27", "2026-05-28"),
        ("I have a dentist appointment tomorrow", "2026-05-14", "2026-05-15"),
        ("I ran a marathon last Tuesday", "2026-05-12", "2026-05-13"),
    ],
)
def test_dates_are_resolved_against_the_message(text: str, first: str, last: str) -> None:
    (one,) = said(text)
    assert one.event_start is not None and one.event_start.date().isoformat() == first
    assert one.event_end is not None and one.event_end.date().isoformat() == last


def test_a_change_names_what_was() -> None:
    (one,) = said("I moved from Denver to Portland")
    assert (one.value, one.old_value, one.cue) == ("Portland", "Denver", Cue.CHANGE)


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("I no longer work at Google", "employer", "Google"),
        ("I don't work at Google anymore", "employer", "Google"),
        ("I used to live in Rome", "home", "Rome"),
        ("I quit my job at Deloitte", "employer", "Deloitte"),
        ("My dog died", "pet.dog", ""),
    ],
)
def test_endings(text: str, slot: str, value: str) -> None:
    (one,) = said(text)
    assert (one.attribute, one.value, one.cue) == (slot, value, Cue.ENDING)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Just for this chat, call me Captain", Scope.SESSION),
        ("Only you should know this: I'm pregnant", Scope.PERSONA),
        ("I'm a nurse, tell the others too", Scope.USER),
        ("I'm a nurse", None),
    ],
)
def test_scope_in_words(text: str, scope: Scope | None) -> None:
    (one,) = said(text)
    assert one.scope is scope


def test_remember_fills_a_slot_or_makes_a_note() -> None:
    (slot,) = said("Please remember that I live in Porto")
    assert (slot.cue, slot.attribute, slot.value) == (Cue.REMEMBER, "home", "Porto")
    (note,) = said("remember that my locker is number 42")
    assert (note.cue, note.attribute, note.text) == (Cue.REMEMBER, "", "User's locker is number 42")
    (trailing,) = said("I wear size 43 shoes, remember that")
    assert (trailing.cue, trailing.text) == (Cue.REMEMBER, "User wears size 43 shoes")


@pytest.mark.parametrize(
    "text", ["I remember that", "Do you remember Rome?", "Remember when we laughed", "Remember, small things matter"]
)
def test_remembering_is_not_always_an_order(text: str) -> None:
    assert said(text) == ()


DOG = memory("pet.dog", "Biscuit", text="User's dog is called Biscuit")
CITY = memory("home", "Porto", text="User lives in Porto", id="M2")


@pytest.mark.parametrize(
    "text",
    ["no, it's Bella", "No, it is Bella.", "no it's bella", "It's Bella, not Biscuit", "not Biscuit but Bella",
     "I meant Bella", "Actually it's Bella", "no, Bella", "Bella, not Biscuit", "that's wrong, it's Bella",
     "sorry, I meant Bella", "no, she's called Bella"],
)  # fmt: skip
def test_a_correction_finds_its_slot(text: str) -> None:
    (one,) = said(text, DOG, CITY, recent=(DOG, CITY), reply="Your dog is called Biscuit.")
    assert (one.attribute, one.value.lower(), one.old_value, one.cue) == (
        "pet.dog",
        "bella",
        one.old_value,
        Cue.CORRECTION,
    )
    assert one.old_value.lower() == "biscuit"


def test_a_correction_follows_the_last_reply() -> None:
    (one,) = said("no, it's Braga", DOG, CITY, recent=(DOG, CITY), reply="You live in Porto, don't you?")
    assert (one.attribute, one.value) == ("home", "Braga")


@pytest.mark.parametrize(
    "text", ["no, it's fine", "No, thanks", "no, it's complicated", "it's raining", "No, why?", "actually no"]
)
def test_a_no_is_not_always_a_correction(text: str) -> None:
    assert said(text, DOG, recent=(DOG,), reply="Your dog is called Biscuit.") == ()


def test_forgetting() -> None:
    (newest,) = said("forget that", DOG, CITY, recent=(CITY, DOG))
    assert (newest.cue, newest.attribute) == (Cue.FORGET, "home")
    (about,) = said("Please forget everything about Biscuit", DOG, CITY)
    assert (about.cue, about.value) == (Cue.FORGET, "Biscuit")
    (unknown,) = said("forget about my yacht", DOG)
    assert (unknown.cue, unknown.attribute) == (Cue.FORGET, "")
    assert said("I live in Rome, but don't remember that") == ()
    assert said("I always forget things", DOG) == ()
    assert said("Forget it", DOG, recent=(DOG,)) == ()


def test_known_people_are_subjects_by_name() -> None:
    sister = memory("family.sister", "Maya")
    assert facts("Maya lives in Berlin now", sister) == [("maya.home", "Berlin")]
    assert facts("Obama lives in Washington", sister) == []
    assert facts("my sister works at Siemens", sister) == [("maya.employer", "Siemens")]


def test_pronouns_mean_who_was_just_named() -> None:
    assert facts("My brother Theo called. He lives in Kyoto.") == [
        ("user.family.brother", "Theo"),
        ("theo.home", "Kyoto"),
    ]
    assert facts("He lives in Kyoto.") == []


def test_the_same_message_gives_the_same() -> None:
    text = "I'm Ana, I love hiking and my sister Maya lives in Rome"
    assert said(text) == said(text)
