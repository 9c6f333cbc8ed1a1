"""Small drawings made of characters: bars for shares, braille lines for moods. Pure."""

from collections.abc import Sequence
from itertools import pairwise

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # braille dots, by row and column of a cell


def bar(share: float, cells: int) -> str:
    """A bar of a share (0..1) of `cells`, in eighths of a cell; anything above zero is visible."""
    eighths = round(max(0.0, min(1.0, share)) * cells * 8)
    if share > 0 and eighths == 0:
        eighths = 1
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")


def line_chart(values: Sequence[float], cells: int, rows: int) -> list[str]:
    """A line through values (-1..1) in braille, `rows` texts of `cells` characters, the highest first.

    The newest value is at the right edge. More values than dots are averaged; fewer are spread.
    """
    if not values or cells < 1:
        return ["⠀" * cells for _ in range(rows)]
    columns = cells * 2
    points = _spread(values, columns)
    height = rows * 4
    grid = [[0] * cells for _ in range(rows)]
    before: int | None = None
    for x, value in enumerate(points):
        y = round((1 - (max(-1.0, min(1.0, value)) + 1) / 2) * (height - 1))
        low, high = (y, y) if before is None else (min(y, before), max(y, before))
        for dot in range(low, high + 1):
            grid[dot // 4][x // 2] |= _DOTS[dot % 4][x % 2]
        before = y
    return ["".join(chr(0x2800 + cell) for cell in row) for row in grid]


def _spread(values: Sequence[float], columns: int) -> list[float]:
    count = len(values)
    if count == 1:
        return [values[0]] * columns
    if count > columns:
        edges = [round(index * count / columns) for index in range(columns + 1)]
        return [sum(values[a:b]) / (b - a) for a, b in pairwise(edges)]
    points = []
    for column in range(columns):
        place = column * (count - 1) / (columns - 1)
        index = min(int(place), count - 2)
        share = place - index
        points.append(values[index] * (1 - share) + values[index + 1] * share)
    return points
