import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot.errors import StorageError, StorageGone
from chatbot.storage.kernel_lock import KernelLock


def test_one_holds_it_and_the_other_does_not_until_it_is_let_go(tmp_path: Path) -> None:
    one, two = KernelLock(tmp_path / "lock"), KernelLock(tmp_path / "lock")
    assert one.take()
    assert not two.take()
    assert not two.take(0.02)
    one.release()
    one.release()  # nothing more happens
    assert two.take()
    assert not one.take()
    two.release()


def test_it_is_for_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o777)
    try:
        lock = KernelLock(tmp_path / "lock")
        assert lock.take()
    finally:
        os.umask(before)
    assert (tmp_path / "lock").stat().st_mode & 0o777 == 0o600
    lock.release()


def test_a_dead_holder_holds_nothing(tmp_path: Path) -> None:
    source = (
        "import sys; from pathlib import Path; from chatbot.storage.kernel_lock import KernelLock; "
        "KernelLock(Path(sys.argv[1])).take(); print('held', flush=True); sys.stdin.read()"
    )
    arguments = [sys.executable, "-c", source, str(tmp_path / "lock")]
    lock = KernelLock(tmp_path / "lock")
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert not lock.take()
        other.kill()
        other.wait()
        assert lock.take()
    lock.release()


def test_a_file_that_was_taken_away_while_it_was_being_locked_is_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, flock, left = tmp_path / "lock", fcntl.flock, [1]

    def overtaken(fd: int, operation: int) -> None:
        if left and left.pop():
            path.unlink()  # another program takes its own lock away, and a third makes a new one
            path.touch()
        flock(fd, operation)

    monkeypatch.setattr(fcntl, "flock", overtaken)
    one, two = KernelLock(path), KernelLock(path)
    assert one.take()
    assert not two.take()
    one.release()


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_plain_file_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "lock"
    if kind == "link":
        path.symlink_to(tmp_path / "victim")
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()
    with pytest.raises(StorageError):
        KernelLock(path).take()
    assert not (tmp_path / "victim").exists()


def test_a_folder_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(StorageGone):
        KernelLock(tmp_path / "gone" / "lock").take()
    assert not (tmp_path / "gone").exists()


def test_a_file_system_without_locks_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(fd: int, operation: int) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", unknown)
    with pytest.raises(StorageError, match="knows no locks"):
        KernelLock(tmp_path / "lock").take()
