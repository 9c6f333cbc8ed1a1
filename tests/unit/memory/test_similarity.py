from datetime import UTC, datetime

import pytest

from chatbot.domain.memory import Memory, Status
from chatbot.domain.slots import Kind, Scope
from chatbot.memory.similarity import (
    alike,
    duplicate,
    find_about,
    find_best,
    fingerprint_matches,
    more_detail,
    same_value,
)

NOW = datetime(2026, 5, 13, tzinfo=UTC)


def note(text: str, attribute: str = "", value: str = "", id: str = "M1") -> Memory:
    return Memory(
        id, text, Kind.FACT, Scope.USER, "", "", "user", attribute, value, NOW, NOW, NOW, status=Status.ACTIVE
    )


@pytest.mark.parametrize(("left", "right", "same"), [
    ("Porto", "porto", True), ("the WHO", "WHO", True), ("a telescope", "telescope", True), ("Porto.", "Porto", True),
    ("Porto", "Porta", False), ("42", "43", False), ("", "", True),
])  # fmt: skip
def test_same_value(left: str, right: str, same: bool) -> None:
    assert same_value(left, right) is same


def test_alike_allows_more_words() -> None:
    assert alike("hiking", "hiking in the mountains")
    assert not alike("hiking", "biking")


def test_more_detail() -> None:
    assert more_detail("Porto, Portugal", "Porto")
    assert not more_detail("Porto", "Porto, Portugal")
    assert not more_detail("Lisbon, Portugal", "Porto")


def test_a_changed_value_is_no_duplicate() -> None:
    locker = note("User's locker is number 42")
    assert duplicate("User's locker is number 42.", [locker]) == locker
    assert duplicate("User's locker is number 43", [locker]) is None
    assert duplicate("User's locker is not number 42", [locker]) is None
    assert duplicate("User's wifi box is behind the sofa", [locker]) is None


def test_finding_by_words() -> None:
    dog = note("User's dog is called Biscuit", "pet.dog", "Biscuit")
    tea = note("User likes tea", "likes", "tea", "M2")
    assert find_about("Biscuit", [dog, tea]) == (dog,)
    assert find_about("biscut", [dog, tea]) == (dog,)
    assert find_about("my dog", [dog, tea]) == (dog,)
    assert find_about("tee", [dog, tea]) == ()
    assert find_about("", [dog, tea]) == ()


def test_a_tombstone_knows_its_own() -> None:
    gone = note("User likes tea", "likes", "green tea")
    assert fingerprint_matches(gone, "user", "likes", "Green Tea", "")
    assert not fingerprint_matches(gone, "user", "dislikes", "green tea", "")
    assert not fingerprint_matches(gone, "user", "likes", "coffee", "")
    assert not fingerprint_matches(note("", "age", "35"), "user", "age", "36", "")


def test_the_best_stand_alone_and_only_equals_beside_it() -> None:
    dog, other, tea = (
        note("User's dog is called Biscuit", id="a"),
        note("User's dog is called Bella", id="b"),
        note("User likes tea"),
    )
    assert set(find_best("dog", [dog, other, tea])) == {dog, other}
    assert find_best("biscut", [dog, other, tea]) == (dog,)
    assert find_best("zebra", [dog, tea]) == () == find_best("", [dog])
