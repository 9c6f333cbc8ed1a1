"""Writes a `Persona` as the TOML text that `load` reads: what has its default is left out. For imported cards."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from chatbot.domain.mood import MoodPolicy
from chatbot.domain.persona import Persona
from chatbot.domain.value import Value
from chatbot.persona.tables import keys_of


def to_toml(persona: Persona) -> str:
    """The text of a persona's file. Reading it gives the same persona, but for `shipped` and `path`."""
    lines = [f"schema = {persona.schema}", f"id = {_text(persona.id)}"]
    for name in persona.__struct_fields__:
        block = getattr(persona, name)
        if isinstance(block, Value):
            lines += _table(block, name, f"[{name}]")
    return "\n".join(lines) + "\n"


def block_values(block: Value) -> dict[str, Any]:
    """A block as plain values under the file's own keys, without what has its default."""
    cls = type(block)
    defaults = _defaults(cls)
    values = {}
    for key, name in keys_of(cls).items():
        value = getattr(block, name)
        if name in defaults and value == defaults[name]:
            continue
        if isinstance(block, MoodPolicy) and key == "floor":
            value = {"valence": value}
        values[key] = _plain(value)
    return values


def _defaults(cls: type[Value]) -> dict[str, Any]:
    """The values of absent keys; required ones have none."""
    fields = msgspec.structs.fields(cls)
    fixed = {field.name: field.default for field in fields if field.default is not msgspec.NODEFAULT}
    made = {field.name: field.default_factory() for field in fields if callable(field.default_factory)}
    return {**fixed, **made}


def _plain(value: Any) -> Any:
    if isinstance(value, Value):
        return block_values(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _table(block: Any, path: str, header: str) -> list[str]:
    values = block_values(block)
    lists = {key: value for key, value in values.items() if _is_list_of_tables(value)}
    lines = [f"{key} = {_value(value)}" for key, value in values.items() if key not in lists]
    if lines:
        lines = ["", header, *lines]
    for key, items in lists.items():
        for item in items:
            lines += ["", f"[[{path}.{key}]]", *(f"{inner} = {_value(value)}" for inner, value in item.items())]
    return lines


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _value(value: Any, inline: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return _text(value) if inline or "\n" not in value else _long_text(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_text(key)} = {_value(inner, True)}" for key, inner in value.items()) + " }"
    return "[" + ", ".join(_value(item, True) for item in value) + "]"


def _text(text: str) -> str:
    """A TOML basic string; JSON's escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _long_text(text: str) -> str:
    return '"""\n' + "\n".join(_text(line)[1:-1] for line in text.split("\n")) + '"""'
