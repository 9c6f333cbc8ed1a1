"""One file of tables: a TinyDB storage that is written atomically, checked by a checksum, and followed by its stamp.

Plain `TinyDB(path)` opens the same file. A page is read by any thread and written by one, the user's
writer: a write waits in RAM until it is flushed, and readers see what is on disk.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import tinydb
from tinydb.storages import Storage
from tinydb.table import Document as TinyDocument

from chatbot.errors import StorageDamaged, StorageError, StorageGone, StorageReadOnly
from chatbot.storage import codec
from chatbot.storage.atomic import SYSTEM, Stamp, System, read_file, stamp_of, write_file
from chatbot.storage.codec import META, MOST_BYTES, Document, Rows, Table, Tables
from chatbot.storage.views import Reader, SetAside, Views

T = TypeVar("T")

Mend = Callable[[Path, str, StorageDamaged | StorageGone], None]
"""Puts a readable file of that kind at the path, or raises the error again."""

Describe = Callable[[Tables, Document], Document]
"""From a page's tables and its last head, what its next head shall say."""

GUARDED = ("messages", "memories", "journal", "user")
"""Tables whose documents only go when they are dropped by name, whatever else is wrong in this program."""


class Page(Storage):
    """A file of tables, and a TinyDB storage.

    Args:
        path: the file.
        kind: what sort of page it is; a file of another kind is damaged.
        optional: True where an absent file means empty tables; otherwise absence is an error.
        describe: gives the head's contents; None for nothing of its own.
        mend: called once when the file cannot be read; None to let the error through.
        set_aside: called for a document that cannot be read, which the page then goes on without; None to let
            the error through.
        touched: called with the page when a write waits for `flush`; None where there is nobody to
            flush, so that a write goes to disk at once.
        system: the system calls.

    Attributes:
        new: True from the making of a page until it is first on disk: absence is no error so long.
    """

    def __init__(
        self,
        path: Path,
        kind: str,
        *,
        optional: bool = False,
        describe: Describe | None = None,
        mend: Mend | None = None,
        set_aside: SetAside | None = None,
        touched: "Callable[[Page], None] | None" = None,
        system: System = SYSTEM,
    ) -> None:
        self.path = path
        self.kind = kind
        self.optional = optional
        self.new = False
        self._describe = describe
        self._mend = mend
        self._touched = touched
        self._system = system
        self._guard = threading.RLock()
        self._stamp: Stamp | None = None
        self._rows: Rows = {}
        self._head: Document = {}
        self._tables: Tables | None = None
        self._views = Views(path, set_aside)
        self.pending: Tables | None = None
        self.pending_about: Document = {}
        self._pending_rows: Rows | None = None
        self._pending_growth = 0
        self._dropped: set[tuple[str, str]] = set()
        self._database = tinydb.TinyDB(storage=lambda: self)

    def rows(self) -> Rows:
        """The bytes of the documents as on disk now. Not to be changed.

        Raises:
            StorageError: one of its kinds.
        """
        with self._guard:
            stamp = stamp_of(self.path)
            if stamp is None and (self.optional or self.new):
                if self._stamp is not None or self._rows:
                    self._stamp, self._rows, self._head, self._tables = None, {}, {}, None
            elif stamp is None or stamp != self._stamp:
                self._load()
            return self._rows

    def snapshot(self) -> tuple[Stamp, Rows]:
        """As `rows`, with the stamp of the file that they are from. For files that must be there."""
        with self._guard:
            rows = self.rows()
            return self._stamp or Stamp(0, 0, 0), rows

    def tables(self) -> Tables:
        """The documents as on disk now, for who changes them. Not to be changed in place. Raises as `rows`."""
        with self._guard:
            rows = self.rows()
            if self._tables is None:
                try:
                    self._tables = codec.documents_of(rows, str(self.path))
                except StorageDamaged as error:
                    self.mend(error)
                    self._tables = codec.documents_of(self.rows(), str(self.path))
            return self._tables

    def current(self) -> Tables:
        """The documents as the writer sees them: what waits to be flushed, else what is on disk."""
        return self.tables() if self.pending is None else self.pending

    def current_rows(self) -> Rows:
        """As `current`, their bytes."""
        if self.pending is None:
            return self.rows()
        if self._pending_rows is None:
            with self._guard:
                self._pending_rows = codec.rows_of(self.pending, self._tables or {}, self._rows)
        return self._pending_rows

    def typed(
        self,
        rows: Rows,
        name: str,
        kind: type[T],
        reader: Reader | None = None,
        only: Collection[int] | None = None,
    ) -> dict[int, T]:
        """One table's documents as frozen values, by document id. Unchanged documents are converted once.

        Args:
            rows: what `rows` or `current_rows` gave.
            name: the table; an absent one is empty.
            kind: what its documents are.
            reader: where stored documents have another shape than the values.
            only: ids of the documents that are wanted; None for all.

        Raises:
            StorageDamaged: a document has another shape.
            StorageReadOnly: so it has, in a file that a newer version wrote.
        """
        with self._guard:
            found, strange = self._views.of(rows, name, kind, reader, only, self._newer())
            if strange and rows is self._rows:
                self._rows = {**rows, name: {key: one for key, one in rows[name].items() if key not in strange}}
                self._tables = None
            return found

    def mend(self, error: StorageDamaged | StorageGone) -> None:
        """Has the file mended though its checksum fits, or it is optional: what it cannot do without is not there.

        Raises:
            StorageError: it could not be mended.
        """
        if self._mend is None:
            raise error
        self._mend(self.path, self.kind, error)

    def head(self) -> Document:
        """The head as on disk now. Raises as `rows`."""
        with self._guard:
            self.rows()
            return self._head

    def about(self) -> Document:
        """The head as the writer sees it."""
        return self.head() if self.pending is None else self.pending_about

    @property
    def size_bytes(self) -> int:
        """About how large the file will be."""
        return (self._stamp.size_bytes if self._stamp else 0) + self._pending_growth

    def change(self, table: str, puts: Mapping[int, Document], drops: Iterable[int] = (), growth: int = 0) -> None:
        """Puts and drops documents of one table, through TinyDB.

        Args:
            table: its name.
            puts: documents by id; one that is there already is replaced.
            drops: ids of documents to take away; absent ones are skipped.
            growth: the bytes that the puts add.
        """
        present = self.current().get(table, {})
        gone = [key for key in {*puts, *drops} if str(key) in present]
        target = self._database.table(table, cache_size=0)
        self._dropped.update((table, str(key)) for key in gone)
        self._pending_growth += growth
        if gone:
            target.remove(doc_ids=gone)
        if puts:
            target.insert_multiple([TinyDocument(document, doc_id=key) for key, document in sorted(puts.items())])
        elif not gone:
            self.rewrite()

    def set_table(self, table: str, documents: Table) -> None:
        """Puts a whole table in place of the one before."""
        self.write({**self.current(), table: documents})

    def rewrite(self) -> None:
        """Writes what is there once more, to be sure that it is on disk."""
        self.write(dict(self.current()))

    def read(self) -> dict[str, dict[str, Any]] | None:
        """For TinyDB: the writer's tables; None where there are none."""
        return dict(self.current()) or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """For TinyDB: keeps tables for `flush`, or flushes them at once.

        Raises:
            StorageReadOnly: the file on disk was written by a newer version.
        """
        before = self.about()
        if self._newer():
            raise StorageReadOnly(f"{self.path} was written by a newer version", "update chatbot")
        tables = {name: table for name, table in data.items() if name != META}
        self.pending_about = self._describe(tables, before) if self._describe else {}
        self.pending, self._pending_rows = tables, None
        if self._touched is None:
            self.flush()
        else:
            self._touched(self)

    def flush(self) -> None:
        """Writes what waits. After an error nothing waits any more, and the next read looks at the disk.

        Raises:
            StorageError: it could not be written.
        """
        if self.pending is None:
            return
        tables, about = self.pending, self.pending_about
        try:
            self._refuse_losses(tables)
            rows = self.current_rows()
            data = codec.encode(rows, self.kind, about)
            if len(data) > MOST_BYTES:
                raise StorageReadOnly(f"{self.path} would become too large", "split what you store")
            stamp = write_file(self.path, data, self._system)
        except BaseException:
            with self._guard:
                self._stamp = None
            raise
        finally:
            self.restore(None, {}, 0)
            self._dropped.clear()
        head = {"schema": codec.SCHEMA, "kind": self.kind, **about}
        with self._guard:
            self._stamp, self._head, self._rows, self._tables, self.new = stamp, head, rows, tables, False

    def _refuse_losses(self, tables: Tables) -> None:
        """Guards what was said: none of it goes from a file without having been dropped by name."""
        for name in GUARDED:
            gone = self._rows.get(name, {}).keys() - tables.get(name, {}).keys()
            lost = sum((name, key) not in self._dropped for key in gone)
            if lost:
                raise StorageError(
                    f"{self.path} would lose {lost} of its {name} that nobody took away; it was left as it is",
                    "restart chatbot; if it comes again, run: chatbot doctor",
                )

    def restore(self, pending: Tables | None, about: Document, growth: int) -> None:
        """Puts what waits back to an earlier state, as `savepoint` gave it."""
        self.pending, self.pending_about, self._pending_growth = pending, about, growth
        self._pending_rows = None

    def savepoint(self) -> tuple[Tables | None, Document, int]:
        """What waits now, for `restore`."""
        return self.pending, self.pending_about, self._pending_growth

    def _load(self) -> None:
        try:
            self._read_disk()
        except (StorageDamaged, StorageGone) as error:
            self._stamp = None
            if self._mend is None:
                raise
            self._mend(self.path, self.kind, error)
            self._read_disk()

    def _read_disk(self) -> None:
        data, stamp = read_file(self.path, MOST_BYTES, self._system)
        rows, head = codec.read_rows(data, self.kind, str(self.path))
        if self._mend is not None and head["schema"] < codec.SCHEMA:
            raise StorageDamaged(f"{self.path} was written by an older version", "restart chatbot")
        self._stamp, self._rows, self._head, self._tables = stamp, rows, head, None

    def _newer(self) -> bool:
        return int(self._head.get("schema", codec.SCHEMA)) > codec.SCHEMA
