"""What pales, how fast, and what never does."""

from datetime import timedelta
from typing import Any

import pytest

from chatbot.domain.memory import Memory, Origin, Status
from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import Kind, Scope
from chatbot.memory.forgetting import BUDGETS, ForgettingPolicy, fading, retention
from tests.unit.memory.making import NOW, memory

POLICY = ForgettingPolicy()


def old(
    memory_id: str = "a", days: float = 3000, attribute: str = "owns", value: str = "a kayak", **more: Any
) -> Memory:
    at = NOW - timedelta(days=days)
    fields: dict[str, Any] = {"said_at": at, "created_at": at, "updated_at": at, **more}
    return memory(memory_id, f"User: {value}", attribute, value, **fields)


def gone(*records: Memory, policy: ForgettingPolicy = POLICY) -> set[str]:
    return {one.memory.id for one in fading(records, policy, NOW)}


def test_what_was_left_alone_for_years_goes_with_its_reason() -> None:
    (one,) = fading([old()], POLICY, NOW)
    assert one.memory.id == "a"
    assert one.retention < POLICY.threshold
    assert one.reason == f"nothing was heard of it since {NOW - timedelta(days=3000):%Y-%m-%d}, and it was never used"


@pytest.mark.parametrize(
    "kept",
    [
        {"pinned": True},
        {"locked": True},
        {"origin": Origin.USER},
        {"kind": Kind.INSTRUCTION},
        {"attribute": "allergy", "value": "peanuts"},
        {"attribute": "reply_style", "value": "short"},
        {"attribute": "name", "value": "Ana"},
        {"importance": 0.9},
        {"status": Status.PENDING},
        {"status": Status.CONFLICT},
        {"status": Status.SUPERSEDED},
        {"check": "look at it"},
        {"last_used_at": NOW - timedelta(days=2)},
        {"updated_at": NOW - timedelta(days=2)},
        {"event_start": NOW + timedelta(days=3)},
        {"kind": Kind.TASK, "days": 13.0},
    ],
)
def test_what_never_goes(kept: dict[str, Any]) -> None:
    assert gone(old(), old("b", **kept)) == {"a"}


def test_what_has_expired_goes_at_once_however_important() -> None:
    over = old(days=1, expires_at=NOW - timedelta(hours=1), importance=1.0)
    assert gone(over) == {"a"}
    assert gone(old(days=1, expires_at=NOW + timedelta(hours=1), importance=1.0)) == set()


def test_retention_is_one_now_and_half_after_a_half_life() -> None:
    assert retention(old(days=0), POLICY, NOW) == 1.0
    assert retention(old(days=180), POLICY, NOW) == pytest.approx(0.5)
    assert retention(old(days=30, kind=Kind.PLAN), POLICY, NOW) == pytest.approx(0.5)


@pytest.mark.parametrize("more", [{"uses": 1}, {"importance": 0.8}, {"valence": -0.7}, {"valence": 0.7}])
def test_use_importance_and_feeling_slow_it(more: dict[str, Any]) -> None:
    assert retention(old(days=180, **more), POLICY, NOW) > 0.5


def test_the_persona_sets_the_half_life_of_what_is_its_own() -> None:
    policy = ForgettingPolicy(lenses={"p": MemoryLens(half_life_days={"owns": 18.0})})
    assert retention(old(days=180, scope=Scope.PERSONA), policy, NOW) == pytest.approx(0.5**10)
    assert retention(old(days=180, scope=Scope.USER), policy, NOW) == pytest.approx(0.5)


def test_somebody_is_known_as_long_as_something_is_known_of_them() -> None:
    sister = old("a", attribute="family.sister", value="Maya", kind=Kind.RELATIONSHIP, days=9000)
    fresh = old("b", days=5, subject="maya", attribute="job", value="a nurse")
    assert gone(sister, fresh) == set()
    assert gone(sister) == {"a"}
    assert gone(sister, old("b", days=9000, subject="maya")) == {"a", "b"}


def test_budgets_let_the_palest_go() -> None:
    policy = ForgettingPolicy(budgets={Kind.FACT: 3})
    records = [old(str(days), days=days) for days in (1, 2, 3, 4, 5)]
    found = fading([*records, old("pinned", pinned=True, days=900)], policy, NOW)
    assert [one.memory.id for one in found] == ["5", "4", "3"]
    assert "more than 3" in found[0].reason


def test_the_budgets_are_what_recall_is_measured_for() -> None:
    assert sum(BUDGETS.values()) == 10_000
    assert set(BUDGETS) == set(Kind)
