"""The list of sessions with their titles: read from `session.json` files, cached in `index.json` by their stamps.

The cache can be deleted, damaged or out of date: whatever does not fit a file's stamp is read anew.
"""

import os
import threading
import time
from pathlib import Path
from typing import Any

import msgspec

from chatbot.domain.ids import is_id
from chatbot.domain.session import SessionMeta
from chatbot.errors import StorageDamaged, StorageError, StorageGone
from chatbot.storage import codec
from chatbot.storage.atomic import Stamp, explain, read_file, stamp_of
from chatbot.storage.batch import Pages
from chatbot.storage.codec import Document
from chatbot.storage.listing import TICK_NS, changed_ns
from chatbot.storage.page import Mend
from chatbot.storage.session_state import KIND, STATE_TABLE, session_path

INDEX_KIND = "index"
INDEX_TABLE = "sessions"

_File = msgspec.defstruct("_File", [(STATE_TABLE, dict[str, msgspec.defstruct("_State", [("meta", SessionMeta)])])])  # type: ignore[misc]
_meta_only: "msgspec.json.Decoder[Any]" = msgspec.json.Decoder(_File)


def meta_of(data: bytes, where: str) -> SessionMeta:
    """The meta data from the bytes of a `session.json`, without the rest of it.

    Raises:
        StorageDamaged: the bytes are not what was written.
    """
    codec.verify(data, where)
    for state in getattr(codec.parse(data, _meta_only, where), STATE_TABLE).values():
        meta: SessionMeta = state.meta
        return meta
    raise StorageDamaged(f"{where} holds no session", "chatbot doctor says more")


class SessionIndex:
    """Meta data of every session on disk.

    Args:
        folder: the user's `sessions` folder.
        path: where the cache is kept.
        pages: the user's open pages.
        mend: mends a session's file that cannot be read; None to leave the session out.
    """

    def __init__(self, folder: Path, path: Path, pages: Pages, mend: Mend | None = None) -> None:
        self._folder = folder
        self._path = path
        self._pages = pages
        self._mend = mend
        self._guard = threading.Lock()
        self._known: dict[str, tuple[Stamp, SessionMeta]] | None = None
        self._unreadable: dict[str, Stamp | None] = {}
        self._saved: dict[str, Stamp] = {}
        self._listed: tuple[int, list[str]] | None = None
        self._files: dict[str, str] = {}

    def ids(self) -> list[str]:
        """The ids of all sessions that have a folder, sorted. Not to be changed."""
        changed = changed_ns(self._folder)
        listed = self._listed
        if listed is None or listed[0] != changed:
            try:
                with os.scandir(self._folder) as entries:
                    folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
            except OSError as error:
                raise explain(error, "list", self._folder) from error
            listed = (changed, sorted(filter(is_id, folders)))
            # A folder changed just now may change again within the same tick of its clock.
            self._listed = listed if time.time_ns() - changed > TICK_NS else None
        return listed[1]

    def metas(self) -> tuple[SessionMeta, ...]:
        """Every session that can be read, last updated first."""
        with self._guard:
            known = self._cached() if self._known is None else self._known
            fresh: dict[str, tuple[Stamp, SessionMeta]] = {}
            for session_id in self.ids():
                entry = self._look(session_id, known.get(session_id))
                if entry is not None:
                    fresh[session_id] = entry
            self._known = fresh
            metas = [meta for _, meta in fresh.values()]
        return tuple(sorted(metas, key=lambda meta: (meta.updated_at, meta.id), reverse=True))

    def _look(self, session_id: str, known: tuple[Stamp, SessionMeta] | None) -> tuple[Stamp, SessionMeta] | None:
        file = self._files.get(session_id)
        if file is None:
            file = self._files[session_id] = str(session_path(self._folder / session_id))
        stamp = stamp_of(file)
        if known is not None and known[0] == stamp:
            return known
        if session_id in self._unreadable and self._unreadable[session_id] == stamp:
            return None
        path = Path(file)
        try:
            return self._read(path)
        except (StorageDamaged, StorageGone) as error:
            try:
                if self._mend is not None:
                    self._mend(path, KIND, error)
                    return self._read(path)
            except StorageError:
                pass
        except StorageError:
            pass
        self._unreadable[session_id] = stamp
        return None

    def _read(self, path: Path) -> tuple[Stamp, SessionMeta]:
        data, stamp = read_file(path, codec.MOST_BYTES, self._pages.system)
        return stamp, meta_of(data, str(path))

    def _cached(self) -> dict[str, tuple[Stamp, SessionMeta]]:
        page = self._pages.page(self._path, INDEX_KIND, optional=True)
        found: dict[str, tuple[Stamp, SessionMeta]] = {}
        try:
            for document in page.tables().get(INDEX_TABLE, {}).values():
                meta = codec.value_of(document.get("meta", {}), SessionMeta, str(self._path))
                found[meta.id] = (codec.value_of(document, _Stamped, str(self._path)).stamp, meta)
        except StorageError:
            found = {}  # only a cache: built anew
        self._saved = {session_id: stamp for session_id, (stamp, _) in found.items()}
        return found

    def forget(self) -> None:
        """Lets go of everything that was read, so that the cache is not written again from it."""
        with self._guard:
            self._known, self._listed, self._saved = None, None, {}

    def save(self) -> None:
        """Writes the cache where it changed. For the writer's thread.

        Raises:
            StorageError: it could not be written.
        """
        with self._guard:
            known = dict(self._known or {})
        stamps = {session_id: stamp for session_id, (stamp, _) in known.items()}
        if self._known is None or stamps == self._saved:
            return
        documents = {str(key): _document(stamp, meta) for key, (stamp, meta) in enumerate(known.values(), 1)}
        page = self._pages.page(self._path, INDEX_KIND, optional=True)
        page.set_table(INDEX_TABLE, documents)
        self._saved = stamps


class _Stamped(msgspec.Struct):
    stamp: Stamp


def _document(stamp: Stamp, meta: SessionMeta) -> Document:
    return {"stamp": list(stamp), "meta": codec.document_of(meta, SessionMeta)[0]}
