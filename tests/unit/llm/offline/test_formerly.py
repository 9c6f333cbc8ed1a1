"""Questions about what was, answered from what is no more, with until when."""

from datetime import UTC, datetime, timedelta

import pytest

from chatbot.domain.brief import Bygone
from chatbot.domain.value import replace
from chatbot.llm.offline.answers import answers
from chatbot.llm.offline.formerly import told
from tests.unit.llm.briefs import NOW, Talk, recalled

KNOWN = (
    recalled("User lives in Porto"),
    recalled("User works at Bosch"),
    recalled("User's dog is called Bella"),
    recalled("User's sister is called Maya"),
    recalled("Maya lives in Rome"),
)
BYGONE = (
    Bygone("User lives in Lisbon", "User used to live in Lisbon", NOW, datetime(2019, 1, 1, tzinfo=UTC)),
    Bygone("User works at Siemens", "User used to work at Siemens", NOW, datetime(2026, 2, 1, tzinfo=UTC)),
    Bygone("User's dog is called Biscuit", "User's dog was called Biscuit", NOW, datetime(2026, 2, 14, tzinfo=UTC)),
    Bygone("User is a sailor", "User used to be a sailor", NOW),
    Bygone("Maya lives in Bari", "Maya used to live in Bari", NOW, datetime(2020, 5, 1, tzinfo=UTC)),
)


def asked(question: str, *bygone: Bygone) -> list[str]:
    return [one.text for one in answers(replace(Talk(*KNOWN).brief(question), bygone=bygone or BYGONE))]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("where did I live before?", "User used to live in Lisbon, until 2019"),
        ("where did I use to live?", "User used to live in Lisbon, until 2019"),
        ("Where did I live previously", "User used to live in Lisbon, until 2019"),
        ("where did i live?", "User used to live in Lisbon, until 2019"),
        ("who did I work for?", "User used to work at Siemens, until February 2026"),
        ("where did I work before Bosch?", "User used to work at Siemens, until February 2026"),
        ("what was my dog called before?", "User's dog was called Biscuit, until 14 February 2026"),
        ("what was the name of my old dog?", "User's dog was called Biscuit, until 14 February 2026"),
        ("where did my sister live before?", "Maya used to live in Bari, until May 2020"),
        ("where did Maya use to live?", "Maya used to live in Bari, until May 2020"),
    ],
)
def test_what_was_is_told_with_until_when(question: str, answer: str) -> None:
    assert asked(question)[0] == answer


def test_all_that_the_user_did_is_told() -> None:
    assert "User used to be a sailor" in asked("what did I do before?")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("where do I live?", "User lives in Porto"),
        ("who do I work for?", "User works at Bosch"),
        ("what is my dog called?", "User's dog is called Bella"),
        ("what was my dog called again?", "User's dog is called Bella"),
        ("where does Maya live?", "Maya lives in Rome"),
    ],
)
def test_the_present_is_still_asked_for(question: str, answer: str) -> None:
    assert asked(question)[0] == answer


def test_what_was_of_another_kind_is_no_answer() -> None:
    assert asked("where did I live before?", BYGONE[1]) == []


def test_a_moment_that_nobody_named_is_vague() -> None:
    lately = replace(BYGONE[0], until=NOW - timedelta(hours=2))
    assert told(lately, NOW) == "User used to live in Lisbon, until lately"
    assert told(lately, NOW + timedelta(days=30)) == "User used to live in Lisbon, until about 10 March 2026"
    assert told(replace(lately, until=None), NOW) == "User used to live in Lisbon"
