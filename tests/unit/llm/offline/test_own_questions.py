"""What users ask of themselves in other words than they told it with."""

from datetime import date

import pytest

from chatbot.domain.change import Change, Op
from chatbot.domain.memory import Status
from chatbot.domain.receipt import Recalled
from chatbot.domain.value import replace
from chatbot.llm.offline.answers import answers
from chatbot.llm.offline.days import lies_within
from tests.unit.llm.briefs import Talk, memory, recalled


def told(question: str, *memories: str) -> list[str]:
    return [one.text for one in answers(Talk(*map(recalled, memories)).brief(question))]


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("what car do I have?", "User drives a Corolla"),
        ("which car do I drive?", "User drives a Corolla"),
        ("what's my car?", "User's car is a Yaris"),
        ("do I have a car?", "User has a Toyota Yaris"),
        ("what do I ride?", "User rides a Ducati"),
        ("do I have a bike?", "User rides a Ducati"),
        ("what phone do I have?", "User has a Pixel 8"),
        ("what laptop do I use?", "User has a MacBook"),
        ("what colour is my car?", "User's car is blue"),
        ("what do I play?", "User plays the cello"),
        ("what sports do I do?", "User plays tennis"),
        ("what pet do I have?", "User's cat is called Mimi"),
        ("what animals do I have?", "User's cat is called Mimi"),
        ("how many children do I have?", "User's son is called Max"),
        ("do I have any siblings?", "User's brother is called Tom"),
        ("who is in my family?", "User's brother is called Tom"),
        ("what am I by profession?", "User is a plumber"),
        ("what do I do?", "User teaches maths"),
        ("what do I like to eat?", "User likes sushi"),
        ("what don't I like?", "User does not like olives"),
        ("what's my favourite movie?", "User's favorite film is Alien"),
        ("do I have anything planned?", "User is flying to Tokyo on Friday 20 November 2026"),
        ("who do I live with?", "User lives alone"),
        ("what medicine do I take?", "User takes aspirin every morning"),
    ],
)
def test_it_is_found(question: str, known: str) -> None:
    assert told(question, "User's name is Ana", known) == [known]


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("what colour is my bike?", "User's car is blue"),
        ("what car do I have?", "User has a Pixel 8"),
        ("what phone do I have?", "User drives a Corolla"),
        ("who do I live with?", "User lives in Berlin"),
        ("do I have a dog?", "User's cat is called Mimi"),
        ("do I have kids?", "User's brother is called Tom"),
        ("what do I ride?", "User drives a Corolla"),
    ],
)
def test_what_is_near_is_no_answer(question: str, known: str) -> None:
    assert told(question, known) == []


def test_when_is_answered_by_words_that_name_a_time() -> None:
    talk = Talk(recalled("User plays tennis"))
    talk.say("I play tennis on Saturdays")
    assert "Saturdays" in talk.say("When do I play tennis?")


def test_who_am_i_gets_the_main_facts() -> None:
    def kind(text: str, kind: str) -> Recalled:
        return replace(recalled(text), kind=kind)

    likes = [kind(f"User likes thing {number}", "preference") for number in range(6)]
    talk = Talk(
        kind("User's name is Ana", "identity"), kind("User is a nurse", "fact"), *likes,
        kind("User's dog is called Biscuit", "relationship"),
    )  # fmt: skip
    reply = talk.say("Who am I?")
    assert all(word in reply for word in ("Ana", "nurse", "Biscuit"))
    assert reply.count("thing") == 2
    assert Talk(*likes).say("What do you know about me?").count("thing") == 6


def test_an_animal_that_died_is_mourned_and_kept() -> None:
    cat = memory("User's cat is called Mimi", "pet.cat", "Mimi")
    over = Change(Op.SUPERSEDE, cat, replace(cat, status=Status.SUPERSEDED, version=2), "over")
    reply = Talk().say("Mimi died", over)
    assert "What you told me of Mimi stays with me." in reply
    assert "history" not in reply and "no longer true" not in reply


GRANDCHILDREN = ("User's grandchild is called Sophie", "User's grandchild is called Max", "User's cat is called Tom",
                 "User's grandchild is called little Noah", "Sophie's field of study is medicine")  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        "What are my grandchildren's names?",
        "what are my grandchildren called?",
        "names of my grandchildren?",
        "what are the names of my grandchildren",
        "how many grandchildren do I have?",
        "who are my grandchildren?",
        "how many grandchildren have I got?",
    ],
)
def test_all_of_a_kind_are_named(question: str) -> None:
    assert set(told(question, *GRANDCHILDREN)) == {each for each in GRANDCHILDREN if "grandchild" in each}


@pytest.mark.parametrize(
    "question", ["what are my dogs called?", "how many dogs do I have?", "names of my brothers?", "who are my uncles?"]
)
def test_nobody_of_another_kind_is_named(question: str) -> None:
    assert told(question, *GRANDCHILDREN) == []


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What plans do I have this week?", {"Friday", "walk"}),
        ("what's on this week?", {"Friday", "walk"}),
        ("what's on next week?", {"Tuesday"}),
        ("what do I have planned this month?", {"Friday", "Tuesday", "walk"}),
        ("do I have anything on this weekend?", {"walk"}),
        ("do I have any plans next month?", set()),
        ("what are my plans?", {"Friday", "Tuesday", "walk"}),
    ],
)
def test_plans_of_a_week(question: str, found: set[str]) -> None:
    plans = (  # asked on Tuesday 10 March 2026
        "User has a doctor's appointment on Friday 13 March 2026", "User has a viewing on Tuesday 17 March 2026",
        "User is going for a walk on the weekend of 14 March 2026",
    )  # fmt: skip
    known = told(question, *plans, "User's name is Ana")
    assert {word for text in known for word in ("Friday", "Tuesday", "walk") if word in text} == found
    assert len(known) == len(found)


@pytest.mark.parametrize(
    ("said", "question", "quoted"),
    [
        ("I taught mathematics for forty years before I retired.", "What did I do for a living?", "mathematics"),
        ("Well, I worked as a welder most of my life", "what did I do for work", "welder"),
        ("I live in Hay with my sister Ruth.", "Who do I live with?", "Ruth"),
        ("i live in hay with my sis ruth", "who do i live with", "ruth"),
        ("In the mornings I work in a coffee shop.", "Where do I work?", "coffee"),
        ("I changed of job, now I work in a library.", "Where I work now?", "library"),
        ("The shop where we work in winter is cold", "Where do I work?", ""),
        ("I taught my dog to sit yesterday", "What did I do for a living?", ""),
        ("I live in Hay, and so does Ruth", "Who do I live with?", ""),
    ],
)
def test_what_only_a_message_tells_is_quoted(said: str, question: str, quoted: str) -> None:
    talk = Talk()
    talk.say(said)
    reply = talk.say(question)
    assert said in reply if quoted else said not in reply


def test_what_somebody_else_studies_is_not_what_the_user_learns() -> None:
    known = ("Sophie's field of study is medicine", "User is learning Welsh on Duolingo")
    assert told("Which languages am I learning?", *known) == [known[1]]


@pytest.mark.parametrize("question", ["What should you call me?", "what do you call me"])
def test_what_one_wants_to_be_called(question: str) -> None:
    assert told(question, "User's name is Margaret", "User goes by Maggie") == ["User goes by Maggie"]
    assert told(question, "User's name is Margaret") == ["User's name is Margaret"]


@pytest.mark.parametrize(
    ("question", "today", "inside"),
    [
        ("what's on this week", date(2026, 11, 21), True),  # a Saturday
        ("what's on this week", date(2026, 11, 16), False),
        ("what's on next week", date(2026, 11, 16), True),
        ("what's on next week", date(2026, 11, 23), False),
        ("any plans this month", date(2026, 11, 1), True),
        ("any plans next month", date(2026, 12, 31), False),
        ("any plans this weekend", date(2026, 11, 23), False),
    ],
)
def test_which_days_are_meant(question: str, today: date, inside: bool) -> None:
    assert lies_within("User has an exam on Friday 27 November 2026", question, today) is inside
    assert not lies_within("User has an exam", question, today)
