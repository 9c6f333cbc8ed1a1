import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.domain.persona import When
from chatbot.errors import PersonaError
from chatbot.persona.conditions import LONGEST_CONDITION, NAMES, Quantity, due, holds, parse

VALUES: dict[str, Quantity] = {
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


@settings(max_examples=40)
@given(st.text(max_size=80))
def test_any_text_is_a_condition_or_a_persona_error(text: str) -> None:
    try:
        holds(parse(text), VALUES)
    except PersonaError as error:
        assert error.message and "\n" not in error.message.replace(text, "")


_WORDS = st.sampled_from(
    [*NAMES, "and", "or", "not", "(", ")", "<", ">=", "=", "!=", "1", "-0.5", "'x'", '"', "..", "1.2.3"]
)


@settings(max_examples=40)
@given(st.lists(_WORDS, max_size=25))
def test_any_words_are_a_condition_or_a_persona_error(words: list[str]) -> None:
    try:
        holds(parse(" ".join(words)), {name: 1.0 if kind == "number" else "x" for name, kind in NAMES.items()})
    except PersonaError as error:
        assert error.message


def test_rules_that_hold_come_in_order() -> None:
    rules = (When("turn > 3", "a"), When("turn > 9", "b"), When("hour > 20", "c"))
    assert due(rules, VALUES) == ("a", "c")
