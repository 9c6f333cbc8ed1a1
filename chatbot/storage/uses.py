"""How often memories entered a prompt: counted in RAM, written now and then to `uses.json`.

Kept apart from the records, so that a turn that only uses memories does not rewrite them. A record's
uses are the higher of its own and of what is counted here.
"""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from chatbot.domain.ids import Clock
from chatbot.domain.memory import Memory
from chatbot.domain.value import replace
from chatbot.errors import StorageDamaged
from chatbot.storage.batch import Pages
from chatbot.storage.history import ChangedIds
from chatbot.storage.page import Page
from chatbot.storage.writer import Writer

KIND = "uses"
TABLE = "uses"
WRITE_EVERY_SECONDS = 5.0
"""A crash loses at most the counts of so long."""


class Counted(msgspec.Struct, frozen=True):
    """The uses of one memory."""

    id: str
    uses: int
    last_used_at: datetime


class Uses:
    """The counts of one user.

    Args:
        path: the file.
        pages: the user's open pages.
        writer: the user's writer.
        clock: for the moments of use.
        records: gives all memories; counts of others are dropped.
    """

    def __init__(
        self, path: Path, pages: Pages, writer: Writer, clock: Clock, records: Callable[[], Mapping[str, Memory]]
    ) -> None:
        self._path = path
        self._pages = pages
        self._writer = writer
        self._clock = clock
        self._records = records
        self._guard = threading.Lock()
        self._fresh: dict[str, tuple[int, datetime]] = {}
        self._rows: object = None
        self._counted: dict[str, Counted] = {}
        self._places: dict[str, int] = {}
        self._changed = ChangedIds()

    def _page(self) -> Page:
        return self._pages.page(self._path, KIND, optional=True)

    def changed(self) -> ChangedIds:
        """The memories whose written counts changed."""
        self._refresh()
        return self._changed

    def _refresh(self) -> None:
        page = self._page()
        try:
            rows = page.rows()
            if rows is not self._rows:
                typed = page.typed(rows, TABLE, Counted)
                before, self._counted = self._counted, {one.id: one for one in typed.values()}
                self._places = {one.id: place for place, one in typed.items()}
                self._rows = rows
                known = before.keys() | self._counted.keys()
                self._changed.note(key for key in known if before.get(key) is not self._counted.get(key))
        except StorageDamaged:
            self._counted, self._places = {}, {}  # counts are not worth an error; the next write replaces the file

    def counted(self, records: dict[str, Memory]) -> dict[str, Memory]:
        """The same records with the counts written so far; changes and returns the argument."""
        self._refresh()
        for memory_id in self._counted.keys() & records.keys():
            record, counted = records[memory_id], self._counted[memory_id]
            if counted.uses > record.uses:
                records[memory_id] = replace(record, uses=counted.uses, last_used_at=counted.last_used_at)
        return records

    def count(self, memory_ids: tuple[str, ...]) -> None:
        """Counts one use of each."""
        now = self._clock()
        with self._guard:
            for memory_id in memory_ids:
                self._fresh[memory_id] = (self._fresh.get(memory_id, (0, now))[0] + 1, now)
        self._writer.later("uses", WRITE_EVERY_SECONDS, self._write)

    def _write(self) -> None:
        with self._guard:
            fresh, self._fresh = self._fresh, {}
        records = self._records()
        page, places = self._page(), self._places
        kept = {str(place) for key, place in places.items() if key in records}
        documents = {key: one for key, one in page.current().get(TABLE, {}).items() if key in kept}
        free = max(map(int, documents), default=0)
        for memory_id in fresh.keys() & records.keys():
            more, last = fresh[memory_id]
            place = places.get(memory_id) or (free := free + 1)
            documents[str(place)] = msgspec.to_builtins(Counted(memory_id, records[memory_id].uses + more, last))
        page.set_table(TABLE, documents)
