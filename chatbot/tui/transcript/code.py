"""Renders code to rows: a ground of its own, the language's name above it, coloured by pygments.

A piece that is still being written is coloured line by line from a cache, so that a new line costs
one line; a finished piece is coloured as a whole, once.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from chatbot.tui.transcript.rows import TAB_CELLS, Row, Span, wrap

if TYPE_CHECKING:
    from pygments.lexer import Lexer  # type: ignore[import-untyped]

_PADDING = Span(" ")
_MOST_COLOURED = 1_000
"""Characters of a line; a longer one is not coloured, since some lexers need quadratic time."""
_LOOKS = (
    ("Comment", "syntax-comment"),
    ("Keyword.Type", "syntax-type"),
    ("Keyword", "syntax-keyword"),
    ("Operator.Word", "syntax-keyword"),
    ("Literal.String", "syntax-string"),
    ("Literal.Number", "syntax-number"),
    ("Name.Function", "syntax-function"),
    ("Name.Decorator", "syntax-function"),
    ("Name.Class", "syntax-type"),
    ("Name.Builtin", "syntax-type"),
    ("Name.Exception", "syntax-type"),
    ("Name.Tag", "syntax-keyword"),
    ("Name.Attribute", "syntax-function"),
    ("Generic.Deleted", "syntax-deleted"),
    ("Generic.Inserted", "syntax-string"),
    ("Generic.Heading", "syntax-keyword"),
)


@lru_cache(maxsize=64)
def _lexer(language: str) -> "Lexer | None":
    """The lexer of a language's name; None where there is none."""
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]

    name = language.split(maxsplit=1)[0].strip("{}.").casefold() if language.strip("{}. ") else ""
    if not name:
        return None
    try:
        return get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@lru_cache(maxsize=512)
def _look(token: str) -> str:
    name = token.removeprefix("Token.")
    return next((look for prefix, look in _LOOKS if name.startswith(prefix)), "")


def _coloured(source: str, language: str) -> list[list[Span]]:
    """Spans of each line of a piece of code."""
    lines: list[list[Span]] = [[]]
    lexer = _lexer(language)
    if lexer is None or any(len(line) > _MOST_COLOURED for line in source.split("\n")):
        return [[Span(line, "block")] if line else [] for line in source.split("\n")]
    for token, value in lexer.get_tokens(source):
        look = _look(str(token))
        for number, text in enumerate(value.split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(Span(text, f"block+{look}" if look else "block"))
    return lines


@lru_cache(maxsize=256)
def _line_rows(line: str, language: str, width: int) -> tuple[Row, ...]:
    """Rows of one line that is looked at alone."""
    return tuple(row for spans in _coloured(line, language) for row in _wrapped(spans, width))


def _wrapped(spans: list[Span], width: int) -> list[Row]:
    padding = (Span(_PADDING.text, "block"),)
    return wrap(spans, width - 1, padding, padding, fill="block")


def label_row(language: str) -> Row:
    """The row above a block of code that names its language."""
    name = f" {language.split(maxsplit=1)[0]}"[:40]
    return Row((Span(name, "block+block-label"),), "\n", len(name), "block")


def code_rows(source: str, language: str, width: int, *, label: bool, growing: bool = False) -> list[Row]:
    """Rows of a piece of code.

    Args:
        source: cleaned code without a newline at its end.
        language: as written behind the fence; empty for none.
        width: cells of a row, at least 4.
        label: True for the first piece of a block, which names the language.
        growing: True while lines are being added.
    """
    rows = [label_row(language)] if label and language else []
    source = source.expandtabs(TAB_CELLS)
    if growing:
        for line in source.split("\n"):
            rows += _line_rows(line, language, width)
    else:
        for spans in _coloured(source, language):
            rows += _wrapped(spans, width)
    return rows
