"""Rows of styled text: what a message becomes before it is coloured. Wrapping by terminal cells.

Knows nothing of markdown, colours or widgets.
"""

import re
from collections.abc import Iterable, Iterator

from rich.cells import cell_len, split_graphemes

from chatbot.domain.value import Value

TAB_CELLS = 4
_WORD = re.compile(r"\S+[ ]*|[ ]+|\s+")


class Span(Value):
    """A run of text that looks the same.

    Attributes:
        text: one line, cleaned, without tabs.
        look: names of the palette joined by `+`, such as `strong+em`; empty for plain text.
        href: an http or https address that a click asks to open; empty for none.
    """

    text: str
    look: str = ""
    href: str = ""


class Row(Value):
    """One line of the screen.

    Attributes:
        spans: left to right.
        joint: what stood between this row and the next in the text: a newline, the spaces at which a line was
            wrapped, or nothing where a word was folded.
        furniture: how many characters at the left are bars, bullets and indentation, and are not copied.
        fill: look of the rest of the line; empty for the message's own ground.
    """

    spans: tuple[Span, ...] = ()
    joint: str = "\n"
    furniture: int = 0
    fill: str = ""

    @property
    def text(self) -> str:
        """The characters of the row, furniture included."""
        return "".join(span.text for span in self.spans)


def cells(text: str) -> int:
    """How many terminal cells a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def _fold(text: str, start: int, width: int, used: int) -> Iterator[tuple[int, int]]:
    """Cuts a word that is wider than a row: gives (index, cells before it) of each new row's start.

    Args:
        text: the word.
        start: where the word begins in the whole text.
        width: cells of a row.
        used: cells already taken in the present row.
    """
    if text.isascii():
        for offset in range(width - used, len(text), width):
            yield start + offset, len(text) - offset
        return
    graphemes, _total = split_graphemes(text)
    for begin, _end, size in graphemes:
        if used + size > width:
            yield start + begin, 0
            used = 0
        used += size


def cut(text: str, width: int) -> list[tuple[int, int, str]]:
    """Cuts one line of text into rows of at most `width` cells, at spaces where there are any.

    Args:
        text: one line.
        width: cells of a row, at least 2.

    Returns:
        start, end and joint of each row; the joint of the last is empty.
    """
    if cells(text) <= width:
        return [(0, len(text), "")]
    starts = [0]
    used = 0
    for match in _WORD.finditer(text):
        word, begin = match.group(), match.start()
        body = word.rstrip()
        size = cells(body)
        if used + size <= width:
            used += size + len(word) - len(body)
            continue
        wide = size != len(body)
        if size <= width and not wide:
            starts.append(begin)
            used = size + len(word) - len(body)
            continue
        if used and (not wide or used >= width):
            starts.append(begin)
            used = 0
        last = begin
        for index, _rest in _fold(body, begin, width, min(used, width)):
            if index > starts[-1]:
                starts.append(index)
            last, used = index, 0
        used += cells(text[last : begin + len(body)]) + len(word) - len(body)
    return _with_joints(text, starts)


def _with_joints(text: str, starts: list[int]) -> list[tuple[int, int, str]]:
    rows = []
    for start, after in zip(starts, [*starts[1:], len(text)], strict=True):
        if after == len(text):
            rows.append((start, after, ""))
        else:
            end = start + len(text[start:after].rstrip()) or after
            rows.append((start, end, text[end:after]))
    return rows


def _slice(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    pieces = []
    position = 0
    for span in spans:
        after = position + len(span.text)
        if after > start and position < end:
            piece = span.text[max(0, start - position) : end - position]
            pieces.append(span if piece == span.text else Span(piece, span.look, span.href))
        position = after
        if position >= end:
            break
    return tuple(pieces)


def wrap(
    spans: Iterable[Span], width: int, first: tuple[Span, ...] = (), rest: tuple[Span, ...] = (), fill: str = ""
) -> list[Row]:
    """Rows of one line of spans.

    Args:
        spans: the line.
        width: cells of a row, prefix included.
        first: furniture before the first row.
        rest: furniture before every other row.
        fill: see `Row`.
    """
    line = tuple(spans)
    text = "".join(span.text for span in line)
    room = max(2, width - max(cells("".join(s.text for s in first)), cells("".join(s.text for s in rest))))
    rows = []
    pieces = cut(text, room)
    for number, (start, end, joint) in enumerate(pieces):
        prefix = rest if number else first
        spans_here = line if len(pieces) == 1 else _slice(line, start, end)
        last = number == len(pieces) - 1
        furniture = sum(len(span.text) for span in prefix)
        rows.append(Row(prefix + spans_here, "\n" if last else joint, furniture, fill))
    return rows


def literal(text: str, width: int, look: str = "", fill: str = "") -> list[Row]:
    """Rows of a text exactly as it was typed."""
    rows: list[Row] = []
    for line in text.split("\n"):
        rows += wrap((Span(line.expandtabs(TAB_CELLS), look),), width, fill=fill)
    return rows
