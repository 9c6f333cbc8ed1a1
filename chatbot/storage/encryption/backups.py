"""Encrypts or decrypts the files inside a backup, and keeps the wrapped key in it: without it a copy would be lost."""

import contextlib
from pathlib import Path

from chatbot.domain.value import replace
from chatbot.errors import ConfigError, StorageDamaged, StorageLocked
from chatbot.storage.atomic import SYSTEM, TEMPORARY_SUFFIX, System
from chatbot.storage.backups.archive import Archive, ArchiveWriter
from chatbot.storage.backups.places import FOLDER, archives, put_in_place
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
    # Named as what a program left that runs no more, so that the next start sweeps it.
    temporary = path.with_name(f"{path.stem}-{path.stem}{TEMPORARY_SUFFIX}")
    same = True
    try:
        with Archive(path, system) as old, ArchiveWriter(temporary, system) as fresh:
            for relative in old.manifest.files:
                stored = old.read(relative)
                if cipher.is_foreign(stored):  # the key that the archive holds is the only one that fits
                    raise StorageLocked(f"The backup {path} was encrypted with another key, and stays so", KEY_OF)
                if is_sealed(stored) != on:
                    same = False
                    stored = (cipher.seal if on else cipher.open)(folder / relative, stored)
                fresh.add(relative, stored)
            if same and old.manifest.key == key:
                return False
            fresh.finish(replace(old.manifest, files=fresh.files, key=key))
        put_in_place(temporary, path, system)
        return True
    finally:
        with contextlib.suppress(OSError):
            system.unlink(str(temporary))


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
