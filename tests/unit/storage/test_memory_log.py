"""What a change of memories costs in looks at files, where there are many: counted, so that it holds on any machine."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id
from chatbot.domain.memory import Memory, Origin, Polarity, Source, Status
from chatbot.domain.session import SessionMeta
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.storage import codec, memory_log
from chatbot.storage.atomic import Stamp, write_file
from chatbot.storage.memory_contents import Contents, contents_of
from chatbot.storage.memory_shapes import RECORDS, LogFile, record_document
from chatbot.storage.stamps import unchanged
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SESSION = new_id()


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[UserFiles]:
    monkeypatch.setattr(memory_log, "PAGE_BYTES", 2000)
    user = UserFiles.open(tmp_path, "Ana", lambda: NOW)
    user.library.create(SessionMeta(SESSION, "", "mara", NOW, NOW))
    yield user
    user.close()


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files were looked at, each time that a log saw whether its files are as they were."""
    looked: list[int] = []

    def counted(paths: Sequence[str], stamps: Sequence[Stamp]) -> int:
        looked.append(min(len(paths), len(stamps)))
        return unchanged(paths, stamps)

    monkeypatch.setattr(memory_log, "unchanged", counted)
    return looked


def memory(number: int, scope: Scope = Scope.USER) -> Memory:
    return Memory(
        new_id(), f"User likes tea {number}", Kind.FACT, scope, SESSION, "mara", "user", "", "", NOW, NOW, NOW
    )


def written(user: UserFiles, *changes: Change) -> None:
    user.memories.apply(JournalEntry(new_id(), NOW, Who.USER, changes, SESSION)).result()


def added(user: UserFiles, records: list[Memory]) -> list[Memory]:
    for one in records:
        written(user, Change(Op.ADD, None, one, "you said so"))
    return records


def edited(before: Memory) -> Change:
    return Change(Op.EDIT, before, replace(before, text=f"{before.text} now", version=before.version + 1), "asked")


def test_many_changes_at_once_look_at_the_files_as_often_as_one(user: UserFiles, looks: list[int]) -> None:
    first, *many = added(user, [memory(number) for number in range(30)])
    user.memories.readable(SESSION, "mara")
    looks.clear()
    written(user, edited(first))
    for_one = sum(looks)
    user.memories.readable(SESSION, "mara")
    looks.clear()
    written(user, *map(edited, many))
    assert for_one > 5
    assert sum(looks) <= for_one + 1  # the page that the one change began


def test_a_read_looks_at_the_pages_that_did_not_change_once(user: UserFiles, looks: list[int]) -> None:
    first, *_ = added(user, [memory(number) for number in range(30)])
    user.memories.readable(SESSION, "mara")
    written(user, edited(first))
    pages = len(list(user.folder.glob("memories*.json")))
    looks.clear()
    assert user.memories.readable(SESSION, "mara")[first.id].version == 2
    assert pages > 5
    assert sum(looks) <= pages + 1  # all of the user's, and the session's one


def test_what_moves_between_two_logs_is_in_one_of_them(user: UserFiles) -> None:
    (record,) = added(user, [memory(0)])
    for scope in (Scope.SESSION, Scope.USER, Scope.SESSION):
        after = replace(record, scope=scope, version=record.version + 1)
        written(user, Change(Op.MOVE, record, after, "asked"))
        record = after
        assert user.memories.readable(SESSION, "mara") == {record.id: record} == user.memories.everything()


def test_only_what_is_new_in_a_page_is_read_again(user: UserFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = added(user, [memory(number) for number in range(3)])
    user.memories.readable(SESSION, "mara")
    read: list[int] = []

    def counted(file: LogFile, number: int) -> Contents:
        read.append(len(file.memories) + len(file.journal))
        return contents_of(file, number)

    monkeypatch.setattr(memory_log, "contents_of", counted)
    written(user, edited(first))
    assert user.memories.readable(SESSION, "mara")[first.id].version == 2
    assert read == [2]
    assert [one.changes[0].op for one in user.memories.journal(first.id)] == [Op.ADD, Op.EDIT]


def test_a_page_that_another_program_wrote_is_read_as_a_whole(user: UserFiles, tmp_path: Path) -> None:
    first, second, _ = added(user, [memory(number) for number in range(3)])
    user.memories.readable(SESSION, "mara")
    other = UserFiles.open(tmp_path, "Ana", lambda: NOW)
    written(other, edited(first))
    assert user.memories.readable(SESSION, "mara") == other.memories.readable(SESSION, "mara")
    other.close()
    path = max(user.folder.glob("memories-*.json"))
    tables = codec.decode(path.read_bytes(), memory_log.KIND, "here")
    kept = {key: one for key, one in tables[RECORDS].items() if one["id"] != first.id}
    write_file(path, codec.encode({**tables, RECORDS: kept}, memory_log.KIND, {}))
    assert user.memories.readable(SESSION, "mara")[first.id].version == 1
    written(user, edited(second))
    assert user.memories.readable(SESSION, "mara")[second.id].version == 2


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"version": 7, "uses": 3, "last_used_at": NOW, "useful": 1, "irrelevant": 2},
        {"pinned": True, "locked": True, "local_only": True, "status": Status.FORGOTTEN, "valence": -0.5},
        {"entities": ("tea",), "topics": ("drinks",), "source": Source("s", "m", "I like tea"), "origin": Origin.USER},
        {
            "expires_at": NOW,
            "event_start": NOW,
            "valid_from": NOW,
            "supersedes": "A",
            "superseded_by": "B",
            "check": "c",
        },
        {"polarity": Polarity.NEGATIVE, "importance": 0.0, "confidence": 0.0, "fingerprint": "f"},
    ],
)
def test_a_record_comes_back_from_what_is_stored_of_it(user: UserFiles, tmp_path: Path, fields: dict[str, Any]) -> None:
    record = replace(memory(0), **fields)
    document = record_document(record)
    assert codec.value_of(document, Memory, "here") == record
    assert document.keys() == record_document(memory(0)).keys() | fields.keys()  # and nothing that is as it mostly is
    assert {"id", "version"} <= document.keys()
    after = replace(record, text="User likes coffee", version=record.version + 1)
    written(user, Change(Op.ADD, None, record, "you said so"))
    written(user, Change(Op.EDIT, record, after, "asked"))
    user.close()
    again = UserFiles.open(tmp_path, "Ana", lambda: NOW)
    assert again.memories.everything() == {record.id: after}
    assert [one.changes[0] for one in again.memories.journal()] == [
        Change(Op.ADD, None, record, "you said so"),
        Change(Op.EDIT, record, after, "asked"),
    ]
    again.close()


def test_what_pages_leave_out_stays_what_it_was_when_they_were_written() -> None:
    stored = {
        "id": "A", "text": "User likes tea", "kind": "fact", "scope": "user", "session_id": "", "persona_id": "",
        "subject": "user", "attribute": "", "value": "", "said_at": "2026-03-01T12:00:00Z",
        "created_at": "2026-03-01T12:00:00Z", "updated_at": "2026-03-01T12:00:00Z", "status": "active", "version": 1,
    }  # fmt: skip
    always = Memory(
        "A", "User likes tea", Kind.FACT, Scope.USER, "", "", "user", "", "", NOW, NOW, NOW, polarity=Polarity.POSITIVE,
        entities=(), topics=(), importance=0.5, confidence=1.0, origin=Origin.RULE, source=Source("", "", ""),
        event_start=None, event_end=None, valid_from=None, valid_until=None, expires_at=None, valence=0.0, uses=0,
        last_used_at=None, useful=0, irrelevant=0, pinned=False, locked=False, local_only=False, status=Status.ACTIVE,
        supersedes="", superseded_by="", check="", version=1, fingerprint="",
    )  # fmt: skip
    assert codec.value_of(stored, Memory, "here") == always  # another default needs a migration of what is stored
    assert record_document(always) == stored
