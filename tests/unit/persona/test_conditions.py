from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.domain.brief import Brief
from chatbot.domain.message import Message, Role
from chatbot.domain.mood import MoodState, Reading
from chatbot.domain.persona import Persona, When
from chatbot.domain.session import SessionMeta
from chatbot.errors import PersonaError
from chatbot.persona.conditions import LONGEST_CONDITION, NAMES, Value, due, holds, parse
from chatbot.persona.situation import values_of

VALUES: dict[str, Value] = {
    "turn": 4.0,
    "hour": 22.0,
    "user_mood.valence": -0.5,
    "weekday": "friday",
    "session.idle_hours": None,
}


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("turn > 3", True),
        ("turn >= 4 and turn <= 4", True),
        ("turn < 4", False),
        ("user_mood.valence < -0.4", True),
        ("not turn = 4", False),
        ("turn == 4", True),
        ("turn != 4", False),
        ("3 < turn", True),
        ("weekday = 'friday'", True),
        ('weekday != "Friday"', False),
        ("turn = 1 or turn = 4 and hour = 22", True),
        ("(turn = 1 or turn = 4) and hour = 3", False),
        ("turn = 4 or turn = 1 and hour = 3", True),
        ("not (turn = 1) and not hour < 5", True),
        ("session.idle_hours > 1", False),
        ("session.idle_hours < 1", False),
        ("learned = 0", False),
        ("TURN > 3 AND Hour > 3", True),
        ("turn>3and hour>3", True),
    ],
)
def test_conditions(text: str, true: bool) -> None:
    assert holds(parse(text), VALUES) is true


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "position 1"),
        ("turn", "position 5"),
        ("turn >", "position 7"),
        ("turn > 3 hour", "position 10"),
        ("(turn > 3", "expected \\) at position 10"),
        ("turn > 'x'", "compares number with text at position 8"),
        ("weekday < 'b'", "only be compared with"),
        ("mood > 3", "unknown name at position 1"),
        ("turn > 3; import os", "cannot read this character at position 9"),
        ("1 < turn < 3", "position 10"),
        ("and", "position 1"),
        ("__import__('os')", "unknown name at position 1"),
        ("not " * 30 + "turn > 1", "too deeply"),
        ("(" * 30, "too deeply"),
        ("turn > 1 or " * 40, f"longer than {LONGEST_CONDITION}"),
    ],
)
def test_what_cannot_be_read_names_the_position(text: str, words: str) -> None:
    with pytest.raises(PersonaError, match=words):
        parse(text)


def test_a_misspelt_name_is_guessed() -> None:
    with pytest.raises(PersonaError) as caught:
        parse("user_mod.valence < 0")
    assert "user_mood.valence" in caught.value.hint


@given(st.text(max_size=80))
def test_any_text_is_a_condition_or_a_persona_error(text: str) -> None:
    try:
        holds(parse(text), VALUES)
    except PersonaError as error:
        assert error.message and "\n" not in error.message.replace(text, "")


_WORDS = st.sampled_from(
    [*NAMES, "and", "or", "not", "(", ")", "<", ">=", "=", "!=", "1", "-0.5", "'x'", '"', "..", "1.2.3"]
)


@given(st.lists(_WORDS, max_size=25))
def test_any_words_are_a_condition_or_a_persona_error(words: list[str]) -> None:
    try:
        holds(parse(" ".join(words)), {name: 1.0 if kind == "number" else "x" for name, kind in NAMES.items()})
    except PersonaError as error:
        assert error.message


def test_rules_that_hold_come_in_order() -> None:
    rules = (When("turn > 3", "a"), When("turn > 9", "b"), When("hour > 20", "c"))
    assert due(rules, VALUES) == ("a", "c")


def test_values_of_a_turn() -> None:
    now = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    brief = Brief(
        now=now,
        user_name="Ana",
        persona=Persona("x"),
        session=SessionMeta("s", "", "x", now, now, turns=3),
        message=Message("m", "s", 7, 4, Role.USER, "x", "Is it late?", now),
        reading=Reading(emotion="grief"),
        user_mood=MoodState(-0.6, 0.1),
    )
    values = values_of(brief, timezone(timedelta(hours=1)))
    assert set(values) == set(NAMES)
    assert (values["hour"], values["weekday"], values["turn"]) == (0.0, "monday", 4.0)
    assert (values["user_mood.valence"], values["user_mood.family"]) == (-0.6, "sadness")
    assert (values["message.words"], values["message.question"], values["session.idle_hours"]) == (3.0, 1.0, None)
    for name, kind in NAMES.items():
        assert values[name] is None or isinstance(values[name], str) == (kind == "text")
