"""Mends a file that cannot be read: from the version before, else from the whole documents that are left in it.

The damaged bytes are first copied to `quarantine`, once per content; without that copy nothing is
written. Whatever was lost is reported, one line a file.
"""

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path

from chatbot.errors import StorageDamaged, StorageError, StorageForged, StorageGone
from chatbot.storage import codec, uses
from chatbot.storage.atomic import (
    BACKUP_SUFFIX,
    SYSTEM,
    System,
    make_folder,
    read_file,
    read_stored,
    stamp_of,
    write_file,
)
from chatbot.storage.index import INDEX_KIND
from chatbot.storage.lock import UserLock
from chatbot.storage.salvage import salvage

CACHES = (INDEX_KIND, uses.KIND)
"""Kinds of pages that are started anew without a word: nothing in them was said by anybody."""

PATIENCE_SECONDS = 2.0
"""For the user's lock, from a thread that may hold a cache which the writer needs."""


class Mender:
    """Mends the files of one user.

    Args:
        folder: the user's folder.
        lock: the user's lock.
        report: called with one line for each loss.
        system: the system calls.
    """

    def __init__(self, folder: Path, lock: UserLock, report: Callable[[str], None], system: System = SYSTEM) -> None:
        self._folder = folder
        self._lock = lock
        self._report = report
        self._system = system

    def mend(self, path: Path, kind: str, error: StorageDamaged | StorageGone) -> None:
        """Puts a readable file of that kind at the path.

        Raises:
            StorageError: nothing could be had back, or it could not be written; the file is as it was.
        """
        try:
            with self._lock.held(PATIENCE_SECONDS):
                if kind in CACHES:
                    write_file(path, codec.encode({}, kind, {}), self._system, keep_old=False)
                elif not _is_good(path, kind, self._system):
                    self._mend(path, kind, error)
        except StorageError as failure:
            raise error from failure

    def _mend(self, path: Path, kind: str, error: StorageDamaged | StorageGone) -> None:
        damaged = b""
        kept = ""
        if stamp_of(path) is not None:
            damaged = self._stored(path)
            kept = f"; the damaged file is kept in {self._quarantine(path, damaged)}"
        backup = path.with_name(path.name + BACKUP_SUFFIX)
        if _is_good(backup, kind, self._system):
            data, _ = read_file(backup, codec.MOST_BYTES, self._system)
            write_file(path, data, self._system, keep_old=False)
            what = "was damaged" if damaged else "was missing"
            if isinstance(error, StorageForged):
                what = "was changed by something that does not have the key"
            self._report(f"{path} {what}: the version before was taken, its last save may be lost{kept}")
            return
        remains = b""
        if stamp_of(backup) is not None:
            remains = self._stored(backup)
            self._quarantine(backup, remains)
        if not damaged and not remains:
            raise error
        whole = tuple(self._system.sealing.remains(path, stored) for stored in (damaged, remains))
        tables, about = salvage(kind, path, whole, self._system)
        write_file(path, codec.encode(tables, kind, about), self._system, keep_old=False)
        count = sum(map(len, tables.values()))
        self._report(f"{path} was damaged beyond its backup: {count} whole entries were saved, unproved{kept}")

    def _stored(self, path: Path) -> bytes:
        return read_stored(path, self._system.sealing.stored_bytes(codec.MOST_BYTES), self._system)[0]

    def _quarantine(self, path: Path, data: bytes) -> Path:
        folder = self._folder / "quarantine"
        make_folder(folder, self._system)
        digest = hashlib.sha256(data).hexdigest()[:16]
        copy = folder / f"{path.parent.name}-{path.name}-{digest}"
        if stamp_of(copy) is None:
            write_file(copy, data, self._system, keep_old=False)
        return copy


def _is_good(path: Path, kind: str, system: System) -> bool:
    with contextlib.suppress(StorageError):
        codec.decode(read_file(path, codec.MOST_BYTES, system)[0], kind, str(path))
        return True
    return False
