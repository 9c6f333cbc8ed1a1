"""What a selection with the mouse means as text: the words as they were written, without decoration.

A block that is selected as a whole gives its source; of a block selected in part, the shown words, with
wrapped lines joined again.
"""

from textual.geometry import Offset
from textual.selection import Selection

from chatbot.tui.transcript.column import Column
from chatbot.tui.transcript.entry import Entry, Part, PartKind
from chatbot.tui.transcript.paint import line_key

_FIRST, _LAST = Offset(0, -(1 << 200)), Offset(0, 1 << 200)


def bounds(selection: Selection) -> tuple[Offset, Offset]:
    """Both ends; an open end is far away. A y is a `line_key`, an x a character of the row."""
    return selection.start or _FIRST, selection.end or _LAST


def row_range(selection: Selection, key: int) -> tuple[int, int] | None:
    """The selected characters of a row; None for none. An end of -1 is the row's end."""
    start, end = bounds(selection)
    if not start.y <= key <= end.y:
        return None
    return (start.x if key == start.y else 0, end.x if key == end.y else -1)


def _part_text(column: Column, entry: Entry, number: int, part: Part, selection: Selection) -> str:
    start, end = bounds(selection)
    first, last = line_key(entry, number, 0), line_key(entry, number, max(0, part.height - 1))
    if last < start.y or first > end.y:
        return ""
    if start.y < first and end.y > last and part.block is not None:
        return part.block.raw
    if part.rows is None:
        column.measure(entry, part)
    pieces = []
    whole = start.y < first or start == Offset(0, first)
    for index, row in enumerate(part.rows or ()):
        span = row_range(selection, first + index)
        if span is None:
            continue
        begin, finish = max(span[0], row.furniture), len(row.text) if span[1] < 0 else span[1]
        text = row.text[begin:finish]
        whole = whole and finish >= len(row.text)
        pieces.append(text + (row.joint if first + index < end.y else ""))
    if whole and end.y >= last and part.block is not None:
        return part.block.raw
    return "".join(pieces)


def selected_text(column: Column, selection: Selection) -> str:
    """The text of a selection, messages apart by a blank line."""
    start, end = bounds(selection)
    texts = []
    for entry in column.entries:
        if line_key(entry, 0, 0) > end.y or line_key(entry, (1 << 20) - 1, 0) < start.y:
            continue
        parts = entry.open(column.width)
        pieces = [
            _part_text(column, entry, number, part, selection)
            for number, part in enumerate(parts)
            if part.kind is not PartKind.HEAD
        ]
        text = "".join(pieces).strip("\n")
        if text:
            texts.append(text)
    return "\n\n".join(texts)
