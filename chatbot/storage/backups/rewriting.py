"""Takes what is erased out of a backup too."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from chatbot.domain.value import replace
from chatbot.errors import StorageDamaged, StorageLocked
from chatbot.storage.atomic import TEMPORARY_SUFFIX, System, explain
from chatbot.storage.backups.archive import Archive, ArchiveWriter
from chatbot.storage.backups.places import archives, delete, put_in_place

Edit = Callable[[str, bytes], bytes | None]
"""From a file's path inside the user's folder and its bytes, its new bytes, or None to leave it out."""


def rewrite_all(folder: Path, token: str, edit: Edit, system: System) -> int:
    """Puts every archive of a `backups` folder through an edit; one that cannot be read is deleted.

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
            changed += rewrite_archive(path, folder / f"{token}-{path.stem}{TEMPORARY_SUFFIX}", edit, system)
            os.utime(path, (time, time))
        except (StorageDamaged, StorageLocked):
            delete(path, system)
            changed += 1
        except OSError as error:
            raise explain(error, "rewrite", path) from error
    return changed


def rewrite_archive(path: Path, temporary: Path, edit: Edit, system: System) -> bool:
    """Puts one archive through an edit; it is replaced in one step.

    Args:
        path: the archive.
        temporary: where the new one is written first.
        edit: what is done to each file.
        system: the system calls.

    Returns:
        Whether anything changed.

    Raises:
        StorageDamaged: the archive cannot be read.
        StorageLocked: it has a key of its own.
        StorageError: the disk refuses; the archive is as it was.
    """
    same = True
    try:
        with Archive(path, system) as old, ArchiveWriter(temporary, system) as fresh:
            for relative in old.manifest.files:
                data = old.read(relative)
                edited = edit(relative, data)
                same = same and edited == data
                if edited is not None:
                    fresh.add(relative, edited)
            fresh.finish(replace(old.manifest, files=fresh.files))
        if not same:
            put_in_place(temporary, path, system)
        return not same
    finally:
        with contextlib.suppress(OSError):
            system.unlink(str(temporary))
