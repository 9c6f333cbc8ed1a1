from datetime import timedelta

import pytest

from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import Kind
from chatbot.memory.scoring import congruence, freshness, half_life_days, label_of, topic_weight, use
from tests.unit.memory.making import NOW, memory


@pytest.mark.parametrize(("days", "left"), [(0, 1.0), (10, 0.5), (20, 0.25), (-5, 1.0), (700_000, 0.0)])
def test_freshness_halves_with_each_half_life(days: int, left: float) -> None:
    assert freshness(NOW - timedelta(days=days), NOW, 10.0) == pytest.approx(left)


def test_the_persona_says_how_fast_things_pale_else_the_kind_does() -> None:
    trip = memory("x", "a trip", kind=Kind.EVENT, topics=("travel",))
    assert half_life_days(trip, MemoryLens(half_life_days={"travel": 7.0, "event": 9.0, "default": 11.0})) == 7.0
    assert half_life_days(trip, MemoryLens(half_life_days={"event": 9.0, "default": 11.0})) == 9.0
    assert half_life_days(trip, MemoryLens(half_life_days={"default": 11.0})) == 11.0
    assert half_life_days(trip, MemoryLens(half_life_days={"default": 0.0})) == 60.0
    assert half_life_days(memory("x", "me", kind=Kind.IDENTITY), MemoryLens()) > half_life_days(trip, MemoryLens())


def test_the_highest_of_a_personas_weights_counts() -> None:
    pet = memory("x", "a dog", "pet.dog", topics=("home",))
    assert topic_weight(pet, MemoryLens(role_topics={"home": 0.2, "pet": 0.9})) == 0.9
    assert topic_weight(pet, MemoryLens(role_topics={"work": 1.0})) == 0.6
    assert topic_weight(pet, MemoryLens(role_topics={"default": 0.1})) == 0.1


def test_use_grows_and_never_reaches_one() -> None:
    assert [use(memory("x", "y", uses=uses)) for uses in (0, 5)] == [0.0, 0.5]
    assert use(memory("x", "y", uses=10**9)) <= 1.0


def test_feelings_meet_feelings_of_the_same_sign() -> None:
    sad = memory("x", "y", valence=-0.5)
    assert congruence(sad, -1.0) > 0 > congruence(sad, 1.0)
    assert congruence(sad, 0.0) == 0


def test_a_slot_is_named_in_words() -> None:
    assert [label_of(name) for name in ("pet.dog", "field_of_study", "works_on", "")] == [
        "pet dog",
        "field of study",
        "works on",
        "",
    ]
