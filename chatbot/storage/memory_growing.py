"""The page of a memory log that is being written, as it is in RAM: what is new in it need only be looked at once."""

from operator import is_

import msgspec

from chatbot.domain.memory import Memory
from chatbot.storage.codec import Rows
from chatbot.storage.memory_contents import NOTHING
from chatbot.storage.memory_shapes import JOURNAL, MOVED, OUTBOX, RECORDS, BriefEntry, LogFile, Moved
from chatbot.storage.page import Page

_APPENDED = (RECORDS, JOURNAL, MOVED)


class Growing:
    """An open page at one moment.

    Args:
        page: the page.
        rows: as on disk at that moment; those of a document that did not change are the same.

    Attributes:
        contents: what they hold; set by whoever read it.
    """

    def __init__(self, page: Page, rows: Rows) -> None:
        self._page = page
        self._rows = rows
        self.contents = NOTHING

    def whole(self) -> LogFile:
        """All that the page holds; what has another shape is set aside.

        Raises:
            StorageDamaged: some of it has, and there is nobody to set it aside.
        """
        page, rows = self._page, self._rows
        return LogFile(
            {str(key): one for key, one in page.typed(rows, RECORDS, Memory).items()},
            {str(key): one for key, one in page.typed(rows, JOURNAL, BriefEntry).items()},
            {str(key): one for key, one in page.typed(rows, MOVED, Moved).items()},
            self._outbox(),
        )

    def since(self, before: "Growing") -> LogFile | None:
        """What the page got since an earlier moment; None where it lost something too, or got what is not readable."""
        if before._page is not self._page:
            return None
        more: Rows = {}
        for name in _APPENDED:
            old, new = before._rows.get(name, {}), self._rows.get(name, {})
            if old is new:
                continue
            if not all(map(is_, map(new.get, old), old.values())):
                return None
            more[name] = {key: one for key, one in new.items() if key not in old}
        try:
            file = msgspec.json.decode(msgspec.json.encode(more), type=LogFile)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        file.outbox = self._outbox()
        return file

    def _outbox(self) -> dict[str, msgspec.Raw]:
        return {key: msgspec.Raw() for key in self._rows.get(OUTBOX, {})}
