"""How receipts lie in a page of messages: each text that they hold once, in the page's table `texts`.

From reply to reply the request changes little, so its texts would be nine tenths of every page. A page has them by
number, and where a receipt has a text its document has that number; texts of several lines are kept as numbers of
lines, because a section is mostly lines that were sent before. A page needs no other file to be read.

The number comes from the text itself, so that two versions of a page mean the same text by one number, but for two
texts of one checksum: what is saved of a damaged page and its backup can be put together.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chatbot.domain.message import Message
from chatbot.domain.receipt import PARTS
from chatbot.domain.value import Value
from chatbot.storage import codec
from chatbot.storage.codec import Document, Row, Rows, Table, Tables
from chatbot.storage.heads import KIND
from chatbot.storage.page import Page

TABLE = "texts"

LOST = "[this text is lost]"
"""In place of a text that a damaged page no longer has."""

_SHORTEST = 14
"""Characters from which a text has a number, which takes ten bytes in each place."""

_MOST_LINES = 200
"""A text of more is kept as one: nobody says so many lines twice."""

_KEY_BYTES = 13
_NUMBERS = 1_000_000_000
_FIELDS = (("sections", ("text",)), ("recalled", ("text", "reason", "session_id")))
"""Lists of a receipt, and the fields of their entries that are texts."""


class Text(Value, forbid_unknown_fields=True):
    """A text of the table, or the lines of one, each a number or itself."""

    text: str = ""
    lines: tuple[int | str, ...] = ()


class Texts(dict[int, str]):
    """The texts of one page by their numbers, each read when it is first asked for; `LOST` for one that is not there.

    Args:
        table: those that the page has, as documents or as rows.

    Attributes:
        fresh: those that were given a number here and that the table does not have yet.
        growth_bytes: about what these add to a page.
    """

    def __init__(self, table: Table | Mapping[str, Row]) -> None:
        super().__init__()
        self.fresh: Table = {}
        self.growth_bytes = 0
        self._table = table

    def __missing__(self, number: int) -> str:
        known = self._find(number)
        return LOST if known is None else known

    def number(self, text: str) -> int | str:
        """The number of a text; a short one is itself."""
        if len(text) < _SHORTEST:
            return text
        number = 1 + zlib.crc32(text.encode("utf-8", "surrogatepass")) % _NUMBERS
        while (known := self._find(number)) is not None:
            if known == text:
                return number
            number += 1
        self[number] = text  # before the lines are numbered, so that none of them takes the number
        lines = text.split("\n", _MOST_LINES)
        whole = len(lines) == 1 or len(lines) > _MOST_LINES
        kept: Document = {"text": text} if whole else {"lines": list(map(self.number, lines))}
        self.fresh[str(number)] = kept
        self.growth_bytes += codec.size_of(kept) + _KEY_BYTES
        return number

    def _find(self, number: int) -> str | None:
        known = self.get(number)
        if known is None and (kept := self._kept(number)) is not None:
            lines = kept.get("lines")
            if isinstance(lines, list):
                known = "\n".join([one if isinstance(one, str) else self._line(one) for one in lines])
            else:
                known = str(kept.get("text", LOST))
            self[number] = known
        return known

    def _line(self, number: Any) -> str:
        """A line, which has no lines itself: a damaged page may say anything."""
        if type(number) is not int:
            return LOST
        known = self.get(number)
        if known is None:
            kept = self._kept(number) or {}
            known = str(kept.get("text", LOST))
            if "text" in kept:
                self[number] = known
        return known

    def _kept(self, number: int) -> Document | None:
        stored = self._table.get(str(number))
        kept = codec.content_of(stored) if isinstance(stored, Row) else stored
        return kept if isinstance(kept, dict) else None


# A document is changed where it is: most of the time of opening a session would go into copies.


def pack(document: Document, texts: Texts) -> Document:
    """Makes a message's document what a page has: numbers in place of texts, the parts of a score without their names.

    Returns:
        The same document.
    """
    return _change(document, str, texts.number, _unnamed)


def unpack(document: Document, texts: Texts) -> Document:
    """Makes a page's document what the message is; one that is not packed stays as it is. Returns the same document."""
    return _change(document, int, texts.__getitem__, _named)


def reader(rows: Rows) -> Callable[[Document], Document]:
    """Unpacks documents of a page with these rows."""
    texts = Texts(rows.get(TABLE, {}))
    return lambda document: unpack(document, texts)


def size_on(page: Page, message: Message) -> int:
    """The bytes that a message would add to a page."""
    return _stored(page, message)[2]


def put(page: Page, message: Message) -> None:
    """Puts a message onto a page, in place of the one at its position.

    Raises:
        StorageError: it would not come back as it is.
    """
    document, texts, size = _stored(page, message)
    page.change(KIND, {message.seq: document}, growth=size)
    if texts:
        page.set_table(TABLE, page.current().get(TABLE, {}) | texts)


def drop_unused(page: Page) -> None:
    """Takes texts away that no message of a page has any more."""
    tables = page.current()
    texts = tables.get(TABLE, {})
    used = texts_in_use(tables.get(KIND, {}).values(), texts)
    if len(used) < len(texts):
        page.set_table(TABLE, used)


def _stored(page: Page, message: Message) -> tuple[Document, Table, int]:
    """A message's document on a page, the texts that it adds there, and the bytes of both."""
    document, size = codec.document_of(message, Message)
    if not has_receipts(document):
        return document, {}, size
    texts = Texts(page.current().get(TABLE, {}))
    pack(document, texts)
    return document, texts.fresh, codec.size_of(document) + texts.growth_bytes


def packed_page(tables: Tables) -> Tables:
    """A page's tables with the receipts packed; nothing else is in its table of texts."""
    if KIND not in tables:
        return tables
    texts = Texts({})
    messages = {key: pack(document, texts) for key, document in unpacked_page(tables)[KIND].items()}
    return _with_texts({**tables, KIND: messages}, texts.fresh)


def unpacked_page(tables: Tables) -> Tables:
    """A page's tables with the messages as they are, and without the table of texts."""
    if KIND not in tables:
        return tables
    texts = Texts(tables.get(TABLE, {}))
    messages = {key: unpack(codec.copy_of(document), texts) for key, document in tables[KIND].items()}
    return _with_texts({**tables, KIND: messages}, {})


def has_receipts(document: Document) -> bool:
    """Whether a message's document has a receipt, its own or of an earlier version."""
    return bool(document.get("receipt") or document.get("versions"))


def texts_in_use(messages: Iterable[Document], table: Table) -> Table:
    """Of a page's table of texts, those that its messages still have."""
    used: set[str] = set()

    def note(number: int) -> int:
        if str(number) not in used:
            lines = table.get(str(number), {}).get("lines")
            used.update((str(number), *(map(str, lines) if isinstance(lines, list) else ())))
        return number

    for document in messages:
        _change(document, int, note, lambda parts: parts)
    return {key: one for key, one in table.items() if key in used}


def _with_texts(tables: Tables, texts: Table) -> Tables:
    rest = {name: table for name, table in tables.items() if name != TABLE}
    return {**rest, TABLE: texts} if texts else rest


# What has another shape than a message's is left as it is: whoever reads the message says what is wrong with it.


def _change(document: Document, kind: type, text: Callable[[Any], Any], parts: Callable[[Any], Any]) -> Document:
    """Puts `text` of whatever has that type in place of it, wherever a receipt has texts, and `parts` of the parts."""
    _change_receipt(document.get("receipt"), kind, text, parts)
    versions = document.get("versions")
    for one in versions if isinstance(versions, list) else ():
        if isinstance(one, dict):
            _change_receipt(one.get("receipt"), kind, text, parts)
    return document


def _change_receipt(receipt: Any, kind: type, text: Callable[[Any], Any], parts: Callable[[Any], Any]) -> None:
    if not isinstance(receipt, dict):
        return
    for name, fields in _FIELDS:
        entries = receipt.get(name)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict):
                for one in fields:
                    if type(value := entry.get(one)) is kind:
                        entry[one] = text(value)
                if "parts" in entry:
                    entry["parts"] = parts(entry["parts"])
    if type(value := receipt.get("guidance")) is kind:
        receipt["guidance"] = text(value)
    if isinstance(notes := receipt.get("notes"), list):
        receipt["notes"] = [text(one) if type(one) is kind else one for one in notes]


def _unnamed(parts: Any) -> Any:
    """The parts of a score as numbers in the order of `PARTS`, where they are the first of these."""
    if isinstance(parts, dict) and tuple(parts) == PARTS[: len(parts)]:
        return [part or 0 for part in parts.values()]
    return parts


def _named(parts: Any) -> Any:
    return dict(zip(PARTS, parts, strict=False)) if isinstance(parts, list) else parts
