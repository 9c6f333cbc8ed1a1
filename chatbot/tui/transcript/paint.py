"""Turns rows into strips: centres the column, adds the gutter, colours, and lays selection and hits over them.

Selecting, hovering and searching only cut strips that are already there; nothing is rendered again.
"""

import re

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from chatbot.domain.value import Value
from chatbot.tui.transcript.entry import Entry, Part, PartKind
from chatbot.tui.transcript.palette import Palette
from chatbot.tui.transcript.rows import Row, cells

MOST_COLUMN_CELLS = 100
GUTTER_CELLS = 2
_PART_BITS = 20
_ENTRY_BITS = 40
_NO_ROW = Row()


def line_key(entry: Entry, part_number: int, row: int) -> int:
    """One number for a row of the whole transcript: ordered from top to bottom, unmoved when heights are mended."""
    return (entry.key << _ENTRY_BITS) + (part_number << _PART_BITS) + row


class Marks(Value):
    """What lies over a row. Ranges are of characters of the row's text; an end of -1 is the row's end.

    Attributes:
        focused: whether the message is the chosen one.
        keyed: whether keys go to it now; its mark is bright then, and quiet while they go elsewhere.
        selected: None for no selection in the row.
        hits: ranges that a search found.
    """

    focused: bool = False
    keyed: bool = True
    selected: tuple[int, int] | None = None
    hits: tuple[tuple[int, int], ...] = ()


PLAIN = Marks()


class Painter:
    """Paints rows for one width of the view and one theme.

    Args:
        palette: the colours.
        width: cells of the view.
    """

    def __init__(self, palette: Palette, width: int) -> None:
        self.palette = palette
        self._width = width
        self._column = min(MOST_COLUMN_CELLS, max(GUTTER_CELLS + 4, width - 2))
        self._left = max(0, (width - self._column) // 2)

    @property
    def text_cells(self) -> int:
        """Width of a row's text."""
        return self._column - 2 * GUTTER_CELLS

    @property
    def text_left(self) -> int:
        """Cells before a row's text."""
        return self._left + GUTTER_CELLS

    def blank(self) -> Strip:
        """A line outside every message."""
        return Strip.blank(self._width, self.palette.base)

    def strip(self, entry: Entry, part: Part, number: int, marks: Marks = PLAIN) -> Strip:
        """One line of the view.

        Args:
            entry: whose row it is.
            part: of the entry, rendered.
            number: of the row in the part.
            marks: what lies over it.
        """
        strip = part.strips.get(number)
        if strip is None:
            strip = part.strips[number] = self._fresh(entry, part, number)
        if marks.focused and (part.kind is not PartKind.HEAD or number == part.height - 1):
            strip = self._over(strip, self._left, self._left + 1, "focus" if marks.keyed else "chosen", "▌")
        row = part.rows[number] if part.rows else _NO_ROW
        for start, end in marks.hits:
            strip = self._mark(strip, row, start, end, "hit")
        if marks.selected is not None:
            start, end = marks.selected
            strip = self._mark(strip, row, start, len(row.text) if end < 0 else end, "selected")
        return strip

    def _grounded(self, entry: Entry, part: Part, number: int) -> bool:
        """Whether a row has the ground of the user's messages."""
        if not entry.is_user or part.kind is PartKind.NOTE:
            return False
        return part.kind is PartKind.BODY or number == part.height - 1

    def _fresh(self, entry: Entry, part: Part, number: int) -> Strip:
        user = self._grounded(entry, part, number)
        row = part.rows[number] if part.rows else _NO_ROW
        style = self.palette.style
        ground = style("", user)
        bar = Segment("▎ ", style("user-bar", True)) if user else Segment("  ", ground)
        segments = [Segment(" " * self._left, self.palette.base), bar]
        used = 0
        for span in row.spans:
            look = style(span.look, user)
            if span.href:
                look += Style.from_meta({"href": span.href})
            if part.note is not None:
                look += Style.from_meta({"note": part.note.id})
            segments.append(Segment(span.text, look))
            used += cells(span.text)
        space = self.text_cells - used
        if space > 0:
            segments.append(Segment(" " * space, style(row.fill, user) if row.fill else ground))
        segments.append(Segment(" " * GUTTER_CELLS, ground))
        right = self._width - self._left - self._column
        segments.append(Segment(" " * right, self.palette.base))
        return Strip(segments).adjust_cell_length(self._width, self.palette.base)

    def _mark(self, strip: Strip, row: Row, start: int, end: int, look: str) -> Strip:
        text = row.text
        left = self.text_left + cells(text[: max(0, start)])
        return self._over(strip, left, left + cells(text[max(0, start) : end]), look)

    def _over(self, strip: Strip, start: int, end: int, look: str, text: str = "") -> Strip:
        """Lays a look over some cells, and puts a text of the same width there if one is given."""
        if end <= start:
            return strip
        style = self.palette.over(look)
        before, middle, after = strip.crop(0, start), strip.crop(start, end), strip.crop(end)
        segments = Segment.apply_style(middle, post_style=style)
        if text:
            segments = [Segment(text, segment.style) for segment in segments][:1]
        return Strip.join([before, Strip(segments, end - start), after])

    def with_offsets(self, strip: Strip, key: int) -> Strip:
        """The strip as mouse selection needs it: each segment knows which character of the row it begins with."""
        margin, text = strip.crop(0, self.text_left), strip.crop(self.text_left)
        segments = []
        position = -sum(len(segment.text) for segment in margin)
        for segment in (*margin, *text):
            meta = Style.from_meta({"offset": (position, key)})
            segments.append(Segment(segment.text, segment.style + meta if segment.style else meta))
            position += len(segment.text)
        return Strip(segments, strip.cell_length)


def find_marks(part: Part, pattern: re.Pattern[str]) -> dict[int, tuple[tuple[int, int], ...]]:
    """Where a pattern stands in a rendered part, also across rows: ranges of characters by row."""
    rows = part.rows or []
    starts, pieces, position = [], [], 0
    for row in rows:
        piece = row.text[row.furniture :] + (row.joint if row.joint != "\n" else " ")
        starts.append(position)
        pieces.append(piece)
        position += len(piece)
    text = "".join(pieces)
    found: dict[int, list[tuple[int, int]]] = {}
    for match in pattern.finditer(text):
        for number, row in enumerate(rows):
            start = max(match.start(), starts[number]) - starts[number]
            end = min(match.end() - starts[number], len(row.text) - row.furniture)
            if end > start:
                found.setdefault(number, []).append((start + row.furniture, end + row.furniture))
    return {number: tuple(ranges) for number, ranges in found.items()}
