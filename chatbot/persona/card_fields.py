"""Reads the values of a card leniently: real cards have null for text, text for numbers, one line for a list."""

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chatbot.domain.patterns import lazy
from chatbot.domain.persona import Example
from chatbot.domain.text import clean, clean_line

MOST_EXAMPLES = 40

_START = lazy(r"<START>", re.IGNORECASE)
_LATEST_DATE = 253_402_300_799
"""The last second of the year 9999; larger numbers are milliseconds or nonsense."""


def text_of(value: Any) -> str:
    """Cleaned text; empty for null and tables; literal backslash-n escapes become newlines."""
    if isinstance(value, str):
        if "\n" not in value:
            value = value.replace("\\r\\n", "\n").replace("\\n", "\n")
        return clean(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "\n".join(text_of(item) for item in value if isinstance(item, str)) if isinstance(value, list) else ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def line_of_text(value: Any, limit: int = 200) -> str:
    """The same as one line."""
    return clean_line(text_of(value), limit)


def texts_of(value: Any, separator: str = "") -> tuple[str, ...]:
    """A list of texts; a single text is a list of one or, with a separator, is split. Empty ones are left out."""
    if isinstance(value, str):
        value = value.split(separator) if separator else [value]
    if not isinstance(value, list):
        return ()
    return tuple(text for text in (text_of(item).strip() for item in value) if text)


def number_of(value: Any, default: float) -> float:
    """A number, also one written as text; the default for anything else, infinite ones included."""
    if isinstance(value, str):
        try:
            value = float(value.strip())
        except ValueError:
            return default
    if isinstance(value, bool) or not isinstance(value, int | float):
        return default
    try:
        number = float(value)
    except OverflowError:
        return default
    return number if math.isfinite(number) else default


def whole_of(value: Any, default: int) -> int:
    """A whole number; fractions are cut off."""
    return int(number_of(value, default))


def flag_of(value: Any, default: bool = False) -> bool:
    """True or false, also as a text or a number; the default for anything else."""
    if isinstance(value, str):
        return value.strip().casefold() in ("true", "1", "yes") if value.strip() else default
    return bool(value) if isinstance(value, bool | int) else default


def table_of(value: Any) -> Mapping[str, Any]:
    """A table; an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def moment_of(value: Any) -> datetime | None:
    """Unix seconds, or milliseconds, as aware UTC; None for 0 and anything else."""
    seconds = number_of(value, 0)
    if seconds > _LATEST_DATE:
        seconds /= 1000
    return datetime.fromtimestamp(int(seconds), UTC) if 0 < seconds <= _LATEST_DATE else None


def examples_of(value: Any, name: str) -> tuple[Example, ...]:
    """Example dialogues as exchanges: blocks begin with `<START>`, lines with `{{user}}:` or `{{char}}:`.

    Args:
        value: the card's `mes_example`.
        name: the character's name, which some cards write in place of `{{char}}`.
    """
    names = "|".join(re.escape(word) for word in ("{{char}}", "<BOT>", "<CHAR>", name) if word)
    speaker = re.compile(rf"^\s*(?:(?P<user>\{{\{{user\}}\}}|<USER>|You)|(?P<char>{names}))\s*:\s*", re.IGNORECASE)
    examples: list[Example] = []
    for block in _START.split(text_of(value)):
        asked, answered, who = "", "", ""
        for line in block.strip().splitlines():
            found = speaker.match(line)
            if found:
                line = line[found.end() :]
                if found["user"] and answered:
                    examples.append(Example(asked.strip(), answered.strip()))
                    asked, answered = "", ""
                who = "user" if found["user"] else "char"
            if who == "user":
                asked += line + "\n"
            else:
                answered += line + "\n"
        if answered.strip():
            examples.append(Example(asked.strip(), answered.strip()))
    return tuple(examples[:MOST_EXAMPLES])


def slug_of(name: str, otherwise: str) -> str:
    """A persona id made of a name; `otherwise` where the name has no letters that an id can have.

    >>> slug_of("../Élan Vital!", "card")
    'elan-vital'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or otherwise
