"""Questions about others are answered with what they ask for, or not at all."""

import pytest

from chatbot.llm.offline.kin import others_in
from tests.unit.llm.briefs import Talk, recalled

FAMILY = (
    recalled("User's sister is called Maya"),
    recalled("User's mother is called Rita"),
    recalled("Maya lives in Hamburg"),
    recalled("Maya's diet is vegan"),
    recalled("Rita is 70 years old"),
    recalled("User lives in Lisbon"),
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("where does my sister live?", "Maya lives in Hamburg"),
        ("Where does Maya live?", "Maya lives in Hamburg"),
        ("how old is my mum?", "Rita is 70 years old"),
        ("what's my sister's name?", "your sister is called Maya"),
        ("is my sister vegan?", "Maya's diet is vegan"),
    ],
)
def test_the_value_asked_for(question: str, answer: str) -> None:
    reply = Talk(*FAMILY).say(question)
    assert answer in reply
    assert "Lisbon" not in reply and "\n" not in reply


@pytest.mark.parametrize("question", ["how old is my sister?", "where does my mum live?", "do I have a brother?"])
def test_what_is_not_known_of_them_is_not_made_up_for_with_their_name(question: str) -> None:
    reply = Talk(*FAMILY).say(question)
    assert not any(word in reply for word in ("Maya", "Rita", "Lisbon", "Hamburg", "70"))
    assert "model" not in reply


def test_who_is_named_is_known_too() -> None:
    assert "model" not in Talk(*FAMILY).say("how old is Maya?")


def test_reads_a_question_as_they_would_ask_it() -> None:
    (other,) = others_in("how old is my mum", ("User's mother is called Rita",))
    assert (other.name, other.as_own) == ("rita", "how old am i")
    assert other.as_user("Rita is 70 years old") == "user is 70 years old"
    assert other.as_user("Ritalin is a drug") == ""
    assert others_in("how old am i", ("User's mother is called Rita",)) == ()


@pytest.mark.parametrize(
    "question", ["where does my mum live?", "where does my mother live?", "where does Lucia live?"]
)
def test_a_memory_that_calls_them_by_what_they_are_counts(question: str) -> None:
    known = (recalled("User's mother is called Lucia"), recalled("Mum lives in Braga"), recalled("User lives in Porto"))
    reply = Talk(*known).say(question)
    assert "Braga" in reply and "Porto" not in reply


def test_a_memory_that_calls_another_by_what_they_are_does_not_count() -> None:
    known = (recalled("User's mother is called Lucia"), recalled("Dad lives in Braga"))
    assert "Braga" not in Talk(*known).say("where does my mum live?")


def test_a_name_typed_small_is_a_name_too() -> None:
    talk = Talk(recalled("User's dog is called rocket"), recalled("Rocket is 3 years old"))
    assert "3 years" in talk.say("how old is my dog?")
