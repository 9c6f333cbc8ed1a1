"""Reads a persona file: TOML text to `Persona`, with every problem named by file, line and key.

It reads one file. Which files there are, and which one to take, is `catalog`'s work.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chatbot.domain.patterns import lazy
from chatbot.domain.persona import Persona
from chatbot.domain.value import Value, replace
from chatbot.errors import PersonaError
from chatbot.persona.lines import line_of
from chatbot.persona.meaning import check_meaning, with_glyph
from chatbot.persona.problems import Level, Problem
from chatbot.persona.tables import Report, read_table
from chatbot.persona.typed import to_persona

LARGEST_FILE_BYTES = 256 * 1024
"""A persona with a lorebook of 60,000 words fits; anything larger is refused before it is parsed."""

SCHEMA = 1
"""The version of the file's form that this program writes."""

_SLUG = lazy(r"[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?")


class LoadedPersona(Value):
    """A persona, and what its file should not have: warnings and notes, in the file's order.

    Attributes:
        persona: ready to use.
        problems: none of them an error.
        text: the file's text as read, unknown keys included, for editing a copy.
    """

    persona: Persona
    problems: tuple[Problem, ...]
    text: str


def is_slug(text: str) -> bool:
    """Whether a text can be a persona's id: 1..48 lower-case letters, digits and inner dashes."""
    return _SLUG.fullmatch(text) is not None


def check_persona(path: Path, shipped: bool = False) -> tuple[LoadedPersona | None, tuple[Problem, ...]]:
    """Reads one persona file and gives every problem, errors too; None in place of a persona with errors.

    Raises:
        PersonaError: there is no such file, or it is no TOML at all.
    """
    name = path.name
    text = _read(path)
    stem = name.removesuffix(".toml")
    loaded, problems = parse_persona(text, name, stem)
    if loaded is not None:
        owned = replace(loaded.persona, shipped=shipped, path=str(path))
        loaded = replace(loaded, persona=owned)
    return loaded, problems


def parse_persona(text: str, name: str, expected_id: str = "") -> tuple[LoadedPersona | None, tuple[Problem, ...]]:
    """The persona of a TOML text, and every problem in it.

    Args:
        text: the file's text.
        name: how messages call the file.
        expected_id: the id that the text must give; empty for any.

    Raises:
        PersonaError: the text is no TOML; the message says where.
    """
    table = _parse(text, name)
    problems: list[Problem] = []

    def report(level: Level, key: str, what: str) -> None:
        line = line_of(text, key)
        where = f"{name}, line {line}" if line else name
        sentence = " ".join(f"{where}: {key} {what}".split()).removesuffix(";")
        problems.append(Problem(level, key, sentence, line))

    persona = to_persona(read_table(Persona, table, "", "", report), report)
    if persona is not None:
        _check_head(persona, expected_id, report)
        check_meaning(persona, report)
        persona = _aware(with_glyph(persona, report))
    found = tuple(problems)
    if persona is None or any(problem.level == "error" for problem in found):
        return None, found
    return LoadedPersona(persona, found, text), found


def _check_head(persona: Persona, expected_id: str, report: Report) -> None:
    if not is_slug(persona.id):
        report("error", "id", f'is "{persona.id[:60]}"; use 1 to 48 lower-case letters, digits and dashes')
    elif expected_id and persona.id != expected_id:
        report("error", "id", f'is "{persona.id}", but the file is called {expected_id}.toml; rename one of them')
    if not persona.meta.name:
        report("warning", "meta.name", "is missing; the id stands in")
    if persona.schema > SCHEMA:
        report("warning", "schema", f"is {persona.schema}, newer than this program's {SCHEMA}; new keys are left alone")


def _aware(persona: Persona) -> Persona:
    """Dates without a time zone are read as UTC."""

    def utc(moment: datetime | None) -> datetime | None:
        if moment is None:
            return None
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

    meta = persona.meta
    if meta.creation_date is None and meta.modification_date is None:
        return persona
    dated = replace(meta, creation_date=utc(meta.creation_date), modification_date=utc(meta.modification_date))
    return replace(persona, meta=dated)


def _read(path: Path) -> str:
    name = path.name
    try:
        if not path.is_file():
            raise PersonaError(f"there is no persona file {path}", "see the list: chatbot persona list")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise PersonaError(f"{name} cannot be read: {error.strerror}", "check the file's permissions") from error
    if len(data) > LARGEST_FILE_BYTES:
        limit = LARGEST_FILE_BYTES // 1024
        raise PersonaError(f"{name} is larger than {limit} kB", "shorten it, the lorebook first")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PersonaError(f"{name}, line {line}: is not UTF-8 text", "save the file as UTF-8") from error


def _parse(text: str, name: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)", str(error))
        line = place[1] if place and place[1] else str(text.count("\n") + 1)
        what = str(error)[: place.start()] if place else str(error)
        raise PersonaError(
            f"{name}, line {line}: is no valid TOML: {what}", "strings need quotes, lists need brackets"
        ) from error
    except RecursionError as error:
        raise PersonaError(f"{name}: is nested too deeply", "a persona file needs four levels at most") from error
