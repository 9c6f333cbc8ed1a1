"""Takes the whole documents out of a file that is damaged past its backup.

Each document is a JSON object behind its number; whichever still parses and has the shape of
something that the page may hold is kept. Nothing proves that its words are the ones written: the
caller says so to the user.
"""

import contextlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chatbot.domain.memory import Memory
from chatbot.domain.message import Message
from chatbot.domain.mood import MoodPoint
from chatbot.domain.patterns import lazy
from chatbot.domain.session import Chapter, SessionMeta, SessionState
from chatbot.errors import StorageDamaged, StorageError
from chatbot.storage import codec, heads, memory_log, memory_shapes, profile, receipts, session_state
from chatbot.storage.atomic import SYSTEM, System, read_file
from chatbot.storage.codec import Document, Tables
from chatbot.storage.memory_shapes import StoredEntry

_MEMORY_SHAPES: dict[str, type[Any]] = {
    memory_shapes.RECORDS: Memory,
    memory_shapes.JOURNAL: StoredEntry,
}
SHAPES: dict[str, dict[str, type[Any]]] = {
    heads.KIND: {heads.KIND: Message, receipts.TABLE: receipts.Text},
    memory_log.KIND: _MEMORY_SHAPES,
    session_state.KIND: {
        session_state.STATE_TABLE: SessionState,
        session_state.MOOD_TABLE: MoodPoint,
        session_state.CHAPTER_TABLE: Chapter,
        **_MEMORY_SHAPES,
    },
    session_state.CHAPTERS_KIND: {session_state.CHAPTER_TABLE: Chapter},
    profile.KIND: {profile.USER_TABLE: profile.Owner, profile.SETTINGS_TABLE: profile.Setting},
}
"""By kind of page, what its tables hold. Pages of other kinds are caches and drafts: they are not salvaged."""

_NUMBERED = lazy(r'"(\d{1,12})":\{')
_PERSONA = lazy(rb'"persona_id":"([^"\\]{1,80})"')


def salvage(kind: str, path: Path, remains: tuple[bytes, ...], system: System = SYSTEM) -> tuple[Tables, Document]:
    """The tables and the head of a new page.

    Args:
        kind: what the page was.
        path: where it stands; a session's identity is in its folder's name.
        remains: the damaged bytes, best first.
        system: the system calls.

    Raises:
        StorageDamaged: a page of that kind cannot be put together.
    """
    shapes = SHAPES.get(kind)
    if shapes is None:
        return {}, {}
    tables: Tables = {name: {} for name in shapes}
    seen: set[str] = set()
    found = [[(key, document, _table_of(document, shapes)) for key, document in _documents(data)] for data in remains]
    every = {key: document for part in reversed(found) for key, document, table in part if table == receipts.TABLE}
    for part in found:
        # Two versions of a page may have different texts under one number: each is read with its own.
        own = {key: document for key, document, table in part if table == receipts.TABLE}
        texts = receipts.Texts({**every, **own})
        for key, document, table in part:
            mark = json.dumps([table, document.get("id") or document.get("message_id") or document.get("name"),
                               document.get("version"), document.get("whose")])  # fmt: skip
            if table in (None, receipts.TABLE) or mark in seen:
                continue
            seen.add(mark)
            number = key if kind == heads.KIND else str(len(tables[table]) + 1)
            if kind != heads.KIND or (document["seq"] == int(key) and key not in tables[table]):
                tables[table][number] = receipts.unpack(document, texts) if kind == heads.KIND else document
    if kind == heads.KIND:
        tables = {name: {} for name in shapes} | receipts.packed_page(tables)
    if kind == session_state.KIND and not tables[session_state.STATE_TABLE]:
        tables[session_state.STATE_TABLE] = {"1": _fresh_state(path, system)}
    if kind == profile.KIND and not tables[profile.USER_TABLE]:
        raise StorageDamaged(f"{path} names no user any more", "chatbot doctor says more")
    if kind == memory_log.KIND or kind == session_state.KIND:
        _drop_dangling(tables)
    return tables, heads.describe(tables, {}) if kind == heads.KIND else {}


def _documents(data: bytes) -> Iterator[tuple[str, Document]]:
    text = data.decode("utf-8", "replace")
    decoder = json.JSONDecoder()
    at = 0
    while match := _NUMBERED.search(text, at):
        try:
            document, at = decoder.raw_decode(text, match.end() - 1)
        except (ValueError, RecursionError):
            at = match.end()
            continue
        if "\ufffd" not in text[match.end() : at]:
            yield match[1], document


def _table_of(document: Document, shapes: dict[str, type[Any]]) -> str | None:
    for name, shape in shapes.items():
        try:
            check_shape(document, shape, "")
        except StorageDamaged:
            continue
        return name
    return None


def check_shape(document: Document, shape: type[Any], where: str) -> None:
    """Checks that a stored document is what its table holds.

    Raises:
        StorageDamaged: it is not.
    """
    if shape is Message:
        document = receipts.unpack(codec.copy_of(document), receipts.Texts({}))
    codec.value_of(document, shape, where)


def _drop_dangling(tables: Tables) -> None:
    """Journal rows whose records are gone would name nothing."""
    present = {(one["id"], one["version"]) for one in tables[memory_shapes.RECORDS].values()}
    tables[memory_shapes.JOURNAL] = {
        key: row
        for key, row in tables[memory_shapes.JOURNAL].items()
        if all(change["after"] is None or tuple(change["after"]) in present for change in row["changes"])
    }


def _fresh_state(path: Path, system: System) -> Document:
    """What can be known of a session from its folder: its id, and who spoke in its newest page."""
    moment = datetime.fromtimestamp(path.parent.stat().st_mtime, UTC)
    persona_id = ""
    for page in sorted(path.parent.glob("messages-*.json"), reverse=True):
        found = []
        with contextlib.suppress(StorageError):
            found = _PERSONA.findall(read_file(page, codec.MOST_BYTES, system)[0])
        if found:
            persona_id = found[-1].decode("utf-8", "replace")
            break
    meta = SessionMeta(path.parent.name, "Recovered", persona_id, moment, moment)
    return session_state.fresh_tables(SessionState(meta))[session_state.STATE_TABLE]["1"]
