"""Puts the files inside backups through an edit, such as an erasing or an encrypting: each backup in one step."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from chatbot.domain.value import replace
from chatbot.errors import StorageDamaged, StorageLocked, StorageReadOnly
from chatbot.storage.atomic import TEMPORARY_SUFFIX, System, explain
from chatbot.storage.backups.archive import Archive, ArchiveWriter
from chatbot.storage.backups.places import archives, delete, put_in_place

Edit = Callable[[str, bytes], bytes | None]
"""From a file's path inside the user's folder and its bytes, its new bytes, or None to leave it out."""


def rewrite_all(folder: Path, token: str, edit: Edit, system: System) -> int:
    """Puts every archive of a `backups` folder through an edit; one that cannot be read, or not be opened, is deleted.

    Args:
        folder: where the archives are.
        token: names this run, in the names of temporary files.
        edit: what is done to each file.
        system: the system calls.

    Returns:
        How many archives were changed or deleted.

    Raises:
        StorageError: the disk refuses.
    """
    changed = 0
    for path in archives(folder):
        try:
            time = path.lstat().st_mtime
            if not _is_ours_to_read(path, system):
                delete(path, system)
                changed += 1
                continue
            changed += rewrite_archive(path, token, edit, system)
            os.utime(path, (time, time))
        except (StorageDamaged, StorageLocked):
            delete(path, system)
            changed += 1
        except OSError as error:
            raise explain(error, "rewrite", path) from error
    return changed


def _is_ours_to_read(path: Path, system: System) -> bool:
    """Whether an archive can be opened; where that is asked, an error cannot be one of writing."""
    try:
        with Archive(path, system):
            return True
    except (StorageDamaged, StorageLocked, StorageReadOnly):
        return False


def rewrite_archive(path: Path, token: str, edit: Edit, system: System, key: str | None = None) -> bool:
    """Puts one archive through an edit; it is replaced in one step, and only where anything changes.

    Args:
        path: the archive.
        token: begins the name of the new one while it is written; what bears that of a program that does not run
            any more is swept at the next start.
        edit: what is done to each file; what it raises leaves the archive as it was.
        system: the system calls.
        key: the text of the key file, to be kept in it; empty for none, None for the one that is in it.

    Returns:
        Whether anything changed.

    Raises:
        StorageDamaged: the archive cannot be read.
        StorageLocked: it has a key of its own.
        StorageError: the disk refuses; the archive is as it was.
    """
    temporary = path.with_name(f"{token}-{path.stem}{TEMPORARY_SUFFIX}")
    try:
        with Archive(path, system) as old, ArchiveWriter(temporary, system) as fresh:
            kept = old.manifest.key if key is None else key
            same = kept == old.manifest.key
            for relative in old.manifest.files:
                data = old.read(relative)
                edited = edit(relative, data)
                same = same and edited == data
                if edited is not None:
                    fresh.add(relative, edited)
            if same:
                return False
            fresh.finish(replace(old.manifest, files=fresh.files, key=kept))
        put_in_place(temporary, path, system)
        return True
    finally:
        with contextlib.suppress(OSError):
            system.unlink(str(temporary))
