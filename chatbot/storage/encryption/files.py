"""Encrypts or decrypts every file of a user, each in one step. When that may be done, `turning` decides.

What is damaged is mended or set aside, never deleted: after a decrypting nobody has the key to look into it any more.
"""

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from chatbot.errors import StorageDamaged, StorageError, StorageGone, StorageLocked
from chatbot.storage.atomic import (
    TEMPORARY_SUFFIX,
    System,
    explain,
    make_folder,
    read_stored,
    stamp_of,
    sync_folder,
    write_stored,
)
from chatbot.storage.backups.places import FOLDER as BACKUPS
from chatbot.storage.backups.places import archives
from chatbot.storage.codec import MOST_BYTES
from chatbot.storage.encryption.backups import turn_archive
from chatbot.storage.encryption.vault import Vault
from chatbot.storage.kinds import kind_of
from chatbot.storage.lock import LOCK_NAME, RUNNING_FOLDER, UserLock
from chatbot.storage.quarantine import FOLDER as QUARANTINE
from chatbot.storage.recovery import Mender
from chatbot.storage.sealing import KEY_NAMES, is_sealed


class Turning:
    """One way through all files, as often as needed until there is nothing left to do.

    Args:
        vault: the opened key.
        lock: the user's lock; the caller holds it.
        system: the system calls, without the key.
        on: whether files shall be encrypted.

    Attributes:
        files: how many were gone through.
        problems: one line for each that could not be read.
    """

    def __init__(self, vault: Vault, lock: UserLock, system: System, on: bool) -> None:
        self._folder = vault.folder
        self._system = system
        self._sealed = vault.sealed(system)
        self._cipher = self._sealed.sealing
        self._on = on
        self._key = vault.text() if on else ""
        self._mender = Mender(vault.folder, lock, self._note, self._sealed)
        self.files = 0
        self.problems: list[str] = []

    def _note(self, line: str) -> None:
        if line not in self.problems:
            self.problems.append(line)

    def go_through(self) -> int:
        """Turns what is not turned yet, and proves of the rest that it can be read. Gives how many were turned."""
        self.files = turned = 0
        zips = set(archives(self._folder / BACKUPS))
        for path in _files(self._folder, self._system):
            self.files += 1
            with _keeping_times(path.parent):
                if path in zips:
                    turned += self._turn_archive(path)
                else:
                    turned += self._turn_file(path)
        return turned

    def _turn_archive(self, path: Path) -> bool:
        try:
            return turn_archive(path, self._folder, self._cipher, self._on, self._key, self._system)
        except StorageLocked as error:
            self._note(error.message)
            return False
        except StorageDamaged as error:
            # What is no archive any more is turned like any other file: nobody can say what is in it.
            self._note(error.message)
            return self._turn_file(path)

    def _turn_file(self, path: Path) -> bool:
        stored, _ = read_stored(path, self._cipher.stored_bytes(MOST_BYTES), self._system)
        if is_sealed(stored) != self._on:
            fresh = self._cipher.seal(path, stored) if self._on else self._opened(path, stored)
            if fresh is not None:
                with _keeping_times(path):
                    write_stored(path, fresh, self._system, keep_old=False)
                return True
        elif self._on:
            with contextlib.suppress(StorageError):
                self._cipher.open(path, stored)
                return False
            self._note(f"{path} is encrypted, but damaged")
        return False

    def _opened(self, path: Path, stored: bytes) -> bytes | None:
        """A file's bytes; None where they cannot be had and it was set aside."""
        try:
            return self._cipher.open(path, stored)
        except StorageLocked as error:
            self._note(error.message)
            return None
        except StorageDamaged as error:
            kind = kind_of(path.name)
            try:
                if kind is None:
                    raise
                self._mender.mend(path, kind, error)
                stored, _ = read_stored(path, self._cipher.stored_bytes(MOST_BYTES), self._system)
                return self._cipher.open(path, stored)
            except (StorageDamaged, StorageGone):
                self._set_aside(path, stored, error)
                return None

    def _set_aside(self, path: Path, stored: bytes, error: StorageDamaged) -> None:
        """Out of the way of readers, who have no key to look into it any more; nothing is deleted."""
        if path.parent.name == QUARANTINE:
            return
        folder = self._folder / QUARANTINE
        make_folder(folder, self._system)
        target = folder / f"{path.parent.name}-{path.name}-{hashlib.sha256(stored).hexdigest()[:16]}"
        try:
            self._system.replace(str(path), str(target))
            sync_folder(path.parent, self._system)
            sync_folder(folder, self._system)
        except OSError as failure:
            raise explain(failure, "set aside", path) from failure
        self._note(f"{error.message}; it is kept in {target}")


def _files(folder: Path, system: System) -> list[Path]:
    """Every file that holds anything of the user, sorted; what writes left behind is taken away.

    Raises:
        StorageError: a folder cannot be listed, so that nobody knows what is in it.
    """
    found = []
    try:
        for root, folders, names in os.walk(folder, onerror=_give_up):
            if Path(root) == folder:
                folders[:] = [name for name in folders if name != RUNNING_FOLDER]
                names = [name for name in names if name not in (LOCK_NAME, *KEY_NAMES)]
            for path in (Path(root, name) for name in names):
                if not stat.S_ISREG(path.lstat().st_mode):
                    continue
                if path.name.endswith(TEMPORARY_SUFFIX):
                    system.unlink(str(path))
                else:
                    found.append(path)
    except OSError as error:
        raise explain(error, "go through", folder) from error
    return sorted(found)


def _give_up(error: OSError) -> None:
    raise error


def refuse_unwritable(folder: Path, system: System) -> None:
    """Before anything is turned: a file in the middle that cannot be is a nuisance.

    Raises:
        StorageError: there is one in a user's folder, or it cannot be listed.
    """
    for path in _files(folder, system):
        status = path.lstat()
        if status.st_uid != os.geteuid() or not status.st_mode & stat.S_IWUSR:
            raise StorageError(f"{path} cannot be written", "make it writable for your user, or move it away")


@contextlib.contextmanager
def _keeping_times(path: Path) -> Iterator[None]:
    """The trash counts from a folder's time, the backups from a file's."""
    before = stamp_of(path)
    yield
    if before is not None:
        with contextlib.suppress(OSError):
            os.utime(path, ns=(before.mtime_ns, before.mtime_ns))
