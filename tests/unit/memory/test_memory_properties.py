"""What must hold whatever is said, in whatever order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.domain.change import Op
from chatbot.domain.memory import Candidate, Cue, Memory, Polarity, Status
from chatbot.domain.slots import Kind, is_single
from chatbot.errors import MemoryRefused
from tests.unit.memory.chats import Chat

_SLOTS = (
    "home",
    "name",
    "age",
    "likes",
    "dislikes",
    "pet.dog",
    "favorite.color",
    "diet",
    "employer",
    "family.mother",
    "",
)
_VALUES = ("Porto", "Porto, Portugal", "Lisbon", "porto", "dog", "42", "Bella", "Biscuit")
_candidates = st.builds(
    lambda slot, value, cue, confidence, polarity, old: Candidate(
        f"User {slot}: {value}", Kind.FACT, "user", slot, value if slot else "", "said", cue, old, polarity,
        confidence=confidence,
    ),
    st.sampled_from(_SLOTS),
    st.sampled_from(_VALUES),
    st.sampled_from([Cue.STATEMENT, Cue.STATEMENT, Cue.CORRECTION, Cue.CHANGE, Cue.ENDING, Cue.REMEMBER, Cue.FORGET]),
    st.sampled_from([0.3, 0.6, 0.9, 1.0]),
    st.sampled_from([Polarity.POSITIVE, Polarity.POSITIVE, Polarity.NEGATIVE]),
    st.sampled_from(["", "", "Lisbon", "Biscuit"]),
)  # fmt: skip
_talks = st.lists(st.lists(_candidates, min_size=1, max_size=3), min_size=1, max_size=8)
few = settings(max_examples=15, deadline=None)


def talk(turns: list[list[Candidate]]) -> Chat:
    chat = Chat()
    for candidates in turns:
        chat.turns += 1
        chat.learn(tuple(candidates))
    return chat


@few
@given(_talks)
def test_a_single_slot_has_one_active_value(turns: list[list[Candidate]]) -> None:
    chat = talk(turns)
    seen: set[tuple[str, str]] = set()
    for memory in chat.records().values():
        if memory.status is Status.ACTIVE and is_single(memory.attribute) and memory.polarity is Polarity.POSITIVE:
            assert (memory.subject, memory.attribute) not in seen
            seen.add((memory.subject, memory.attribute))


@few
@given(_talks, st.lists(_candidates, min_size=1, max_size=1))
def test_the_same_again_adds_nothing(turns: list[list[Candidate]], last: list[Candidate]) -> None:
    chat = talk([*turns, last])
    before = set(chat.records())
    chat.turns += 1
    if last[0].cue is not Cue.ENDING:
        chat.learn(tuple(last))
        assert set(chat.records()) == before


@few
@given(_talks, _talks)
def test_what_is_locked_never_changes(first: list[list[Candidate]], second: list[list[Candidate]]) -> None:
    chat = talk(first)
    live = [one for one in chat.records().values() if one.status is Status.ACTIVE]
    for memory in live:
        chat.book.lock(memory.id).result()
    locked = {one.id: chat.records()[one.id] for one in live}
    for candidates in second:
        chat.turns += 1
        chat.learn(tuple(candidates))
    assert {key: chat.records()[key] for key in locked} == locked


@few
@given(_talks, _talks)
def test_what_is_forgotten_is_not_learnt_again(first: list[list[Candidate]], second: list[list[Candidate]]) -> None:
    chat = talk(first)
    gone = [one for one in chat.records().values() if one.status in (Status.ACTIVE, Status.PENDING, Status.CONFLICT)]
    if gone:
        chat.book.forget([one.id for one in gone]).result()
    for candidates in second:
        chat.turns += 1
        chat.learn(tuple(one for one in candidates if one.cue is not Cue.REMEMBER))
    present = [one for one in chat.records().values() if one.status is Status.ACTIVE]
    assert not any(_same(left, right) for left in gone for right in present)


def _same(left: Memory, right: Memory) -> bool:
    return (left.slot, left.value, left.polarity, left.text) == (right.slot, right.value, right.polarity, right.text)


@few
@given(_talks)
def test_taking_everything_back_leaves_nothing(turns: list[list[Candidate]]) -> None:
    chat = talk(turns)
    steps = sum(any(change.op is not Op.REJECT for change in entry.changes) for entry in chat.store.journal())
    if steps:
        chat.book.undo(steps).result()
    assert chat.active() == {}
    assert all(one.status in (Status.FORGOTTEN, Status.SUPERSEDED) for one in chat.records().values())
    try:
        chat.book.undo()
    except MemoryRefused:
        return
    raise AssertionError("there was still something to take back")


@few
@given(_talks)
def test_making_everything_again_brings_it_back(turns: list[list[Candidate]]) -> None:
    chat = talk(turns)
    before = chat.active()
    steps = sum(any(change.op is not Op.REJECT for change in entry.changes) for entry in chat.store.journal())
    if steps:
        chat.book.undo(steps).result()
        chat.book.redo(steps).result()
    assert chat.active() == before
