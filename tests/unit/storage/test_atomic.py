"""Atomic files: every system call may fail, and the old or the new file stands whole."""

import errno
import os
import stat
from pathlib import Path

import pytest

from chatbot.errors import StorageError, StorageGone, StorageReadOnly
from chatbot.storage.atomic import SYSTEM, System, make_folder, read_file, stamp_of, write_file

OLD, NEW = b"old " * 1000, b"new " * 2000
CALLS = ("open", "write", "chmod", "fsync", "close", "link", "unlink", "replace")


class Failing(System):
    """Fails the n-th call of one name with one error."""

    def __init__(self, name: str, number: int, code: int) -> None:
        self.name, self.left, self.code = name, number, code
        self.failed = False

    def __getattribute__(self, name: str) -> object:
        if name in CALLS and name == super().__getattribute__("name"):
            self.left -= 1
            if self.left == 0:
                self.failed = True
                if name == "close":
                    return self._close_and_fail
                return self._fail
        return super().__getattribute__(name)

    def _fail(self, *arguments: object) -> object:
        raise OSError(self.code, os.strerror(self.code))

    def _close_and_fail(self, fd: int) -> None:
        os.close(fd)
        raise OSError(self.code, os.strerror(self.code))


class Short(System):
    """Writes three bytes at a time."""

    def write(self, fd: int, data: memoryview) -> int:
        return super().write(fd, data[:3])


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT, errno.EMFILE, errno.EFBIG])
@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("name", CALLS)
def test_a_failing_call_leaves_a_whole_file(tmp_path: Path, name: str, number: int, code: int) -> None:
    path = tmp_path / "page.json"
    write_file(path, b"before " * 10)
    write_file(path, OLD)
    system = Failing(name, number, code)
    try:
        write_file(path, NEW, system)
    except StorageError as error:
        assert system.failed
        assert str(path) in error.message
        assert error.hint
        assert path.read_bytes() in (OLD, NEW)
        if name != "unlink":
            assert not (tmp_path / "page.json.tmp").exists()
    else:
        assert not system.failed
        assert path.read_bytes() == NEW
    write_file(path, NEW)
    assert path.read_bytes() == NEW
    assert (tmp_path / "page.json.bak").read_bytes() in (OLD, NEW)


def test_without_hard_links_there_is_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    write_file(path, OLD)
    write_file(path, NEW, Failing("link", 1, errno.EPERM))
    assert path.read_bytes() == NEW
    assert not (tmp_path / "page.json.bak").exists()


def test_short_writes_are_continued(tmp_path: Path) -> None:
    stamp = write_file(tmp_path / "page.json", OLD, Short())
    assert read_file(tmp_path / "page.json", 1 << 20) == (OLD, stamp)


def test_the_version_before_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    write_file(path, OLD)
    write_file(path, NEW)
    assert (tmp_path / "page.json.bak").read_bytes() == OLD
    write_file(path, b"good", keep_old=False)
    assert (tmp_path / "page.json.bak").read_bytes() == OLD


@pytest.mark.parametrize("umask", [0o000, 0o002, 0o022, 0o077, 0o277])
def test_rights_do_not_depend_on_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        make_folder(tmp_path / "a" / "b")
        write_file(tmp_path / "a" / "b" / "page.json", OLD)
        write_file(tmp_path / "a" / "b" / "page.json", NEW)
    finally:
        os.umask(before)
    rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert rights == {"a": 0o700, "b": 0o700, "page.json": 0o600, "page.json.bak": 0o600}


@pytest.mark.parametrize("place", ["page.json", "page.json.tmp", "page.json.bak"])
@pytest.mark.parametrize("plant", ["symlink", "hardlink", "fifo"])
def test_what_is_planted_does_no_harm(tmp_path: Path, place: str, plant: str) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"victim")
    path = tmp_path / place
    if plant == "symlink":
        path.symlink_to(victim)
    elif plant == "hardlink":
        path.hardlink_to(victim)
    else:
        os.mkfifo(path)
    if place == "page.json" and plant != "hardlink":
        with pytest.raises(StorageError):
            write_file(tmp_path / "page.json", NEW)
        with pytest.raises(StorageError):
            read_file(tmp_path / "page.json", 1 << 20)
    else:
        write_file(tmp_path / "page.json", OLD)
        write_file(tmp_path / "page.json", NEW)
        assert (tmp_path / "page.json").read_bytes() == NEW
    assert victim.read_bytes() == b"victim"


def test_read_only_files_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    write_file(path, OLD)
    path.chmod(0o400)
    with pytest.raises(StorageReadOnly):
        write_file(path, NEW)
    assert path.read_bytes() == OLD
    assert stat.S_IMODE(path.stat().st_mode) == 0o400


def test_reading_refuses_what_is_too_large_or_not_there(tmp_path: Path) -> None:
    write_file(tmp_path / "page.json", OLD)
    with pytest.raises(StorageError):
        read_file(tmp_path / "page.json", len(OLD) - 1)
    with pytest.raises(StorageGone):
        read_file(tmp_path / "other.json", 10)
    assert stamp_of(tmp_path / "other.json") is None
    with pytest.raises(StorageError):
        make_folder(tmp_path / "page.json", SYSTEM)
