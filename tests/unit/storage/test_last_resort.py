"""What is done where a page and the version before it are gone, and where a page holds something strange."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, Role
from chatbot.domain.session import Chapter, SessionMeta
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.errors import StorageError
from chatbot.storage import heads, memory_log, memory_shapes
from chatbot.storage.batch import Pages
from chatbot.storage.page import Page
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RUINS = (b"", b"ruin", b"\0" * 300)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ana's folder: a session of ten messages and two memories, a backup, then two messages and a memory more."""
    files = UserFiles.open(tmp_path, "Ana", lambda: NOW)
    session = files.library.create(SessionMeta(new_id(), "Walks", "mara", NOW, NOW))
    for number in range(10):
        say(files, session.session_id, f"m{number}")
    chapter = Chapter(new_id(), "Snow", "It snowed.", 1, 10, NOW, NOW)
    session.change_state(lambda state: replace(state, chapters=(chapter,))).result()
    session.change_state(lambda state: replace(state, meta=replace(state.meta, turns=5))).result()
    remember(files, session.session_id, "tea")
    remember(files, session.session_id, "cake")
    files.backups.create("daily")
    for number in (10, 11):
        say(files, session.session_id, f"m{number}")
    remember(files, session.session_id, "rain")
    files.close()
    return files.folder


@pytest.fixture
def reopened(tmp_path: Path) -> Iterator[Any]:
    every: list[UserFiles] = []

    def act() -> UserFiles:
        every.append(UserFiles.open(tmp_path, "Ana", lambda: NOW))
        return every[-1]

    yield act
    for files in every:
        files.close()


def say(files: UserFiles, session_id: str, text: str) -> None:
    files.library.open(session_id).append(Message(new_id(), session_id, 0, 1, Role.USER, "mara", text, NOW)).result()


def remember(files: UserFiles, session_id: str, text: str) -> None:
    record = Memory(new_id(), text, Kind.FACT, Scope.USER, session_id, "mara", "user", "", "", NOW, NOW, NOW)
    entry = JournalEntry(new_id(), NOW, Who.USER, (Change(Op.ADD, None, record, ""),), session_id)
    files.memories.apply(entry).result()


def ruin(path: Path, data: bytes = b"ruin") -> None:
    path.write_bytes(data)
    path.with_name(path.name + ".bak").write_bytes(data)


def texts(files: UserFiles) -> list[str]:
    (meta,) = files.library.sessions()
    return [one.text for one in files.library.open(meta.id).messages()]


def page_of(folder: Path) -> Path:
    return next(folder.glob("sessions/*/messages-0001.json"))


@pytest.mark.parametrize("data", RUINS)
def test_a_page_comes_from_the_newest_backup(folder: Path, reopened: Any, data: bytes) -> None:
    ruin(page_of(folder), data)
    files = reopened()
    assert texts(files) == [f"m{number}" for number in range(10)]
    (line,) = files.problems
    assert "taken from the backup of 2026-03-01 12:00 UTC" in line and "what was written since is lost" in line
    assert {path.read_bytes() for path in (folder / "quarantine").iterdir()} == {data}
    say(files, files.library.sessions()[0].id, "on")
    assert texts(files)[-1] == "on"


def test_what_is_whole_of_later_entries_is_kept_too(folder: Path, reopened: Any) -> None:
    page = page_of(folder)
    data = page.read_bytes()
    at = data.index(b'"m11"')
    ruin(page, data[:at] + b"\xff\xff" + data[at + 2 :])
    memories = folder / "memories.json"
    ruin(memories, memories.read_bytes()[:-1] + b" ")
    files = reopened()
    assert texts(files) == [f"m{number}" for number in range(11)]  # m10 is of after the backup
    assert sorted(one.text for one in files.memories.everything().values()) == ["cake", "rain", "tea"]
    assert len(files.memories.journal()) == 3
    assert sorted("1 entry written since" in line or "2 entries" in line for line in files.problems) == [True, True]
    assert all("unproved" in line for line in files.problems)


def test_the_proved_words_of_a_backup_go_before_the_unproved_ones(folder: Path, reopened: Any) -> None:
    page = page_of(folder)
    ruin(page, page.read_bytes().replace(b'"m3"', b'"x3"'))
    assert texts(reopened())[:5] == ["m0", "m1", "m2", "m3", "m4"]


@pytest.mark.parametrize(
    "name", ["profile.json", "memories.json", "session.json", "chapters.json", "messages-0001.json"]
)
@pytest.mark.parametrize("how", ["ruined", "gone"])
def test_every_kind_comes_back(folder: Path, reopened: Any, name: str, how: str) -> None:
    (path,) = folder.rglob(name)
    ruin(path)
    if how == "gone":
        path.unlink()
        path.with_name(path.name + ".bak").unlink()
    files = reopened()
    assert files.profile.user == "Ana"
    assert len(files.memories.everything()) >= 2
    assert [one.title for one in files.library.sessions()] == ["Walks"]
    if (
        name != "messages-0001.json" or how == "ruined"
    ):  # an only page that is gone cannot be told from an empty session
        assert len(texts(files)) >= 10
    if name != "messages-0001.json":
        assert files.problems
    state = files.library.open(files.library.sessions()[0].id).state()
    assert ([one.title for one in state.chapters], state.meta.turns) == (["Snow"], 5)


def test_a_damaged_backup_is_passed_over_for_the_one_before(folder: Path, reopened: Any) -> None:
    files = reopened()
    files.backups.create("by hand")
    files.close()
    newest = max((folder / "backups").glob("*.zip"))
    newest.write_bytes(newest.read_bytes()[:-200] + bytes(200))
    ruin(page_of(folder))
    files = reopened()
    assert len(texts(files)) == 10
    assert "backup of" in files.problems[0]


def test_without_any_good_backup_whole_entries_are_saved(folder: Path, reopened: Any) -> None:
    for path in (folder / "backups").iterdir():
        path.write_bytes(b"ruin")
    page = page_of(folder)
    data = page.read_bytes()
    at = data.index(b'"m5"')
    ruin(page, data[:at] + b"\xff" + data[at + 1 :])
    files = reopened()
    assert texts(files) == [f"m{number}" for number in range(12) if number != 5]
    assert "damaged beyond its backup" in files.problems[0]


def test_a_missing_session_folder_is_not_made_again(folder: Path, reopened: Any) -> None:
    files = reopened()
    session = files.library.open(files.library.sessions()[0].id)
    files.library.delete(session.session_id).result()
    with pytest.raises(StorageError):
        session.state()
    assert not (folder / "sessions" / session.session_id).exists()


def change(path: Path, edit: Any) -> None:
    """Changes a page's JSON by hand and mends its checksum, as a person who knows how might."""
    tables = json.loads(path.read_bytes())
    edit(tables)
    about = tables.pop("_meta")["1"]
    about.pop("sha256")
    body = json.dumps(about, separators=(",", ":"))[1:-1] + "}}," + json.dumps(tables, separators=(",", ":"))[1:]
    rest = b'",' + body.encode()
    path.write_bytes(b'{"_meta":{"1":{"sha256":"' + hashlib.sha256(rest).hexdigest().encode() + rest)


def test_a_strange_message_is_set_aside_and_the_rest_opens(folder: Path, reopened: Any) -> None:
    change(page_of(folder), lambda tables: tables["messages"]["4"].update(text=["no", "text"]))
    for _ in range(3):
        files = reopened()
        assert texts(files) == [f"m{number}" for number in range(12) if number != 3]
        (line,) = files.problems
        assert "number 4 of its messages could not be read and was set aside" in line
        files.close()
    (kept,) = (folder / "quarantine").iterdir()
    note = json.loads(kept.read_bytes())
    assert note["document"]["text"] == ["no", "text"] and "text" in note["reason"] and note["number"] == "4"
    files = reopened()
    texts(files)
    say(files, files.library.sessions()[0].id, "on")
    files.close()
    files = reopened()  # the next write left it out
    assert texts(files)[-1] == "on"
    assert files.problems == ()


def test_a_strange_message_leaves_no_hole_for_who_pages_on(folder: Path, reopened: Any) -> None:
    files = reopened()
    session = files.library.sessions()[0].id
    for number in range(12, 300):
        say(files, session, f"m{number}")
    files.close()
    newest = max(folder.rglob("messages-*.json"))
    key = max(json.loads(newest.read_bytes())["messages"], key=int)
    change(newest, lambda tables: tables["messages"][key].update(text=["no", "text"]))
    files = reopened()
    pages: list[Message] = []
    before: int | None = None
    while page := files.library.open(session).messages(before, 10):
        pages[:0] = page
        before = page[0].seq
    assert [message.seq for message in pages] == [seq for seq in range(1, 301) if seq != int(key)]


@pytest.mark.parametrize(
    ("table", "edit"),
    [
        ("memories", lambda document: document.update(importance="much")),
        ("memories", lambda document: document.pop("id")),
        ("journal", lambda document: document.update(at="once")),
    ],
)
def test_a_strange_memory_or_journal_entry_is_set_aside(folder: Path, reopened: Any, table: str, edit: Any) -> None:
    change(folder / "memories.json", lambda tables: edit(tables[table]["1"]))
    files = reopened()
    found = sorted(one.text for one in files.memories.everything().values())
    assert found == (["cake", "rain"] if table == "memories" else ["cake", "rain", "tea"])
    assert len(files.memories.journal()) >= 2
    assert any("was set aside" in line for line in files.problems)
    remember(files, files.library.sessions()[0].id, "snow")
    assert "snow" in {one.text for one in files.memories.everything().values()}


def test_a_strange_number_is_set_aside(folder: Path, reopened: Any) -> None:
    change(page_of(folder), lambda tables: tables["messages"].update(one=tables["messages"]["4"]))
    files = reopened()
    assert len(texts(files)) == 12
    assert "number one of its messages" in files.problems[0]


def test_a_session_without_a_readable_state_opens_all_the_same(folder: Path, reopened: Any) -> None:
    (path,) = folder.rglob("session.json")
    change(path, lambda tables: tables["session"]["1"].update(meta="none"))
    path.with_name("session.json.bak").unlink(missing_ok=True)
    files = reopened()
    assert [one.title for one in files.library.sessions()] == ["Walks"]  # the state is of the backup
    assert len(texts(files)) == 12
    assert files.problems


def test_nothing_goes_that_was_not_dropped_by_name(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    documents = {str(key): {"id": str(key), "seq": key} for key in range(1, 6)}
    for kind, table in ((heads.KIND, heads.KIND), (memory_log.KIND, memory_shapes.RECORDS)):
        Page(path, kind, optional=True).write({table: documents})
        before = path.read_bytes()
        losses: tuple[dict[str, dict[str, Any]], ...] = ({}, {table: {}}, {table: {"1": documents["1"]}})
        for smaller in losses:
            page = Page(path, kind)
            with pytest.raises(StorageError, match="would lose"):
                page.write({name: dict(one) for name, one in smaller.items()})
            assert path.read_bytes() == before
            assert page.tables()[table] == documents
        page = Page(path, kind)
        page.change(table, {6: {"id": "6", "seq": 6}}, [1, 2])
        assert set(Page(path, kind).tables()[table]) == {"3", "4", "5", "6"}
        path.unlink()


def test_the_guard_holds_in_a_batch_and_the_others_are_written(tmp_path: Path) -> None:
    pages = Pages()
    one, two = pages.page(tmp_path / "1.json", memory_log.KIND), pages.page(tmp_path / "2.json", memory_log.KIND)
    for page in (one, two):
        page.new = True
        page.write({memory_shapes.RECORDS: {"1": {"id": "a"}}})
    pages.flush()
    one.write({memory_shapes.RECORDS: {}})
    two.change(memory_shapes.RECORDS, {2: {"id": "b"}})
    pages.flush()
    assert [path.name for path in pages.failures] == ["1.json"]
    assert "would lose 1 of its memories that nobody took away" in str(pages.failures[one.path])
    assert set(one.tables()[memory_shapes.RECORDS]) == {"1"} and set(two.tables()[memory_shapes.RECORDS]) == {"1", "2"}
