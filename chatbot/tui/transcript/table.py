"""Renders a markdown table to rows: columns as wide as their cells, shrunk and wrapped where there is no room.

Cells and rows come from caches, so that a table that grows costs its new row and one pass over the widths.
"""

from functools import lru_cache

from chatbot.tui.transcript.markdown import inline_spans
from chatbot.tui.transcript.rows import Row, Span, cells, literal, wrap

_RULE = " │ "
_LEAST_CELLS = 4
_MOST_COLUMNS = 24


@lru_cache(maxsize=1024)
def split_row(line: str) -> tuple[str, ...]:
    """The cells of a line: cut at every pipe that is not escaped."""
    line = line.strip()
    line = line.removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    parts = line.replace("\\|", "\0").split("|", _MOST_COLUMNS)
    return tuple(part.replace("\0", "|").strip() for part in parts[:_MOST_COLUMNS])


@lru_cache(maxsize=1024)
def _cell(text: str, look: str) -> tuple[tuple[Span, ...], int]:
    spans = tuple(inline_spans(text, look))
    return spans, cells("".join(span.text for span in spans))


def _fit(wanted: list[int], room: int) -> list[int]:
    """Widths that fit: narrow columns keep theirs, the wide ones share what is left."""
    widths = wanted.copy()
    while sum(widths) > room and max(widths) > _LEAST_CELLS:
        widest = max(widths)
        second = max((width for width in widths if width < widest), default=_LEAST_CELLS)
        many = widths.count(widest)
        excess = sum(widths) - room
        step = max(1, min(widest - max(second, _LEAST_CELLS), -(-excess // many)))
        widths = [max(_LEAST_CELLS, width - step) if width == widest else width for width in widths]
    return widths


@lru_cache(maxsize=1024)
def _line_rows(line: str, look: str, widths: tuple[int, ...], sides: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows of one line of the table."""
    parts = (*split_row(line), *[""] * len(widths))[: len(widths)]
    columns = [wrap(_cell(part, look)[0], width) for part, width in zip(parts, widths, strict=True)]
    rows = []
    for number in range(max(len(column) for column in columns)):
        spans: list[Span] = []
        for index, column in enumerate(columns):
            if index:
                spans.append(Span(_RULE, "table-rule"))
            piece = column[number].spans if number < len(column) else ()
            space = max(0, widths[index] - cells("".join(span.text for span in piece)))
            left = {"right": space, "centre": space // 2}.get(sides[index], 0)
            spans += [Span(" " * left), *piece, Span(" " * (space - left))]
        rows.append(Row(tuple(span for span in spans if span.text)))
    return tuple(rows)


def _sides(delimiter: str, columns: int) -> tuple[str, ...]:
    sides = []
    for cell in split_row(delimiter):
        right = cell.endswith(":")
        sides.append(("centre" if cell.startswith(":") else "right") if right else "left")
    return (*sides, *["left"] * columns)[:columns]


def table_rows(text: str, width: int, headed: bool = True) -> list[Row]:
    """Rows of a table.

    Args:
        text: its lines, head and delimiter first.
        width: cells of a row, at least 2; where the columns cannot fit at all, the source is shown.
        headed: False for the continuation of a table, which has neither head nor delimiter.
    """
    lines = text.split("\n")
    head, delimiter, body = (lines[0], lines[1], lines[2:]) if headed and len(lines) > 1 else ("", "", lines)
    every = [split_row(line) for line in ([head, *body] if head else body)]
    count = len(split_row(head)) if head else max(len(parts) for parts in every)
    if count * _LEAST_CELLS + len(_RULE) * (count - 1) > width:
        return literal(text, width)
    wanted = [
        max((_cell(parts[index], "")[1] for parts in every if index < len(parts)), default=1) or 1
        for index in range(count)
    ]
    widths = tuple(_fit(wanted, width - len(_RULE) * (count - 1)))
    sides = _sides(delimiter, count)
    rows: list[Row] = []
    if head:
        rows += _line_rows(head, "table-head", widths, sides)
        rule = "─┼─".join("─" * size for size in widths)
        rows.append(Row((Span(rule, "table-rule"),), "\n", len(rule)))
    for line in body:
        rows += _line_rows(line, "", widths, sides)
    return rows
