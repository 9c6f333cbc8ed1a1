"""Where backups lie: their names, and putting and taking away what stands there."""

import contextlib
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from chatbot.domain.ids import is_id
from chatbot.storage.atomic import TEMPORARY_SUFFIX, System, explain, stamp_of, sync_folder

FOLDER = "backups"
SUFFIX = ".zip"
_EMPTY_BYTES = 512
"""A file of memories without any is smaller, encrypted too; one with a single memory is larger."""

STAGING_SUFFIX = ".staging"
PLAN_PREFIX = "restoring-"
"""Begins the name of the folder, beside the user's files, where a restore is made ready."""

ERASED = "erased"
"""A file that is replaced whenever something is erased from the backups: one begun before that is not kept."""


def archives(folder: Path) -> tuple[Path, ...]:
    """The archives in a user's `backups` folder, sorted by name, which is by age; empty where there is no folder.

    Raises:
        StorageError: it cannot be listed.
    """
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.endswith(SUFFIX)]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise explain(error, "list", folder) from error
    return tuple(folder / name for name in sorted(names) if is_id(name[: -len(SUFFIX)]))


def has_contents(user_folder: Path) -> bool:
    """Whether a user has any session or memory."""
    memories = stamp_of(user_folder / "memories.json")
    if memories is not None and memories.size_bytes > _EMPTY_BYTES:
        return True
    with contextlib.suppress(OSError), os.scandir(user_folder / "sessions") as entries:
        return next(entries, None) is not None
    return False


def is_recent(folder: Path, now: datetime, seconds: float) -> bool:
    """Whether an archive's time lies within so many seconds of now; the files themselves are not read.

    One from the future is none: the clock was wrong when it was made, or is now.
    """
    for path in archives(folder):
        with contextlib.suppress(OSError):
            if 0 <= now.timestamp() - path.lstat().st_mtime < seconds:
                return True
    return False


def put_in_place(temporary: Path, path: Path, system: System) -> None:
    """Gives a finished archive its name.

    Raises:
        StorageError: the disk refuses.
    """
    try:
        system.replace(str(temporary), str(path))
        sync_folder(path.parent, system)
    except OSError as error:
        raise explain(error, "write", path) from error


def take_away(folder: Path, system: System) -> None:
    """Removes a folder of files without folders in it; what cannot be removed stays for the next start."""
    if folder.is_symlink():
        return
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            system.unlink(str(path))
        folder.rmdir()


def delete(path: Path, system: System) -> None:
    """Deletes an archive for good.

    Raises:
        StorageError: the disk refuses.
    """
    try:
        with contextlib.suppress(FileNotFoundError):  # another program was faster
            system.unlink(str(path))
        sync_folder(path.parent, system)
    except OSError as error:
        raise explain(error, "delete", path) from error


def sweep(folder: Path, runs: Callable[[str], bool], system: System) -> None:
    """Takes away half-made archives, and what was held still for them, of programs that died.

    Args:
        folder: the user's `backups` folder.
        runs: whether the program of a token still runs.
        system: the system calls.
    """
    with contextlib.suppress(FileNotFoundError):  # somebody else sweeps too
        for path in sorted(folder.iterdir()):
            token, _, rest = path.name.partition("-")
            if rest.endswith(STAGING_SUFFIX) and not runs(token):
                take_away(path, system)
            elif rest.endswith(TEMPORARY_SUFFIX) and not runs(token):
                with contextlib.suppress(OSError):
                    system.unlink(str(path))
