import re

import pytest

from chatbot.domain.mood import EMOTIONS, MoodState, Reading
from chatbot.domain.persona import Behaviour, Empathy, Persona
from chatbot.mood.empathy import (
    AFFIRMATION,
    DISCLOSURE,
    FEELING_WORDS,
    INFORMATION,
    QUESTION,
    REFLECTION,
    RESTATEMENT,
    STRATEGIES,
    SUGGESTION,
    choose,
    guide,
    named,
)

SAD = Reading(-0.8, -0.4, "sadness", 0.9)
GLAD = Reading(0.8, 0.6, "excitement", 0.9)
LISTENER = Persona("listener", empathy=Empathy("listen_first", 0.8, 0.7, 0.6), behaviour=Behaviour(challenge=0.3))
REVIEWER = Persona(
    "reviewer",
    empathy=Empathy(
        "problem_first", 0.2, 0.3, 0.5, ("suggestion", "question", "information"), validate_before_advice=False
    ),
    behaviour=Behaviour(challenge=0.8),
)


def sentences(text: str) -> int:
    return len(re.findall(r"[.!?](?:\s|$)", text))


def test_a_neutral_message_needs_no_guidance() -> None:
    guidance = guide(LISTENER, Reading(), MoodState(), "I live in Rome")
    assert (guidance.strategy, guidance.instruction, guidance.crisis) == ("", "", False)


def test_a_listener_reflects_and_gives_no_advice() -> None:
    guidance = guide(LISTENER, SAD, MoodState(-0.5), "everything is grey")
    assert guidance.strategy in (REFLECTION, AFFIRMATION, RESTATEMENT, QUESTION)
    assert "warmly" in guidance.instruction
    assert "no advice" in guidance.instruction


def test_a_reviewer_acknowledges_in_a_clause_and_turns_to_the_problem() -> None:
    guidance = guide(REVIEWER, SAD, MoodState(-0.5), "the release broke")
    assert guidance.strategy in (SUGGESTION, QUESTION)
    assert "one clause" in guidance.instruction
    assert "problem" in guidance.instruction


def test_challenge_holds_under_a_sad_user() -> None:
    assert "honest view" in guide(REVIEWER, SAD, MoodState(-0.9), "the release broke").instruction
    assert "honest view" not in guide(LISTENER, SAD, MoodState(-0.9), "the release broke").instruction


def test_advice_is_given_when_it_is_asked_for() -> None:
    asked = guide(LISTENER, SAD, MoodState(), "everything is grey, what should I do?")
    assert "ask for advice" in asked.instruction
    assert "no advice" not in asked.instruction


def test_a_low_mood_goes_on_being_met_quietly() -> None:
    guidance = guide(LISTENER, Reading(confidence=0.9), MoodState(-0.5), "what's the time")
    assert guidance.strategy == ""
    assert "gentle" in guidance.instruction


def test_good_news_is_shared_by_the_warm_and_passed_by_the_cool() -> None:
    cool = Persona("cool", empathy=Empathy(emotional_reaction=0.1))
    assert "excited" in guide(LISTENER, GLAD, MoodState(0.5), "I got it!").instruction
    assert guide(cool, GLAD, MoodState(0.5), "I got it!").instruction == ""


def test_crisis_comes_before_all_else() -> None:
    for persona in (LISTENER, REVIEWER):
        guidance = guide(persona, Reading(), MoodState(), "I want to kill myself")
        assert guidance.crisis
        assert "help text" in guidance.instruction


def test_a_persona_chooses_only_from_its_own_list() -> None:
    only = Empathy(strategies=("information",))
    assert {choose(only, Reading(-0.6, 0.0, name, 0.9), False) for name in EMOTIONS} == {INFORMATION}


def test_no_persona_invents_a_past_unless_it_may() -> None:
    assert choose(Empathy(strategies=("self-disclosure",)), SAD, False) == ""
    assert choose(Empathy(strategies=("self-disclosure",), self_disclosure=True), SAD, False) == DISCLOSURE


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("question", QUESTION),
        ("Restatement", RESTATEMENT),
        ("suggestion", SUGGESTION),
        ("reflection", REFLECTION),
        ("", ""),
    ],
)
def test_strategies_are_named_by_their_first_word(wish: str, name: str) -> None:
    assert named(wish) == name


@pytest.mark.parametrize("emotion", [name for name in EMOTIONS if name != "neutral"])
def test_no_instruction_is_longer_than_two_sentences(emotion: str) -> None:
    for persona in (LISTENER, REVIEWER, Persona("plain")):
        for valence in (-0.8, 0.8):
            guidance = guide(persona, Reading(valence, 0.0, emotion, 0.9), MoodState(valence), "should I go?")
            assert sentences(guidance.instruction) <= 2
            assert guidance.strategy in STRATEGIES


def test_every_emotion_has_a_word() -> None:
    assert set(FEELING_WORDS) == set(EMOTIONS)
