"""The bytes of a page: tables of documents as plain TinyDB reads them, with a checksum and a schema version inside.

A file is one JSON object. Its first table, `_meta`, holds one document: the SHA-256 of everything
in the file after the checksum itself, the schema version, the kind of the page, and whatever the kind
wants to be readable from the file's head alone. Nothing here touches the disk.
"""

import hashlib
import json
from collections.abc import Collection
from typing import Any, TypeVar

import msgspec

from chatbot.domain.patterns import lazy
from chatbot.errors import StorageDamaged, StorageError

SCHEMA = 3
"""Counts up when the layout changes; a file with a higher one is never written."""

MOST_BYTES = 64 << 20
"""A larger file is refused unread. Pages hold 256 kB and at most one document more."""

HEAD_BYTES = 1024
"""The `_meta` table lies within so many bytes from the start."""

META = "_meta"
Document = dict[str, Any]
Table = dict[str, Document]
Tables = dict[str, Table]
Row = msgspec.Raw
Rows = dict[str, dict[str, Row]]
"""As `Tables`, with the bytes of each document in its place: whoever reads a page wants few of its documents."""

T = TypeVar("T")

_START = b'{"_meta":{"1":{"sha256":"'
_DIGEST_LENGTH = 64
_BODY_AT = len(_START) + _DIGEST_LENGTH
_SCHEMA = lazy(rb'","schema":(\d{1,9})[,}]')
_ABSENT = object()
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Tables)
_rows = msgspec.json.Decoder(Rows)
_anything = msgspec.json.Decoder()
_document = msgspec.json.Decoder(Document)


def encode(tables: Tables | Rows, kind: str, about: Document) -> bytes:
    """The bytes of a page.

    Args:
        tables: by name, then by document id, the documents; a `_meta` table among them is left out.
        kind: what sort of page it is.
        about: what `head_of` shall find in the file's head; small.

    Raises:
        StorageError: a value cannot be written as JSON.
    """
    try:
        head = _encoder.encode({"schema": SCHEMA, "kind": kind, **about})
        body = _encoder.encode({name: table for name, table in tables.items() if name != META})
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise _unstorable(error) from error
    front = b'",' + head[1:-1] + (b"}}," if len(body) > 2 else b"}}")
    rest = memoryview(body)[1:]  # copied once, into the result: a page is large
    digest = hashlib.sha256(front)
    digest.update(rest)
    return b"".join((_START, digest.hexdigest().encode(), front, rest))


def _unstorable(error: Exception) -> StorageError:
    return StorageError(f"A value cannot be stored: {error}")


def rows_of(tables: Tables, known: Tables, known_rows: Rows) -> Rows:
    """The bytes of documents; only those that are not known are encoded.

    Args:
        tables: the documents. Neither tables nor documents are ever changed in place.
        known: as they were before.
        known_rows: the bytes of those.

    Raises:
        StorageError: a value cannot be written as JSON.
    """
    encode = _encoder.encode
    rows: Rows = {}
    try:
        for name, table in tables.items():
            before, pieces = known.get(name, {}), known_rows.get(name, {})
            rows[name] = (
                pieces
                if table is before
                else {
                    key: pieces[key] if before.get(key, _ABSENT) is document else Row(encode(document))
                    for key, document in table.items()
                }
            )
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise _unstorable(error) from error
    return rows


def documents_of(rows: Rows, where: str) -> Tables:
    """The documents of a page.

    Raises:
        StorageDamaged: one of them is no document.
    """
    return {name: {key: parse(row, _document, where) for key, row in table.items()} for name, table in rows.items()}


def verify(data: bytes, where: str) -> None:
    """Checks that bytes are what `encode` made, in the present schema version or a newer one.

    Args:
        data: a whole file.
        where: the file, for the error's text.

    Raises:
        StorageDamaged: they are not.
    """
    _verify(data, where)
    older = _SCHEMA.match(data, _BODY_AT)
    if older is not None and int(older[1]) < SCHEMA:
        raise StorageDamaged(f"{where} was written by an older version", "restart chatbot")


def _verify(data: bytes, where: str) -> None:
    if not data.startswith(_START):
        raise StorageDamaged(f"{where} is not a file of this program", "chatbot doctor says more")
    digest = hashlib.sha256(memoryview(data)[_BODY_AT:]).hexdigest().encode()
    if data[len(_START) : _BODY_AT] != digest:
        raise StorageDamaged(f"{where} is damaged: its checksum does not fit", "chatbot doctor says more")


def decode(data: bytes, kind: str, where: str) -> Tables:
    """The tables of a page of any schema version, `_meta` included.

    Raises:
        StorageDamaged: the bytes are not what was written, or are a page of another kind.
    """
    _verify(data, where)
    tables = parse(data, _decoder, where)
    _check_head(tables.get(META, {}).get("1", {}), kind, where)
    return tables


def read_rows(data: bytes, kind: str, where: str) -> tuple[Rows, Document]:
    """The bytes of a page's documents, and the `_meta` document; else as `decode`."""
    _verify(data, where)
    rows = parse(data, _rows, where)
    head = parse(rows.pop(META, {}).get("1", Row(b"{}")), _document, where)
    _check_head(head, kind, where)
    return rows, head


def _check_head(about: Document, kind: str, where: str) -> None:
    if type(about.get("schema")) is not int or about.get("kind") != kind:
        raise StorageDamaged(f"{where} is not a {kind} file", "chatbot doctor says more")


def parse(data: bytes | Row, decoder: "msgspec.json.Decoder[T]", where: str) -> T:
    """Verified bytes as a type.

    Raises:
        StorageDamaged: they have another shape.
    """
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise StorageDamaged(f"{where} has an unexpected shape: {error}", "chatbot doctor says more") from error


def head_of(data: bytes, where: str) -> Document:
    """The `_meta` document from a file's first `HEAD_BYTES`, unverified.

    Raises:
        StorageDamaged: the head is not one of this program.
    """
    text = data.decode("utf-8", "replace")
    try:
        meta, _ = json.JSONDecoder().raw_decode(text, len('{"_meta":'))
        about = meta["1"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise StorageDamaged(f"{where} is not a file of this program", "chatbot doctor says more") from error
    if not data.startswith(_START) or not isinstance(about, dict):
        raise StorageDamaged(f"{where} is not a file of this program", "chatbot doctor says more")
    return about


def document_of(value: object, kind: type[T]) -> tuple[Document, int]:
    """A frozen value as a document, proved to come back equal, and its size in bytes.

    Raises:
        StorageError: it would not come back as it is.
    """
    try:
        data = _encoder.encode(value)
        document = msgspec.json.decode(data)
        back = msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise StorageError(f"A {kind.__name__.lower()} cannot be stored: {error}") from error
    if back != value or not isinstance(document, dict):
        raise StorageError(f"A {kind.__name__.lower()} cannot be stored: it would not come back as it is")
    return document, len(data)


def usual(kind: type[msgspec.Struct], always: Collection[str] = ()) -> Document:
    """What the fields of a value mostly are, as they are written: those that have a default.

    What a field mostly is belongs to the files: another default needs a step in `migrations`.

    Args:
        kind: what sort of value.
        always: fields that are written whatever they are.
    """
    return {
        field.name: _anything.decode(_encoder.encode(field.default))
        for field in msgspec.structs.fields(kind)
        if field.default is not msgspec.NODEFAULT and field.name not in always
    }


def brief(document: Document, mostly: Document) -> Document:
    """A document without the fields that are as `usual` says: they come back when it is read."""
    return {name: value for name, value in document.items() if name not in mostly or mostly[name] != value}


def size_of(document: Document) -> int:
    """The bytes that a document, or a table, takes in a page."""
    return len(_encoder.encode(document))


def value_of(document: Document, kind: type[T], where: str) -> T:
    """A document as the frozen value it was.

    Raises:
        StorageDamaged: it has another shape.
    """
    try:
        return msgspec.convert(document, kind)
    except (msgspec.ValidationError, RecursionError) as error:
        raise StorageDamaged(f"{where} has an unexpected shape: {error}", "chatbot doctor says more") from error


def value_in(row: Row, kind: type[T], where: str) -> T:
    """A document's bytes as the frozen value it was.

    Raises:
        StorageDamaged: it has another shape.
    """
    try:
        return msgspec.json.decode(row, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise StorageDamaged(f"{where} has an unexpected shape: {error}", "chatbot doctor says more") from error


def document_in(row: Row, where: str) -> Document:
    """A document from its bytes, as a dictionary of its own.

    Raises:
        StorageDamaged: it is none.
    """
    return parse(row, _document, where)


def copy_of(document: Document) -> Document:
    """A document with nothing in common with another."""
    return _document.decode(_encoder.encode(document))


def content_of(row: Row) -> Any:
    """What can be made of bytes that may be no document: at worst a text."""
    try:
        return _anything.decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return bytes(row).decode("utf-8", "replace")
