"""Memories and their journal as a log of bounded pages, for one user or inside one session.

The first page is `memories.json`, or a session's `session.json`; more are `memories-0002.json` and on.
Only the newest page is written. A change set adds its journal entry and whole copies of the changed
records to that page in one write; of all copies of a record the highest `version` counts, so nothing
older is ever rewritten. A journal row names its records' new copies by id and version, because they
lie in the same page.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from chatbot.domain.change import Change, JournalEntry
from chatbot.domain.memory import Memory
from chatbot.errors import StorageDamaged, StorageGone
from chatbot.storage import codec
from chatbot.storage.atomic import Stamp, read_file
from chatbot.storage.batch import Pages
from chatbot.storage.history import ChangedIds
from chatbot.storage.memory_contents import Contents, Copy, Joined, Row, contents_of, grown
from chatbot.storage.memory_growing import Growing
from chatbot.storage.memory_shapes import (
    JOURNAL,
    MOVED,
    OUTBOX,
    RECORDS,
    CopiesFile,
    JournalFile,
    LogFile,
    StoredEntry,
    entry_document,
    record_document,
)
from chatbot.storage.page import Page
from chatbot.storage.stamps import unchanged, was_there

KIND = "memories"
PAGE_BYTES = 192 * 1024
"""Every change writes the newest page anew, and every read looks at all pages: with half or twice as much both together
take as long."""
SESSION_DOCUMENTS = 256
"""A session's first page is written with every turn: its journal goes on in a page of its own beyond this."""


_log_file = msgspec.json.Decoder(LogFile)
_journal_file = msgspec.json.Decoder(JournalFile)
_copies_file = msgspec.json.Decoder(CopiesFile)
_memory = msgspec.json.Decoder(Memory)


class MemoryLog:
    """One log.

    Args:
        folder: where its pages lie.
        first: the name of its first page.
        kind: the kind of its first page.
        pages: the user's open pages.

    Attributes:
        changed: the records that are seen to have changed.
        unfinished: True where a change set over several logs was cut off by a crash.
    """

    def __init__(self, folder: Path, first: str, kind: str, pages: Pages) -> None:
        self.folder = folder
        self._first = first
        self._kind = kind
        self._pages = pages
        self._stamps: list[Stamp] = []
        self._paths: list[Path] = []
        self._files: list[str] = []
        self._joined = Joined()
        self._growing: Growing | None = None
        self.changed = ChangedIds()

    @property
    def unfinished(self) -> bool:
        """See the class."""
        return self._joined.unfinished

    def path(self, number: int) -> Path:
        """The file of a page, counted from 1."""
        while len(self._paths) < number:
            name = f"memories-{len(self._paths) + 1:04d}.json" if self._paths else self._first
            self._paths.append(self.folder / name)
            self._files.append(str(self._paths[-1]))
        return self._paths[number - 1]

    def _page(self, number: int) -> Page:
        return self._pages.page(self.path(number), self._kind if number == 1 else KIND)

    def records(self) -> dict[str, Memory]:
        """By id, the present copy of each record on disk. Not to be changed."""
        return self._refreshed().records

    def rows(self) -> Iterator[Row]:
        """The journal's rows on disk, oldest page first."""
        return self._refreshed().rows()

    def contents(self) -> list[Contents]:
        """What each page on disk holds, the oldest first."""
        return self._refreshed().contents()

    def _refreshed(self) -> Joined:
        changed: list[frozenset[str] | None] = []
        number = 0
        try:
            while True:
                number += unchanged(self._files[number:], self._stamps[number:]) + 1
                if number > max(1, len(self._stamps)) and not self._has_more(number, bool(changed)):
                    break
                stamp, ids = self._read(number)
                changed.append(ids)
                self._stamps[number - 1 : number] = [stamp]
        finally:
            if any(ids is not None for ids in changed):
                self.changed.note(key for ids in changed if ids for key in ids)
        return self._joined

    def _has_more(self, number: int, changed: bool) -> bool:
        """Whether there is a page more. A session's first page is written again after each new page (see `put`)."""
        return (changed or self._kind == KIND) and was_there(self._file(number))

    def _file(self, number: int) -> str:
        self.path(number)
        return self._files[number - 1]

    def _read(self, number: int) -> tuple[Stamp, frozenset[str] | None]:
        """Reads a page anew. The ids of the records that may be others; None where it holds what it held."""
        page = self._pages.opened(self.path(number))
        if page is None:
            data, stamp = self._verified(number)
            try:
                contents = contents_of(codec.parse(data, _log_file, str(self.path(number))), number)
                return stamp, self._joined.put(number, contents)
            except StorageDamaged:
                page = self._page(number)  # which goes on without the documents that have another shape
        stamp, rows = page.snapshot()
        before, growing = self._growing, Growing(page, rows)
        if before is not None and self._joined.holds(number, before.contents) and (file := growing.since(before)):
            more = contents_of(file, number)
            growing.contents = grown(before.contents, more)
            ids: frozenset[str] | None = self._joined.add(number, growing.contents, more)
        else:
            growing.contents = contents_of(growing.whole(), number)
            ids = self._joined.put(number, growing.contents)
        self._growing = growing
        return stamp, ids

    def _verified(self, number: int) -> tuple[bytes, Stamp]:
        path = self.path(number)
        try:
            data, stamp = read_file(path, codec.MOST_BYTES, self._pages.system)
            codec.verify(data, str(path))
        except (StorageDamaged, StorageGone):
            self._page(number).tables()  # mends the file, or raises
            data, stamp = read_file(path, codec.MOST_BYTES, self._pages.system)
            codec.verify(data, str(path))
        return data, stamp

    def entries(self, wanted: dict[str, int]) -> Iterator[tuple[StoredEntry, dict[tuple[str, int], Memory]]]:
        """Reads journal entries from disk.

        Args:
            wanted: the page of each wanted entry's id.
        """
        for number in sorted(set(wanted.values())):
            data, _ = self._verified(number)
            try:
                file = codec.parse(data, _journal_file, str(self.path(number)))
                memories, journal = [*file.memories.values()], [*file.journal.values()]
            except StorageDamaged:
                page = self._page(number)
                memories = [*page.typed(page.rows(), RECORDS, Memory).values()]
                journal = [*page.typed(page.rows(), JOURNAL, StoredEntry).values()]
            copies = {(one.id, one.version): one for one in memories}
            for entry in journal:
                if entry.id in wanted:
                    yield entry, copies

    def copies(self, wanted: Mapping[int, Iterable[Copy]]) -> Iterator[Memory]:
        """Reads copies of records from disk, also such as are no longer the present ones; those that are there.

        Args:
            wanted: copies by the page where they lie.
        """
        for number, copies in wanted.items():
            data, _ = self._verified(number)
            try:
                found = codec.parse(data, _copies_file, str(self.path(number))).memories
                yield from (_memory.decode(found[one.key]) for one in copies if one.key in found)
            except (StorageDamaged, msgspec.DecodeError):
                page = self._page(number)  # which goes on without the documents that have another shape
                there = page.typed(page.rows(), RECORDS, Memory)
                yield from (there[int(one.key)] for one in copies if int(one.key) in there)

    # What follows runs in the writer's thread and sees what waits to be written.

    def _tail(self) -> int:
        number = max(1, len(self._stamps))
        while self._pages.waiting(self.path(number + 1)) or was_there(self._file(number + 1)):
            number += 1
        return number

    def versions(self, memory_ids: Collection[str]) -> dict[str, int]:
        """By id, the present versions of those of some records that are here."""
        records = self._refreshed().records
        found = {key: records[key].version for key in memory_ids if key in records}
        for page in self._pages.waiting_in(self.folder):
            for one in page.current().get(RECORDS, {}).values():
                if one["id"] in memory_ids:
                    found[one["id"]] = max(one["version"], found.get(one["id"], 0))
        return found

    def holds(self, entry_id: str) -> bool:
        """Whether the newest page holds a journal entry already."""
        page = self._page(self._tail())
        return any(one["id"] == entry_id for one in page.current().get(JOURNAL, {}).values())

    def rewrite(self) -> None:
        """Writes the newest page once more, to be sure that it is on disk."""
        self._page(self._tail()).rewrite()

    def put(self, entry: JournalEntry, changes: list[tuple[int, Change]]) -> None:
        """Adds a change set's part, with the new copies of its records, to the newest page."""
        records = [record_document(one.after) for _, one in changes if one.after is not None]
        row = entry_document(entry, changes)
        size = sum(map(codec.size_of, (row, *records)))
        page = self._roomy(size)
        page.change(RECORDS, _numbered(page, RECORDS, records))
        page.change(JOURNAL, _numbered(page, JOURNAL, [row]), growth=size)
        if page.new and self._kind != KIND:
            self._page(1).rewrite()

    def put_records(self, memories: tuple[Memory, ...]) -> None:
        """Adds copies of records that no change set here tells of, such as salvaged ones, to the newest page."""
        for memory in memories:
            document = record_document(memory)
            size = codec.size_of(document)
            page = self._roomy(size)
            page.change(RECORDS, _numbered(page, RECORDS, [document]), growth=size)
        if memories and self._kind != KIND:
            self._page(1).rewrite()

    def _roomy(self, more_bytes: int) -> Page:
        number = self._tail()
        page = self._page(number)
        tables = page.current()
        documents = len(tables.get(RECORDS, {})) + len(tables.get(JOURNAL, {}))
        if self._kind == KIND or number > 1:
            full = documents > 0 and page.size_bytes + more_bytes > PAGE_BYTES
        else:
            full = documents >= SESSION_DOCUMENTS
        if full:
            page = self._page(number + 1)
            page.new = True
        return page

    def put_moved(self, gone: dict[str, int]) -> None:
        """Notes that records went to another log, with the versions that they have there."""
        page = self._page(self._tail())
        documents: list[codec.Document] = [{"id": key, "version": version} for key, version in gone.items()]
        page.change(MOVED, _numbered(page, MOVED, documents))

    def put_outbox(self, entry: JournalEntry) -> None:
        """Keeps a change set that concerns other logs too, until they have it."""
        page = self._page(self._tail())
        page.change(OUTBOX, _numbered(page, OUTBOX, [codec.document_of(entry, JournalEntry)[0]]))

    def outbox(self) -> list[tuple[int, JournalEntry]]:
        """The kept change sets, each with its page."""
        found = []
        for number in range(1, self._tail() + 1):
            page = self._page(number)
            for document in page.current().get(OUTBOX, {}).values():
                found.append((number, codec.value_of(document, JournalEntry, str(page.path))))
        return found

    def drop_outbox(self, entry_id: str) -> None:
        """Lets go of a kept change set."""
        for number in range(1, self._tail() + 1):
            page = self._page(number)
            gone = [int(key) for key, one in page.current().get(OUTBOX, {}).items() if one["id"] == entry_id]
            if gone:
                page.change(OUTBOX, {}, gone)


def _numbered(page: Page, table: str, documents: list[codec.Document]) -> dict[int, codec.Document]:
    first = max(map(int, page.current().get(table, {})), default=0) + 1
    return dict(enumerate(documents, first))
