"""The files of a user that a backup holds: found on disk, and held still while they are read."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from chatbot.domain.ids import is_id
from chatbot.errors import StorageLocked
from chatbot.storage import codec
from chatbot.storage.atomic import BACKUP_SUFFIX, FILE_MODE, System, explain, read_stored, stamp_of
from chatbot.storage.kinds import SESSION_FOLDERS, kind_at
from chatbot.storage.sealing import KEY_NAMES, KEY_OF, is_sealed

_NO_LINKS = {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}


def present_files(folder: Path, ever: bool = False) -> tuple[str, ...]:
    """The paths, inside a user's folder, of every file that a backup holds; sorted. Links are no files.

    Args:
        folder: the user's folder.
        ever: True for those too of which only the version before is left.

    Raises:
        StorageError: a folder cannot be listed.
    """
    found = list(_names(folder))
    for group in SESSION_FOLDERS:
        for name in _folders(folder / group):
            found += [f"{group}/{name}/{file}" for file in _names(folder / group / name)]
    if ever:
        found = list({relative.removesuffix(BACKUP_SUFFIX) for relative in found})
    return tuple(sorted(relative for relative in found if kind_at(relative) is not None))


def _names(folder: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            yield from [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
    except FileNotFoundError:
        return
    except OSError as error:
        raise explain(error, "list", folder) from error


def _folders(folder: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            yield from [entry.name for entry in entries if entry.is_dir(follow_symlinks=False) and is_id(entry.name)]
    except FileNotFoundError:
        return
    except OSError as error:
        raise explain(error, "list", folder) from error


def hold_still(folder: Path, staging: Path, system: System) -> list[tuple[str, Path]]:
    """Gives every file a second name in a folder of its own, so that it can be read at leisure.

    Files of this program are replaced, never changed in place: what has a second name stays as it is
    however long it takes to read. The caller holds the user's lock, so that all are of one moment.
    Where the file system has no hard links, the bytes are copied.

    Args:
        folder: the user's folder.
        staging: an empty folder on the same file system.
        system: the system calls.

    Returns:
        Each file's path inside the user's folder, and its second name.

    Raises:
        StorageError: a file cannot be reached.
    """
    held = []
    for number, relative in enumerate(present_files(folder)):
        source, target = folder / relative, staging / str(number)
        try:
            system.link(str(source), str(target))
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise explain(error, "hold", source) from error
            write_new(target, stored_bytes(source, system), system, durable=False)
        held.append((relative, target))
    return held


def stored_bytes(path: Path, system: System) -> bytes:
    """A file's bytes as they are stored, encrypted or not.

    Raises:
        StorageError: it cannot be read.
    """
    return read_stored(path, system.sealing.stored_bytes(codec.MOST_BYTES), system)[0]


def page_bytes(path: Path, stored: bytes, system: System, archive: Path) -> bytes:
    """A page's bytes, decrypted where they are encrypted: a store may have been encrypted since, or no longer be.

    Args:
        path: where the page stands, or is to stand, in the user's folder.
        stored: as it was stored.
        system: the system calls, with the key.
        archive: the backup that it is from, for the error's text.

    Raises:
        StorageLocked: it is encrypted with a key that is not open.
        StorageDamaged: it is not what was stored.
    """
    if system.sealing.is_foreign(stored):
        raise StorageLocked(f"The backup {archive} was encrypted with another key", KEY_OF)
    return system.sealing.open(path, stored) if is_sealed(stored) else stored


def write_new(path: Path, data: bytes, system: System, *, durable: bool) -> None:
    """Writes a file where none stands.

    Args:
        path: the file.
        data: its bytes, as they are.
        system: the system calls.
        durable: whether the bytes must be on the disk when this returns; the name never is.

    Raises:
        StorageError: the disk refuses, or something stands there.
    """
    try:
        fd = system.open(str(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, FILE_MODE)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[system.write(fd, rest) :]
            if durable:
                system.chmod(fd, FILE_MODE)
                system.fsync(fd)
        finally:
            system.close(fd)
    except OSError as error:
        raise explain(error, "write", path) from error


def key_text(folder: Path, system: System) -> str:
    """The key file of an encrypted store, as a backup keeps it; empty where nothing is encrypted.

    Raises:
        StorageError: it cannot be read.
    """
    if not system.sealing.encrypted:
        return ""
    name = next((name for name in KEY_NAMES if stamp_of(folder / name) is not None), KEY_NAMES[0])
    return stored_bytes(folder / name, system).decode("utf-8", "replace")
