"""The list of backups, and one found in it."""

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

from chatbot.errors import NotFound, StorageError
from chatbot.storage.atomic import System
from chatbot.storage.backups.archive import Archive
from chatbot.storage.backups.manifest import Backup, backup_of
from chatbot.storage.backups.places import SUFFIX, archives


def line_of(path: Path, system: System) -> Backup:
    """One archive as a line of the list; with the problem where it cannot be read."""
    try:
        with Archive(path, system) as archive:
            return backup_of(archive.manifest, path, archive.size_bytes)
    except StorageError as error:
        moment, size = datetime.fromtimestamp(0, UTC), 0
        with contextlib.suppress(OSError, OverflowError):
            status = path.lstat()
            moment, size = datetime.fromtimestamp(status.st_mtime, UTC), status.st_size
        return Backup(path.stem, moment, "", path, size, problem=error.message)


def listed(folder: Path, system: System) -> tuple[Backup, ...]:
    """Every archive in a user's `backups` folder, the newest first.

    Raises:
        StorageError: the folder cannot be listed.
    """
    found = [line_of(path, system) for path in archives(folder)]
    return tuple(sorted(found, key=lambda one: (one.created_at, one.id), reverse=True))


def found(folder: Path, wanted: str, system: System) -> Backup:
    """One backup; see `Backups.find`.

    Raises:
        NotFound: there is none, or several fit.
        StorageError: the folder cannot be listed.
    """
    path = Path(wanted)
    if path.suffix == SUFFIX or "/" in wanted:
        if not os.path.lexists(path):
            raise NotFound(f"There is no backup {wanted[:200]!r}", "check the path")
        return line_of(path.absolute(), system)
    every = listed(folder, system)
    name = wanted.strip().upper()
    if not name:
        fitting = [one for one in every if not one.problem][:1]
    else:
        fitting = [one for one in every if one.id == name] or [
            one for one in every if one.id.startswith(name) or one.id.endswith(name)
        ]
    if len(fitting) > 1:
        raise NotFound(f"{len(fitting)} backups fit {wanted[:40]!r}", "give more of the id")
    if fitting:
        return fitting[0]
    if name:
        raise NotFound(f"There is no backup {wanted[:40]!r}", "chatbot backup list names them all")
    raise NotFound("There is no backup yet", "chatbot backup create makes one")
