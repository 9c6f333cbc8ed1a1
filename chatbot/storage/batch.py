"""All open pages of one user, and the writes that wait to reach the disk together.

Only the writer's thread changes pages. What its operations change waits here; `flush` then writes
each changed page once, in the order in which they were first touched.
"""

import threading
from collections import OrderedDict
from pathlib import Path

from chatbot.errors import StorageError
from chatbot.storage.atomic import SYSTEM, System
from chatbot.storage.codec import Document, Tables
from chatbot.storage.listing import Listings
from chatbot.storage.page import Describe, Mend, Page
from chatbot.storage.views import SetAside

PAGES_KEPT = 24
"""Open pages in RAM: at 128 kB of JSON and about five times that as objects, under 20 MB. The newest 256 messages,
which a turn reads back, must fit in also where replies are long: else every turn reads pages anew."""

Savepoint = dict[Path, tuple[Tables | None, Document, int]]


class Pages:
    """The open pages of one user.

    Args:
        mend: mends a file that cannot be read; None to let the error through.
        system: the system calls.
        set_aside: takes a document that cannot be read out of its page; None to let the error through.

    Attributes:
        listings: which files there are.
    """

    def __init__(self, mend: Mend | None = None, system: System = SYSTEM, set_aside: SetAside | None = None) -> None:
        self._mend = mend
        self._set_aside = set_aside
        self.system = system
        self.listings = Listings()
        self._open: OrderedDict[Path, Page] = OrderedDict()
        self._guard = threading.Lock()
        self._waiting: dict[Path, Page] = {}
        self.touched: set[Path] = set()
        self.failures: dict[Path, StorageError] = {}

    def page(self, path: Path, kind: str, *, optional: bool = False, describe: Describe | None = None) -> Page:
        """The page at a path, opened once for all who ask. The arguments are as for `Page`."""
        with self._guard:
            page = self._waiting.get(path) or self._open.get(path)
            if page is None:
                page = self._open[path] = Page(
                    path,
                    kind,
                    optional=optional,
                    describe=describe,
                    mend=self._mend,
                    set_aside=self._set_aside,
                    touched=self._touch,
                    system=self.system,
                )
            self._open[path] = page
            self._open.move_to_end(path)
            if len(self._open) > PAGES_KEPT:
                for old in list(self._open)[: len(self._open) - PAGES_KEPT]:
                    if old not in self._waiting and old != path:
                        del self._open[old]
            return page

    def _touch(self, page: Page) -> None:
        self._waiting[page.path] = page
        self.touched.add(page.path)

    def opened(self, path: Path) -> Page | None:
        """The page at a path where it is open, else None."""
        with self._guard:
            return self._waiting.get(path) or self._open.get(path)

    def waiting(self, path: Path) -> Page | None:
        """The page at a path where it waits to be written, else None. For the writer's thread."""
        return self._waiting.get(path)

    def waiting_in(self, folder: Path) -> list[Page]:
        """The pages directly in a folder that wait to be written. For the writer's thread."""
        return [page for path, page in self._waiting.items() if path.parent == folder]

    def begin(self) -> None:
        """Forgets the failures of the batch before."""
        self.failures.clear()

    def savepoint(self) -> Savepoint:
        """What waits now. Starts a fresh `touched`."""
        self.touched = set()
        return {path: page.savepoint() for path, page in self._waiting.items()}

    def rollback(self, savepoint: Savepoint) -> None:
        """Makes what waits be again what it was at the savepoint."""
        for path, page in list(self._waiting.items()):
            if path in savepoint:
                page.restore(*savepoint[path])
            else:
                page.restore(None, {}, 0)
                del self._waiting[path]

    def flush(self) -> None:
        """Writes every waiting page. One that fails is noted in `failures` and does not stop the others.

        Optional pages come last, and only where all others of their folder were written: a draft must not go
        before its message is there.
        """
        waiting, self._waiting = self._waiting, {}
        incomplete: dict[Path, StorageError] = {}
        for path, page in sorted(waiting.items(), key=lambda entry: entry[1].optional):
            if page.optional and path.parent in incomplete:
                page.restore(None, {}, 0)
                self.failures[path] = incomplete[path.parent]
                continue
            try:
                page.flush()
            except StorageError as error:
                self.failures[path] = error
                if not page.optional:
                    incomplete[path.parent] = error

    def flush_now(self) -> None:
        """As `flush`, amid an operation that goes on only when everything so far is on disk.

        Raises:
            StorageError: something is not.
        """
        self.flush()
        for error in self.failures.values():
            raise error

    def forget(self, folder: Path) -> None:
        """Closes the pages inside a folder that is about to be moved."""
        with self._guard:
            for path in [path for path in self._open if folder in path.parents]:
                del self._open[path]
