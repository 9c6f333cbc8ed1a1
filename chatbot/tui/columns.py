"""Text in two columns: a label, and beside it what it says, however narrow the place is. Pure."""

from textual.content import Content

_LEAST_CELLS = 12
"""A narrower second column would be a column of syllables."""


def beside(label: Content, value: str | Content, column: int, cells: int) -> Content:
    """A label and its value, without a line end; further lines of the value stand below its first one.

    Args:
        label: what stands at the left; the value begins on the next line where it fills its column.
        value: plain or styled.
        column: the cell in which the value begins.
        cells: of a line.
    """
    text = Content(value) if isinstance(value, str) else value
    lines = text.wrap(max(_LEAST_CELLS, cells - column))
    below = "\n" + " " * column
    gap = " " * (column - label.cell_length) if label.cell_length < column else below
    return Content.assemble(label, gap, Content(below).join(line.rstrip() for line in lines))
