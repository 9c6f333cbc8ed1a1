import random
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.domain.persona import Context, Identity, Meta, Persona
from chatbot.persona.macros import Values, expand, unknown_macros, without_comments

PERSONA = Persona(
    "mara",
    meta=Meta(name="Mara Long", nickname="Mara"),
    identity=Identity(summary="terse", description="reviews {{user}}"),
    context=Context(scenario="an office"),
)
VALUES = Values(PERSONA, "Ana", datetime(2026, 3, 1, 9, 5, tzinfo=UTC), "s1", None, "likes tea", "2 hours")


def text_of(text: str, values: Values = VALUES, seed: int = 1, place: str = "p") -> str:
    return expand(text, values, place, random.Random(seed)).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{char}} {{CHAR}} {{ char }} <BOT> <char>", "Mara Mara Mara Mara Mara"),
        ("{{user}} <USER> <user>", "Ana Ana Ana"),
        ("{{persona}}", "likes tea"),
        ("{{description}}", "reviews {{user}}"),
        ("{{personality}}/{{scenario}}", "terse/an office"),
        ("{{time}} {{date}} {{weekday}}", "09:05 1 March 2026 Sunday"),
        ("{{idle_duration}}", "2 hours"),
        ("a{{newline}}b", "a\nb"),
        ("a \n {{trim}} \n b", "ab"),
        ("a{{// note}}b{{comment:x}}c", "abc"),
        ("{{reverse:abc}}", "cba"),
        ("{{random:a}}", "a"),
        ("{{random:a\\,b}}", "a,b"),
        ("{{random::a}}", "a"),
        ("{{pick::a}}", "a"),
        ("{{roll:1}} {{roll:d1}} {{roll:3d1+2}}", "1 1 5"),
        ("{{original}}", ""),
        ("{{random:{{user}}}}", "Ana"),
        ("{{reverse:{{user}}}}", "anA"),
        ("{ {char} } {{", "{ {char} } {{"),
    ],
)
def test_every_macro(text: str, expected: str) -> None:
    assert text_of(text) == expected
    assert unknown_macros(text, VALUES) == ()


def test_original_only_where_it_is_given() -> None:
    given_original = Values(PERSONA, "Ana", VALUES.now, original="the program's own")
    assert text_of("<{{original}}>", given_original) == "<the program's own>"


def test_a_default_user_exists() -> None:
    assert text_of("{{user}}", Values(PERSONA, " ", VALUES.now)) == "User"


@pytest.mark.parametrize("text", ["{{nope}}", "{{roll:x}}", "{{roll:0}}", "{{roll:999d6}}", "{{setvar::a::b}}"])
def test_unknown_macros_leave_the_prompt_and_are_listed(text: str) -> None:
    found = expand(f"a{text}b", VALUES, "p", random.Random(1))
    assert (found.text, found.unknown) == ("ab", (text,))


def test_random_is_new_each_time_and_pick_is_not() -> None:
    choices = ",".join(str(number) for number in range(1000))
    assert text_of(f"{{{{random:{choices}}}}}", seed=1) != text_of(f"{{{{random:{choices}}}}}", seed=2)
    picked = text_of(f"{{{{pick:{choices}}}}}", seed=1)
    assert picked == text_of(f"{{{{pick:{choices}}}}}", seed=2)
    assert picked != text_of(f"{{{{pick:{choices}}}}}", place="q")
    assert picked != text_of(f"{{{{pick:{choices}}}}}", Values(PERSONA, "Ana", VALUES.now, "s2"))
    assert picked != text_of(f"x{{{{pick:{choices}}}}}")[1:]


def test_random_takes_every_choice() -> None:
    assert {text_of("{{random::a::b}}", seed=seed) for seed in range(30)} == {"a", "b"}


def test_dice_stay_in_range() -> None:
    rolls = {int(text_of("{{roll:d6}}", seed=seed)) for seed in range(200)}
    assert rolls == {1, 2, 3, 4, 5, 6}


def test_what_a_macro_becomes_is_not_searched_again() -> None:
    sly = Values(PERSONA, "{{char}}{{roll:6}}<BOT>", VALUES.now)
    assert text_of("{{user}}", sly) == "{{char}}{{roll:6}}<BOT>"


def test_hidden_keys_leave_the_prompt() -> None:
    found = expand("a{{hidden_key: gold }}b", VALUES, "p", random.Random(1))
    assert (found.text, found.hidden) == ("ab", ("gold",))


def test_comments_are_not_matched_against() -> None:
    assert without_comments("a{{// dragon}}b{{Comment: x}}{{user}}") == "ab{{user}}"


def test_nesting_has_an_end() -> None:
    assert "x" not in text_of("{{reverse:" * 40 + "x" + "}}" * 40)


@settings(max_examples=40)
@given(st.text(alphabet="{}:,\\a</user>char", max_size=60))
def test_no_text_is_a_crash(text: str) -> None:
    expand(text, VALUES, "p", random.Random(1))
