"""What comes in from elsewhere: a session is there whole or not at all, whatever fails and whenever."""

import errno
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, Role
from chatbot.domain.session import SessionMeta, SessionState
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.errors import NotFound, StorageError
from chatbot.storage.arrivals import Arrival, JournalPart
from chatbot.storage.health import examine
from chatbot.storage.layout import ARRIVING_FOLDER
from chatbot.storage.user import UserFiles
from tests.faults import Failing

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def session(messages: int = 600) -> tuple[SessionState, list[Message], Arrival]:
    session_id = new_id()
    state = SessionState(SessionMeta(session_id, "Walks", "plain", NOW, NOW))
    said = [
        Message(new_id(), session_id, 2 * at + 1, at, Role.USER, "plain", f"message {at}", NOW)
        for at in range(messages)
    ]
    memory = Memory(new_id(), "tea", Kind.FACT, Scope.SESSION, session_id, "plain", "user", "", "", NOW, NOW, NOW)
    changed = replace(memory, text="green tea", version=2)
    entries = (
        JournalEntry(new_id(), NOW, Who.RULE, (Change(Op.ADD, None, memory, ""),), session_id),
        JournalEntry(new_id(), NOW, Who.USER, (Change(Op.EDIT, memory, changed, ""),), session_id),
    )
    parts = tuple(JournalPart(entry, tuple(enumerate(entry.changes))) for entry in entries)
    return state, said, Arrival(parts, uses={memory.id: (3, NOW)})


@pytest.fixture
def system() -> Failing:
    return Failing(errno.ENOSPC, ARRIVING_FOLDER)


@pytest.fixture
def files(tmp_path: Path, system: Failing) -> Iterator[UserFiles]:
    opened = UserFiles.open(tmp_path, "ana", system=system)
    yield opened
    opened.close()


def test_a_session_arrives_with_positions_memories_and_journal(files: UserFiles, tmp_path: Path) -> None:
    state, messages, memories = session()
    files.arrivals.take_session(state, messages, memories).result()
    found = files.library.open(state.meta.id)
    assert found.state() == state and found.messages(limit=1000) == tuple(messages)
    (memory,) = files.memories.everything().values()
    assert (memory.text, memory.version, memory.uses) == ("green tea", 2, 3)
    assert files.memories.journal() == tuple(part.entry for part in memories.journal)
    more = Message(new_id(), state.meta.id, 0, 9, Role.USER, "plain", "more", NOW)
    assert found.append(more).result().seq == 1200
    assert not (files.folder / ARRIVING_FOLDER).exists()
    files.close()
    assert not examine(tmp_path, "ana")
    again = UserFiles.open(tmp_path, "ana")
    assert again.library.open(state.meta.id).count() == 601
    assert again.memories.everything() == {memory.id: memory}
    again.close()


def test_an_id_that_is_taken_or_none_is_refused(files: UserFiles) -> None:
    state, messages, memories = session(1)
    files.arrivals.take_session(state, messages, memories).result()
    for other in (state, replace(state, meta=replace(state.meta, id="../../x"))):
        with pytest.raises(StorageError, match="already"):
            files.arrivals.take_session(other, [], Arrival()).result()
    files.library.delete(state.meta.id).result()
    with pytest.raises(StorageError, match="already"):
        files.arrivals.take_session(state, [], Arrival()).result()
    assert files.unsaved == 0


@pytest.mark.parametrize("kind", ["open", "write", "fsync", "replace", "mkdir"])
def test_a_full_disk_leaves_nothing_of_it(files: UserFiles, system: Failing, kind: str) -> None:
    state, messages, memories = session()
    system.kind = kind
    for fails_at in range(1, 30):
        system.calls, system.fails_at = 0, fails_at
        future = files.arrivals.take_session(state, messages, memories)
        if future.exception() is None:
            break
        assert isinstance(future.exception(), StorageError)
        assert not (files.folder / ARRIVING_FOLDER).exists()
        assert files.library.sessions() == () and files.unsaved == 0
        with pytest.raises(NotFound):
            files.library.open(state.meta.id)
    assert fails_at > 1
    assert files.library.open(state.meta.id).messages(limit=1000) == tuple(messages)


def test_what_a_dead_program_left_is_swept(files: UserFiles, tmp_path: Path) -> None:
    left = files.folder / ARRIVING_FOLDER / new_id()
    left.mkdir(parents=True)
    (left / "messages-0001.json").write_text("half a conversation")
    UserFiles.open(tmp_path, "ana").close()
    assert not left.parent.exists()


def test_memories_arrive_where_they_belong_and_leave_where_they_were(files: UserFiles) -> None:
    state, messages, memories = session(1)
    files.arrivals.take_session(state, messages, memories).result()
    (memory,) = files.memories.everything().values()
    wide = replace(memory, scope=Scope.USER, version=3)
    entry = JournalEntry(new_id(), NOW, Who.USER, (Change(Op.MOVE, memory, wide, ""),))
    user = Arrival((JournalPart(entry, ((0, entry.changes[0]),)),))
    files.arrivals.take_memories({"": user, state.meta.id: Arrival(moved={memory.id: 3})}).result()
    assert files.memories.everything()[memory.id] == wide
    assert memory.id in files.memories.readable("elsewhere", "plain")
    assert files.memories.journal(limit=1) == (entry,)
    loose = replace(memory, id=new_id(), text="salvaged", scope=Scope.USER)
    files.arrivals.take_memories({"": Arrival(records=(loose,))}).result()
    assert files.memories.everything()[loose.id].text == "salvaged"
    assert len(files.memories.journal()) == 3
