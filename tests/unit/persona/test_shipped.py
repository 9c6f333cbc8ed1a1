"""What every persona of the package must hold to."""

import re
import subprocess
import sys
from collections import Counter

import pytest

from chatbot.domain.offline import PLACEHOLDERS, Intent
from chatbot.domain.persona import Persona, Template
from chatbot.domain.slots import SLOTS, Kind
from chatbot.domain.text import fold
from chatbot.persona.catalog import FIRST_SHOWN, Catalog
from chatbot.persona.consistency import drift
from chatbot.persona.meaning import PLACEHOLDER

CATALOG = Catalog(None)
PERSONAS = CATALOG.all()
MOODY = (Intent.SHARE, Intent.FALLBACK, Intent.STUCK, Intent.GREETING)

every = pytest.mark.parametrize("persona", PERSONAS, ids=[persona.id for persona in PERSONAS])
first = pytest.mark.parametrize("persona_id", FIRST_SHOWN)


def phrases(persona: Persona, intent: Intent | None = None) -> list[str]:
    return [text for template in persona.offline.templates if _answers(template, intent) for text in template.text]


def _answers(template: Template, intent: Intent | None) -> bool:
    return intent is None or intent in template.intents


def placeholders(text: str) -> set[str]:
    return {match[1] for match in PLACEHOLDER.finditer(text)}


def test_all_twelve_load_without_a_problem() -> None:
    assert CATALOG.problems == ()
    assert len(PERSONAS) >= len(FIRST_SHOWN)


def test_names_and_glyphs_tell_them_apart() -> None:
    assert len({persona.meta.name for persona in PERSONAS}) == len(PERSONAS)
    assert len({persona.meta.glyph for persona in PERSONAS}) == len(PERSONAS)


@every
def test_the_prose_is_there(persona: Persona) -> None:
    assert 120 <= len(persona.identity.description.split()) <= 250
    assert len(persona.identity.values) >= 3
    assert persona.identity.knows and persona.identity.does_not_know
    assert persona.meta.tagline and persona.meta.license and persona.identity.summary
    assert 3 <= len(persona.voice.examples) <= 5
    assert persona.voice.greetings and persona.behaviour.when and persona.consistency.reminder
    assert persona.empathy.crisis == "builtin" and not persona.empathy.self_disclosure
    assert any("claims to be human" in rule for rule in persona.consistency.never)


@every
def test_the_greeting_names_the_persona_and_is_short(persona: Persona) -> None:
    for greeting in persona.voice.greetings:
        assert persona.char in greeting
        assert len(greeting.split()) <= 45


@every
def test_every_intent_has_phrases_to_choose_from(persona: Persona) -> None:
    for intent in Intent:
        templates = [
            template for template in persona.offline.templates if intent in template.intents and not template.mood
        ]
        assert templates, intent
        assert sum(len(template.text) for template in templates) >= 2, intent


@first
def test_the_first_six_answer_to_a_mood(persona_id: str) -> None:
    templates = CATALOG.get(persona_id).offline.templates
    for intent in MOODY:
        assert any(intent in template.intents and template.mood == "negative" for template in templates), intent
    for intent in (Intent.SHARE, Intent.FALLBACK, Intent.GREETING):
        assert any(intent in template.intents and template.mood == "positive" for template in templates), intent


@every
def test_phrases_hold_what_their_intent_needs(persona: Persona) -> None:
    for text in phrases(persona, Intent.ASK_MEMORY):
        assert {"memory", "memory_date"} <= placeholders(text), text
    for text in phrases(persona, Intent.CORRECTED):
        assert "new" in placeholders(text), text
    for text in phrases(persona, Intent.LEARNED):
        assert text.count("{learned}") == 1, text
    for text in phrases(persona, Intent.SUMMARY):
        assert "summary" in placeholders(text), text


ALWAYS_FILLED = {"user", "char", "date", "mood"}


@every
def test_every_situation_has_a_phrase_that_needs_nothing(persona: Persona) -> None:
    given = {Intent.ASK_MEMORY: {"memory", "memory_date"}, Intent.CORRECTED: {"new"}, Intent.LEARNED: {"learned"},
             Intent.SUMMARY: {"summary"}}  # fmt: skip
    for template in persona.offline.templates:
        known = ALWAYS_FILLED.union(*(given.get(Intent(intent), set()) for intent in template.intents))
        assert any(placeholders(text) <= known for text in template.text), template.id


@every
def test_no_placeholder_in_lower_case_opens_a_phrase(persona: Persona) -> None:
    for text in phrases(persona):
        assert not re.match(r"\{(memory|memory_date|learned|feeling|mood)\}", text), text


@every
def test_no_phrase_and_no_question_is_there_twice(persona: Persona) -> None:
    texts = phrases(persona)
    assert [text for text, count in Counter(map(fold, texts)).items() if count > 1] == []
    questions = [question.strip() for text in texts for question in re.findall(r"[^.!?:;]+\?", fold(text))]
    assert [question for question, count in Counter(questions).items() if count > 1] == []


def test_no_two_personas_share_a_phrase() -> None:
    counts = Counter(fold(text) for persona in PERSONAS for text in set(phrases(persona)))
    shared = [text for text, count in counts.items() if count > 1]
    assert [text for text in shared if len(text.split()) > 3] == []


@every
def test_its_own_rules_hold_in_its_own_words(persona: Persona) -> None:
    said = [example.char for example in persona.voice.examples] + list(persona.voice.greetings)
    said += [PLACEHOLDER.sub("x", text) for text in phrases(persona)]
    for text in said:
        assert drift(persona, text).misses == (), text
        for phrase in (*persona.voice.avoid, *persona.consistency.check.banned):
            assert not re.search(rf"(?<!\w){re.escape(fold(phrase))}(?!\w)", fold(text)), text


@every
def test_phrases_are_plain_text(persona: Persona) -> None:
    for text in phrases(persona):
        assert placeholders(text) <= set(PLACEHOLDERS)
        assert not re.search(r"[\[\]*_`#<>]", PLACEHOLDER.sub("x", text)), text
        assert text == text.strip() and len(text) <= 260, text


@every
def test_the_weights_are_of_things_that_exist(persona: Persona) -> None:
    lens = persona.memory
    free_topics = {"default", "decision", "bug", "convention", "misconception", "mastered", "assumption", "prediction",
                   "evidence", "hypothesis", "timeline", "action", "owner", "streak", "obstacle", "style", "draft",
                   "vocabulary", "error", "scenario", "feedback", "environment", "promise"}  # fmt: skip
    known = {kind.value for kind in Kind} | set(SLOTS) | free_topics
    assert set(lens.role_topics) <= known
    assert set(lens.half_life_days) <= known
    assert "credentials" in lens.never_store


@first
@pytest.mark.parametrize("slot", ["name", "home", "pet", "job", "likes"])
def test_a_plain_fact_about_the_user_is_kept_by_each_of_the_six(persona_id: str, slot: str) -> None:
    lens = CATALOG.get(persona_id).memory
    weight = lens.role_topics.get(slot, lens.role_topics.get(SLOTS[slot].kind.value, lens.role_topics["default"]))
    least_confidence = 0.65
    assert least_confidence * weight >= lens.keep_threshold
    assert slot not in lens.never_store and SLOTS[slot].kind.value not in lens.never_store
    assert lens.default_scope == "shared" and lens.shared_write == "auto"


def test_lenses_differ() -> None:
    weights = {persona_id: CATALOG.get(persona_id).memory.role_topics for persona_id in FIRST_SHOWN}
    assert weights["listener"]["feeling"] > weights["planner"]["feeling"] > weights["reviewer"]["feeling"]
    assert weights["planner"]["deadline"] > weights["listener"]["deadline"]
    threshold = CATALOG.get("reviewer").memory.keep_threshold
    assert weights["reviewer"]["feeling"] < threshold


def test_the_catalog_imports_nothing_heavy() -> None:
    code = "import sys, chatbot.persona.catalog; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"textual", "rich", "openai", "tinydb", "rapidfuzz"} & {name.partition(".")[0] for name in loaded}
