"""Which memories answer a question, and when none does."""

import pytest

from chatbot.domain.receipt import Found
from chatbot.domain.value import replace
from chatbot.llm.offline.answers import answers
from chatbot.llm.offline.questions import question_part
from tests.unit.llm.briefs import Talk, added, recalled

KNOWN = (
    recalled("User's dog is called Biscuit"),
    recalled("User lives in Lisbon"),
    recalled("User likes coffee"),
    recalled("User likes climbing"),
    recalled("Maya (user's sister) is a nurse"),
    recalled("User's name is Ana"),
    recalled("User wants to run a marathon in October"),
    recalled("User is allergic to peanuts"),
    recalled("User's favorite color is green"),
    recalled("User works as a teacher at Hill School"),
    recalled("User's wife is called Ines"),
    recalled("User is 34 years old"),
)


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("What's my dog's name?", "Biscuit"),
        ("what is my dog called", "Biscuit"),
        ("do you remember Biscuit?", "Biscuit"),
        ("Where do I live?", "Lisbon"),
        ("do you know where i live", "Lisbon"),
        ("who is Maya?", "nurse"),
        ("what does my sister do for work?", "nurse"),
        ("What is my name?", "Ana"),
        ("when is my marathon?", "marathon"),
        ("am I allergic to anything?", "peanuts"),
        ("what's my favourite colour?", "green"),
        ("what do I do for a living?", "teacher"),
        ("where do I work?", "Hill"),
        ("who am I married to?", "Ines"),
        ("how old am I?", "34"),
        ("ok thanks. And where do I live?", "Lisbon"),
    ],
)
def test_finds_the_answer_first(question: str, word: str) -> None:
    found = answers(Talk(*KNOWN).brief(question))
    assert found and word in found[0].text


@pytest.mark.parametrize(
    "question",
    [
        "what's my cousin's name?",
        "what's my brother's job?",
        "where did I park?",
        "what is the capital of France?",
        "what's my favorite film?",
        "when is my birthday?",
        "who is Tom?",
        "what car do I drive?",
    ],
)
def test_does_not_answer_with_something_else(question: str) -> None:
    assert answers(Talk(*KNOWN).brief(question)) == ()


def test_lists_everything_of_a_kind() -> None:
    assert {answer.text for answer in answers(Talk(*KNOWN).brief("What do I like?"))} >= {
        "User likes coffee", "User likes climbing",
    }  # fmt: skip


def test_past_messages_answer_where_no_memory_does() -> None:
    talk = Talk()
    talk.say("The plumber comes on Friday at nine")
    found = answers(talk.brief("When does the plumber come?"))
    assert found[0].found is Found.MESSAGE and "Friday" in found[0].text


def test_a_past_question_is_no_answer() -> None:
    talk = Talk()
    talk.say("When does the plumber come?")
    assert answers(talk.brief("when does the plumber come?")) == ()


def test_a_time_is_asked_for_and_told() -> None:
    talk = Talk(recalled("User has an exam"))
    talk.say("I have an exam on Friday")
    assert [answer.text for answer in answers(talk.brief("when is my exam?"))] == ["I have an exam on Friday"]
    assert [answer.text for answer in answers(Talk(recalled("User has an exam")).brief("when is my exam?"))] == [
        "User has an exam"
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("which languages do I speak?", "User speaks French"),
        ("what instrument do I play?", "User's hobbies include the piano"),
        ("what am I learning?", "User's skills include Rust"),
        ("what am I working on?", "User is working on a compiler"),
        ("who is my best friend?", "User's friend is Tom"),
        ("what's my goal?", "User wants to run a marathon"),
        ("do I have any health problems?", "User has diabetes"),
        ("where was my mother born?", "Mum is from Rome"),
    ],
)
def test_answers_to_what_extraction_writes(question: str, answer: str) -> None:
    known = (
        "User wants to be answered like this: short", "User works at Acme", "User speaks French", "User has a red bike",
        "User's hobbies include the piano", "User's skills include Rust", "User is working on a compiler",
        "User's friend is Tom", "User wants to run a marathon", "User has diabetes", "Mum is from Rome",
        "User does not like mushrooms",
    )  # fmt: skip
    assert [found.text for found in answers(Talk(*map(recalled, known)).brief(question))] == [answer]


def test_what_was_to_be_forgotten_is_not_quoted() -> None:
    talk = Talk()
    talk.say("Hi, my dog is called Biscuit")
    assert answers(talk.brief("what's my dog's name?"))
    talk.say("please forget my dog's name")
    assert answers(talk.brief("what's my dog's name?")) == ()


def test_a_personas_own_words_are_no_source() -> None:
    talk = Talk()
    talk.say("Hello there, how are you doing?", added("User's boat is called Wanda", "owns", "boat"))
    assert "Wanda" in talk.history[-1].text
    assert answers(talk.brief("what is my boat called?")) == ()


def test_what_holds_something_forgotten_is_not_quoted() -> None:
    talk = Talk(recalled("My dog is called Biscuit and he swims", found=Found.MESSAGE))
    talk.say("My dog is called Biscuit and he swims")
    brief = talk.brief("what's my dog called?")
    assert [answer.text for answer in answers(brief)] == ["My dog is called Biscuit and he swims"] * 2
    held = {talk.history[0].id, "My dog is called Biscuit and he swims"}
    assert answers(replace(brief, withheld=frozenset(held))) == ()


def test_what_a_persona_said_is_no_answer_even_where_it_is_no_longer_in_the_history() -> None:
    reply = recalled("Your dog Biscuit was called a hero", found=Found.MESSAGE)
    assert answers(Talk(reply).brief("what's my dog called?"))
    assert answers(Talk(replace(reply, by_persona=True)).brief("what's my dog called?")) == ()


@pytest.mark.parametrize("before", ["I want to know what my dog is called", "the name my dog has, please, now"])
def test_a_message_that_only_asked_the_same_is_no_answer(before: str) -> None:
    assert answers(Talk(recalled(before, found=Found.MESSAGE)).brief("what's my dog called?")) == ()


FOOD = ("User is allergic to peanuts", "User is allergic to shellfish", "User does not eat pork", "User likes coffee")


@pytest.mark.parametrize(
    "question",
    ["what should I avoid eating?", "what should I not eat?", "what can't I eat?", "which foods should I avoid?"],
)
def test_what_must_not_be_eaten(question: str) -> None:
    assert [found.text for found in answers(Talk(*map(recalled, FOOD)).brief(question))] == list(FOOD[:3])


def test_what_must_not_be_given() -> None:
    found = [found.text for found in answers(Talk(*map(recalled, FOOD)).brief("what should I not be given?"))]
    assert found[:2] == list(FOOD[:2])


@pytest.mark.parametrize("question", ["can I eat peanuts?", "should I avoid peanuts?", "may I eat peanuts"])
def test_the_food_that_is_named_is_answered_alone(question: str) -> None:
    assert [found.text for found in answers(Talk(*map(recalled, FOOD)).brief(question))] == [FOOD[0]]


PLANS = (
    "User has a dentist appointment on Tuesday 17 March 2026",
    "User is going to Greece in June 2026",
    "User is seeing their therapist on Wednesday 11 March 2026",
    "User is learning Portuguese",
    "User gets up at 6",
    "User works nights",
    "User works at Acme",
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("what are my plans for June?", PLANS[1]),
        ("what am I doing on Tuesday?", PLANS[0]),
        ("what am I doing tomorrow?", PLANS[2]),
        ("when is my dentist appointment?", PLANS[0]),
        ("what am I learning?", PLANS[3]),
        ("when do I get up?", PLANS[4]),
    ],
)
def test_days_are_asked_for(question: str, answer: str) -> None:
    assert answers(Talk(*map(recalled, PLANS)).brief(question))[0].text == answer


def test_all_plans_are_asked_for() -> None:
    found = {found.text for found in answers(Talk(*map(recalled, PLANS)).brief("what are my plans?"))}
    assert set(PLANS[:3]) <= found
    assert not found & set(PLANS[3:])


SISTER = ("User's sister is called Marta", "Marta is getting married in June 2026", "Marta lives in Faro", "User is 34")


@pytest.mark.parametrize(
    "question",
    [
        "what did I tell you about my sister?",
        "what do you know about Marta?",
        "tell me about my sister",
        "what did I say about Marta",
        "who is Marta?",
    ],
)
def test_everything_about_somebody(question: str) -> None:
    found = [found.text for found in answers(Talk(*map(recalled, SISTER)).brief(question))]
    assert found == list(SISTER[:3])


def test_siblings_are_sisters_too() -> None:
    assert answers(Talk(recalled("User's sister is called Marta")).brief("do I have any siblings?"))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("I live in Porto. Where do I live?", "where do i live"),
        ("What?? Who am I?!", "who am i"),
        ("tell me my name", "tell me my name"),
        ("x" * 200_000, "x" * 200_000),
    ],
    ids=["after a sentence", "the last one", "no mark", "one long word"],
)
def test_the_question_of_a_message(text: str, asked: str) -> None:
    assert question_part(text) == asked
