"""Encrypts or decrypts the files inside a backup, and keeps the wrapped key in it: without it a copy would be lost."""

from pathlib import Path

from chatbot.errors import ConfigError, StorageDamaged, StorageLocked
from chatbot.storage.atomic import SYSTEM, System
from chatbot.storage.backups.archive import Archive
from chatbot.storage.backups.places import FOLDER, archives
from chatbot.storage.backups.rewriting import rewrite_archive
from chatbot.storage.sealing import KEY_OF, Sealing, is_sealed


def turn_archive(path: Path, folder: Path, cipher: Sealing, on: bool, key: str, system: System) -> bool:
    """Rewrites one backup, in one step, unless it is as it should be.

    Args:
        path: the archive.
        folder: the user's folder.
        cipher: encrypts and decrypts.
        on: whether its files shall be encrypted.
        key: the text of the key file, to be kept in it; empty for none.
        system: the system calls.

    Returns:
        Whether it was rewritten.

    Raises:
        StorageDamaged: the archive, or a file in it, is not as it was.
        StorageLocked: a file in it was encrypted with another key, which is in the archive; it stays as it is.
        StorageError: the disk refuses; the archive is as it was.
    """

    def turned(relative: str, stored: bytes) -> bytes:
        if cipher.is_foreign(stored):  # the key that the archive holds is the only one that fits
            raise StorageLocked(f"The backup {path} was encrypted with another key, and stays so", KEY_OF)
        if is_sealed(stored) == on:
            return stored
        return (cipher.seal if on else cipher.open)(folder / relative, stored)

    # Named after itself, as what a program left that runs no more, so that the next start sweeps it.
    return rewrite_archive(path, path.stem, turned, system, key)


def renew_keys(folder: Path, cipher: Sealing, key: str, system: System) -> tuple[str, ...]:
    """Puts a key file that was wrapped anew into every backup, so that the old passphrase opens none of them.

    Args:
        folder: the user's folder.
        cipher: encrypts with the same key as before.
        key: the text of the new key file.
        system: the system calls.

    Returns:
        One line for each backup that cannot be read, or has another key.

    Raises:
        StorageError: the disk refuses.
    """
    problems = []
    for path in archives(folder / FOLDER):
        try:
            turn_archive(path, folder, cipher, True, key, system)
        except (StorageDamaged, StorageLocked) as error:
            problems.append(error.message)
    return tuple(problems)


def key_in(path: Path) -> bytes:
    """The key file that an archive holds.

    Raises:
        ConfigError: it holds none.
        StorageError: it cannot be read.
    """
    with Archive(path, SYSTEM) as archive:
        if not archive.manifest.key:
            raise ConfigError(f"The backup {path} holds no key: it is not encrypted.", "Restore it as it is.")
        return archive.manifest.key.encode()
