"""Everything of one user on disk, opened together: the entrance to this package."""

import contextlib
import os
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatbot.domain.ids import Clock, NewId, new_id, utc_now
from chatbot.domain.text import clean_line
from chatbot.errors import StorageGone, StorageLocked, StorageReadOnly
from chatbot.storage import codec, memory_log, memory_shapes, profile
from chatbot.storage.atomic import SYSTEM, TEMPORARY_SUFFIX, System, explain, make_folder
from chatbot.storage.backups.daily import DailyBackup
from chatbot.storage.backups.keeper import Backups
from chatbot.storage.backups.leftovers import leave_nothing_half
from chatbot.storage.backups.places import archives
from chatbot.storage.batch import Pages
from chatbot.storage.encryption.watch import KeyWatch
from chatbot.storage.index import SessionIndex
from chatbot.storage.layout import ARRIVING_FOLDER, ERASING_NAME, user_folder
from chatbot.storage.library import FileLibrary
from chatbot.storage.lock import Onlooker, Presence, UserLock
from chatbot.storage.memories import FIRST_PAGE, FileMemories
from chatbot.storage.migrations import store_schema
from chatbot.storage.profile import Profile, profile_path
from chatbot.storage.recovery import Mender
from chatbot.storage.sealing import has_key
from chatbot.storage.stamps import was_there
from chatbot.storage.vectors import VectorFiles
from chatbot.storage.writer import Writer

if TYPE_CHECKING:
    from chatbot.storage.arrivals import Arrivals
    from chatbot.storage.encryption.vault import Vault
    from chatbot.storage.erasing.entrance import Erasing

LOCKED_HINT = "start chatbot in a terminal, or set CHATBOT_PASSPHRASE or CHATBOT_PASSPHRASE_FILE"


class UserFiles:
    """All files of one user. Made by `open`; `close` writes what is queued.

    Attributes:
        folder: the user's folder.
        library: the sessions; satisfies `session.base.Library`.
        memories: satisfies `memory.base.MemoryStore`.
        vectors: of memories and messages, where an embedder gave some.
        profile: the user's name and settings.
        backups: copies of everything, from earlier.
        daily_backup: makes one a day, once it is told to start.
        encrypted: whether what is on disk can be read with the passphrase only.
    """

    def __init__(
        self, folder: Path, user: str, now: Clock, fresh_id: NewId, system: System, vault: "Vault | None" = None
    ) -> None:
        if vault is None and has_key(folder):
            raise StorageLocked(f"The files of {clean_line(user)} are encrypted", LOCKED_HINT)
        self.folder = folder
        self._problems: list[str] = []
        self._guard = threading.Lock()
        self._frozen: StorageReadOnly | None = None
        self._presence = self._entered(fresh_id(), system)
        status = os.lstat(folder)
        self._identity = (status.st_dev, status.st_ino)
        lock = UserLock(folder)
        if vault is not None:
            system = self._unlocked(vault, lock, system)
        self.encrypted = system.sealing.encrypted
        lock.check = KeyWatch(folder, vault if self.encrypted else None, system).check
        mender = Mender(folder, lock, self._report, system)
        pages = Pages(mender.mend, system, mender.set_aside)
        self.backups = Backups(folder, lock, self._presence, now, fresh_id, system)
        self.daily_backup = DailyBackup(self.backups, self._report, possible=not self.read_only)
        self._pages = pages
        self._writer = Writer(pages, lock, self._check)
        self._index = SessionIndex(folder / "sessions", folder / "index.json", pages, mender.mend)
        self.profile = Profile(folder, pages, self._writer)
        self.library = FileLibrary(folder, pages, self._writer, self._presence, self._index, self._report)
        self.vectors = VectorFiles(folder, pages, self._writer)
        self.memories = FileMemories(folder, pages, self._writer, self._index, now, self.vectors.drop_now)
        try:
            if self.read_only:
                self._begin_reading()
            else:
                self._writer.submit(lambda: self._begin(user, now)).result()
            self.profile.user  # noqa: B018 - a profile that cannot be read must be known at once
        except BaseException:
            self.close()
            raise

    @classmethod
    def open(
        cls,
        data_dir: Path,
        user: str,
        now: Clock = utc_now,
        fresh_id: NewId = new_id,
        system: System = SYSTEM,
        vault: "Vault | None" = None,
    ) -> "UserFiles":
        """Opens a user's files; makes them where there are none.

        Args:
            data_dir: where all users' data is.
            user: the name as given; cleaned for showing, exact for telling users apart.
            now: the clock.
            fresh_id: names this run.
            system: the system calls.
            vault: the opened key, where the files are encrypted.

        Raises:
            StorageLocked: they are encrypted, and no key was given; nothing was changed.
            StorageError: the files cannot be read or made.
        """
        return cls(user_folder(data_dir, user), user, now, fresh_id, system, vault)

    def _entered(self, token: str, system: System) -> Presence:
        """Makes the folders where there are none, and shows that this program runs; where that is impossible, it reads.

        Raises:
            StorageError: the folders cannot be made.
        """
        try:
            make_folder(self.folder, system)
            make_folder(self.folder / "sessions", system)
            return Presence(self.folder, token)
        except StorageReadOnly as error:
            if not profile_path(self.folder).is_file():
                raise
            why = "is on a read-only file system" if _on_a_read_only_disk(self.folder) else "cannot be written to"
            self._freeze(f"{self.folder} {why}: what is there can be read, nothing can be saved", error.hint)
            return Onlooker(token)

    def _freeze(self, line: str, hint: str) -> None:
        self._frozen = StorageReadOnly(line, hint)
        self._report(line)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be saved: a newer version wrote the files, or their folder cannot be written to."""
        return self._frozen is not None

    def _begin_reading(self) -> None:
        """What can be done of `_begin` where nothing can be written.

        Raises:
            StorageReadOnly: the files would have to be brought up to date before they can be read.
        """
        if store_schema(self.folder, self._pages.system) < codec.SCHEMA:
            line = f"{self.folder} was written by an older version, and cannot be brought up to date where it is"
            raise StorageReadOnly(line, "make the folder writable, or copy it to where it can be written")
        if os.path.lexists(self.folder / ERASING_NAME):
            self._report("An erasing is not finished yet: nothing can be written")

    def _unlocked(self, vault: "Vault", lock: UserLock, system: System) -> System:
        """The system calls for these files, once an encrypting or decrypting that was cut off is finished."""
        from chatbot.storage.encryption.keyfile import State
        from chatbot.storage.encryption.turning import finish

        if self._frozen and vault.file.state is State.ON:
            return vault.sealed(system)
        try:
            return vault.sealed(system) if finish(vault, lock, system, self._report) else system
        except BaseException:
            self._presence.end()
            raise

    def _begin(self, user: str, now: Clock) -> None:
        self._sweep()
        if (self.folder / ARRIVING_FOLDER).is_dir():  # left by an import that died
            self.arrivals.sweep()
        if leave_nothing_half(self.folder, self._presence, self._pages.system):
            self._report("A restore that was cut off has been finished")
        self._presence.sweep()
        self._upgrade()
        if os.path.lexists(self.folder / ERASING_NAME):
            from chatbot.storage.erasing.eraser import finish_begun

            finish_begun(self.folder, self._pages, self.backups, self._report)
        page = self._pages.page(profile_path(self.folder), profile.KIND)
        if not self._was_used(page.path):
            owner: dict[str, Any] = {"user": clean_line(user), "created_at": now().isoformat()}
            page.new = True
            page.write({profile.USER_TABLE: {"1": owner}, profile.SETTINGS_TABLE: {}})
            memories = self._pages.page(self.folder / FIRST_PAGE, memory_log.KIND)
            memories.new = True
            memories.write({memory_shapes.RECORDS: {}, memory_shapes.JOURNAL: {}})

    def _was_used(self, profile: Path) -> bool:
        """Whether these files are not new: then what is missing is lost, and not to be made as if nothing was."""
        kept = any(was_there(str(path)) for path in (profile, self.folder / FIRST_PAGE))
        return kept or bool(self._index.ids() or archives(self.backups.folder))

    def _upgrade(self) -> None:
        """Brings files of an older schema version up to the present one; files of a newer one are only read."""
        schema = store_schema(self.folder, self._pages.system)
        if schema > codec.SCHEMA:
            line = "Your files were written by a newer version of chatbot: "
            self._freeze(f"{line}they can be read, but not changed until chatbot is updated", "update chatbot")
        elif schema < codec.SCHEMA:
            from chatbot.storage.upgrade import upgrade_files

            upgrade_files(self.folder, self.backups, self._pages.system)

    def _sweep(self) -> None:
        """Takes away temporary files of programs that died: they hold whole conversations."""
        folders = [self.folder, *(self.folder / "sessions" / one for one in self._index.ids())]
        try:
            for folder in folders:
                for name in self._pages.listings.look(folder):
                    if name.endswith(TEMPORARY_SUFFIX):
                        self._pages.system.unlink(str(folder / name))
        except OSError as error:
            raise explain(error, "tidy", self.folder) from error

    def _check(self) -> None:
        """Whether the folder is still the one that was opened: a data folder that vanished must not be made anew."""
        try:
            status = os.lstat(self.folder)
        except OSError as error:
            raise explain(error, "write to", self.folder) from error
        if (status.st_dev, status.st_ino) != self._identity:
            raise StorageGone(f"{self.folder} is not the folder that was opened", "restart chatbot")
        if self._frozen:
            raise StorageReadOnly(self._frozen.message, self._frozen.hint)
        if self.backups.restored:
            raise StorageReadOnly("Your files were restored from a backup meanwhile", "restart chatbot")

    def _report(self, line: str) -> None:
        with self._guard:
            if line not in self._problems:
                self._problems.append(line)

    @property
    def arrivals(self) -> "Arrivals":
        """Takes in what is imported."""
        from chatbot.storage.arrivals import Arrivals

        return Arrivals(self.folder, self._pages, self._writer)

    @property
    def erasing(self) -> "Erasing":
        """Erases from these files."""
        from chatbot.storage.erasing.entrance import Erasing

        return Erasing(self.folder, self._pages, self._writer, self._index, self.backups, self._presence)

    @property
    def alone(self) -> bool:
        """Whether no other program has these files open."""
        return not self._presence.others()

    @property
    def problems(self) -> tuple[str, ...]:
        """What was found damaged or missing since the files were opened, and what was lost; one line each."""
        with self._guard:
            return tuple(self._problems)

    @property
    def unsaved(self) -> int:
        """How many writes failed and are kept for `retry`."""
        return self._writer.unsaved

    def retry(self) -> "tuple[Future[Any], ...]":
        """Tries what could not be written once more, oldest first."""
        return self._writer.retry()

    def close(self) -> None:
        """Writes what is queued and the caches, and lets go of the files. May be called twice."""
        self.daily_backup.stop()
        self._writer.submit(self._index.save, "index")
        self._writer.close()
        self._presence.end()


def _on_a_read_only_disk(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    return False
