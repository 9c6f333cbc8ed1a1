"""What was told of others and of days to come is no answer about the user, and no secret either."""

from datetime import date
from random import Random

import pytest

from chatbot.domain.persona import Persona
from chatbot.llm.offline.acts import Act, acts_of
from chatbot.llm.offline.ages import aged
from chatbot.llm.offline.answers import answers, answers_each
from chatbot.llm.offline.follow import question_about
from chatbot.llm.offline.questions import questions_in
from chatbot.llm.offline.topic import topic_of
from tests.unit.llm.briefs import Talk, recalled

INES = ("User's sister is called Ines", "Ines works at St James")
TWINS = ("User's twin is called Olek", "User's twin is called Zosia", "Olek is 6 years old", "Zosia is 6 years old")
WEDDING = "Kasia is getting married on Saturday 19 June 2027"
BABY = "User is expecting a baby in April 2026"


def told(question: str, *memories: str) -> list[str]:
    return [one.text for one in answers(Talk(*map(recalled, memories)).brief(question))]


@pytest.mark.parametrize("question", ["how old are my kids?", "how old are my twins?", "how old are my children?"])
def test_the_children_s_ages_are_told(question: str) -> None:
    assert told(question, *TWINS) == ["Olek is 6 years old", "Zosia is 6 years old"]


def test_names_are_no_ages() -> None:
    assert told("how old are my kids?", *TWINS[:2]) == []


@pytest.mark.parametrize("question", ["when does Kasia marry?", "when is the wedding?", "when is Kasia's wedding?"])
def test_a_wedding_is_a_marriage(question: str) -> None:
    assert told(question, "User's sister is called Kasia", WEDDING) == [WEDDING]


@pytest.mark.parametrize("question", ["what are my plans?", "what do I have coming up?", "what's coming up?"])
def test_what_lies_ahead_of_others_is_among_the_plans(question: str) -> None:
    over = "User is flying to Rome on Monday 2 March 2026"
    bill = "User's passport is due on 3 December (Thursday 3 December 2026)"
    assert set(told(question, BABY, WEDDING, over, bill)) == {BABY, WEDDING, bill}


@pytest.mark.parametrize("question", ["when is the baby due?", "when is our baby due?", "what's my due date?"])
def test_the_baby_is_expected(question: str) -> None:
    assert told(question, BABY, "User's passport is due on 3 December 2026") == [BABY]


def test_what_is_due_is_no_baby() -> None:
    assert told("when is the rent due?", BABY) == []


@pytest.mark.parametrize(
    ("question", "favorite"),
    [
        ("what music do I like?", "User's favorite band is Radiohead"),
        ("what kind of music do I like?", "User likes jazz"),
        ("which bands do I like?", "User's favorite band is Radiohead"),
        ("what films do I like?", "User's favorite director is Kurosawa"),
        ("what books do I enjoy?", "User's favorite author is Lem"),
    ],
)
def test_a_favourite_tells_a_taste(question: str, favorite: str) -> None:
    assert told(question, "User's favorite color is green", "User likes sushi", favorite) == [favorite]


@pytest.mark.parametrize(
    ("text", "owner", "age"),
    [
        ("User's birthday is 3 May 1985", "user", "User is 40, counted from the birthday 3 May 1985"),
        ("User's birthday is 10 March 1985", "user", "User is 41, counted from the birthday 10 March 1985"),
        ("User was born on 11 March 1985", "user", "User is 40, counted from the birthday 11 March 1985"),
        ("User was born in 1985", "user", "User is 40 or 41, counted from the year of birth, 1985"),
        ("Ines's birthday is 3 May 1990", "ines", "Ines is 35, counted from the birthday 3 May 1990"),
        ("User's birthday is 31 June 1985", "user", ""),
        ("User's birthday is 3 May 2030", "user", ""),
        ("User's mum's birthday is 3 May 1955", "user", ""),
        ("Ines's birthday is 3 May 1990", "user", ""),
    ],
)
def test_an_age_is_counted_from_the_birthday(text: str, owner: str, age: str) -> None:
    assert aged(text, owner, date(2026, 3, 10)) == age


@pytest.mark.parametrize("question", ["how old am I?", "what's my age?", "hello, how old am I?"])
def test_the_user_s_age_is_counted(question: str) -> None:
    assert told(question, "User's birthday is 3 May 1985") == ["User is 40, counted from the birthday 3 May 1985"]
    assert told(question, "User's birthday is 3 May 1985", "User is 40 years old") == ["User is 40 years old"]


def test_a_birthday_without_a_year_gives_no_age() -> None:
    mum = "User's mum's birthday is 5 June"
    assert told("how old is my mum?", mum) == [f"{mum}, but the year is not known, so the age is not either"]
    assert told("when is my mum's birthday?", mum) == [mum]
    assert told("how old is my dad?", mum) == []


@pytest.mark.parametrize("question", ["what's my job?", "what do I do for a living?", "where do I work?"])
def test_a_sister_s_work_is_not_the_user_s(question: str) -> None:
    assert told(question, *INES) == []
    assert told(question, *INES, "User works at Volvo") == ["User works at Volvo"]


def test_a_colleague_s_diet_is_not_the_user_s() -> None:
    talk = Talk()
    talk.say("my colleague Priya is a vegetarian")
    assert answers(talk.brief("am I a vegetarian?")) == ()
    assert told("am I a vegetarian?", "Priya is vegetarian") == []
    assert told("am I a vegetarian?", "User is vegetarian", "Priya is vegan") == ["User is vegetarian"]


@pytest.mark.parametrize(
    ("said", "tells"), [("born in Gdańsk but moved to Leeds in 2014", True), ("the shop moved to Leeds in 2014", False)]
)
def test_where_somebody_moved_is_where_they_live(said: str, tells: bool) -> None:
    talk = Talk()
    talk.say(said)
    assert [one.text for one in answers(talk.brief("where do I live?"))] == ([said] if tells else [])


def test_a_greeting_is_no_question_and_a_missing_mark_loses_none() -> None:
    asked = questions_in("hello again, what did I promise Olek? when's my passport due")
    assert asked == ("what did i promise olek", "when's my passport due")
    assert questions_in("where do I live? thanks a lot") == ("where do i live",)
    passport = "User's passport is due on 3 December"
    both = Talk(recalled(passport)).brief("hi! what did I promise Olek? when's my passport due")
    assert [len(found) for _, found in answers_each(both)] == [0, 1]


def test_questions_behind_a_greeting_are_answered_or_named() -> None:
    reply = Talk().say("hello again, what did I promise Olek? when's my passport due")
    assert reply.startswith("Hello, Ana. ")
    assert len(reply) > len("Hello, Ana. ")


@pytest.mark.parametrize("said", ["do you think I am fat?", "what do you think of me?", "do you believe I'm wrong?"])
def test_an_opinion_is_not_asked_of_the_persona_s_self(said: str) -> None:
    assert acts_of(said)[0] is Act.OPINION
    assert "Wren" not in Talk().say(said)


@pytest.mark.parametrize("said", ["do you think?", "do you feel pain?", "who are you?"])
def test_questions_of_the_persona_s_self_stay(said: str) -> None:
    assert acts_of(said) == (Act.ASK_SELF,)


@pytest.mark.parametrize("said", ["tell me a long story", "can you tell me a story about a bus?", "write me a poem"])
def test_what_is_to_be_made_up_is_in_no_memory(said: str) -> None:
    known = (recalled("User drives a long bus"), recalled("User wrote a story about a bus"))
    assert "bus" not in Talk(*known, persona=Persona("plain")).say(said).replace("about a bus", "")


@pytest.mark.parametrize("attribute", ["family.son", "family.twin", "family.child"])
def test_nobody_is_asked_whether_they_see_their_children(attribute: str) -> None:
    asked = {question_about(attribute, "Olek", (), Random(seed)) for seed in range(20)}
    assert "" not in asked
    assert "Do you see each other often?" not in asked


def test_what_is_driven_for_others_has_no_use() -> None:
    seeds = range(20)
    assert "What do you use it for most?" not in {question_about("owns", "a night bus", (), Random(n)) for n in seeds}
    assert {question_about("owns", "a bicycle", (), Random(n)) for n in seeds} == {"What do you use it for most?"}


def test_joking_is_no_subject() -> None:
    assert acts_of("I'm just kidding") == (Act.LAUGH,)
    assert topic_of("well I was kidding with you") == ""
    assert topic_of("I went climbing with Jo") == "climbing"


@pytest.mark.parametrize(
    "question",
    ["what happened with Ines?", "what's new with my sister?", "any news of Ines?", "and what's going on with Ines"],
)
def test_news_of_somebody_is_all_that_is_known_of_them(question: str) -> None:
    assert told(question, *INES) == list(INES)
    assert told(question.replace("Ines", "Bob").replace("sister", "aunt"), *INES) == []
