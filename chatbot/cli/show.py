"""How the command line prints: JSON for programs, plain aligned columns for people, notes to stderr."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from chatbot.cli.streams import takes_unicode
from chatbot.domain.text import clean, clean_line


def print_json(value: object) -> None:
    """Prints a value of the domain, or of builtins, as indented JSON."""
    print(json.dumps(msgspec.to_builtins(value), indent=2, ensure_ascii=not takes_unicode()))


def as_json_line(value: object) -> str:
    """The same in one line."""
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=not takes_unicode())


def print_text(text: str) -> None:
    """Prints text of a person or a model, made inert."""
    print(clean(text))


def print_note(line: str) -> None:
    """Tells the person something that is no output."""
    print(clean_line(line, 400), file=sys.stderr)


def print_columns(rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
    """Prints rows in columns.

    Args:
        rows: cells, uncleaned.
        widths: cells of each column but the last, which takes what it needs.
    """
    from rich.cells import set_cell_size

    for row in rows:
        cells = [clean_line(cell, 400) for cell in row]
        fitted = [set_cell_size(cell, width) for cell, width in zip(cells, widths, strict=False)]
        print("  ".join([*fitted, *cells[len(widths) :]]).rstrip())


def day(moment: datetime | None) -> str:
    """A moment as local date and time; a dash for none."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else "-"


def fields(value: Any, *names: str) -> dict[str, Any]:
    """Some attributes of a value, by name."""
    return {name: getattr(value, name) for name in names}
