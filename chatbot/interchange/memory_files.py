"""Memories as files: all of them as JSON without loss, as a table for people, and those of other programs as notes."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from chatbot.domain.change import JournalEntry
from chatbot.domain.memory import Memory
from chatbot.domain.text import clean, clean_line
from chatbot.interchange.parts import MEMORIES_FORMAT, FileContent, Note, Trouble
from chatbot.interchange.reading import ImportRefused, Record
from chatbot.interchange.session_json import check_format, entry_fault, memory_fault, values
from chatbot.interchange.talks import moment

LONGEST_NOTE = 1000
"""Characters; a memory has no more."""

MOST_NOTES = 10_000
"""Facts of one file: more than anybody's program has learnt of them."""

COLUMNS = (
    "id", "text", "kind", "scope", "status", "subject", "attribute", "value", "said_at", "quote", "persona_id",
    "session_id", "importance", "confidence", "origin", "pinned", "locked", "local_only", "uses", "version",
)  # fmt: skip

_TEXTS = ("memory", "text", "content", "fact", "data")
_MOMENTS = ("created_at", "said_at", "timestamp", "date", "updated_at")
_FORMULA = ("=", "+", "-", "@", "\t")

_encoder = msgspec.json.Encoder()


def write(memories: Iterable[Memory]) -> Iterator[bytes]:
    """The file's bytes: every field of every memory, one memory a line, by id."""
    yield b'{"format":"' + MEMORIES_FORMAT.encode() + b'",\n"memories":['
    first = True
    for memory in sorted(memories, key=lambda one: one.id):
        yield (b"\n" if first else b",\n") + _encoder.encode(memory)
        first = False
    yield b"]}\n"


def write_table(memories: Iterable[Memory]) -> Iterator[bytes]:
    """The same as CSV, with the columns that a person asks for. No cell is taken for a formula by a spreadsheet."""
    yield _row(COLUMNS)
    for memory in sorted(memories, key=lambda one: one.id):
        plain = msgspec.to_builtins(memory) | {"quote": memory.source.quote}
        yield _row(tuple(_cell(plain[name]) for name in COLUMNS))


def write_journal(journal: Iterable[JournalEntry]) -> Iterator[bytes]:
    """One change set a line, oldest first."""
    for entry in journal:
        yield _encoder.encode(entry) + b"\n"


def _row(cells: Iterable[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    text = clean(value) if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def is_own(document: object) -> bool:
    """Whether a decoded file is this program's memories: as exported, or as `memory list --json` prints them."""
    if isinstance(document, dict):
        return str(document.get("format", "")).startswith("chatbot-memories/")
    return isinstance(document, list) and bool(document) and is_record(document[0])


def is_record(document: object) -> bool:
    """Whether a decoded value is one memory of this program."""
    return isinstance(document, dict) and {"id", "text", "kind", "scope", "subject", "version"} <= document.keys()


def read_own(document: Any) -> FileContent:
    """This program's memories.

    Raises:
        ImportRefused: the file is of a newer form.
    """
    if isinstance(document, dict):
        check_format(document, MEMORIES_FORMAT)
        document = document.get("memories")
    troubles: list[Trouble] = []
    found = values(document, Memory, "memory", troubles, memory_fault)
    newest: dict[str, Memory] = {}
    for memory in found:
        if memory.id not in newest or newest[memory.id].version < memory.version:
            newest[memory.id] = memory
    return FileContent("memories of this program", memories=tuple(newest.values()), troubles=tuple(troubles))


def read_journal(records: Iterable[Record | Trouble]) -> tuple[tuple[JournalEntry, ...], tuple[Trouble, ...]]:
    """A journal from its lines, oldest first, and what of it cannot be used."""
    troubles: list[Trouble] = []
    documents = []
    for record in records:
        if isinstance(record, Trouble):
            troubles.append(Trouble(f"journal, {record.where}", record.what))
        else:
            documents.append(record.value)
    entries = {one.id: one for one in values(documents, JournalEntry, "journal entry", troubles, entry_fault)}
    return tuple(entries[key] for key in sorted(entries)), tuple(troubles)


def is_note(document: object) -> bool:
    """Whether a decoded value is a fact as mem0 and its like export them: an object with a text, and no speaker."""
    if not isinstance(document, dict) or "role" in document or "sender" in document:
        return False
    return isinstance(document.get("memory"), str) or (
        isinstance(document.get(_TEXTS[1]) or document.get(_TEXTS[2]), str) and "created_at" in document
    )


def notes_of(document: object) -> list[Any] | None:
    """The list of facts in a decoded file; None where it holds none."""
    if isinstance(document, dict):
        for key in ("results", "memories", "facts"):
            inner = document.get(key)
            if isinstance(inner, list) and any(map(is_note, inner)):
                return inner
        return [document] if is_note(document) else None
    return document if isinstance(document, list) and any(map(is_note, document)) else None


def read_notes(records: Iterable[Record | Trouble], kind: str) -> FileContent:
    """Facts of another program as notes.

    Args:
        records: decoded, each with its place.
        kind: whose form it is, in words.
    """
    notes: list[Note] = []
    troubles: list[Trouble] = []
    for record in records:
        if isinstance(record, Trouble):
            _add(notes, troubles, "", record.where, "", record.what)
            continue
        fields = record.value if isinstance(record.value, dict) else {}
        text = next((fields[key] for key in _TEXTS if isinstance(fields.get(key), str)), "")
        at = next((found for key in _MOMENTS if (found := moment(fields.get(key)))), None)
        _add(notes, troubles, text, record.where, at.isoformat() if at else "")
    return FileContent(kind, notes=tuple(notes), troubles=tuple(troubles))


def read_lines(text: str) -> FileContent:
    """Plain lines, one fact each; list marks at their beginning are taken off."""
    notes: list[Note] = []
    troubles: list[Trouble] = []
    for number, line in enumerate(text.split("\n"), 1):
        fact = line.strip().removeprefix("- ").removeprefix("* ").removeprefix("• ").strip()
        if fact and not fact.startswith("#"):
            _add(notes, troubles, fact, f"line {number}", "")
    return FileContent("lines of text", notes=tuple(notes), troubles=tuple(troubles))


def _add(notes: list[Note], troubles: list[Trouble], text: str, where: str, at: str, broken: str = "") -> None:
    if max(len(notes), len(troubles)) > MOST_NOTES:
        raise ImportRefused(f"There are more than {MOST_NOTES} facts in the file.", "Split it, if they are all yours.")
    line = clean_line(text, LONGEST_NOTE + 1)
    if not any(character.isalnum() for character in line):
        troubles.append(Trouble(where, broken or "has no text"))
    elif len(line) > LONGEST_NOTE:
        troubles.append(Trouble(where, f"is longer than {LONGEST_NOTE} characters"))
    else:
        notes.append(Note(line, where, at))
