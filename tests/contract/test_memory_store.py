"""Every implementation of `MemoryStore`, through one suite."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id
from chatbot.domain.memory import Memory, Source, Status
from chatbot.domain.session import SessionMeta
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.errors import MemoryRefused
from chatbot.memory.base import MemoryStore
from chatbot.storage.in_memory import MemoriesInMemory
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SESSIONS = (new_id(), new_id())


@pytest.fixture(params=["disk", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MemoryStore]:
    if request.param == "memory":
        yield MemoriesInMemory(lambda: NOW)
        return
    user = UserFiles.open(tmp_path, "Ana", lambda: NOW)
    for session_id in SESSIONS:
        user.library.create(SessionMeta(session_id, "", "mara", NOW, NOW))
    yield user.memories
    user.close()


def memory(scope: Scope = Scope.USER, session: int = 0, persona: str = "mara", text: str = "likes tea") -> Memory:
    source = Source(SESSIONS[session], "m1", "I like “tea”\n☕")
    return Memory(
        new_id(), text, Kind.PREFERENCE, scope, SESSIONS[session], persona, "user", "likes", "tea", NOW, NOW, NOW,
        source=source, entities=("tea",), event_start=NOW,
    )  # fmt: skip


def entry(*changes: Change, message_id: str = "m1") -> JournalEntry:
    return JournalEntry(new_id(), NOW, Who.USER, changes, SESSIONS[0], message_id)


def added(store: MemoryStore, record: Memory, message_id: str = "m1") -> Memory:
    store.apply(entry(Change(Op.ADD, None, record, "you said so"), message_id=message_id)).result()
    return record


def changed(store: MemoryStore, before: Memory, op: Op = Op.EDIT, **values: object) -> Memory:
    after = replace(before, version=before.version + 1, **values)
    store.apply(entry(Change(op, before, after, "asked"))).result()
    return after


def test_an_entry_is_given_whole_whichever_of_its_memories_is_asked_for(store: MemoryStore) -> None:
    wide, narrow = memory(Scope.USER), memory(Scope.SESSION)
    both = entry(Change(Op.ADD, None, wide, ""), Change(Op.ADD, None, narrow, ""))
    store.apply(both).result()
    assert store.journal(wide.id) == store.journal(narrow.id) == (both,)


def test_who_may_read_what(store: MemoryStore) -> None:
    user = added(store, memory(Scope.USER))
    persona = added(store, memory(Scope.PERSONA, persona="mara"))
    session = added(store, memory(Scope.SESSION, session=1))
    assert set(store.readable(SESSIONS[0], "mara")) == {user.id, persona.id}
    assert set(store.readable(SESSIONS[1], "wren")) == {user.id, session.id}
    assert set(store.readable("elsewhere", "nobody")) == {user.id}
    assert dict(store.everything()) == {one.id: one for one in (user, persona, session)}


def test_a_change_needs_the_version_it_started_from(store: MemoryStore) -> None:
    first = added(store, memory())
    second = changed(store, first, text="likes coffee")
    with pytest.raises(MemoryRefused):
        changed(store, first, text="likes milk")
    with pytest.raises(MemoryRefused):
        added(store, second)
    with pytest.raises(MemoryRefused):
        store.apply(entry(Change(Op.EDIT, second, replace(second, text="no version"), "asked"))).result()
    with pytest.raises(MemoryRefused):
        changed(store, memory(), text="never there")
    assert dict(store.everything()) == {second.id: second}
    assert len(store.journal()) == 2


def test_a_change_set_is_all_or_nothing(store: MemoryStore) -> None:
    first = added(store, memory())
    stale = replace(first, version=7)
    fresh = memory()
    with pytest.raises(MemoryRefused):
        store.apply(
            entry(Change(Op.ADD, None, fresh, ""), Change(Op.EDIT, stale, replace(stale, version=8), ""))
        ).result()
    assert set(store.everything()) == {first.id}


def test_changes_of_one_set_may_follow_one_another(store: MemoryStore) -> None:
    one = memory()
    two = replace(one, version=2, pinned=True)
    store.apply(entry(Change(Op.ADD, None, one, ""), Change(Op.PIN, one, two, ""))).result()
    assert dict(store.everything()) == {one.id: two}


@pytest.mark.parametrize("there", [Scope.USER, Scope.PERSONA, Scope.SESSION])
@pytest.mark.parametrize("here", [Scope.USER, Scope.PERSONA, Scope.SESSION])
def test_moves(store: MemoryStore, here: Scope, there: Scope) -> None:
    before = added(store, memory(here))
    moved = changed(store, before, Op.MOVE, scope=there)
    assert dict(store.everything()) == {moved.id: moved}
    assert dict(store.readable(SESSIONS[0], "mara")) == {moved.id: moved}
    assert (moved.id in store.readable(SESSIONS[1], "wren")) == (there is Scope.USER)
    back = changed(store, moved, Op.MOVE, scope=here)
    assert dict(store.readable(SESSIONS[0], "mara")) == {back.id: back}
    assert [one.changes[0].op for one in store.journal(memory_id=before.id)] == [Op.ADD, Op.MOVE, Op.MOVE]


def test_a_change_set_over_several_scopes_comes_back_in_its_order(store: MemoryStore) -> None:
    old = added(store, memory(Scope.SESSION, session=1))
    new = memory(Scope.USER)
    mixed = entry(
        Change(Op.ADD, None, new, "first"),
        Change(Op.SUPERSEDE, old, replace(old, version=2, status=Status.SUPERSEDED, superseded_by=new.id), "second"),
        Change(Op.REJECT, None, None, "third", "a rejected one"),
        Change(Op.ADD, None, memory(Scope.SESSION), "fourth"),
    )
    store.apply(mixed).result()
    assert store.journal(limit=1) == (mixed,)
    assert store.everything()[old.id].status is Status.SUPERSEDED
    assert len(store.everything()) == 3


def test_the_journal_can_be_asked(store: MemoryStore) -> None:
    first = added(store, memory(), message_id="m1")
    second = added(store, memory(Scope.SESSION), message_id="m2")
    edited = changed(store, first, text="likes cake")
    rejected = entry(Change(Op.REJECT, None, None, "too vague", "maybe"), message_id="m3")
    store.apply(rejected).result()
    assert [one.message_id for one in store.journal()] == ["m1", "m2", "m1", "m3"]
    assert [one.id for one in store.journal(limit=2)] == [one.id for one in store.journal()][-2:]
    assert [one.changes[0].after for one in store.journal(memory_id=first.id)] == [first, edited]
    assert store.journal(memory_id=first.id)[1].changes[0].before == first
    assert [one.changes[0].memory_id for one in store.journal(message_id="m2")] == [second.id]
    assert store.journal(message_id="m3") == (rejected,)
    assert store.journal(memory_id="nothing") == ()


def test_the_same_entry_is_written_once(store: MemoryStore) -> None:
    one = entry(Change(Op.ADD, None, memory(), ""))
    store.apply(one).result()
    assert store.apply(one).result() == one
    assert store.journal() == (one,)


def test_the_revision_follows_changes(store: MemoryStore) -> None:
    before = store.revision
    assert store.revision == before
    added(store, memory())
    between = store.revision
    assert between != before
    added(store, memory(Scope.SESSION, session=1))
    assert store.revision != between


def test_many_memories_in_several_pages(store: MemoryStore) -> None:
    records = [memory(text=f"fact {number} " + "x" * 600) for number in range(400)]
    for future in [store.apply(entry(Change(Op.ADD, None, one, ""))) for one in records]:
        future.result()
    assert dict(store.everything()) == {one.id: one for one in records}
    edited = changed(store, records[0], text="edited")
    assert store.everything()[edited.id] == edited
    assert len(store.journal()) == 401
    assert [one.changes[0].after for one in store.journal(memory_id=edited.id)] == [records[0], edited]


def test_the_answer_follows_adding_editing_moving_and_counting(store: MemoryStore) -> None:
    """Each read is made from the one before; all that a fresh look at everything gives must be in it."""

    def expected(session: int, persona: str) -> dict[str, Memory]:
        return {key: one for key, one in store.everything().items() if one.readable_in(SESSIONS[session], persona)}

    def right() -> bool:
        places = [(session, persona) for session in (0, 1) for persona in ("mara", "otto")]
        return all(dict(store.readable(SESSIONS[at], who)) == expected(at, who) for at, who in places)

    records = [added(store, memory(scope, session, text=f"{scope} {session}")) for scope in Scope for session in (0, 1)]
    assert right()
    assert store.readable(SESSIONS[0], "mara") is store.readable(SESSIONS[0], "mara")
    for number, one in enumerate(records):
        to = (Scope.USER, Scope.PERSONA, Scope.SESSION)[number % 3]
        moved = changed(store, one, Op.MOVE, scope=to, persona_id="otto")
        assert right()
        store.count_uses((moved.id,))
        changed(store, moved, status=Status.FORGOTTEN)
        assert right()


@pytest.mark.parametrize("scope", [Scope.USER, Scope.SESSION])
def test_who_reads_after_every_write_misses_nothing_where_a_page_begins(store: MemoryStore, scope: Scope) -> None:
    size, many = (9000, 70) if scope is Scope.USER else (9, 280)
    records = [memory(scope, text=f"fact {number} " + "x" * size) for number in range(many)]
    for count, one in enumerate(records, 1):
        store.apply(entry(Change(Op.ADD, None, one, ""))).result()
        if count % 10 in (0, 1):
            assert len(store.readable(SESSIONS[0], "mara")) == count


def test_many_memories_in_one_session(store: MemoryStore) -> None:
    records = [memory(Scope.SESSION, text=f"fact {number}") for number in range(300)]
    for one in records:
        store.apply(entry(Change(Op.ADD, None, one, "")))
    edited = changed(store, records[0], text="edited")
    assert dict(store.readable(SESSIONS[0], "mara")) == {one.id: one for one in [edited, *records[1:]]}
    assert dict(store.everything()) == dict(store.readable(SESSIONS[0], "mara"))
