"""Encrypts all files of a user that are there, or decrypts them, so that a kill at any moment loses nothing.

The key comes first, with a word in it that files are being turned; then every file is turned, each in one step; then
every file is looked at once more; only then the word is changed. Whoever opens the files next and finds that word
finishes first. Nobody but this module ever takes a file as it is while there is a key.

What was overwritten may stay on the disk beneath the files, as with everything that is deleted.
"""

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from chatbot.domain.value import Value
from chatbot.errors import StorageDamaged, StorageError, StorageGone, StorageLocked
from chatbot.storage.atomic import (
    SYSTEM,
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
from chatbot.storage.backups.restoring import leave_nothing_half
from chatbot.storage.codec import MOST_BYTES
from chatbot.storage.encryption.backups import renew_keys, turn_archive
from chatbot.storage.encryption.keyfile import Cost, State, mend_copies
from chatbot.storage.encryption.vault import Vault
from chatbot.storage.kinds import kind_of
from chatbot.storage.lock import LOCK_NAME, RUNNING_FOLDER, Presence, UserLock
from chatbot.storage.quarantine import FOLDER as QUARANTINE
from chatbot.storage.recovery import Mender
from chatbot.storage.sealing import KEY_COPY_NAME, KEY_NAME, KEY_NAMES, has_key, is_sealed

Report = Callable[[str], None]


class Turned(Value):
    """What was done.

    Attributes:
        files: how many files are encrypted now, or were decrypted.
        problems: files that could not be read, one line each.
    """

    files: int
    problems: tuple[str, ...] = ()


def turn_on(vault: Vault, token: str, system: System = SYSTEM) -> Turned:
    """Encrypts a user's files by a fresh key.

    Args:
        vault: from `make_vault`.
        token: names this run.
        system: the system calls.

    Raises:
        StorageLocked: they are encrypted already.
        StorageError: another program has them open, or the disk refuses; the next try, or start, goes on.
    """
    with _alone(vault.folder, token) as (lock, presence):
        if has_key(vault.folder):
            raise StorageLocked(f"{vault.folder} is encrypted already", "chatbot encryption status says more")
        leave_nothing_half(vault.folder, presence, system)
        _refuse_unwritable(_files(vault.folder, system))
        vault.set_state(State.TURNING_ON, system)
        return _turn(vault, lock, system)


def turn_off(vault: Vault, token: str, system: System = SYSTEM) -> Turned:
    """Decrypts a user's files, and takes the key away. Arguments and errors as for `turn_on`."""
    with _alone(vault.folder, token) as (lock, presence):
        leave_nothing_half(vault.folder, presence, vault.sealed(system))
        _refuse_unwritable(_files(vault.folder, system))
        vault.set_state(State.TURNING_OFF, system)
        return _turn(vault, lock, system)


def change_passphrase(
    vault: Vault, passphrase: str, cost: Cost | None = None, system: System = SYSTEM
) -> tuple[str, ...]:
    """Wraps the same key by another passphrase, here and in the backups; no other file changes.

    Whoever kept a copy of the old key file and knows the old passphrase can still open what they have: turning
    encryption off and on again makes another key.

    Returns:
        One line for each backup that cannot be read, and so keeps what it holds.

    Raises:
        ConfigError: the passphrase is too short; nothing was changed.
        StorageError: it could not be written; the old or the new passphrase opens the key, never none.
    """
    with UserLock(vault.folder).held():
        vault.look_again(system)
        vault.rewrap(passphrase, cost, system)
        return renew_keys(vault.folder, vault.sealed(system).sealing, vault.text(), system)


def finish(vault: Vault, lock: UserLock, system: System, report: Report) -> bool:
    """Makes both key files say the same, and finishes what was cut off.

    Returns:
        Whether the files are encrypted.

    Raises:
        StorageError: the disk refuses.
    """
    with lock.held():
        if not has_key(vault.folder):
            return False  # another program has just finished turning it off
        mend_copies(vault.folder, system)
        state = vault.look_again(system)
        if state is not State.ON:
            for line in _turn(vault, lock, system).problems:
                report(line)
    return state is not State.TURNING_OFF


@contextlib.contextmanager
def _alone(folder: Path, token: str) -> Iterator[tuple[UserLock, Presence]]:
    lock = UserLock(folder)
    presence = Presence(folder, token)
    try:
        with lock.held():
            if presence.others():
                raise StorageError("Another chatbot has these files open", "close it, then try again")
            yield lock, presence
    finally:
        presence.end()


def _turn(vault: Vault, lock: UserLock, system: System) -> Turned:
    """Goes on, from wherever it was cut off, to the end. The caller holds the lock."""
    on = vault.file.state is State.TURNING_ON
    turning = _Turning(vault, lock, system, on)
    while turning.go_through():
        pass
    if on:
        vault.set_state(State.ON, system)
    else:
        try:
            for name in (KEY_COPY_NAME, KEY_NAME):
                with contextlib.suppress(FileNotFoundError):
                    system.unlink(str(vault.folder / name))
            sync_folder(vault.folder, system)
        except OSError as error:
            raise explain(error, "take the key from", vault.folder) from error
    return Turned(turning.files, tuple(turning.problems))


class _Turning:
    """One way through all files, as often as needed until there is nothing left to do."""

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


def _refuse_unwritable(paths: list[Path]) -> None:
    """Before anything is turned: a file in the middle that cannot be is a nuisance."""
    for path in paths:
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
