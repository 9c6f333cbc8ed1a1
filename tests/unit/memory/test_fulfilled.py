"""Plans and goals that have come true; and what only sounds as if they had."""

import pytest

from chatbot.domain.memory import Status
from tests.unit.memory.chats import Chat

LISBON = "I'm moving to Lisbon next month"


@pytest.mark.parametrize(
    "said", ["I've moved", "I moved last week", "no, I already moved", "We've moved, finally", "I have moved there"]
)
def test_a_move_that_is_done_gives_the_new_home(said: str) -> None:
    chat = Chat()
    chat.say("I live in Rome")
    chat.say(LISBON)
    chat.say(said)
    assert chat.active() == {"home": {"Lisbon"}}
    assert chat.one("plan", Status.SUPERSEDED).valid_until is not None


def test_the_place_may_be_named_again() -> None:
    chat = Chat()
    chat.say(LISBON)
    chat.say("I moved to Lisbon last week")
    assert chat.active() == {"home": {"Lisbon"}}


@pytest.mark.parametrize(
    ("known", "said", "attribute"),
    [
        ("I'm getting married in June", "We got married", "plan"),
        ("I'm getting married in June", "I'm married now!", "plan"),
        ("My goal is to run a marathon", "I ran a marathon yesterday", "goal"),
        ("I want to buy a house", "we finally bought a house", "goal"),
        ("I want to learn Spanish", "I've learned Spanish", "goal"),
        ("I'm flying to Tokyo tomorrow", "I'm back from Tokyo", "plan"),
        ("I'm flying to Tokyo tomorrow", "we're back from our trip", "plan"),
        ("I'm planning to adopt a puppy", "I adopted a puppy", "plan"),
        ("My goal is to finish my novel", "I did it", "goal"),
    ],
)
def test_what_came_true_is_over(known: str, said: str, attribute: str) -> None:
    chat = Chat()
    chat.say(known)
    chat.say(said)
    assert attribute not in chat.active()
    assert chat.one(attribute, Status.SUPERSEDED)


@pytest.mark.parametrize(
    "said",
    [
        "I moved the sofa",
        "I moved on",
        "I moved to Porto last week",
        "Have I moved?",
        "I wish I had moved",
        "If I moved to Lisbon I'd be happy",
        "I have not moved yet",
        "I haven't moved",
        "She moved to Lisbon",
        "I'm back",
        "I'm back from lunch",
        "I ran to the shop",
        "I was moved by that film",
        "I moved out",
        "I ran half a marathon",
        "I ran a marathon of Friends episodes",
        "I ran a marathon in 2015",
        "I ran a marathon training",
        "I moved my Lisbon flight",
        "I moved closer to Lisbon",
        "I moved the Lisbon meeting to Monday",
        "I have just moved Lisbon up the list",
        "I made it up",
        "I made it to work",
        "I did it my way",
        "I have done that before",
    ],
)
def test_a_plan_stays_where_nothing_came_true(said: str) -> None:
    chat = Chat()
    chat.say(LISBON)
    chat.say("My goal is to run a marathon")
    chat.say(said)
    assert (chat.active()["plan"], chat.active()["goal"]) == ({"Lisbon"}, {"run a marathon"})


@pytest.mark.parametrize(
    "said",
    [
        "I bought a house plant",
        "I bought a book about a house",
        "I bought a doll house",
        "We bought my parents a house",
        "I bought a house in 2010",
        "I bought a bird house",
        "I bought a house for my dog",
        "I got a house guest",
        "I got house arrest",
        "I bought house shoes",
        "I purchased House MD on DVD",
    ],
)
def test_what_is_only_called_alike_fulfils_nothing(said: str) -> None:
    chat = Chat()
    chat.say("I want to buy a house")
    chat.say(said)
    assert chat.active()["goal"] == {"buy a house"}


def test_who_is_back_on_the_day_before_a_journey_was_away_from_the_screen() -> None:
    chat = Chat()
    chat.say("I'm flying to Tokyo tomorrow")
    chat.say("I'm back")
    assert chat.active()["plan"] == {"Tokyo"}
    chat.turns += 2 * 24 * 60
    chat.say("I'm back")
    assert "plan" not in chat.active()


def test_a_journey_of_another_year_fulfils_no_plan() -> None:
    chat = Chat()
    chat.say("I'm flying to Tokyo tomorrow")
    chat.say("I flew to Tokyo last year")
    chat.say("I'm flying to Oslo in December")
    chat.say("I'm back from Oslo")
    assert chat.active()["plan"] == {"Tokyo", "Oslo"}


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        ("write a book", "I finished a book today"),
        ("write a book", "I finished reading the book"),
        ("learn Spanish", "I learned a Spanish song"),
        ("learn Spanish", "I learned that Spanish is hard"),
    ],
)
def test_what_was_done_with_the_same_words_is_not_the_goal(goal: str, said: str) -> None:
    chat = Chat()
    chat.say(f"I want to {goal}")
    chat.say(said)
    assert chat.active()["goal"] == {goal}


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        ("write a book", "I finished the book!"),
        ("write a book", "I finally finished writing my book"),
        ("learn Spanish", "I learned Spanish, finally"),
        ("buy a house", "we bought a house two weeks ago"),
        ("buy a house", "I did it today"),
        ("run a marathon", "I did it!"),
    ],
)
def test_a_goal_that_was_reached_is_over(goal: str, said: str) -> None:
    chat = Chat()
    chat.say(f"I want to {goal}")
    chat.say(said)
    assert "goal" not in chat.active()
