"""The files of message pages: their names, and what the head of each says about the rest of it."""

from collections.abc import Iterable, Sequence
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


def numbers_in(names: Sequence[str]) -> tuple[list[int], list[int]]:
    """The numbers of the pages among files, and of those of which only the version before is left: they are missing."""
    former = {name.removesuffix(BACKUP_SUFFIX) for name in names if name.endswith(BACKUP_SUFFIX)}.difference(names)
    return _numbers(names), _numbers(former)


def _numbers(names: Iterable[str]) -> list[int]:
    between = slice(len(_BEFORE), -len(_AFTER))
    digits = [name[between] for name in names if name.endswith(_AFTER) and name.startswith(_BEFORE)]
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
