"""Makes one archive of a user's files as they are at one moment."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from chatbot.errors import StorageDamaged, StorageError, StorageGone
from chatbot.storage import codec
from chatbot.storage.atomic import TEMPORARY_SUFFIX, System, make_folder, stamp_of
from chatbot.storage.backups.archive import ArchiveWriter
from chatbot.storage.backups.files import hold_still, key_text, stored_bytes
from chatbot.storage.backups.manifest import FORMAT, Backup, Manifest, backup_of
from chatbot.storage.backups.places import ERASED, FOLDER, STAGING_SUFFIX, SUFFIX, put_in_place, take_away
from chatbot.storage.kinds import kind_at
from chatbot.storage.lock import UserLock


class Stopped(Exception):
    """The program ends before the backup was done; nothing of it is left."""


class Overtaken(Exception):
    """Something was erased meanwhile that the backup would have kept; nothing of it is left."""


def make_archive(
    folder: Path,
    lock: UserLock,
    fresh: tuple[str, datetime, str],
    token: str,
    system: System,
    stopping: Callable[[], bool],
    unless: str = "",
) -> Backup | None:
    """Makes one backup.

    Args:
        folder: the user's folder.
        lock: the user's lock; held only until every file has a second name.
        fresh: the backup's id, its moment and its reason.
        token: names this run, so that what it leaves when killed can be told from what a living one works on.
        system: the system calls.
        stopping: asked between files.
        unless: where the contents have this checksum already, no backup is made.

    Returns:
        None where nothing was made, because nothing changed.

    Raises:
        StorageError: it could not be made; nothing of it is left.
        Stopped: `stopping` said so.
        Overtaken: see there; another try is due.
    """
    home = folder / FOLDER
    if not folder.is_dir():
        raise StorageGone(f"{folder} is gone", "put the folder back, or restart chatbot")
    make_folder(home, system)
    path = home / f"{fresh[0]}{SUFFIX}"
    temporary = home / f"{token}-{path.stem}{TEMPORARY_SUFFIX}"
    staging = home / f"{token}-{path.stem}{STAGING_SUFFIX}"
    make_folder(staging, system)
    erased = stamp_of(home / ERASED)
    try:
        with lock.held():
            erased = stamp_of(home / ERASED)
            held = hold_still(folder, staging, system)
        with ArchiveWriter(temporary, system) as archive:
            left_out, key = _fill(archive, held, folder, system, stopping)
            manifest = Manifest(FORMAT, *fresh, codec.SCHEMA, archive.files, left_out, key)
            if unless == manifest.content_sha256:
                return None
            archive.finish(manifest)
        with lock.held():
            if stamp_of(home / ERASED) != erased:
                raise Overtaken
            put_in_place(temporary, path, system)
        return backup_of(manifest, path, path.stat().st_size)
    except StorageError as error:
        if stamp_of(home / ERASED) != erased:
            raise Overtaken from error  # the erasure took away what was held still
        raise
    finally:
        take_away(staging, system)
        with contextlib.suppress(OSError):
            system.unlink(str(temporary))


def _fill(
    archive: ArchiveWriter, held: list[tuple[str, Path]], folder: Path, system: System, stopping: Callable[[], bool]
) -> tuple[tuple[str, ...], str]:
    """Adds the files. Gives the paths of those that cannot be read, and the key file's text where there is one."""
    left_out = []
    for relative, path in held:
        if stopping():
            raise Stopped
        data = stored_bytes(path, system)
        if _is_page(folder / relative, data, kind_at(relative) or "", system):
            archive.add(relative, data)
        else:
            left_out.append(relative)
    return tuple(left_out), key_text(folder, system)


def _is_page(path: Path, stored: bytes, kind: str, system: System) -> bool:
    with contextlib.suppress(StorageDamaged):
        codec.decode(system.sealing.open(path, stored), kind, str(path))
        return True
    return False
