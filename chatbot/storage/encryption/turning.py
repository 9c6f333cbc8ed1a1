"""Encrypts all files of a user that are there, or decrypts them, so that a kill at any moment loses nothing.

The key comes first, with a word in it that files are being turned; then every file is turned, each in one step; then
every file is looked at once more; only then the word is changed. Whoever opens the files next and finds that word
finishes first. Nobody but this module ever takes a file as it is while there is a key.

What was overwritten may stay on the disk beneath the files, as with everything that is deleted.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from chatbot.domain.value import Value
from chatbot.errors import StorageError, StorageLocked
from chatbot.storage.atomic import SYSTEM, System, explain, sync_folder
from chatbot.storage.backups.leftovers import leave_nothing_half
from chatbot.storage.encryption.backups import renew_keys
from chatbot.storage.encryption.files import Turning, refuse_unwritable
from chatbot.storage.encryption.keyfile import Cost, State, mend_copies
from chatbot.storage.encryption.vault import Vault
from chatbot.storage.lock import Presence, UserLock
from chatbot.storage.sealing import KEY_COPY_NAME, KEY_NAME, has_key

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
        leave_nothing_half(vault.folder, presence, system)  # what is made ready there is not named as it is encrypted
        refuse_unwritable(vault.folder, system)
        vault.set_state(State.TURNING_ON, system)
        return _turn(vault, lock, system)


def turn_off(vault: Vault, token: str, system: System = SYSTEM) -> Turned:
    """Decrypts a user's files, and takes the key away. Arguments and errors as for `turn_on`."""
    with _alone(vault.folder, token) as (lock, presence):
        leave_nothing_half(vault.folder, presence, vault.sealed(system))
        refuse_unwritable(vault.folder, system)
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
    turning = Turning(vault, lock, system, on)
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
