"""A folder that cannot be written to: all of it is read, a line says that nothing can be saved, no byte changes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chatbot.domain.ids import new_id
from chatbot.domain.message import Message, Role
from chatbot.domain.session import SessionMeta
from chatbot.errors import StorageReadOnly
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class _Refused:
    """The kernel lock of a file that cannot be made, for tests that root runs too."""

    def __init__(self, path: Path, **_: object) -> None:
        self.path = path

    def acquire(self, **_: object) -> None:
        raise PermissionError(13, "Permission denied", str(self.path))


@pytest.fixture
def session_id(tmp_path: Path) -> str:
    user = UserFiles.open(tmp_path, "Ana", lambda: NOW)
    files = user.library.create(SessionMeta(new_id(), "Walks", "mara", NOW, NOW))
    files.append(Message(new_id(), files.session_id, 0, 1, Role.USER, "mara", "Hello", NOW)).result()
    user.backups.create("test")
    user.close()
    return files.session_id


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_read_and_nothing_is_written(tmp_path: Path, session_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(tmp_path)
    monkeypatch.setattr("chatbot.storage.lock.filelock.FileLock", _Refused)
    user = UserFiles.open(tmp_path, "Ana", lambda: NOW + timedelta(days=9))
    assert user.read_only and user.alone
    files = user.library.open(session_id)
    assert [one.text for one in files.messages()] == ["Hello"]
    assert len(user.library.search("hello")) == 1 and dict(user.memories.everything()) == {}
    assert user.backups.verify().problems == () and not user.daily_backup.is_due()
    for write in (
        files.append(Message(new_id(), session_id, 0, 2, Role.USER, "mara", "More", NOW)),
        user.profile.set("theme", "dark"),
    ):
        with pytest.raises(StorageReadOnly, match="nothing can be saved") as caught:
            write.result()
        assert "writable" in caught.value.hint
    user.close()
    assert user.problems == (f"{user.folder} cannot be written to: what is there can be read, nothing can be saved",)
    assert contents(tmp_path) == before


def test_a_read_only_file_system_is_called_so(tmp_path: Path, session_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.storage.lock.filelock.FileLock", _Refused)
    monkeypatch.setattr("chatbot.storage.user._on_a_read_only_disk", lambda folder: True)
    user = UserFiles.open(tmp_path, "Ana")
    assert "is on a read-only file system" in user.problems[0] and user.library.sessions()[0].id == session_id
    user.close()


def test_where_nothing_is_there_yet_it_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.storage.lock.filelock.FileLock", _Refused)
    with pytest.raises(StorageReadOnly, match="Permission denied"):
        UserFiles.open(tmp_path, "Ana")


def test_files_that_must_be_brought_up_to_date_first_are_refused_with_a_line(
    tmp_path: Path, session_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.storage.lock.filelock.FileLock", _Refused)
    monkeypatch.setattr("chatbot.storage.user.store_schema", lambda folder, system: 1)
    with pytest.raises(StorageReadOnly, match="older version"):
        UserFiles.open(tmp_path, "Ana")
