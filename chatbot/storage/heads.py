"""The files of message pages: their names, and what the head of each says about the rest of it."""

from collections.abc import Sequence
from pathlib import Path

from chatbot.domain.value import Value
from chatbot.storage.atomic import BACKUP_SUFFIX
from chatbot.storage.codec import Document, Tables

KIND = "messages"
PAGE_MESSAGES = 256
PAGE_BYTES = 128 * 1024
"""Every message that is added writes its page once more, so a page that fills up slowly is written often. The newest
256 messages with receipts, which a turn reads back, take five pages of this size."""

_BEFORE, _AFTER = "messages-", ".json"
_FORMER = _AFTER + BACKUP_SUFFIX


class Head(Value):
    """What a page's head says: the first position it owns, the highest it ever held, how many it holds, their ids."""

    start: int
    high: int
    count: int
    low_id: str
    high_id: str


def page_path(folder: Path, number: int) -> Path:
    """The file of a page, counted from 1."""
    return folder / f"{_BEFORE}{number:04d}{_AFTER}"


def page_numbers(names: Sequence[str]) -> list[int]:
    """The numbers of the pages among files, by their names."""
    return _numbers(names, _AFTER)


def numbers_ever(names: Sequence[str]) -> list[int]:
    """The numbers of the pages that are among files, or were: the version before a page never stands there alone."""
    return [*_numbers(names, _AFTER), *_numbers(names, _FORMER)]


def _numbers(names: Sequence[str], after: str) -> list[int]:
    between = slice(len(_BEFORE), -len(after))
    digits = [name[between] for name in names if name.endswith(after) and name.startswith(_BEFORE)]
    return [int(one) for one in digits if len(one) >= 4 and one.isdecimal() and one.isascii()]


def describe(tables: Tables, before: Document) -> Document:
    """A page's next head, from its tables and its last head."""
    documents = tables.get(KIND, {})
    seqs = [int(key) for key in documents]
    ids = [str(document.get("id", "")) for document in documents.values()]
    start = before.get("start") or min(seqs, default=1)
    return {
        "start": start,
        "high": max([int(before.get("high") or start - 1), *seqs]),
        "count": len(seqs),
        "low_id": min(ids, default=""),
        "high_id": max(ids, default=""),
    }
