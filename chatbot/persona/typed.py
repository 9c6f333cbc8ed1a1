"""Turns cleaned tables into a `Persona`, and every wrong type into one plain sentence."""

import re
import typing
from typing import Any

import msgspec

from chatbot.domain.patterns import lazy
from chatbot.domain.persona import Persona
from chatbot.domain.value import Value
from chatbot.persona.lines import parts_of
from chatbot.persona.tables import Report, file_spelling, kind_of

MISTAKES_REPORTED = 50
"""A file with more wrong values than this is no persona file; the rest is not listed."""

_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
}
_AT = lazy(r"^(?P<what>.*?)(?: - at `\$\.?(?P<path>.*)`)?$", re.DOTALL)
_EXPECTED = lazy(r"Expected `(\w+)")
_MISSING = lazy(r"missing required field `(\w+)`")
_FILLER = {"str": "", "object": {"id": "", "condition": "", "do": ""}, "array": [], "int": 0, "float": 0.0}
_REQUIRED = ("id", "condition", "do")


def to_persona(table: dict[str, Any], report: Report) -> Persona | None:
    """The persona of a table in field names, with a stand-in for every value of a wrong type, each reported.

    Args:
        table: as `tables.read_table` gives it; it is changed.
        report: is told of every wrong value.

    Returns:
        The persona; None where there are more than `MISTAKES_REPORTED` mistakes.
    """
    for _ in range(MISTAKES_REPORTED):
        try:
            return msgspec.convert(table, Persona)
        except msgspec.ValidationError as error:
            _explain_and_mend(str(error), table, report)
    return None


def _explain_and_mend(message: str, table: dict[str, Any], report: Report) -> None:
    """Reports one mistake and puts something of the right type in its place, so that the next one is found."""
    found = _AT.match(message)
    path = (found["path"] or "") if found else ""
    missing = _MISSING.search(message)
    if missing:
        report("error", file_spelling(f"{path}.{missing[1]}".lstrip(".")), "is missing")
        _value_at(table, parts_of(path))[missing[1]] = ""
        return
    steps = parts_of(path)
    around, last = _value_at(table, steps[:-1]), steps[-1]
    wrong = around[last]
    expected = _EXPECTED.search(message)
    allowed = _choices(steps)
    if allowed:
        wanted = "one of " + ", ".join(allowed)
    elif "datetime" in message:
        wanted = "a date with time, such as 2026-03-01T09:30:00Z"
    else:
        wanted = _WORDS.get(expected[1] if expected else "", "something else")
    report("error", file_spelling(path), f"must be {wanted}, not {_shown(wrong)}")
    if isinstance(last, int) or last in _REQUIRED:
        around[last] = _FILLER.get(expected[1] if expected else "str", "")
    else:
        del around[last]


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f'"{value[:40]}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:g}"
    return kind_of(value)


def _value_at(table: Any, steps: list[str | int]) -> Any:
    for step in steps:
        table = table[step]
    return table


def _choices(steps: list[str | int]) -> tuple[str, ...]:
    """The allowed words of a field that has a fixed set of them; none for other fields."""
    wanted: Any = Persona
    for step in steps:
        if isinstance(step, int):
            wanted = typing.get_args(wanted)[0]
        elif isinstance(wanted, type) and issubclass(wanted, Value):
            wanted = {field.name: field.type for field in msgspec.structs.fields(wanted)}[step]
    return typing.get_args(wanted) if typing.get_origin(wanted) is typing.Literal else ()
