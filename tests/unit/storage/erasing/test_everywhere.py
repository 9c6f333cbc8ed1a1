"""What only a backup, a file that was set aside or the version before a page still holds is found and erased."""

import errno
import os
from pathlib import Path

import pytest

from chatbot.domain.erasure import Plan, Wish
from chatbot.domain.ids import new_id, utc_now
from chatbot.domain.message import Message, Role
from chatbot.domain.session import SessionMeta
from chatbot.errors import NotFound, StorageError
from chatbot.storage.backups.archive import Archive
from chatbot.storage.encryption.keyfile import Cost
from chatbot.storage.encryption.turning import turn_on
from chatbot.storage.encryption.vault import make_vault, open_vault
from chatbot.storage.user import UserFiles
from tests.faults import Failing


def talk(files: UserFiles, title: str, *said: str) -> str:
    session = files.library.create(SessionMeta(new_id(), title, "plain", utc_now(), utc_now()))
    for line in said:
        session.append(Message(new_id(), session.session_id, 0, 1, Role.USER, "plain", line, utc_now())).result()
    return session.session_id


def quixotella(files: UserFiles) -> Plan:
    return files.erasing.plan(Wish(about="Quixotella"), utc_now, new_id)


def in_backups(files: UserFiles, word: bytes) -> list[str]:
    found = []
    for backup in files.backups.list():
        with Archive(backup.path) as archive:
            found += [name for name in archive.manifest.files if word in archive.read(name)]
    return found


@pytest.fixture
def restored(tmp_path: Path) -> tuple[UserFiles, str]:
    """Files of before Quixotella; and the session that only the backup holds which restoring them made."""
    files = UserFiles.open(tmp_path, "ana")
    talk(files, "One", "I live in Porto.")
    before = files.backups.create("test").id
    second = talk(files, "Two", "My friend is Quixotella.", "She likes tea.")
    files.backups.restore(before)
    files.close()
    again = UserFiles.open(tmp_path, "ana")
    assert in_backups(again, b"Quixotella") and len(again.library.sessions()) == 1
    return again, second


def test_what_only_a_backup_holds_is_planned_counted_and_erased(restored: tuple[UserFiles, str]) -> None:
    files, _ = restored
    plan = quixotella(files)
    assert plan.counts["messages"] == 1 and plan.messages == ("My friend is Quixotella.",)
    assert "1 backup is rewritten without it." in plan.warnings
    assert files.erasing.erase(plan.erasure).proof.hits == ()
    assert in_backups(files, b"Quixotella") == [] and in_backups(files, b"She likes tea") != []
    assert not quixotella(files).counts
    files.close()


def test_a_session_or_message_that_only_a_backup_holds_can_be_erased(restored: tuple[UserFiles, str]) -> None:
    files, second = restored
    plan = files.erasing.plan(Wish(session=second), utc_now, new_id)
    assert plan.counts["sessions"] == 1 and plan.counts["messages"] == 2
    files.erasing.erase(plan.erasure)
    assert in_backups(files, second.encode()) == []
    with pytest.raises(NotFound):
        files.erasing.plan(Wish(session=second), utc_now, new_id)
    files.close()


def test_a_message_is_counted_once_however_many_backups_hold_it(tmp_path: Path) -> None:
    files = UserFiles.open(tmp_path, "ana")
    session = talk(files, "One", "Quixotella is here.")
    for _ in range(2):
        files.backups.create("test")
        files.library.open(session).append(
            Message(new_id(), "", 0, 2, Role.USER, "plain", "Something else.", utc_now())
        ).result()
    plan = quixotella(files)
    assert plan.counts["messages"] == 1 and plan.messages == ("Quixotella is here.",)
    assert "2 backups are rewritten without it." in plan.warnings
    files.close()


def test_a_backup_that_does_not_hold_it_is_not_counted(tmp_path: Path) -> None:
    files = UserFiles.open(tmp_path, "ana")
    talk(files, "One", "I live in Porto.")
    files.backups.create("test")
    talk(files, "Two", "My friend is Quixotella.")
    assert not any("backup" in line for line in quixotella(files).warnings)
    files.close()


@pytest.mark.parametrize("encrypted", [False, True])
def test_what_was_set_aside_or_stands_beside_a_page_is_searched_before_it_is_said_that_there_is_nothing(
    tmp_path: Path, encrypted: bool
) -> None:
    files = UserFiles.open(tmp_path, "ana")
    talk(files, "One", "I live in Porto.")
    files.close()
    (files.folder / "quarantine").mkdir(mode=0o700)
    (files.folder / "quarantine" / "x-memories.json-0").write_bytes(b'{"text": "Quixotell\\u0061')
    vault = None
    if encrypted:
        turn_on(make_vault(files.folder, "correct horse", Cost(memory_kib=64, passes=1, lanes=1)), new_id())
        vault = open_vault(files.folder, "correct horse")
    again = UserFiles.open(tmp_path, "ana", vault=vault)
    plan = quixotella(again)
    assert plan.counts == {"other files": 1} and "quarantine" in plan.warnings[0]
    again.erasing.erase(plan.erasure)
    assert not (files.folder / "quarantine").exists()
    assert not quixotella(again).counts
    again.close()


def test_the_version_before_a_page_is_searched_too(tmp_path: Path) -> None:
    files = UserFiles.open(tmp_path, "ana")
    session = files.library.open(talk(files, "One", "I live in Porto.", "My friend is Quixotella."))
    session.remove((session.messages()[1].id,)).result()
    page = files.folder / "sessions" / session.session_id / "messages-0001.json.bak"
    assert b"Quixotella" in page.read_bytes() and b"Quixotella" not in page.with_suffix("").read_bytes()
    plan = quixotella(files)
    assert plan.counts == {"other files": 1}
    files.erasing.erase(plan.erasure)
    assert b"Quixotella" not in page.read_bytes()
    files.close()


def test_what_cannot_be_searched_is_named_where_nothing_is_found(tmp_path: Path) -> None:
    files = UserFiles.open(tmp_path, "ana")
    talk(files, "One", "I live in Porto.")
    cut = files.backups.create("test").path
    os.truncate(cut, 400)
    plan = quixotella(files)
    assert not plan.counts and [str(cut) in line for line in plan.unread] == [True]
    files.close()


@pytest.mark.parametrize("how", ["cut", "no right to read"])
def test_a_backup_that_cannot_be_read_is_announced_and_deleted(tmp_path: Path, how: str) -> None:
    system = Failing(errno.EACCES)
    files = UserFiles.open(tmp_path, "ana", system=system)
    talk(files, "One", "My friend is Quixotella.")
    good, bad = files.backups.create("test").path, files.backups.create("test").path
    if how == "cut":
        os.truncate(bad, 400)
    else:
        system.kind, system.part = "open", bad.name
    plan = quixotella(files)
    assert f"{bad} cannot be read, so that nobody can tell what is in it: deleted." in plan.warnings
    assert files.erasing.erase(plan.erasure).proof.unread == ()
    assert good.exists() and not bad.exists()
    files.close()


def test_a_disk_that_fails_in_the_middle_of_a_backup_costs_no_backup(tmp_path: Path) -> None:
    system = Failing(errno.EIO, ".zip")
    files = UserFiles.open(tmp_path, "ana", system=system)
    talk(files, "One", "My friend is Quixotella.")
    kept = files.backups.create("test").path
    plan = quixotella(files)
    system.kind = "read"
    with pytest.raises(StorageError, match="Input/output"):
        files.erasing.erase(plan.erasure)
    assert kept.exists()
    files.close()
