"""Vectors of memories and messages on disk: a cache that saves asking the embedder again. Knows no meaning of them.

`vectors-0001.json` and on lie beside what they are of: a session's messages' in its folder, memories' in the user's.
Pages are bounded; a batch changes only the newest, and what is dropped only its own.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path

from chatbot.domain.ids import is_id
from chatbot.domain.vector import StoredVector
from chatbot.errors import StorageDamaged, StorageError
from chatbot.storage import codec
from chatbot.storage.atomic import stamp_of
from chatbot.storage.batch import Pages
from chatbot.storage.page import Page
from chatbot.storage.writer import Writer

KIND = "vectors"
TABLE = "vectors"
PAGE_BYTES = 256 * 1024


class VectorFiles:
    """The kept vectors of one user.

    Args:
        folder: the user's folder.
        pages: the user's open pages.
        writer: the user's writer.
    """

    def __init__(self, folder: Path, pages: Pages, writer: Writer) -> None:
        self._folder = folder
        self._pages = pages
        self._writer = writer

    def load(self, session_id: str = "") -> dict[str, StoredVector]:
        """By id, the vectors of a session's messages; without an id those of memories. Blocks for the disk.

        What cannot be read is as if it were not there: a vector can be made again.
        """
        found: dict[str, StoredVector] = {}
        number = 1
        while stamp_of(self._path(session_id, number)) is not None:
            try:
                for one in self._typed(self._page(session_id, number)).values():
                    found[one.id] = one
            except StorageError:
                pass
            number += 1
        return found

    def keep(self, vectors: Iterable[StoredVector], session_id: str = "") -> "Future[None]":
        """Adds vectors; nothing where the session is not on disk. Those of another embedder beside them go.

        Raises (in the future):
            StorageError: they could not be written.
        """
        listed = tuple(vectors)
        return self._writer.submit(lambda: self._put(session_id, listed), f"vectors {session_id}")

    def drop(self, ids: Iterable[str], session_id: str = "") -> "Future[None]":
        """Takes vectors away; ids of none are skipped."""
        gone = frozenset(ids)
        return self._writer.submit(lambda: self.drop_now(gone, session_id), f"vectors {session_id} drop")

    def drop_now(self, ids: Iterable[str], session_id: str = "") -> None:
        """The same at once, for the writer's thread."""
        gone = frozenset(ids)
        self._filter(session_id, lambda one: one["id"] not in gone)

    def _filter(self, session_id: str, wanted: Callable[[codec.Document], bool]) -> None:
        number = 1
        while stamp_of(self._path(session_id, number)) is not None:
            page = self._page(session_id, number)
            try:
                table = page.current().get(TABLE, {})
                kept = {key: one for key, one in table.items() if wanted(one)}
                if len(kept) < len(table):
                    page.set_table(TABLE, kept)
            except (StorageDamaged, KeyError, TypeError):
                pass  # nobody can read it, and the next vectors replace it
            number += 1

    def _put(self, session_id: str, vectors: tuple[StoredVector, ...]) -> None:
        if session_id and not (is_id(session_id) and self._home(session_id).is_dir()):
            return
        embedders = {one.embedder for one in vectors}
        self._filter(session_id, lambda one: one["embedder"] in embedders)
        number = 1
        while stamp_of(self._path(session_id, number + 1)) is not None:
            number += 1
        page = self._page(session_id, number)
        documents = [codec.document_of(one, StoredVector) for one in vectors]
        try:
            if page.size_bytes > PAGE_BYTES:
                page = self._page(session_id, number + 1)
            table = dict(page.current().get(TABLE, {}))
        except StorageDamaged:
            table = {}
        free = max(map(int, table), default=0) + 1
        fresh = {str(at): document for at, (document, _) in enumerate(documents, free)}
        page.set_table(TABLE, table | fresh)

    def _typed(self, page: Page) -> Mapping[int, StoredVector]:
        return page.typed(page.rows(), TABLE, StoredVector)

    def _page(self, session_id: str, number: int) -> Page:
        return self._pages.page(self._path(session_id, number), KIND, optional=True)

    def _home(self, session_id: str) -> Path:
        return self._folder / "sessions" / session_id if session_id else self._folder

    def _path(self, session_id: str, number: int) -> Path:
        return self._home(session_id) / f"vectors-{number:04d}.json"
