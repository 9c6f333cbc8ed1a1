"""Backups with a key of their own beside encrypted files, and a restore that is cut off before files are turned."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.domain.erasure import Wish
from chatbot.domain.ids import new_id, utc_now
from chatbot.domain.message import Message, Role
from chatbot.domain.session import SessionMeta
from chatbot.errors import StorageLocked
from chatbot.storage.backups import restoring
from chatbot.storage.encryption.backups import key_in
from chatbot.storage.encryption.keyfile import Cost
from chatbot.storage.encryption.turning import change_passphrase, turn_off, turn_on
from chatbot.storage.encryption.vault import make_vault, open_vault, vault_of
from chatbot.storage.layout import user_folder
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
FIRST, SECOND, THIRD = "first passphrase", "second passphrase", "third passphrase"


class Killed(BaseException):
    """The program dies here."""


def said(files: UserFiles) -> list[str]:
    return [one.text for meta in files.library.sessions() for one in files.library.open(meta.id).messages()]


def say(files: UserFiles, text: str) -> None:
    made = files.library.create(SessionMeta(new_id(), text, "mara", NOW, NOW))
    made.append(Message(new_id(), made.session_id, 0, 1, Role.USER, "mara", text, NOW)).result()


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A backup from under the key before, beside files that have another one now."""
    files = UserFiles.open(tmp_path, "Ana")
    say(files, "Walks in Leeds")
    files.close()
    folder = user_folder(tmp_path, "Ana")
    turn_on(make_vault(folder, FIRST, CHEAP), new_id())
    files = UserFiles.open(tmp_path, "Ana", vault=open_vault(folder, FIRST))
    made = files.backups.create("by hand").path
    files.close()
    away = tmp_path / made.name
    made.rename(away)
    turn_off(open_vault(folder, FIRST), new_id())
    turn_on(make_vault(folder, SECOND, CHEAP), new_id())
    return Path(shutil.copy(away, made))


def test_a_backup_with_another_key_keeps_it(foreign: Path, tmp_path: Path) -> None:
    folder, before = user_folder(tmp_path, "Ana"), foreign.read_bytes()
    (line,) = change_passphrase(open_vault(folder, SECOND), THIRD, CHEAP)
    assert "another key" in line and str(foreign) in line
    (line,) = turn_off(open_vault(folder, THIRD), new_id()).problems
    assert "another key" in line and str(foreign) in line
    (line,) = turn_on(make_vault(folder, SECOND, CHEAP), new_id()).problems
    assert "another key" in line and str(foreign) in line
    assert foreign.read_bytes() == before
    turn_off(open_vault(folder, SECOND), new_id())
    turn_on(vault_of(folder, key_in(foreign), FIRST, foreign), new_id())
    files = UserFiles.open(tmp_path, "Ana", vault=open_vault(folder, FIRST))
    say(files, "since then")
    files.backups.restore(str(foreign))
    files.close()
    again = UserFiles.open(tmp_path, "Ana", vault=open_vault(folder, FIRST))
    assert said(again) == ["Walks in Leeds"]
    again.close()


def test_what_cannot_be_opened_is_called_by_its_own_name(foreign: Path, tmp_path: Path) -> None:
    files = UserFiles.open(tmp_path, "Ana", vault=open_vault(user_folder(tmp_path, "Ana"), SECOND))
    say(files, "not lost")
    for act in (files.backups.restore, files.backups.sessions_in):
        with pytest.raises(StorageLocked, match="another key") as caught:
            act(str(foreign))
        assert str(foreign) in caught.value.message and "--key-of" in caught.value.hint
    assert all(str(foreign) in line for line in files.backups.verify(str(foreign)).problems)
    assert "not lost" in said(files)
    files.close()


def test_an_erasing_deletes_a_backup_that_it_cannot_look_into(foreign: Path, tmp_path: Path) -> None:
    files = UserFiles.open(tmp_path, "Ana", vault=open_vault(user_folder(tmp_path, "Ana"), SECOND))
    plan = files.erasing.plan(Wish(about="Leeds"), utc_now, new_id)
    assert files.erasing.erase(plan.erasure).proof.hits == ()
    assert not foreign.exists()
    files.close()


@pytest.mark.parametrize("decrypted", [True, False])
def test_a_restore_that_was_cut_off_is_finished_before_files_are_turned(
    decrypted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = user_folder(tmp_path, "Ana")
    files = UserFiles.open(tmp_path, "Ana")
    if decrypted:
        files.close()
        turn_on(make_vault(folder, FIRST, CHEAP), new_id())
        files = UserFiles.open(tmp_path, "Ana", vault=open_vault(folder, FIRST))
    say(files, "as it was")
    made = files.backups.create("by hand")
    say(files, "since then")

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(restoring, "carry_out", die)
        files.backups.restore(made.id)
    files.close()
    if decrypted:
        assert turn_off(open_vault(folder, FIRST), new_id()).problems == ()
        again = UserFiles.open(tmp_path, "Ana")
    else:
        assert turn_on(make_vault(folder, FIRST, CHEAP), new_id()).problems == ()
        again = UserFiles.open(tmp_path, "Ana", vault=open_vault(folder, FIRST))
    assert said(again) == ["as it was"]
    assert not (folder / "quarantine").exists()
    again.close()
