"""What is over, told without naming it; and what only sounds like an end."""

import pytest

from chatbot.domain.memory import Status
from tests.unit.memory.chats import Chat


@pytest.mark.parametrize(
    ("known", "said", "attribute", "value"),
    [
        ("I work as a nurse", "that's not my job anymore, I'm a teacher now", "job", "teacher"),
        ("I work as a nurse", "That's no longer my job. I'm a teacher now.", "job", "teacher"),
        ("I live in Rome", "that's not where I live anymore, I live in Paris now", "home", "Paris"),
        ("I live in Rome", "I don't live there anymore, I moved to Paris", "home", "Paris"),
        ("I work at Google", "I don't work there any more, I work at Mistral", "employer", "Mistral"),
        (
            "My field of study is law",
            "I'm not studying law anymore, I switched to biology",
            "field_of_study",
            "biology",
        ),
        ("My girlfriend is Anna", "She's not my girlfriend anymore, my girlfriend is Eve", "partner", "Eve"),
    ],
)
def test_what_is_over_gives_way_to_what_follows(known: str, said: str, attribute: str, value: str) -> None:
    chat = Chat()
    chat.say(known)
    old = chat.one(attribute)
    chat.say(said)
    assert chat.one(attribute).value == value
    assert chat.records()[old.id].status is Status.SUPERSEDED
    assert chat.records()[old.id].valid_until != old.said_at


@pytest.mark.parametrize(
    ("known", "said", "attribute"),
    [
        ("I work as a nurse", "that's not my job anymore", "job"),
        ("I work as a nurse", "It is no longer my job", "job"),
        ("I work at Google", "I don't work there anymore", "employer"),
        ("I work at Google", "I got laid off last week", "employer"),
        ("I work at Google", "I'm retired now", "employer"),
        ("I work at Google", "I got laid off from Google", "employer"),
        ("I work at Google", "I was let go from my job last week", "employer"),
        ("I work at Google", "I'm between jobs right now", "employer"),
        ("I live in Rome", "I no longer live there", "home"),
        ("I live in Rome", "That's not my address any more", "home"),
        ("My wife is Anna", "she's not my wife anymore", "partner"),
        ("My girlfriend is Anna", "I'm single again", "partner"),
        ("My wife is Anna", "we broke up last week", "partner"),
        ("My wife is Anna", "I separated from my wife in March", "partner"),
        ("My wife is Anna", "I got divorced from Anna two years ago", "partner"),
        ("My wife is Anna", "Anna and I split up in the summer", "partner"),
        ("My wife is Anna", "my wife and I are no longer together", "partner"),
        ("I work at Google", "I lost my job yesterday", "employer"),
        ("I'm allergic to peanuts", "I'm not allergic anymore", "allergy"),
        ("I'm allergic to peanuts", "I'm not allergic to them after all", "allergy"),
        ("I'm allergic to peanuts", "My allergy is gone", "allergy"),
        ("I'm allergic to peanuts", "turns out I'm not allergic after all", "allergy"),
        ("I play chess", "I don't do that anymore", "hobby"),
    ],
)
def test_what_is_over_ends(known: str, said: str, attribute: str) -> None:
    chat = Chat()
    chat.say(known)
    chat.say(said)
    assert chat.one(attribute, Status.SUPERSEDED).valid_until is not None


@pytest.mark.parametrize(
    "said",
    [
        "That's not my fault anymore",
        "That's not my job",
        "Is that not my job anymore?",
        "If that's not my job anymore I'll be sad",
        "She's not my boss anymore",
        "I'm not hungry anymore",
        "I don't know anymore",
        "My brother got laid off",
        "I got fired up",
        "I got fired in 1999",
        "My friend is single now",
        "He doesn't live there anymore",
        "That's no longer my home page",
        "That's not my job anymore, says Tom",
        "I'm single, he said",
        "I'm retired from boxing",
        "I quit my job search",
        "I lost my job interview notes",
        "I was fired from my first job in 2010",
        "I got let go from the choir",
        "I'm not allergic to that",
    ],
)
def test_what_only_sounds_like_an_end_leaves_all_as_it_is(said: str) -> None:
    chat = Chat()
    chat.say("I work as a nurse at Mercy Hospital")
    chat.say("I'm allergic to peanuts")
    chat.say("I live in Rome and my wife is Anna")
    before = {memory.id for memory in chat.records().values() if memory.status is Status.ACTIVE}
    chat.say(said)
    assert before <= {memory.id for memory in chat.records().values() if memory.status is Status.ACTIVE}


def test_of_several_allergies_none_is_dropped_unnamed() -> None:
    chat = Chat()
    chat.say("I'm allergic to peanuts and eggs")
    chat.say("I'm not allergic anymore")
    assert chat.active()["allergy"] == {"peanuts", "eggs"}


def test_where_nothing_was_known_no_past_is_made_up() -> None:
    chat = Chat()
    chat.say("I'm not allergic anymore")
    chat.say("That's not my job anymore")
    assert not chat.active()


@pytest.mark.parametrize(
    "said",
    [
        "I've moved to Linux",
        "I moved to Signal last week",
        "we moved to Slack",
        "I moved to Marketing",
        "I moved to Plan B",
        "I moved to veganism",
        "We moved to a bigger office",
        "moved to Python 3",
    ],
)
def test_who_moves_to_something_else_lives_where_they_lived(said: str) -> None:
    chat = Chat()
    chat.say("I live in Rome")
    chat.say(said)
    assert chat.one("home").value == "Rome"


def test_a_switch_that_was_planned_gives_no_home() -> None:
    chat = Chat()
    for line in ("I live in Rome", "I'm moving to Linux next week", "I've moved"):
        chat.say(line)
    assert chat.one("home").value == "Rome"


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("My wife is Anna", "I am separated from my luggage"),
        ("My wife is Anna", "I got separated from my group"),
        ("My wife is Anna", "I am divorced from reality"),
        ("My wife is Anna", "My wife and I were separated in the crowd"),
        ("My wife is Anna", "My wife and I broke up the fight"),
        ("My wife is Anna", "Anna and I split up the work"),
        ("My wife is Anna", "my wife and I are no longer together in the same team"),
        ("My wife is Anna", "we split up into teams"),
        ("My wife is Anna", "We separated the eggs"),
        ("My wife is Anna", "I broke up with sugar"),
        ("I work at Google", "I lost my job once in 2003"),
        ("I work at Google", "I quit Google Chrome"),
        ("I play chess", "I stopped playing chess at 10"),
        ("I work as a nurse", "I used to work as a nurse and still do"),
        ("I'm allergic to peanuts", "I'm not really allergic, am I"),
        ("I play chess", "I stopped playing chess for a month"),
        ("I'm vegetarian", "I stopped being vegetarian for a day"),
    ],
)
def test_what_parts_stops_or_ended_otherwise_ends_nothing(known: str, said: str) -> None:
    chat = Chat()
    chat.say(known)
    before = {(one.attribute, one.value) for one in chat.records().values()}
    chat.say(said)
    after = [one for one in chat.records().values() if one.attribute != "event"]
    assert {(one.attribute, one.value) for one in after} == before
    assert {one.status for one in after} == {Status.ACTIVE}
