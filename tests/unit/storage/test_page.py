"""A page is read as the bytes of its documents; who changes it has them as documents."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from chatbot.domain.value import Value
from chatbot.errors import StorageDamaged
from chatbot.storage import codec
from chatbot.storage.codec import Row, Rows
from chatbot.storage.heads import numbers_in
from chatbot.storage.page import Page


class Note(Value):
    text: str


def written(path: Path, rows: Rows) -> Path:
    path.write_bytes(codec.encode(rows, "note", {}))
    return path


def test_what_is_no_document_is_set_aside_and_the_others_are_read(tmp_path: Path) -> None:
    rows = {"notes": {"1": Row(b'{"text":"tea"}'), "2": Row(b"7"), "3": Row(b'{"text":"\xff"}'), "x": Row(b"{}")}}
    aside: list[tuple[str, Any]] = []
    path = written(tmp_path / "notes.json", rows)
    page = Page(path, "note", set_aside=lambda at, table, key, document, why: aside.append((key, document)))
    assert page.typed(page.rows(), "notes", Note) == {1: Note("tea")}
    assert aside == [("2", 7), ("3", '{"text":"\ufffd"}'), ("x", {})]
    assert page.tables() == {"notes": {"1": {"text": "tea"}}}


def test_a_page_with_something_that_is_no_document_is_mended_for_who_changes_it(tmp_path: Path) -> None:
    path = written(tmp_path / "notes.json", {"notes": {"1": Row(b'{"text":"tea"}'), "2": Row(b'{"text":"\xff"}')}})
    with pytest.raises(StorageDamaged, match="unexpected shape"):
        Page(path, "note").tables()
    mended: list[str] = []

    def mend(at: Path, kind: str, error: Exception) -> None:
        mended.append(kind)
        written(at, {"notes": {"1": Row(b'{"text":"tea and cake"}')}})

    page = Page(path, "note", mend=mend)
    assert page.tables() == {"notes": {"1": {"text": "tea and cake"}}}
    assert mended == ["note"]


def test_only_what_is_wanted_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "notes.json", {"notes": {"1": Row(b'{"text":"tea"}'), "2": Row(b"7")}})
    page = Page(path, "note")
    assert page.typed(page.rows(), "notes", Note, only=(1,)) == {1: Note("tea")}
    with pytest.raises(StorageDamaged, match="unexpected shape"):
        page.typed(page.rows(), "notes", Note)


def test_a_write_is_seen_by_the_writer_at_once_and_by_readers_when_it_is_on_disk(tmp_path: Path) -> None:
    page = Page(tmp_path / "notes.json", "note", optional=True, touched=lambda page: None)
    page.change("notes", {1: {"text": "tea"}})
    page.flush()
    before = page.typed(page.rows(), "notes", Note)
    page.change("notes", {2: {"text": "cake"}})
    assert page.typed(page.rows(), "notes", Note) == {1: Note("tea")}
    seen = page.typed(page.current_rows(), "notes", Note)
    assert seen == {1: Note("tea"), 2: Note("cake")}
    assert seen[1] is before[1]
    page.restore(None, {}, 0)
    assert page.typed(page.current_rows(), "notes", Note) == {1: Note("tea")}
    page.change("notes", {2: {"text": "more cake"}})
    page.flush()
    read = Page(tmp_path / "notes.json", "note")
    assert read.tables() == page.tables() == {"notes": {"1": {"text": "tea"}, "2": {"text": "more cake"}}}
    assert {key: bytes(row) for key, row in read.rows()["notes"].items()} == {
        key: msgspec.json.encode(document) for key, document in page.tables()["notes"].items()
    }


def test_pages_are_told_by_their_names() -> None:
    names = ["messages-0001.json", "messages-0001.json.bak", "messages-12345.json", "messages-001.json"]
    assert numbers_in([*names, "messages-000\u0661.json", "session.json", "messages-abcd.json"]) == ([1, 12345], [])
