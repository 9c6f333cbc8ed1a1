"""All files of one user together: faults, rights, names, planted links."""

import errno
import os
import stat
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

import pytest
import tinydb

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, Role
from chatbot.domain.session import SessionMeta
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.errors import NotFound, StorageError
from chatbot.storage import codec
from chatbot.storage.health import examine
from chatbot.storage.user import UserFiles
from tests.faults import Cut, Failing

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def meta() -> SessionMeta:
    return SessionMeta(new_id(), "", "mara", NOW, NOW)


def say(session_id: str, text: str = "hello") -> Message:
    return Message(new_id(), session_id, 0, 1, Role.USER, "mara", text, NOW)


def memory(session_id: str, scope: Scope = Scope.USER) -> Memory:
    return Memory(new_id(), "tea", Kind.FACT, scope, session_id, "mara", "user", "", "", NOW, NOW, NOW)


def entry(before: Memory | None, after: Memory) -> JournalEntry:
    return JournalEntry(new_id(), NOW, Who.USER, (Change(Op.ADD, before, after, ""),), after.session_id)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("failing", ["create", "write", "fsync", "link", "replace"])
def test_what_could_not_be_saved_is_kept_for_a_retry(tmp_path: Path, failing: str, code: int) -> None:
    system = Failing(errno.EIO)
    user = UserFiles.open(tmp_path, "Ana", system=system)
    files = user.library.create(meta())
    first = [files.append(say(files.session_id, f"m{number}")).result() for number in range(3)]
    tea = memory(files.session_id)
    system.kind, system.code = failing, code
    failed: list[Future[object]] = [files.append(say(files.session_id, "kept")), user.memories.apply(entry(None, tea))]  # type: ignore[list-item]
    for future in failed:
        error = future.exception()
        assert isinstance(error, StorageError)
        assert error.hint
    assert user.unsaved == 2
    assert files.messages()[:3] == tuple(first)
    system.kind = ""
    for future in user.retry():
        future.result()
    assert user.unsaved == 0
    assert [message.text for message in files.messages()] == ["m0", "m1", "m2", "kept"]
    assert list(user.memories.everything()) == [tea.id]
    assert len(user.memories.journal()) == 1
    user.close()
    again = UserFiles.open(tmp_path, "Ana")
    assert again.library.open(files.session_id).count() == 4
    assert again.problems == ()
    again.close()


def test_closing_tries_once_more(tmp_path: Path) -> None:
    system = Failing(errno.EIO)
    user = UserFiles.open(tmp_path, "Ana", system=system)
    files = user.library.create(meta())
    system.kind = "fsync"
    assert files.append(say(files.session_id)).exception() is not None
    system.kind = ""
    user.close()
    user.close()
    again = UserFiles.open(tmp_path, "Ana")
    assert again.library.open(files.session_id).count() == 1
    again.close()
    assert files.append(say(files.session_id)).exception() is not None


@pytest.mark.parametrize("there", list(Scope))
@pytest.mark.parametrize("cut", range(1, 5))
def test_a_move_that_is_cut_off_is_finished_at_the_next_start(tmp_path: Path, there: Scope, cut: int) -> None:
    system = Cut(None, errno.EIO, ("replace",), lasting=True)
    user = UserFiles.open(tmp_path, "Ana", system=system)
    files = user.library.create(meta())
    here = Scope.USER if there is Scope.SESSION else Scope.SESSION
    before = memory(files.session_id, here)
    user.memories.apply(entry(None, before)).result()
    moved = replace(before, version=2, scope=there)
    system.made, system.calls = 0, cut - 1
    change = JournalEntry(new_id(), NOW, Who.USER, (Change(Op.MOVE, before, moved, ""),), files.session_id)
    failed = user.memories.apply(change).exception() is not None
    user.close()  # nothing more reaches the disk
    again = UserFiles.open(tmp_path, "Ana")
    (present,) = again.memories.everything().values()
    assert present in (before, moved)
    assert failed or present == moved
    again.library.open(files.session_id).change_state(lambda state: state).result()  # after what healing queued
    elsewhere = again.memories.readable("elsewhere", "nobody")
    assert list(elsewhere.values()) == ([present] if present.scope is Scope.USER else [])
    assert len(again.memories.journal(memory_id=before.id)) == present.version
    again.close()


@pytest.mark.parametrize("mode", [0o1777, 0o755, 0o700])
def test_a_data_folder_that_was_there_keeps_its_rights(tmp_path: Path, mode: int) -> None:
    for shared in (tmp_path / "shared", tmp_path / "shared" / "users"):
        shared.mkdir()
        shared.chmod(mode)
    user = UserFiles.open(tmp_path / "shared", "Ana")
    user.close()
    UserFiles.open(tmp_path / "shared", "Ana").close()
    for path in (tmp_path / "shared", tmp_path / "shared" / "users"):
        assert stat.S_IMODE(path.stat().st_mode) == mode
    assert stat.S_IMODE(user.folder.stat().st_mode) == 0o700
    assert not examine(tmp_path / "shared", "Ana")


def test_a_folder_of_ours_is_closed_to_others_and_its_owner_keeps_what_they_took_from_themselves(
    tmp_path: Path,
) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    user.close()
    user.folder.chmod(0o755)
    (user.folder / "sessions").chmod(0o555)
    UserFiles.open(tmp_path, "Ana").close()
    assert stat.S_IMODE(user.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((user.folder / "sessions").stat().st_mode) == 0o500


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_nobody_else_may_read_any_of_it(tmp_path: Path, umask: int) -> None:
    old = os.umask(umask)
    try:
        user = UserFiles.open(tmp_path / "data", "Ana")
        files = user.library.create(meta())
        files.append(say(files.session_id)).result()
        files.keep_draft(say(files.session_id)).result()
        user.memories.apply(entry(None, memory(files.session_id))).result()
        user.memories.count_uses(tuple(user.memories.everything()))
        user.library.delete(files.session_id).result()
        rights = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*") if path.is_file()}
        user.close()
    finally:
        os.umask(old)
    rights |= {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*") if path.is_file()}
    assert rights == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").rglob("*") if path.is_dir()} == {0o700}


def test_plain_tinydb_opens_every_file(tmp_path: Path) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.create(meta())
    files.append(say(files.session_id, "hello “you”")).result()
    user.memories.apply(entry(None, memory(files.session_id))).result()
    user.profile.set("theme", "dark").result()
    user.library.sessions()
    user.close()
    texts = tinydb.TinyDB(user.folder / "sessions" / files.session_id / "messages-0001.json").table("messages").all()
    assert [document["text"] for document in texts] == ["hello “you”"]
    assert [document["text"] for document in tinydb.TinyDB(user.folder / "memories.json").table("memories")] == ["tea"]
    for path in user.folder.rglob("*.json"):
        with tinydb.TinyDB(path, access_mode="r") as database:
            assert database.table("_meta").all()[0]["schema"] == codec.SCHEMA


NAMES = [
    "../up", "/etc", "a\0b", "CON", "x" * 300, "dot.", "Ana", "ana", "Ana\u0301", "\u00c1na", "\u202eana", "\x1b[31m",
    "", " ", "…", "a/b\\c",
]  # fmt: skip


def test_hostile_names_stay_in_their_folders_and_apart(tmp_path: Path) -> None:
    for name in NAMES:
        user = UserFiles.open(tmp_path / "data", name)
        user.profile.set("mine", name.encode().hex()).result()
        user.close()
    for name in NAMES:
        user = UserFiles.open(tmp_path / "data", name)
        assert user.profile.get("mine") == name.encode().hex()
        assert user.folder.parent == tmp_path / "data" / "users"
        assert "\x1b" not in user.profile.user
        user.close()
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    assert len(list((tmp_path / "data" / "users").iterdir())) == len(NAMES)


def test_planted_links_are_refused(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    user = UserFiles.open(tmp_path / "data", "Ana")
    session_id = new_id()
    (user.folder / "sessions" / session_id).symlink_to(victim)
    with pytest.raises(NotFound):
        user.library.open(session_id)
    assert user.library.sessions() == ()
    (victim / session_id).mkdir()
    (user.folder / "trash").symlink_to(victim)
    assert user.library.deleted() == ()
    assert user.library.trashed() == ()
    assert user.library.empty_trash(datetime(2200, 1, 1, tzinfo=UTC)).result() == 0
    assert isinstance(user.library.undelete(session_id).exception(), NotFound)
    (victim / session_id).rmdir()
    user.close()
    user.folder.rename(tmp_path / "moved")
    user.folder.symlink_to(victim)
    with pytest.raises(StorageError):
        UserFiles.open(tmp_path / "data", "Ana")
    assert list(victim.iterdir()) == []
