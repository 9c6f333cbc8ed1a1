"""All that is known of a user, as erasing looks at it: every page, those of trash and backups too. Only reads."""

from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path

from chatbot.domain.message import Message
from chatbot.errors import StorageDamaged, StorageLocked, StorageReadOnly
from chatbot.storage import codec, heads, memory_shapes, receipts, sessions
from chatbot.storage.backups.archive import Archive
from chatbot.storage.backups.files import stored_bytes
from chatbot.storage.backups.places import FOLDER as BACKUPS
from chatbot.storage.backups.places import archives
from chatbot.storage.batch import Pages
from chatbot.storage.codec import Document, Tables
from chatbot.storage.erasing.places import Place, page_at, pages_in, session_at, tables_in_backup
from chatbot.storage.kinds import kind_at

Content = tuple[str, str]
"""A path inside the user's folder, and the SHA-256 of what stands there: what many backups hold is read once."""


class Everything:
    """All records and messages of a user, every version of them, in the trash and in the backups too.

    Args:
        folder: the user's folder.
        pages: the user's open pages.

    Attributes:
        pages: each page that there is, by its place, those of now first.
        unreadable: backups that nobody can look into.

    Raises:
        StorageError: a file cannot be read.
    """

    def __init__(self, folder: Path, pages: Pages) -> None:
        self.folder = folder
        self.unreadable: list[Path] = []
        self.pages: list[tuple[Place, Tables]] = []
        self._system = pages.system
        self._numbers: dict[Content, int] = {}
        self._held: dict[Path, tuple[Content, ...]] = {}
        for place in pages_in(folder):
            tables = page_at(pages, place).tables()
            digest = sha256(stored_bytes(place.path, pages.system)).hexdigest()
            self._note((place.path.relative_to(folder).as_posix(), digest), place, tables)
        for path in archives(folder / BACKUPS):
            self._read_backup(path)

    def _note(self, content: Content, place: Place, tables: Tables) -> None:
        self._numbers[content] = len(self.pages)
        self.pages.append((place, tables))

    def _read_backup(self, path: Path) -> None:
        fresh: list[tuple[Content, Place, Tables]] = []
        try:
            with Archive(path, self._system) as archive:
                contents = tuple((relative, held.sha256) for relative, held in archive.manifest.files.items())
                for relative, digest in contents:
                    if (relative, digest) not in self._numbers:
                        tables = tables_in_backup(self.folder, relative, archive.read(relative), self._system)
                        place = Place(self.folder / relative, kind_at(relative) or "", session_at(relative))
                        fresh.append(((relative, digest), place, tables))
        except (StorageDamaged, StorageLocked, StorageReadOnly):
            self.unreadable.append(path)
            return
        self._held[path] = contents
        for entry in fresh:
            self._note(*entry)

    def backups_with(self, numbers: Collection[int]) -> list[Path]:
        """The backups that hold one of some pages, which are given by their places in `pages`."""
        return [path for path, held in self._held.items() if any(self._numbers[one] in numbers for one in held)]

    def records(self) -> Iterator[Document]:
        """Every copy of every memory: present, past, forgotten, and those that the journal alone still has."""
        for _, tables in self.pages:
            yield from tables.get(memory_shapes.RECORDS, {}).values()
            for name in (memory_shapes.JOURNAL, memory_shapes.OUTBOX):
                for entry in tables.get(name, {}).values():
                    for change in entry.get("changes", []):
                        yield from (one for one in (change.get("before"), change.get("after")) if isinstance(one, dict))

    def messages(self) -> Iterator[Message]:
        """Every message, as it is and as it was, and every reply that is being written."""
        for place, tables in self.pages:
            for document in receipts.unpacked_page(tables).get(heads.KIND, {}).values():
                yield codec.value_of(document, Message, str(place.path))
            for draft in tables.get(sessions.DRAFT_KIND, {}).values():
                yield codec.value_of(draft.get("message", {}), Message, str(place.path))

    def forks_of(self, session_id: str) -> list[str]:
        """Titles of the sessions that began with a part of another."""
        metas = [one.get("meta", {}) for _, tables in self.pages for one in tables.get("session", {}).values()]
        forks = {meta.get("id"): meta for meta in reversed(metas) if meta.get("forked_from") == session_id}
        return [str(meta.get("title") or "untitled") for meta in reversed(forks.values())]
