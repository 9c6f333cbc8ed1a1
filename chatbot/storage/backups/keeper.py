"""The backups of one user: the entrance to this package."""

import contextlib
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chatbot.domain.ids import Clock, NewId, is_id
from chatbot.errors import NotFound, StorageError
from chatbot.storage.atomic import TEMPORARY_SUFFIX, System, explain, sync_folder
from chatbot.storage.backups.manifest import FORMAT, Backup, Manifest, backup_of
from chatbot.storage.backups.places import STAGING_SUFFIX, SUFFIX, put_in_place, take_away
from chatbot.storage.backups.rotation import surplus
from chatbot.storage.lock import Presence, UserLock

DAILY = "daily"
EVERY = timedelta(days=1)
"""How old the newest backup may grow before a start makes another."""


def _never() -> bool:
    return False


class Backups:
    """The backups of one user, in `backups` inside the user's folder. Every method blocks for the disk.

    Args:
        folder: the user's folder.
        lock: the user's lock.
        presence: shows that this program runs, and which others do.
        now: the clock.
        fresh_id: names backups.
        system: the system calls.
    """

    def __init__(
        self, folder: Path, lock: UserLock, presence: Presence, now: Clock, fresh_id: NewId, system: System
    ) -> None:
        self.folder = folder / "backups"
        self._user_folder = folder
        self._lock = lock
        self._presence = presence
        self._now = now
        self._fresh_id = fresh_id
        self._system = system
        self._one_at_a_time = threading.RLock()

    def create(self, reason: str) -> Backup:
        """Makes a backup of everything that is on disk now, and rotates. Call it before what cannot be undone.

        Writing goes on meanwhile: the user's lock is held only while the files get second names. Not to
        be called from the writer's thread while its changes wait to be flushed.

        Args:
            reason: shown in the list, such as "before import".

        Raises:
            StorageError: it could not be made; nothing of it is left, and no other backup was taken away.
        """
        made = self._make(reason, _never, "")
        if made is None:
            raise StorageError("The backup was not made", "retry")
        return made

    def _make(self, reason: str, stopping: Callable[[], bool], unless: str) -> Backup | None:
        from chatbot.storage.backups.making import make_archive

        with self._one_at_a_time:
            fresh = (self._fresh_id(), self._now(), reason)
            made = make_archive(
                self._user_folder, self._lock, fresh, self._presence.token, self._system, stopping, unless
            )
            if made is not None:
                for old in surplus(self.list()):
                    self._unlink(old.path)
            return made

    def list(self) -> tuple[Backup, ...]:
        """All backups, the newest first; those that cannot be read among them, with the problem.

        Only the table of contents of each is read: `verify` reads everything.
        """
        found = [self._line(path) for path in self._paths()]
        return tuple(sorted(found, key=lambda one: (one.created_at, one.id), reverse=True))

    def _paths(self) -> tuple[Path, ...]:
        try:
            with os.scandir(self.folder) as entries:
                names = [entry.name for entry in entries]
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise explain(error, "list", self.folder) from error
        return tuple(
            self.folder / name for name in sorted(names) if name.endswith(SUFFIX) and is_id(name[: -len(SUFFIX)])
        )

    def _line(self, path: Path) -> Backup:
        from chatbot.storage.backups.archive import Archive

        try:
            with Archive(path, self._system) as archive:
                return backup_of(archive.manifest, path, archive.size_bytes)
        except StorageError as error:
            with contextlib.suppress(OSError):
                status = path.lstat()
                moment = datetime.fromtimestamp(status.st_mtime, UTC)
                return Backup(path.stem, moment, "", path, status.st_size, problem=error.message)
            return Backup(path.stem, datetime.fromtimestamp(0, UTC), "", path, 0, problem=error.message)

    def find(self, wanted: str = "") -> Backup:
        """One backup: by its id, the beginning or end of it, or the newest that can be read for an empty text.

        Raises:
            NotFound: there is none, or several fit.
        """
        every = self.list()
        name = wanted.strip().upper()
        if not name or name == "NEWEST":
            found = [one for one in every if not one.problem][:1]
        else:
            found = [one for one in every if one.id == name] or [
                one for one in every if one.id.startswith(name) or one.id.endswith(name)
            ]
        if len(found) > 1:
            raise NotFound(f"{len(found)} backups fit {wanted[:40]!r}", "give more of the id")
        if not found:
            line = f"There is no backup {wanted[:40]!r}" if wanted else "There is no backup yet"
            raise NotFound(line, "chatbot backup list names them all" if wanted else "chatbot backup create makes one")
        return found[0]

    def delete(self, backup_id: str) -> None:
        """Deletes one backup for good.

        Raises:
            NotFound: there is none of that id.
            StorageError: the disk refuses.
        """
        self._unlink(self.find(backup_id).path)

    def _unlink(self, path: Path) -> None:
        try:
            with contextlib.suppress(FileNotFoundError):  # another program was faster
                self._system.unlink(str(path))
            sync_folder(self.folder, self._system)
        except OSError as error:
            raise explain(error, "delete", path) from error

    def rewrite(self, edit: Callable[[str, bytes], bytes | None]) -> int:
        """Puts every backup through an edit, so that what is erased is erased there too.

        A backup that cannot be read is deleted: nobody can prove what is in it. One that nothing is left
        of is deleted. Each backup is replaced in one step: after a kill it is the old or the new one, and
        another call finishes.

        Args:
            edit: from a file's path inside the user's folder and its bytes, its new bytes, or None to leave it out.

        Returns:
            How many backups were changed or deleted.

        Raises:
            StorageError: the disk refuses.
        """
        changed = 0
        with self._one_at_a_time:
            for backup in self.list():
                changed += self._rewrite(backup, edit)
        return changed

    def _rewrite(self, backup: Backup, edit: Callable[[str, bytes], bytes | None]) -> bool:
        from chatbot.errors import StorageDamaged
        from chatbot.storage.backups.archive import Archive, ArchiveWriter

        temporary = self.folder / f"{self._presence.token}-{backup.id}{TEMPORARY_SUFFIX}"
        same = True
        try:
            with Archive(backup.path, self._system) as old, ArchiveWriter(temporary, self._system) as fresh:
                for relative in old.manifest.files:
                    data = old.read(relative)
                    edited = edit(relative, data)
                    same = same and edited == data
                    if edited is not None:
                        fresh.add(relative, edited)
                manifest = old.manifest
                fresh.finish(
                    Manifest(FORMAT, manifest.id, manifest.created_at, manifest.reason, manifest.schema, fresh.files)
                )
            if same:
                return False
            if not fresh.files:
                self._unlink(backup.path)
            else:
                put_in_place(temporary, backup.path, self._system)
        except StorageDamaged:
            self._unlink(backup.path)
        finally:
            with contextlib.suppress(OSError):
                self._system.unlink(str(temporary))
        return True

    def sweep(self) -> None:
        """Takes away what backups of programs that died left behind."""
        with contextlib.suppress(FileNotFoundError):
            for path in sorted(self.folder.iterdir()):
                token, _, rest = path.name.partition("-")
                if rest.endswith((TEMPORARY_SUFFIX, STAGING_SUFFIX)) and not self._presence.runs(token):
                    if rest.endswith(STAGING_SUFFIX):
                        take_away(path, self._system)
                    else:
                        with contextlib.suppress(OSError):
                            self._system.unlink(str(path))
