"""Names told the other way round, of what is known already, or with "is" alone; a job that begins later is a plan."""

import pytest

from tests.unit.memory.chats import Chat, after


@pytest.mark.parametrize(
    ("lines", "slot", "names"),
    [
        (["Petr is my boss"], "boss.name", {"Petr"}),
        (["petr is my boss"], "boss.name", {"petr"}),
        (["my boss is Petr"], "boss.name", {"Petr"}),
        (["my son is Tomas"], "family.son", {"Tomas"}),
        (["I have a cat", "the cat is called Pixel"], "pet.cat", {"Pixel"}),
        (["my cat is called Pixel", "the cat is called Pixie"], "pet.cat", {"Pixie"}),
    ],
)
def test_names_are_learnt(lines: list[str], slot: str, names: set[str]) -> None:
    chat = after(*lines)
    assert chat.active()[slot] == names


@pytest.mark.parametrize(
    "line",
    [
        "the cat is called Pixel",
        "she is my boss",
        "the devil is my boss",
        "my son is Catholic",
        "my son is Canadian",
        "my brother is VP",
        "my son is tired",
        "my mother is Virgo",
    ],
)
def test_other_words_are_no_names(line: str) -> None:
    chat = Chat()
    chat.say(line)
    assert not any(slot.startswith(("pet.", "family.", "boss.name")) for slot in chat.active())


def test_the_record_says_called() -> None:
    chat = Chat()
    chat.say("Petr is my boss")
    assert [one.text for one in chat.records().values()] == ["User's boss is called Petr"]


def test_a_job_that_begins_later_is_a_plan() -> None:
    chat = Chat()
    chat.say("I work at Acme")
    chat.say("I am starting a new job at Kiwi on january 4th")
    assert chat.active() == {"employer": {"Acme"}, "plan": {"new job at Kiwi"}}


def test_a_job_that_began_is_one() -> None:
    chat = Chat()
    chat.say("I work at Acme")
    chat.say("I started a new job at Kiwi on january 4th")
    assert chat.active()["employer"] == {"Kiwi"}


@pytest.mark.parametrize(
    "line",
    [
        "thursday i'm off to Berlin for work, back on saturday",
        "I'm off to Berlin on thursday, back home on saturday",
        "I'm off to Berlin on thursday and back on saturday",
    ],
)
def test_the_day_of_a_return_is_not_that_of_the_journey(line: str) -> None:
    chat = Chat()
    chat.say(line)
    assert chat.one("plan").text == "User is off to Berlin on Thursday 14 May 2026"


def test_a_return_alone_has_its_day() -> None:
    chat = Chat()
    chat.say("I'm coming back on Saturday")
    assert chat.one("plan").text == "User is coming back on Saturday 16 May 2026"
