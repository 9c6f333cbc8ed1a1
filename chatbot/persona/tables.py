"""Reads a TOML table by the persona's classes: unknown keys, ranges, cleaning, spelling. Types are `load`'s work.

The walk follows the values of `domain.persona`, so that a new field needs no second list of keys.
"""

import functools
import math
import typing
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from chatbot.domain.lore import LoreEntry
from chatbot.domain.mood import MoodPolicy
from chatbot.domain.persona import Behaviour, Meta, Persona, When
from chatbot.domain.text import clean, clean_line
from chatbot.domain.value import Value
from chatbot.persona.problems import Level, did_you_mean
from chatbot.persona.ranges import clamped

Report = Callable[[Level, str, str], None]
"""Takes level, dotted key, and what is wrong."""

_NOT_IN_FILES: dict[type, set[str]] = {Persona: {"shipped", "path"}}
_SPELLINGS: dict[type, dict[str, str]] = {When: {"if": "condition"}, MoodPolicy: {"floor": "floor_valence"}}
"""Keys that the file spells otherwise than the class: spelling -> field."""

_ONE_LINE: dict[type, set[str]] = {
    Meta: {"name", "nickname", "tagline", "version", "author", "license", "glyph"},
    Behaviour: {"purpose", "opening", "out_of_role"},
    When: {"condition", "do"},
}


@functools.cache
def keys_of(cls: type[Value]) -> dict[str, str]:
    """The keys that a class's table may have, as the file spells them, with the field that each fills."""
    spelled = {field: key for key, field in _SPELLINGS.get(cls, {}).items()}
    hidden = _NOT_IN_FILES.get(cls, set())
    fields = [name for name in cls.__struct_fields__ if name not in hidden]
    return {spelled.get(field, field): field for field in fields}


@functools.cache
def _types_of(cls: type[Value]) -> dict[str, Any]:
    return {field.name: field.type for field in msgspec.structs.fields(cls)}


def file_spelling(path: str) -> str:
    """A path in field names as the file spells it, for messages."""
    return path.replace("mood.floor_valence", "mood.floor.valence").replace("].condition", "].if")


def read_table(cls: type[Value], table: Mapping[str, Any], path: str, pattern: str, report: Report) -> dict[str, Any]:
    """A table as keyword values of a class: known keys only, numbers in range, texts cleaned.

    Args:
        cls: a value of `domain.persona`.
        table: the TOML table.
        path: its dotted path; empty for the whole file.
        pattern: the path with `*` for items and free keys, as `ranges` names it.
        report: is told of every problem.
    """
    known = keys_of(cls)
    types = _types_of(cls)
    values: dict[str, Any] = {}
    for key, value in table.items():
        here = f"{path}.{key}" if path else key
        if key not in known:
            report("warning", here, f"is no key that this program knows, and is left alone; {did_you_mean(key, known)}")
            continue
        field = known[key]
        if cls is MoodPolicy and field == "floor_valence":
            if isinstance(value, Mapping):
                _read_floor(value, here, values, report)
            else:
                report("error", here, "must be a table such as { valence = -0.3 }")
            continue
        read = _read_value(types[field], value, here, f"{pattern}.{key}" if pattern else key, report)
        if field in _ONE_LINE.get(cls, ()) and isinstance(read, str):
            read = clean_line(read, 400)
        values[field] = read
    return values


def _read_floor(value: Mapping[str, Any], path: str, values: dict[str, Any], report: Report) -> None:
    for key, number in value.items():
        if key == "valence":
            values["floor_valence"] = _read_value(float, number, f"{path}.valence", "mood.floor.valence", report)
        else:
            report("warning", f"{path}.{key}", "is no key that this program knows; only valence has a floor")


def _read_value(wanted: Any, value: Any, path: str, pattern: str, report: Report) -> Any:
    if isinstance(value, str):
        return _cleaned(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _read_number(value, path, pattern, report)
    if isinstance(value, list):
        inner = next(iter(typing.get_args(wanted)), None)
        if inner is str:
            return [_cleaned(item) if isinstance(item, str) else item for item in value]
        return [_read_item(inner, item, f"{path}[{i}]", f"{pattern}.*", report) for i, item in enumerate(value)]
    if isinstance(value, Mapping):
        if isinstance(wanted, type) and issubclass(wanted, Value):
            return read_table(wanted, value, path, pattern, report)
        if typing.get_origin(wanted) is dict:
            return _read_weights(value, path, pattern, report)
    return value


def _cleaned(text: str) -> str:
    # Almost every text takes the short way: cleaning each one would cost as much as parsing the file.
    return text if text.isascii() and text.isprintable() else clean(text)


def _read_item(wanted: Any, item: Any, path: str, pattern: str, report: Report) -> Any:
    if wanted is LoreEntry and isinstance(item, Mapping):
        number = path.rpartition("[")[2].rstrip("]")
        item = {"id": number, **item}
        if isinstance(item["id"], int) and not isinstance(item["id"], bool):
            item["id"] = str(item["id"])
    return _read_value(wanted, item, path, pattern, report)


def _read_number(value: int | float, path: str, pattern: str, report: Report) -> int | float:
    if isinstance(value, float) and math.isnan(value):
        report("error", path, "must be a number, and nan is none")
        return 0
    kept = clamped(pattern, value)
    if kept != value:
        report("note", path, f"was {value:g} and is read as {kept:g}, the end of its range")
    return kept


def _read_weights(table: Mapping[str, Any], path: str, pattern: str, report: Report) -> dict[str, float]:
    """A table of free keys with numbers, such as `memory.role_topics`."""
    weights: dict[str, float] = {}
    for key, value in table.items():
        here = f"{path}.{key}"
        if isinstance(value, bool) or not isinstance(value, int | float):
            report("error", here, f"must be a number, not {kind_of(value)}")
            continue
        weights[clean_line(key, 60)] = float(_read_number(value, here, f"{pattern}.*", report))
    return weights


def kind_of(value: object) -> str:
    """What sort of TOML value a value is, in words."""
    if isinstance(value, bool):
        return "true or false"
    words: tuple[tuple[type, str], ...] = (
        (int, "a whole number"), (float, "a number"), (str, "text"), (list, "a list"), (Mapping, "a table"),
    )  # fmt: skip
    return next((word for kind, word in words if isinstance(value, kind)), "a date")
