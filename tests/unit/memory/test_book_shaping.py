"""Memories get another shape by hand: put right, made one, taken apart, weighed, looked at again."""

from datetime import UTC, datetime, timedelta

import pytest

from chatbot.domain.change import Op
from chatbot.domain.memory import DOUBTED, Memory, Origin, Status
from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import Kind, Scope
from chatbot.errors import MemoryRefused, NotFound
from chatbot.memory.scoring import feedback, parts_of
from chatbot.memory.weights import RECALL
from tests.unit.memory.chats import START, Chat

DAY = datetime(2026, 6, 1, tzinfo=UTC)


def note(chat: Chat, text: str, **fields: object) -> Memory:
    entry = chat.book.add(text, session_id="s1", persona_id="p1", **fields).result()  # type: ignore[arg-type]
    (change,) = entry.changes
    assert change.after is not None
    return change.after


def present(chat: Chat) -> set[str]:
    return {one.text for one in chat.records().values() if one.status is Status.ACTIVE}


def test_kind_importance_and_dates_are_set_and_taken_away() -> None:
    chat = Chat()
    one = note(chat, "my locker is number 42")
    chat.book.edit(one.id, kind=Kind.EVENT, importance=0.9, dates={"event_start": DAY, "expires_at": DAY}).result()
    changed = chat.records()[one.id]
    assert (changed.kind, changed.importance, changed.event_start) == (Kind.EVENT, 0.9, DAY)
    chat.book.edit(one.id, dates={"expires_at": None}).result()
    assert chat.records()[one.id].expires_at is None
    assert len(chat.records()) == 1  # the words are the same, so that nothing is barred


@pytest.mark.parametrize(
    "fields",
    [
        {"importance": 1.5},
        {"importance": -0.1},
        {"dates": {"event_start": DAY, "event_end": DAY - timedelta(days=1)}},
        {"kind": Kind.FACT},
    ],
)
def test_what_no_memory_may_have_is_refused(fields: dict[str, object]) -> None:
    chat = Chat()
    one = note(chat, "my locker is number 42")
    with pytest.raises(MemoryRefused):
        chat.book.edit(one.id, **fields)  # type: ignore[arg-type]
    assert chat.records()[one.id] == one


def test_merging_keeps_what_says_most_and_the_strictest_permission() -> None:
    chat = Chat()
    chat.say("I live in Porto")
    wide = chat.one("home")
    narrow = note(chat, "my locker is number 42", scope=Scope.PERSONA, importance=0.9)
    chat.book.edit(narrow.id, local_only=True).result()
    entry = chat.book.merge([wide.id, narrow.id]).result()
    assert {change.op for change in entry.changes} == {Op.MERGE}
    merged = next(one for one in chat.records().values() if one.status is Status.ACTIVE)
    assert merged.text == "User lives in Porto; User's locker is number 42"
    assert (merged.scope, merged.local_only, merged.importance) == (Scope.PERSONA, True, 0.9)
    assert merged.said_at == wide.said_at
    past = next(one for one in chat.records().values() if one.status is Status.SUPERSEDED)
    assert past.superseded_by == merged.id
    chat.book.undo().result()
    assert present(chat) == {"User lives in Porto", "User's locker is number 42"}


def test_merging_values_of_one_slot_keeps_the_fullest_or_the_text_given() -> None:
    chat = Chat()
    chat.say("I love tea")
    chat.say("I love green tea from Kyoto")
    ids = [one.id for one in chat.records().values()]
    chat.book.merge(ids).result()
    assert chat.active() == {"likes": {"green tea from Kyoto"}}
    chat.book.undo().result()
    chat.book.merge(ids, "User likes tea of every kind").result()
    assert present(chat) == {"User likes tea of every kind"}


def test_merging_different_values_of_one_slot_loses_none() -> None:
    chat = Chat()
    chat.say("I love chess")
    chat.say("I love old maps")
    chat.book.merge([one.id for one in chat.records().values()]).result()
    (value,) = chat.active()["likes"]
    assert "chess" in value and "old maps" in value
    assert all("chess" in text and "old maps" in text for text in present(chat))


def test_merging_is_refused_where_nobody_could_know_the_result() -> None:
    chat = Chat()
    one = chat.book.add("my box is 1", persona_id="p1", scope=Scope.PERSONA).result().changes[0].memory_id
    other = chat.book.add("my desk is oak", persona_id="p2", scope=Scope.PERSONA).result().changes[0].memory_id
    with pytest.raises(MemoryRefused):
        chat.book.merge([one, other])
    with pytest.raises(MemoryRefused):
        chat.book.merge([one, one])
    with pytest.raises(NotFound):
        chat.book.merge([one, "nothing"])


def test_splitting_by_itself_and_with_words_given() -> None:
    chat = Chat()
    chat.say("I live in Porto")
    chat.book.add("I love cycling and jazz").result()
    lines = {one.text for one in chat.records().values()}
    one = note(chat, "my locker is number 42 and my desk is by the window")
    entry = chat.book.split(one.id).result()
    assert {change.op for change in entry.changes} == {Op.SPLIT, Op.FORGET}
    assert present(chat) == lines | {"User's locker is number 42", "User's desk is by the window"}
    locker = next(found for found in chat.records().values() if found.text == "User's locker is number 42")
    chat.book.split(locker.id, ["my dog is called Rex", "my locker is blue"]).result()
    assert chat.active()["pet.dog"] == {"Rex"}
    assert "User's locker is blue" in present(chat)
    chat.book.undo(2).result()
    assert present(chat) == {*lines, one.text}


def test_what_was_taken_apart_is_not_learnt_again_as_it_was() -> None:
    chat = Chat()
    one = note(chat, "my locker is number 42 and my desk is by the window")
    chat.book.split(one.id).result()
    chat.say("my locker is number 42 and my desk is by the window")
    assert one.text not in present(chat)


@pytest.mark.parametrize("texts", [(), ("one part",), ("", "x"), ("my password is hunter2", "x")])
def test_what_has_no_parts_is_not_split(texts: tuple[str, ...]) -> None:
    chat = Chat()
    one = note(chat, "my locker is blue")
    with pytest.raises(MemoryRefused):
        chat.book.split(one.id, texts)
    assert present(chat) == {"User's locker is blue"}


def test_ratings_change_the_weight_visibly_and_can_be_taken_back() -> None:
    chat = Chat()
    one = note(chat, "my locker is blue")
    chat.book.rate(one.id, "useful", message_id="m9").result()
    liked = chat.records()[one.id]
    assert liked.useful == 1 and feedback(liked) > 0
    chat.book.rate(one.id, "irrelevant").result()
    chat.book.rate(one.id, "irrelevant").result()
    disliked = chat.records()[one.id]
    assert feedback(disliked) < 0
    scores = [
        sum(parts_of(memory, 0.5, START, MemoryLens(), 0.0, RECALL).values()) for memory in (disliked, one, liked)
    ]
    assert scores == sorted(scores) and len(set(scores)) == 3
    assert "feedback" in parts_of(liked, 0.5, START, MemoryLens(), 0.0, RECALL)
    assert chat.store.journal(message_id="m9")[0].changes[0].op is Op.RATE
    chat.book.undo(3).result()
    assert (chat.records()[one.id].useful, chat.records()[one.id].irrelevant) == (0, 0)


def test_what_is_rated_wrong_waits_until_it_is_settled() -> None:
    chat = Chat()
    one = note(chat, "my locker is blue")
    chat.book.rate(one.id, "wrong").result()
    assert [waiting.check for waiting in chat.book.to_check()] == [DOUBTED]
    chat.book.settle(one.id).result()
    assert chat.book.to_check() == ()
    with pytest.raises(MemoryRefused):
        chat.book.settle(one.id)


def test_what_leans_on_a_change_by_hand_is_marked_and_what_is_locked_is_not() -> None:
    chat = Chat()
    chat.say("My sister is called Maya")
    chat.say("Maya lives in Hamburg")
    chat.say("Maya is vegan")
    locked = chat.one("diet")
    chat.book.lock(locked.id).result()
    locked = chat.records()[locked.id]
    chat.book.edit(chat.one("family.sister").id, value="Maja").result()
    assert {one.attribute for one in chat.book.to_check()} == {"home"}
    assert chat.records()[locked.id] == locked
    chat.book.undo().result()
    assert chat.book.to_check() == ()
    chat.book.forget([chat.one("family.sister").id]).result()
    (marked,) = chat.book.to_check()
    assert "Maya" not in marked.check  # what was forgotten is not told in the mark


def test_one_change_is_taken_back_behind_others_until_it_is_changed_again() -> None:
    chat = Chat()
    chat.say("I live in Porto")
    first = chat.store.journal()[-1]
    chat.say("I love jazz")
    chat.book.take_back(first.id).result()
    assert chat.active() == {"likes": {"jazz"}}
    with pytest.raises(MemoryRefused):
        chat.book.take_back(first.id)
    chat.book.redo().result()
    chat.book.edit(chat.one("home").id, value="Braga").result()
    with pytest.raises(MemoryRefused):
        chat.book.take_back(first.id)
    with pytest.raises(NotFound):
        chat.book.take_back("nothing")


def test_a_conflict_becomes_one_memory() -> None:
    chat = Chat()
    chat.say("I live in Porto and I live in Lisbon")
    assert len(chat.book.conflicts()) == 2
    chat.book.resolve(chat.book.conflicts()[0].id, "merge", "I live in Porto and in Lisbon by turns").result()
    assert chat.book.conflicts() == ()
    (kept,) = [one for one in chat.records().values() if one.status is Status.ACTIVE]
    assert "Lisbon" in kept.text and kept.origin is Origin.USER


def test_the_store_as_of_a_moment() -> None:
    chat = Chat()
    chat.say("I live in Porto")
    then = chat.clock()
    chat.say("no, Lisbon")
    chat.say("forget that")
    before = chat.book.as_of(then)
    assert [(one.value, one.status) for one in before.values()] == [("Porto", Status.ACTIVE)]
    assert dict(chat.book.as_of(then - timedelta(seconds=1))) == {}
    assert dict(chat.book.as_of(chat.clock())) == dict(chat.records())
    chat.say("I love jazz")
    assert len(chat.book.as_of(chat.clock())) == len(chat.records())
