"""All sessions of one user: the list, making, opening, deleting, searching.

Satisfies `session.base.Library`. A session is a folder under `sessions`; a deleted one lies in
`trash` until it is brought back or the trash is emptied.
"""

import os
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from chatbot.domain.ids import is_id
from chatbot.domain.message import Message
from chatbot.domain.session import SessionMeta, SessionState
from chatbot.domain.text import fold
from chatbot.errors import NotFound, StorageError, StorageGone, StorageReadOnly, StorageRefused
from chatbot.storage.atomic import explain, make_folder, sync_folder
from chatbot.storage.batch import Pages
from chatbot.storage.in_memory import SessionInMemory
from chatbot.storage.index import SessionIndex
from chatbot.storage.lock import Presence
from chatbot.storage.messages import MessagePages
from chatbot.storage.search import Query, find, find_replies_using, names
from chatbot.storage.session_state import StatePages
from chatbot.storage.sessions import SessionFolder
from chatbot.storage.trash import Deleted, deleted_sessions
from chatbot.storage.writer import Writer

Files = SessionFolder | SessionInMemory
"""Both satisfy `SessionFiles`."""


class FileLibrary:
    """All sessions of one user on disk, and the private ones of this program. Satisfies `Library`.

    Args:
        folder: the user's folder.
        pages: the user's open pages.
        writer: the user's writer.
        presence: shows that this program runs.
        index: the list of sessions on disk.
        report: called with one line for each loss that was found.
    """

    def __init__(
        self,
        folder: Path,
        pages: Pages,
        writer: Writer,
        presence: Presence,
        index: SessionIndex,
        report: Callable[[str], None],
    ) -> None:
        self._sessions = folder / "sessions"
        self._trash = folder / "trash"
        self._pages = pages
        self._writer = writer
        self._presence = presence
        self._index = index
        self._report = report
        self._guard = threading.RLock()
        self._open: dict[str, SessionFolder] = {}
        self._private: dict[str, SessionInMemory] = {}

    def sessions(self) -> tuple[SessionMeta, ...]:
        """Every session, last updated first; the private ones of this program among them."""
        with self._guard:
            private = [files.state().meta for files in self._private.values()]
        metas = [*private, *self._index.metas()]
        return tuple(sorted(metas, key=lambda meta: (meta.updated_at, meta.id), reverse=True))

    def create(self, meta: SessionMeta, once: bool = False) -> Files:
        """Makes a session's folder. A private one's files live in memory only.

        Args:
            meta: as the session begins.
            once: True to open the session that has this title already, should another program have made it meanwhile.

        Raises:
            StorageError: there is one of that id already, the id is none, or the disk refuses.
        """
        if meta.private:
            with self._guard:
                return self._private.setdefault(meta.id, SessionInMemory(meta))
        folder = self._folder_of(meta.id)

        def act() -> str:
            there = self._titled(meta.title) if once else ""
            if there:
                return there
            if folder.exists() or (self._trash / meta.id).exists():
                raise StorageRefused(f"There is a session {meta.id} already", "take another id")
            make_folder(folder, self._pages.system)
            StatePages(folder, self._pages).begin(SessionState(meta))
            return meta.id

        made = self._writer.submit(act).result()
        if made != meta.id:
            return self.open(made)
        with self._guard:
            self._private.pop(meta.id, None)
            return self._opened(meta.id, folder)

    def _titled(self, title: str) -> str:
        """The id of the session of that title; empty for none."""
        return next((meta.id for meta in self._index.metas() if fold(meta.title) == fold(title)), "")

    def _folder_of(self, session_id: str) -> Path:
        if not is_id(session_id):
            raise StorageError(f"{session_id[:40]!r} cannot name a session", "use an id of this program")
        return self._sessions / session_id

    def _opened(self, session_id: str, folder: Path) -> SessionFolder:
        return self._open.setdefault(session_id, SessionFolder(folder, self._pages, self._writer, self._presence))

    def open(self, session_id: str) -> Files:
        """Opens a session; a draft left by a program that died becomes an interrupted message.

        Raises:
            NotFound: there is none of that id.
            StorageError: its files cannot be read.
        """
        with self._guard:
            private = self._private.get(session_id)
            known = self._open.get(session_id)
        if private is not None:
            return private
        if not is_id(session_id) or not _is_folder(self._sessions / session_id):
            raise NotFound(f"There is no session {session_id[:40]}", "chatbot session list names them all")
        if known is not None:
            return known
        files = SessionFolder(self._sessions / session_id, self._pages, self._writer, self._presence)
        try:
            for line in files.settle().result():
                self._report(line)
        except StorageReadOnly as error:
            self._report(error.message)  # what is there can still be read
        if files.state().meta.turns and not files.message_pages.numbers():  # what was said may be in a backup
            with suppress(StorageGone):
                files.message_pages.head(1)
        with self._guard:
            return self._open.setdefault(session_id, files)

    def delete(self, session_id: str) -> "Future[None]":
        """Moves a session's folder to the trash, from where `undelete` brings it back.

        A private session is gone at once. The future raises NotFound where there is none of that id.
        """
        with self._guard:
            was_private = self._private.pop(session_id, None) is not None

        def act() -> None:
            if not was_private:
                self._move(session_id, self._sessions, self._trash, "There is no session")

        return self._writer.submit(act)

    def undelete(self, session_id: str) -> "Future[None]":
        """Brings a deleted session back. The future raises NotFound where it is not in the trash."""
        return self._writer.submit(
            lambda: self._move(session_id, self._trash, self._sessions, "The trash does not hold session")
        )

    def _move(self, session_id: str, source: Path, target: Path, missing: str) -> None:
        self._pages.flush()
        make_folder(target, self._pages.system)
        if not is_id(session_id) or not _is_folder(source) or not _is_folder(source / session_id):
            raise NotFound(f"{missing} {session_id[:40]}", "chatbot session list names them all")
        try:
            self._pages.system.replace(str(source / session_id), str(target / session_id))
            os.utime(target / session_id)  # from when `empty_trash` counts
            sync_folder(target, self._pages.system)
            sync_folder(source, self._pages.system)
        except OSError as error:
            raise explain(error, "move", source / session_id) from error
        self._pages.forget(source / session_id)
        with self._guard:
            self._open.pop(session_id, None)

    def deleted(self) -> tuple[str, ...]:
        """The ids of the sessions in the trash, sorted."""
        if not _is_folder(self._trash):
            return ()
        return tuple(sorted(path.name for path in self._trash.iterdir() if is_id(path.name)))

    def trashed(self) -> tuple[Deleted, ...]:
        """What the trash holds, the last deleted first."""
        return deleted_sessions(self._trash, self._pages.system)

    def empty_trash(self, before: datetime) -> "Future[int]":
        """Deletes for good what was deleted before a moment; the result is how many sessions that were."""

        def act() -> int:
            old = [one for one in self.deleted() if (self._trash / one).stat().st_mtime < before.timestamp()]
            for session_id in old:
                try:
                    shutil.rmtree(self._trash / session_id)
                except OSError as error:
                    raise explain(error, "delete", self._trash / session_id) from error
            return len(old)

        return self._writer.submit(act)

    def search(self, text: str, limit: int = 50) -> tuple[Message, ...]:
        """Messages of all sessions that contain every word of the text, without regard to case, newest first."""
        query = Query(text)
        if not query.words:
            return ()
        folders = [self._sessions / session_id for session_id in self._index.ids()]
        pages = [(folder, self._pages_of(folder)) for folder in folders]
        found = find(query, pages, limit, self._pages.system)
        with self._guard:
            private = list(self._private.values())
        for files in private:
            found += [one for one in files.messages(limit=files.count()) if query.is_in(one.text)]
        return tuple(sorted(found, key=lambda one: (one.created_at, one.seq), reverse=True)[:limit])

    def replies_using(self, memory_id: str) -> tuple[Message, ...]:
        """Replies of all sessions whose receipts name a memory, oldest first. Unreadable sessions are passed over."""
        found: list[Message] = []
        for session_id in self._index.ids():
            folder = self._sessions / session_id
            with suppress(StorageError):  # opening that session tells its user
                found += find_replies_using(memory_id, self._pages_of(folder), folder, self._pages.system)
        with self._guard:
            private = list(self._private.values())
        for files in private:
            found += [one for one in files.messages(limit=files.count()) if names(one, memory_id)]
        return tuple(sorted((one for one in found if names(one, memory_id)), key=lambda one: (one.created_at, one.seq)))

    def _pages_of(self, folder: Path) -> MessagePages:
        with self._guard:
            files = self._open.get(folder.name)
        return files.message_pages if files else MessagePages(folder, self._pages)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
