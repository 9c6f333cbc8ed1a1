"""Mends a file that cannot be read: from the version before, else from the newest backup, else from what is left in it.

The damaged bytes are first copied to `quarantine`, once per content; without that copy nothing is
written. Whatever was lost is reported, one line a file. A file of an older schema version is brought up
to the present one, and a single document that has no shape of this program is set aside.
"""

import contextlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from chatbot.domain.session import SessionState
from chatbot.domain.text import counted
from chatbot.errors import StorageDamaged, StorageError, StorageForged, StorageGone
from chatbot.storage import codec, heads, profile, receipts, session_state, uses, vectors
from chatbot.storage.atomic import BACKUP_SUFFIX, SYSTEM, System, read_file, read_stored, stamp_of, write_file
from chatbot.storage.codec import META, Tables
from chatbot.storage.index import INDEX_KIND
from chatbot.storage.lock import UserLock
from chatbot.storage.migrations import upgraded
from chatbot.storage.quarantine import keep_copy
from chatbot.storage.salvage import SHAPES, salvage

CACHES = (INDEX_KIND, uses.KIND, vectors.KIND)
"""Kinds of pages that are started anew without a word: nothing in them was said by anybody."""

DISPENSABLE = (session_state.CHAPTERS_KIND,)
"""Kinds of pages that a session goes on without: they are started anew, and that is told."""

ESSENTIAL: dict[str, dict[str, type[Any]]] = {
    session_state.KIND: {session_state.STATE_TABLE: SessionState},
    profile.KIND: {profile.USER_TABLE: profile.Owner},
}
"""Documents without which a page is none, by kind and table."""

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
        """Puts a readable file of that kind, in the present schema version, at the path.

        Raises:
            StorageError: nothing could be had back, or it could not be written; the file is as it was.
        """
        try:
            with self._lock.held(PATIENCE_SECONDS):
                present = self._page(path, kind)
                if present is not None:
                    fresh = upgraded(present, kind, str(path))
                    if fresh != present:
                        write_file(path, fresh, self._system)
                elif kind in CACHES:
                    write_file(path, codec.encode({}, kind, {}), self._system, keep_old=False)
                else:
                    self._mend(path, kind, error)
        except StorageError as failure:
            raise error from failure

    def set_aside(self, path: Path, table: str, key: str, document: Any, error: StorageDamaged) -> None:
        """Keeps a document that its page cannot hold, with the reason, in `quarantine`; the page goes on without it.

        Raises:
            StorageDamaged: it could not be kept.
        """
        note = {"file": str(path), "table": table, "number": key, "reason": error.message, "document": document}
        try:
            with self._lock.held(PATIENCE_SECONDS):
                data = json.dumps(note, ensure_ascii=False, indent=1).encode("utf-8", "replace")
                copy = keep_copy(self._folder, path, data, self._system)
        except StorageError as failure:
            raise error from failure
        self._report(f"{path}: number {key} of its {table} could not be read and was set aside in {copy}")

    def _mend(self, path: Path, kind: str, error: StorageDamaged | StorageGone) -> None:
        damaged = b""
        kept = ""
        if stamp_of(path) is not None:
            damaged = self._stored(path)
            kept = f"; the damaged file is kept in {keep_copy(self._folder, path, damaged, self._system)}"
        backup = path.with_name(path.name + BACKUP_SUFFIX)
        before = self._page(backup, kind)
        if before is not None:
            write_file(path, upgraded(before, kind, str(backup)), self._system, keep_old=False)
            what = "was damaged" if damaged else "was missing"
            if isinstance(error, StorageForged):
                what = "was changed by something that does not have the key"
            self._report(f"{path} {what}: the version before was taken, its last save may be lost{kept}")
            return
        remains = b""
        if stamp_of(backup) is not None:
            remains = self._stored(backup)
            keep_copy(self._folder, backup, remains, self._system)
        whole = tuple(self._system.sealing.remains(path, stored) for stored in (damaged, remains))
        earlier = self._from_backups(path, kind)
        if earlier is not None:
            self._report(self._put_earlier(path, kind, earlier, whole) + kept)
            return
        if not damaged and not remains and kind in DISPENSABLE:
            write_file(path, codec.encode(salvage(kind, path, (), self._system)[0], kind, {}), self._system)
            self._report(f"{path} was missing, and no backup holds it: it was begun anew, what was in it is lost")
            return
        if not (damaged or remains or _has_messages(path, kind)):
            raise error
        tables, about = salvage(kind, path, whole, self._system)
        write_file(path, codec.encode(tables, kind, about), self._system, keep_old=False)
        count = _count(tables)
        what = "was damaged beyond its backup" if damaged or remains else "is missing, and no backup has it"
        self._report(f"{path} {what}: {count} whole entries were saved, unproved{kept}")

    def _from_backups(self, path: Path, kind: str) -> tuple[bytes, datetime] | None:
        """The newest whole copy in the user's backups. None of a draft: a later message may have replaced it."""
        if kind not in SHAPES:
            return None
        from chatbot.storage.backups.checking import last_good

        found = last_good(self._folder, path.relative_to(self._folder).as_posix(), self._system)
        return (upgraded(found[0], kind, str(path)), found[1]) if found else None

    def _put_earlier(self, path: Path, kind: str, earlier: tuple[bytes, datetime], remains: tuple[bytes, ...]) -> str:
        """Takes a page from a backup, with what is whole of later entries; gives the line to report."""
        data, made_at = earlier
        tables = codec.decode(data, kind, str(path))
        about = {name: one for name, one in tables[META]["1"].items() if name not in ("sha256", "schema", "kind")}
        joined, _ = salvage(kind, path, (data, *remains), self._system)
        more = _count(joined) - _count(tables)
        if more > 0:
            fresh: Tables = {**tables, **joined}
            data = codec.encode(fresh, kind, heads.describe(fresh, about) if kind == heads.KIND else about)
        write_file(path, data, self._system, keep_old=False)
        since = (
            f"{counted(more, 'entry')} written since saved, unproved" if more > 0 else "what was written since is lost"
        )
        return f"{path} could not be read: it was taken from the backup of {made_at:%Y-%m-%d %H:%M} UTC; {since}"

    def _stored(self, path: Path) -> bytes:
        return read_stored(path, self._system.sealing.stored_bytes(codec.MOST_BYTES), self._system)[0]

    def _page(self, path: Path, kind: str) -> bytes | None:
        """A whole page's bytes, of any schema version; None where there is none."""
        with contextlib.suppress(StorageError):
            data, _ = read_file(path, codec.MOST_BYTES, self._system)
            fresh = codec.decode(upgraded(data, kind, str(path)), kind, str(path))
            for table, shape in ESSENTIAL.get(kind, {}).items():
                if fresh[META]["1"]["schema"] == codec.SCHEMA:
                    codec.value_of(fresh.get(table, {}).get("1", {}), shape, str(path))
            return data
        return None


def _has_messages(path: Path, kind: str) -> bool:
    """Whether a page is a session's state, and the session has messages: these must not be out of reach for it."""
    return kind == session_state.KIND and any(heads.numbers_in([one.name for one in path.parent.glob("messages-*")]))


def _count(tables: Tables) -> int:
    return sum(len(table) for name, table in tables.items() if name not in (META, receipts.TABLE))
