"""Reads and writes whole files so that a kill, a crash or a power cut leaves the old or the new one, never a part.

Knows nothing of what the bytes mean (`page` does). Every system call goes through one `System`
object, so that tests can make each of them fail.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from chatbot.errors import StorageError, StorageGone, StorageReadOnly
from chatbot.storage.sealing import PLAIN, Sealing

FOLDER_MODE = 0o700
FILE_MODE = 0o600
TEMPORARY_SUFFIX = ".tmp"
BACKUP_SUFFIX = ".bak"

_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
_READ_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Stamp(NamedTuple):
    """What tells one version of a file from the next without reading it."""

    inode: int
    mtime_ns: int
    size_bytes: int


class System:
    """The system calls of this package, one method each; a test's subclass makes them fail."""

    sealing: Sealing = PLAIN
    """What stands between a file's bytes and what is stored of them."""

    def open(self, path: str, flags: int, mode: int = 0) -> int:
        """As `os.open`."""
        return os.open(path, flags, mode)

    def write(self, fd: int, data: memoryview) -> int:
        """As `os.write`: may write less than it was given."""
        return os.write(fd, data)

    def read(self, fd: int, size: int) -> bytes:
        """As `os.read`."""
        return os.read(fd, size)

    def chmod(self, fd: int, mode: int) -> None:
        """As `os.fchmod`."""
        os.fchmod(fd, mode)

    def fsync(self, fd: int) -> None:
        """As `os.fsync`."""
        os.fsync(fd)

    def close(self, fd: int) -> None:
        """As `os.close`."""
        os.close(fd)

    def link(self, source: str, target: str) -> None:
        """As `os.link`."""
        os.link(source, target, follow_symlinks=False)

    def unlink(self, path: str) -> None:
        """As `os.unlink`."""
        os.unlink(path)  # noqa: PTH108 - the bare call, to be failed one by one

    def replace(self, source: str, target: str) -> None:
        """As `os.replace`."""
        os.replace(source, target)  # noqa: PTH105 - the bare call, to be failed one by one

    def mkdir(self, path: str, mode: int) -> None:
        """As `os.mkdir`."""
        os.mkdir(path, mode)  # noqa: PTH102 - the bare call, to be failed one by one


SYSTEM = System()
"""The real one."""


def explain(error: OSError, doing: str, path: Path) -> StorageError:
    """The error of this program for one of the operating system.

    Args:
        error: what the system said.
        doing: the attempt as a verb, such as "write".
        path: the file or folder that it was about.
    """
    reason = os.strerror(error.errno) if error.errno else str(error)
    line = f"Cannot {doing} {path}: {reason}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageError(line, "free some space on the disk, then retry")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StorageReadOnly(line, "make the file and its folder writable for your user")
    if error.errno == errno.ENOENT:
        return StorageGone(line, "put the folder back, or start with another --data-dir")
    if error.errno in (errno.ELOOP, errno.ENXIO):
        return StorageError(f"Cannot {doing} {path}: it is not a plain file", "remove what stands in its place")
    return StorageError(line, "check the disk, then retry")


def stamp_of(path: Path | str) -> Stamp | None:
    """The stamp of a file as it is now; None where there is none.

    Args:
        path: the file; as text where many are looked at, because making a `Path` costs more than the look.

    Raises:
        StorageError: the system would not say.
    """
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise explain(error, "look at", Path(path)) from error
    return Stamp(status.st_ino, status.st_mtime_ns, status.st_size)


def read_file(path: Path, most_bytes: int, system: System = SYSTEM) -> tuple[bytes, Stamp]:
    """A whole file, decrypted where it is encrypted, and its stamp. Follows no symbolic link and waits for no pipe.

    Args:
        path: the file.
        most_bytes: a larger file is refused unread.
        system: the system calls.

    Raises:
        StorageGone: there is no such file.
        StorageDamaged: it is not as it was encrypted.
        StorageError: it is no plain file, too large, or cannot be read.
    """
    stored, stamp = read_stored(path, system.sealing.stored_bytes(most_bytes), system)
    return system.sealing.open(path, stored), stamp


def read_stored(path: Path, most_bytes: int, system: System = SYSTEM) -> tuple[bytes, Stamp]:
    """A whole file as it is stored, encrypted or not. Else as `read_file`."""
    with _opened(path, system) as (fd, status):
        if status.st_size > most_bytes:
            raise StorageError(f"Cannot read {path}: {status.st_size} bytes are too many", "move the file away")
        parts = []
        while part := system.read(fd, 1 << 20):
            parts.append(part)
    return b"".join(parts), Stamp(status.st_ino, status.st_mtime_ns, status.st_size)


def read_head(path: Path, size: int, system: System = SYSTEM) -> bytes:
    """The first bytes of a file, about `size` of them.

    Raises:
        StorageGone: there is no such file.
        StorageDamaged: it does not begin as it was encrypted.
        StorageError: it is no plain file or cannot be read.
    """
    with _opened(path, system) as (fd, _):
        stored = system.read(fd, system.sealing.head_bytes(size))
    return system.sealing.open_head(path, stored)


@contextlib.contextmanager
def _opened(path: Path, system: System) -> Iterator[tuple[int, os.stat_result]]:
    try:
        fd = system.open(str(path), _READ_FLAGS)
        try:
            status = os.fstat(fd)
            if not stat.S_ISREG(status.st_mode):
                raise StorageError(f"Cannot read {path}: it is not a plain file", "remove what stands in its place")
            yield fd, status
        finally:
            system.close(fd)
    except OSError as error:
        raise explain(error, "read", path) from error


def write_file(path: Path, data: bytes, system: System = SYSTEM, *, keep_old: bool = True) -> Stamp:
    """Puts a whole file, encrypted where encryption is on, in place of the one before, which stays as `.bak`.

    The order is: temporary file, fsync, old file linked to `.bak`, rename, fsync of the folder. When
    this returns, the bytes are on the disk; when it raises, the old file still stands, or, where only
    the folder's fsync failed, either may. The caller holds the user's lock: the temporary name is fixed.

    Args:
        path: the file.
        data: its bytes.
        system: the system calls.
        keep_old: False where the old file is damaged and must not take the place of the good `.bak`.

    Raises:
        StorageReadOnly: the file belongs to somebody else, or was made read-only.
        StorageError: anything else that kept it from being written.
    """
    return write_stored(path, system.sealing.seal(path, data), system, keep_old=keep_old)


def write_stored(path: Path, data: bytes, system: System = SYSTEM, *, keep_old: bool = True) -> Stamp:
    """Puts bytes in place of a file as they are, encrypted or not. Else as `write_file`."""
    temporary = f"{path}{TEMPORARY_SUFFIX}"
    try:
        old = _replaceable(path)
        try:
            stamp = _write_temporary(temporary, data, system)
            if old and keep_old:
                _keep_backup(path, system)
            system.replace(temporary, str(path))
        except OSError:
            with contextlib.suppress(OSError):
                system.unlink(temporary)
            raise
        sync_folder(path.parent, system)
    except OSError as error:
        raise explain(error, "write", path) from error
    return stamp


def _replaceable(path: Path) -> bool:
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(status.st_mode):
        raise StorageError(f"Cannot write {path}: it is not a plain file", "remove what stands in its place")
    if status.st_uid != os.geteuid() or not status.st_mode & stat.S_IWUSR:
        raise StorageReadOnly(f"Cannot write {path}: it is read-only", "make it writable for your user")
    return True


def _write_temporary(temporary: str, data: bytes, system: System) -> Stamp:
    try:
        fd = system.open(temporary, _WRITE_FLAGS, FILE_MODE)
    except FileExistsError:
        # Left by a program that died, or planted: a link there goes, what it points to is not touched.
        system.unlink(temporary)
        fd = system.open(temporary, _WRITE_FLAGS, FILE_MODE)
    try:
        system.chmod(fd, FILE_MODE)
        rest = memoryview(data)
        while rest:
            rest = rest[system.write(fd, rest) :]
        system.fsync(fd)
        status = os.fstat(fd)
    finally:
        system.close(fd)
    return Stamp(status.st_ino, status.st_mtime_ns, status.st_size)


def _keep_backup(path: Path, system: System) -> None:
    backup = f"{path}{BACKUP_SUFFIX}"
    with contextlib.suppress(FileNotFoundError):
        system.unlink(backup)
    try:
        system.link(str(path), backup)
    except OSError as error:
        if error.errno not in _NO_LINKS:  # some file systems have no hard links; they do without a backup
            raise


def sync_folder(folder: Path, system: System = SYSTEM) -> None:
    """Makes the names in a folder durable. Raises OSError."""
    fd = system.open(str(folder), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        system.fsync(fd)
    finally:
        system.close(fd)


def make_folder(folder: Path, system: System = SYSTEM) -> None:
    """Makes a folder of this program, and its parents; one that is there is closed to others, its parents are left.

    Raises:
        StorageError: something else stands there, or it cannot be made.
    """
    try:
        _make_folder(folder, system)
    except OSError as error:
        raise explain(error, "make the folder", folder) from error


def _make_folder(folder: Path, system: System) -> None:
    try:
        status = os.lstat(folder)
    except FileNotFoundError:
        if not folder.parent.is_dir():
            _make_folder(folder.parent, system)
        with contextlib.suppress(FileExistsError):  # another process was faster
            system.mkdir(str(folder), FOLDER_MODE)
        folder.chmod(FOLDER_MODE)  # the umask may have taken rights from the owner
        sync_folder(folder.parent, system)
        return
    if not stat.S_ISDIR(status.st_mode):
        raise StorageError(f"Cannot use {folder}: it is not a folder", "remove what stands in its place")
    mode = stat.S_IMODE(status.st_mode)
    if mode & ~FOLDER_MODE and status.st_uid == os.geteuid():
        folder.chmod(mode & FOLDER_MODE)  # what its owner may do is the owner's to say: it may be read-only on purpose
