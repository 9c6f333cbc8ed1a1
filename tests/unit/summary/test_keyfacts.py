from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from chatbot.domain.message import Message, Role
from chatbot.domain.mood import Reading
from chatbot.domain.session import KeyFact
from chatbot.summary.keyfacts import Text, checked, is_wanted, key_facts

NOW = datetime(2026, 3, 1, tzinfo=UTC)
Say = Callable[..., Message]


@pytest.fixture
def say() -> Say:
    count = iter(range(3, 1000))

    def said(text: str, role: Role = Role.USER, seq: int = 0, reading: Reading | None = None) -> Message:
        number = seq or next(count)
        return Message(f"m{number}", "s", number, number, role, "mara", text, NOW, reading=reading)

    return said


def texts(kind: str, *messages: Message) -> list[str]:
    return [fact.text for fact in key_facts(messages) if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("My sister Maya lives in Porto", ["Maya", "Porto"]),
        ("Yesterday was fun. Then we left", []),
        ("Ana Maria Costa called", ["Ana Maria Costa"]),
        ("I think I saw Tom's car", ["Tom"]),
        ("my dog is called Biscuit", ["Biscuit"]),
        ("That was kind of you, Maya!", []),
        ("I met Nora, Omar, Rosa.", ["Nora", "Omar", "Rosa"]),
        ("Wow! That was fun", []),
    ],
)
def test_names(say: Say, text: str, names: list[str]) -> None:
    assert texts("name", say(text)) == names


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("it cost $40,000", ["$40,000"]),
        ("we have 12 people and three cars", ["12 people", "three cars"]),
        ("up by 7.5%", ["7.5%"]),
        ("no numbers here", []),
    ],
)
def test_numbers(say: Say, text: str, numbers: list[str]) -> None:
    assert texts("number", say(text)) == numbers


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("it starts on 3 May at 3pm", ["3 May", "at 3pm"]),
        ("due 2026-06-14", ["2026-06-14"]),
        ("see you on Friday morning", ["on Friday morning"]),
        ("since 2019 I live here", ["since 2019"]),
        ("June 14, 2026 it is", ["June 14, 2026"]),
        ("I may go", []),
    ],
)
def test_dates(say: Say, text: str, dates: list[str]) -> None:
    assert texts("date", say(text)) == dates


def test_a_date_is_not_counted_as_a_number_too(say: Say) -> None:
    assert texts("number", say("it starts on 3 May 2026")) == []


def test_promises_of_both_sides_and_decisions(say: Say) -> None:
    messages = say("I'll call the bank"), say("I will remind you soon", Role.PERSONA), say("We decided to use Postgres")
    assert texts("promise", *messages) == ["I'll call the bank", "I will remind you soon"]
    assert texts("decision", *messages) == ["We decided to use Postgres"]


def test_a_question_is_open_when_said_so_or_not_answered(say: Say) -> None:
    assert texts("question", say("I'm not sure whether to move")) == ["I'm not sure whether to move"]
    assert texts("question", say("Who pays the rent?")) == ["Who pays the rent?"]
    assert texts("question", say("Who pays the rent?"), say("The firm pays it.", Role.PERSONA)) == []
    assert texts("question", say("Who pays the rent?"), say("I don't know.", Role.PERSONA)) == ["Who pays the rent?"]


def test_a_fact_said_again_is_one_and_weighs_more(say: Say) -> None:
    once = key_facts([say("we met Maya there")])[0]
    twice = key_facts([say("we met Maya there"), say("then Maya left")])
    assert [fact.text for fact in twice] == ["Maya"]
    assert twice[0].weight > once.weight


def test_weights_grow_with_feeling_focus_and_the_first_message(say: Say) -> None:
    plain = key_facts([say("we met Maya there")])[0].weight
    assert key_facts([say("we met Maya there", reading=Reading(-0.9))])[0].weight > plain
    assert key_facts([say("we met Maya there")], focus=("who we met",))[0].weight > plain
    assert key_facts([say("we met Maya there", seq=1)])[0].weight > plain
    assert key_facts([say("we met Maya there", Role.PERSONA)])[0].weight < plain


def test_small_talk_binds_nobody(say: Say) -> None:
    assert key_facts([say("I'll do that."), say("I'll never forget it!"), say("What's up?")]) == ()


def test_known_names_need_not_be_kept(say: Say) -> None:
    assert key_facts([say("we met Maya there")], known=("Maya",)) == ()


def test_a_fact_names_its_message_and_is_not_kept_before_it_is_checked(say: Say) -> None:
    fact = key_facts([say("we met Maya there", seq=9)])[0]
    assert (fact.message_id, fact.kept) == ("m9", False)


@pytest.mark.parametrize(
    ("text", "kind", "fact", "held"),
    [
        ("Ana met Maya.", "name", "maya", True),
        ("Ana met Mayan priests.", "name", "Maya", False),
        ("It costs $40,000.", "number", "$40,000", True),
        ("It costs $40.", "number", "$40,000", False),
        ("Ana will call the bank on Monday.", "promise", "I'll call the bank on Monday", True),
        ("Ana will visit her aunt.", "promise", "I'll call the bank on Monday", False),
    ],
)
def test_whether_a_text_holds_a_fact(text: str, kind: str, fact: str, held: bool) -> None:
    assert Text(text).holds(KeyFact(fact, kind, "m1")) is held
    assert checked([KeyFact(fact, kind, "m1")], text)[0].kept is held


def test_a_kind_is_wanted_in_the_singular_and_the_plural() -> None:
    assert is_wanted(KeyFact("Maya", "name", "m"), ("names",))
    assert is_wanted(KeyFact("Maya", "name", "m"), ("Name",))
    assert not is_wanted(KeyFact("Maya", "name", "m"), ("numbers",))
