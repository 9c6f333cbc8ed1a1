"""What is the same, what is nearly the same, what only looks it, and what is offered to more readers."""

from datetime import timedelta
from typing import Any

import pytest

from chatbot.domain.memory import Memory, Origin, Polarity, Status
from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import Scope
from chatbot.memory.consolidate import Merge, merges, promotions
from chatbot.memory.forgetting import ForgettingPolicy
from tests.unit.memory.making import NOW, memory

POLICY = ForgettingPolicy()


def slot(memory_id: str, value: str, attribute: str = "likes", **fields: Any) -> Memory:
    return memory(memory_id, f"User {attribute} {value}", attribute, value, **fields)


def only(*records: Memory) -> Merge:
    (found,) = merges(records)
    return found


def dropped(*records: Memory) -> set[str]:
    return {gone.id for merge in merges(records) for gone in merge.drop}


@pytest.mark.parametrize(
    ("left", "right", "exact"),
    [
        ("jazz", "Jazz.", True),
        ("the sea", "sea", True),
        ("hiking", "hikes", False),
        ("old cameras", "cameras, old", False),
        ("photography walks", "photograhpy walks", False),
    ],
)
def test_the_same_in_one_slot(left: str, right: str, exact: bool) -> None:
    found = only(slot("a", left), slot("b", right))
    assert (found.keep.id, [one.id for one in found.drop], found.exact) == ("a", ["b"], exact)
    assert found.keep.text in found.reason


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (slot("a", "jazz"), slot("b", "jazz", "dislikes")),
        (slot("a", "jazz"), slot("b", "jazz", polarity=Polarity.NEGATIVE)),
        (slot("a", "jazz"), slot("b", "jazz", subject="maya")),
        (slot("a", "2 cats", "owns"), slot("b", "3 cats", "owns")),
        (slot("a", "Anna", "friend"), slot("b", "Annas", "friend")),
        (slot("a", "Katharina Mueller", "friend"), slot("b", "Katarina Mueller", "friend")),
        (slot("a", "desert"), slot("b", "dessert")),
        (slot("a", "walking home alone"), slot("b", "not walking home alone")),
        (slot("a", "dentist", "event", event_start=NOW), slot("b", "dentist", "event")),
        (slot("a", "jazz", local_only=True), slot("b", "jazz")),
        (slot("a", "jazz", expires_at=NOW + timedelta(days=1)), slot("b", "jazz")),
        (slot("a", "jazz", scope=Scope.PERSONA), slot("b", "jazz", scope=Scope.PERSONA, persona_id="q")),
        (slot("a", "jazz", scope=Scope.SESSION), slot("b", "jazz", scope=Scope.SESSION, session_id="t")),
        (slot("a", "jazz", status=Status.PENDING), slot("b", "jazz")),
        (slot("a", "jazz", status=Status.CONFLICT), slot("b", "jazz")),
        (slot("a", "jazz", pinned=True), slot("b", "jazz", locked=True)),
        (memory("a", "User's locker is number 42"), memory("b", "User's locker is number 43")),
    ],
)
def test_what_only_looks_the_same(left: Memory, right: Memory) -> None:
    assert merges([left, right]) == merges([right, left]) == ()


def test_notes_are_the_same_by_their_words() -> None:
    left, right = (
        memory("a", "User keeps the spare key under the mat"),
        memory("b", "user keeps spare key under the mat"),
    )
    assert dropped(left, right) == {"b"}


def test_a_note_joins_the_slot_that_says_it() -> None:
    told = memory("b", "User's dog is called Biscuit", "pet.dog", "Biscuit")
    assert dropped(memory("a", "User's dog is called Biscuit"), told) == {"a"}


@pytest.mark.parametrize("kept", [{"pinned": True}, {"locked": True}, {"origin": Origin.USER}, {"scope": Scope.USER}])
def test_who_stays(kept: dict[str, Any]) -> None:
    fields: dict[str, Any] = {"scope": Scope.PERSONA} | kept
    found = only(slot("a", "jazz", scope=Scope.PERSONA), slot("b", "jazz", **fields))
    assert found.keep.id == "b"


def test_what_the_user_parted_is_not_joined_again() -> None:
    records = [slot("a", "jazz"), slot("b", "jazz"), slot("c", "jazz")]
    assert {gone.id for merge in merges(records, {"a"}) for gone in merge.drop} == {"c"}


def test_what_is_said_in_three_chats_is_offered_to_the_persona() -> None:
    chats = [
        slot(chat, "my sleep", "feeling", scope=Scope.SESSION, session_id=chat, said_at=NOW - timedelta(days=at))
        for at, chat in enumerate("stu")
    ]
    (offer,) = promotions(chats, POLICY)
    assert offer.scope is Scope.PERSONA
    assert [one.id for one in offer.memories] == ["s", "t", "u"]
    assert offer.reason == "you said it in 3 sessions"
    assert promotions(chats[:2], POLICY) == ()


def test_what_two_personas_know_is_offered_to_all() -> None:
    both = [slot(one, "a kayak", "owns", scope=Scope.PERSONA, persona_id=one) for one in "pq"]
    (offer,) = promotions(both, POLICY)
    assert offer.scope is Scope.USER
    closed = ForgettingPolicy(lenses={"q": MemoryLens(shared_write="never")})
    assert promotions(both, closed) == ()


def test_nothing_is_offered_that_more_may_know_already_or_otherwise() -> None:
    homes = [slot(one, "Porto", "home", scope=Scope.PERSONA, persona_id=one) for one in "pq"]
    assert len(promotions(homes, POLICY)) == 1
    assert promotions([*homes, slot("x", "Lisbon", "home")], POLICY) == ()
    likes = [slot(one, "jazz", scope=Scope.PERSONA, persona_id=one) for one in "pq"]
    assert len(promotions([*likes, slot("x", "tea")], POLICY)) == 1
    assert promotions([*likes, slot("x", "jazz")], POLICY) == ()
