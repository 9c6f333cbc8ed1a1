"""The backups of one user: the entrance to this package.

What is only needed when a backup is read or made is imported then: a short command pays for none of it.
"""

import contextlib
import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.domain.ids import Clock, NewId
from chatbot.errors import StorageError, StorageReadOnly
from chatbot.storage.atomic import System, write_file
from chatbot.storage.backups.places import (
    ERASED,
    FOLDER,
    PLAN_PREFIX,
    delete,
    has_contents,
    is_recent,
    sweep,
    take_away,
)
from chatbot.storage.lock import Presence, UserLock

if TYPE_CHECKING:
    from chatbot.domain.session import SessionMeta
    from chatbot.storage.backups.checking import Verdict
    from chatbot.storage.backups.manifest import Backup
    from chatbot.storage.backups.plan import Restored

DAILY = "daily"
EVERY = timedelta(days=1)
"""How old the newest backup may grow before a start makes another."""

_TRIES = 3


class Backups:
    """The backups of one user, in `backups` inside the user's folder. Every method blocks for the disk.

    Args:
        folder: the user's folder.
        lock: the user's lock.
        presence: shows that this program runs, and which others do.
        now: the clock.
        fresh_id: names backups.
        system: the system calls.

    Attributes:
        folder: where the backups are.
        restored: True once files were restored: what was read before is of another time, so open the user anew.
    """

    def __init__(
        self, folder: Path, lock: UserLock, presence: Presence, now: Clock, fresh_id: NewId, system: System
    ) -> None:
        self.folder = folder / FOLDER
        self.restored = False
        self._user_folder = folder
        self._lock = lock
        self._presence = presence
        self._now = now
        self._fresh_id = fresh_id
        self._system = system
        self._one_restore = threading.Lock()

    def create(self, reason: str) -> "Backup":
        """Makes a backup of everything that is on disk now, and rotates. Call it before what cannot be undone.

        Writing goes on meanwhile: the user's lock is held only while the files get second names. Not to
        be called from the writer's thread while its changes wait to be flushed.

        Args:
            reason: shown in the list, such as "before import".

        Raises:
            StorageError: it could not be made; nothing of it is left, and no other backup was taken away.
        """
        return self._create(reason, "")

    def _create(self, reason: str, spared: str) -> "Backup":
        made = self._make(reason, lambda: False, "", spared)
        if made is None:
            raise StorageError("The backup was not made", "retry")
        return made

    def create_daily(self, stopping: Callable[[], bool]) -> "Backup | None":
        """Makes the day's backup; where nothing changed since the newest, that one only counts as checked today.

        Args:
            stopping: asked between files whether to give up.

        Returns:
            None where nothing changed.

        Raises:
            StorageError: it could not be made.
            Stopped: `stopping` said so; nothing of it is left.
        """
        newest = next(iter(self.list()), None)
        made = self._make(DAILY, stopping, newest.content_sha256 if newest and not newest.problem else "")
        if made is None and newest is not None:
            self._stamp(newest.path)
        return made

    def _make(self, reason: str, stopping: Callable[[], bool], unless: str, spared: str = "") -> "Backup | None":
        from chatbot.storage.backups.making import Overtaken, make_archive
        from chatbot.storage.backups.rotation import rotated

        for _ in range(_TRIES):
            fresh = (self._fresh_id(), self._now(), reason)
            token = self._presence.token
            try:
                made = make_archive(self._user_folder, self._lock, fresh, token, self._system, stopping, unless)
            except Overtaken:
                continue
            if made is not None:
                self._stamp(made.path)
                for old in rotated(self.list(), DAILY, spared):
                    delete(old.path, self._system)
            return made
        raise StorageError("The backup was overtaken by an erasure each time", "retry in a moment")

    def _stamp(self, path: Path) -> None:
        moment = self._now().timestamp()
        with contextlib.suppress(OSError):  # without it, another backup is made sooner
            os.utime(path, (moment, moment))

    def is_due(self) -> bool:
        """Whether there is something to keep, and no backup of the last day. Looks at the files' times alone."""
        recent = is_recent(self.folder, self._now(), EVERY.total_seconds())
        return not recent and has_contents(self._user_folder)

    def list(self) -> "tuple[Backup, ...]":
        """All backups, the newest first; those that cannot be read among them, with the problem.

        Only the table of contents of each is read: `verify` reads everything.
        """
        from chatbot.storage.backups.listing import listed

        return listed(self.folder, self._system)

    def find(self, wanted: str = "") -> "Backup":
        """One backup.

        Args:
            wanted: its id, the beginning or end of it, or an archive's path; empty for the newest that can be read.

        Raises:
            NotFound: there is none, or several fit.
        """
        from chatbot.storage.backups.listing import found

        return found(self.folder, wanted, self._system)

    def verify(self, wanted: str = "") -> "Verdict":
        """Reads a backup to the last byte; `wanted` is as for `find`.

        Raises:
            NotFound: there is none.
        """
        from chatbot.storage.backups.checking import check

        return check(self.find(wanted).path, self._user_folder, self._system)

    def sessions_in(self, wanted: str = "") -> "tuple[SessionMeta, ...]":
        """The sessions that a backup holds, last updated first.

        Raises:
            NotFound: there is no such backup.
            StorageError: it cannot be read.
        """
        from chatbot.storage.backups.checking import sessions_in

        return sessions_in(self.find(wanted).path, self._user_folder, self._system)

    def files_in(self, wanted: str = "") -> tuple[str, ...]:
        """The paths, inside the user's folder, of the files that a backup holds; sorted.

        Raises:
            NotFound: there is no such backup.
            StorageError: it cannot be read.
        """
        from chatbot.storage.backups.archive import Archive

        with Archive(self.find(wanted).path, self._system) as archive:
            return tuple(sorted(archive.manifest.files))

    def restore(self, wanted: str = "", session_id: str = "", file: str = "") -> "Restored":
        """Makes the user's files what they were: all of them, those of one session, or a single one.

        A backup of the present files is made first, so that restoring that one undoes it. Every file is
        unpacked and checked before any is replaced; a restore that is killed is finished, or was never
        begun, at the next start. Afterwards these files must be opened anew.

        Args:
            wanted: as for `find`.
            session_id: only this session's files; empty for all.
            file: only this file, by its path inside the user's folder, or by its name where a session is given.

        Raises:
            NotFound: there is no such backup, or it does not hold what is wanted.
            StorageReadOnly: another program has the files open, or a newer one wrote what is wanted.
            StorageDamaged: the backup is not as it was written.
            StorageError: the disk refuses.
        """
        from chatbot.storage.backups.archive import Archive
        from chatbot.storage.backups.files import present_files
        from chatbot.storage.backups.plan import Restored, plan_of
        from chatbot.storage.backups.restoring import commit, stage

        backup = self.find(wanted)
        staging = self._user_folder / f"{PLAN_PREFIX}{self._presence.token}"
        with self._one_restore, Archive(backup.path, self._system) as archive:
            plan = plan_of(archive.manifest, (), session_id, file)
            self._refuse_company()
            safety = self._create("before restore", backup.id)
            try:
                targets = stage(archive, plan, self._user_folder, staging, self._system)
                with self._lock.held():
                    self._refuse_company()
                    drop = plan_of(archive.manifest, present_files(self._user_folder, ever=True), session_id, file).drop
                    self._keep_unreadable(safety, {*targets, *drop})
                    self.restored = True
                    commit(self._user_folder, staging, targets, drop, self._system)
            except BaseException:
                if not self.restored:
                    take_away(staging, self._system)
                raise
        return Restored(backup, safety, targets, drop)

    def _refuse_company(self) -> None:
        if self._presence.others():
            raise StorageReadOnly("Another chatbot has these files open", "close it, then restore")

    def _keep_unreadable(self, safety: "Backup", touched: set[str]) -> None:
        """What the safety backup had to leave out is copied before it is replaced."""
        from chatbot.storage.backups.files import stored_bytes
        from chatbot.storage.quarantine import keep_copy

        for relative in touched.intersection(safety.left_out):
            path = self._user_folder / relative
            keep_copy(self._user_folder, path, stored_bytes(path, self._system), self._system)

    def delete(self, wanted: str) -> None:
        """Deletes one backup for good; `wanted` is as for `find`.

        Raises:
            NotFound: there is none of that id.
            StorageError: the disk refuses.
        """
        delete(self.find(wanted).path, self._system)

    def rewrite(self, edit: Callable[[str, bytes], bytes | None]) -> int:
        """Puts every backup through an edit, so that what was erased is erased there too.

        To be called when the user's own files are as they shall be: a backup that was begun before is not
        kept. A backup that cannot be read is deleted: nobody can prove what is in it. After a kill each
        backup is the old or the new one, and another call finishes.

        Args:
            edit: from a file's path inside the user's folder and its bytes, its new bytes, or None to leave it out.

        Returns:
            How many backups were changed or deleted.

        Raises:
            StorageError: the disk refuses.
        """
        from chatbot.storage.backups.rewriting import rewrite_all

        if not self.folder.is_dir():
            return 0
        with self._lock.held():
            write_file(self.folder / ERASED, b"", self._system, keep_old=False)
            sweep(self.folder, lambda token: False, self._system)  # what is being made holds what was erased
        return rewrite_all(self.folder, self._presence.token, edit, self._system)
