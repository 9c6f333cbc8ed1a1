"""Where everything stands: entries from top to bottom, their heights, and how a view keeps its place in them.

Pure geometry over entries; knows no widget and no colour.
"""

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from datetime import tzinfo
from itertools import accumulate

from chatbot.domain.value import Value, replace
from chatbot.tui.transcript.entry import Entry, Part, PartKind

_KEPT_PARTS = 800
"""Parts whose rows are kept: some twenty screens; the rest is rendered again when it is seen again."""

_MOST_ROUNDS = 12
"""Of mending: each can bring rows into view that were never rendered; three are the rule."""


class Place(Value):
    """A row, named so that it can be found again when heights above it have changed.

    Attributes:
        entry, part: where the row is.
        row: within the part.
        characters: of the part's text before the row, to find it at another width.
        screen_row: the row of the view at which it stands and shall stay.
    """

    entry: Entry
    part: Part
    row: int
    characters: int = 0
    screen_row: int = 0


class Seen(Value):
    """A part in view.

    Attributes:
        index: of the entry.
        number: of the part in its entry.
        top: its first row.
        entry, part: themselves.
    """

    index: int
    number: int
    top: int
    entry: Entry
    part: Part


class Column:
    """The entries of a transcript.

    Args:
        zone: of the times shown; None for this machine's.
    """

    def __init__(self, zone: tzinfo | None = None) -> None:
        self.entries: list[Entry] = []
        self.width = 80
        self._zone = zone
        self._tops: list[int] = [0]
        self._clean = 0
        self._seen: OrderedDict[Part, None] = OrderedDict()

    @property
    def height(self) -> int:
        """Rows of all entries and a blank one at the end."""
        self._count()
        return self._tops[-1] + (1 if self.entries else 0)

    def index(self, message_id: str) -> int | None:
        """Position of a message; None if it is not loaded. Looks from the end, where most things happen."""
        for index in range(len(self.entries) - 1, -1, -1):
            if self.entries[index].id == message_id:
                return index
        return None

    def changed(self, index: int = 0) -> None:
        """Says that the height of an entry, or what follows it, is another one."""
        self._clean = min(self._clean, index)

    def set_width(self, width: int) -> None:
        """Forgets what was rendered for another width."""
        self.width = width
        for entry in self.entries:
            if entry.streaming:
                entry.reopen(width)
            else:
                entry.parts = None
                entry.guess(width)
        self.forget_rows()
        self.changed()

    def forget_rows(self) -> None:
        """Drops the account of what is rendered."""
        self._seen.clear()

    def _count(self) -> None:
        if self._clean < len(self.entries) or len(self._tops) != len(self.entries) + 1:
            start = min(self._clean, len(self._tops) - 1)
            heights = [entry.height for entry in self.entries[start:]]
            self._tops[start:] = accumulate(heights, initial=self._tops[start])
            self._clean = len(self.entries)

    def top_of(self, index: int) -> int:
        """The first row of an entry."""
        self._count()
        return self._tops[index]

    def entry_at(self, y: int) -> int:
        """Position of the entry in which a row lies; the last one for rows below."""
        self._count()
        return max(0, min(bisect_right(self._tops, y) - 1, len(self.entries) - 1))

    def place(self, y: int) -> Place | None:
        """What stands in a row; None for rows outside. May open the entry, which mends its height."""
        if not self.entries or y < 0 or y >= self.height:
            return None
        index = self.entry_at(y)
        entry = self.entries[index]
        if entry.parts is None:
            entry.open(self.width)
            self.changed(index)
            self._count()
        rest = y - self._tops[index]
        for part in entry.parts or ():
            if rest < part.height:
                return Place(entry, part, rest, _characters(part, rest))
            rest -= part.height
        return None

    def anchor(self, top: int, height: int) -> Place | None:
        """What a view should hold on to: its first row that is no header, since headers come and go with days."""
        first = None
        for row in range(height):
            place = self.place(top + row)
            if place is None:
                break
            first = first or place
            if place.part.kind is not PartKind.HEAD:
                return replace(place, screen_row=row)
        return first

    def row_of(self, place: Place) -> int | None:
        """Where a place is now; None if its entry is gone. Of a part made anew, the row with the same text."""
        index = bisect_left(self.entries, place.entry.key, key=lambda entry: entry.key)
        if index == len(self.entries) or self.entries[index] is not place.entry:
            return None
        y = self.top_of(index)
        for part in place.entry.parts or ():
            if part is place.part:
                return y + min(place.row, max(0, part.height - 1))
            y += part.height
        return self._moved(index, place)

    def _moved(self, index: int, place: Place) -> int:
        """The row of a place whose part was made anew: the same block, the same characters before it."""
        entry = place.entry
        y = self.top_of(index)
        parts = entry.open(self.width)
        self.changed(index)
        for part in parts:
            if part.kind is place.part.kind and (part.block, part.note) == (place.part.block, place.part.note):
                self.measure(entry, part)
                return y + _row_at(part, place.characters)
            y += part.height
        return self.top_of(index) + min(place.row, max(0, entry.height - 1))

    def measure(self, entry: Entry, part: Part) -> bool:
        """Has a part rendered; True if its height was not what it was taken for."""
        before = part.height
        if part.rows is None:
            entry.measure(part, self.width, self._zone)
        self._seen[part] = None
        self._seen.move_to_end(part)
        while len(self._seen) > _KEPT_PARTS:
            self._seen.popitem(last=False)[0].drop_rows()
        if part.height != before:
            entry.height += part.height - before
            return True
        return False

    def visible(self, top: int, height: int) -> Iterator[Seen]:
        """Parts that lie in some rows, in order. A part may be measured before the next one is asked for."""
        if not self.entries:
            return
        index = self.entry_at(max(0, top))
        while index < len(self.entries) and self.top_of(index) < top + height:
            entry = self.entries[index]
            if entry.parts is None:
                entry.open(self.width)
                self.changed(index)
            y = self.top_of(index)
            for number, part in enumerate(entry.parts or ()):
                if y >= top + height:
                    break
                if y + max(1, part.height) > top:
                    yield Seen(index, number, y, entry, part)
                y += part.height
            index += 1

    def settle(self, top: int, height: int, anchor: Place | None = None) -> int:
        """Has everything in view rendered, and gives the top at which the anchor stays where it was.

        Args:
            top: wished first row.
            height: rows of the view.
            anchor: what must not move; None for what stands at `top`.
        """
        anchor = anchor or self.place(top)
        for _round in range(_MOST_ROUNDS):
            mended = self._mend(top, height)
            row = self.row_of(anchor) if anchor else None
            wanted = top if row is None or anchor is None else row - anchor.screen_row
            clamped = max(0, min(wanted, self.height - height))
            if not mended and clamped == top:
                break
            top = clamped
        return top

    def _mend(self, top: int, height: int) -> bool:
        mended = False
        for seen in self.visible(top, height):
            if self.measure(seen.entry, seen.part):
                self.changed(seen.index)
                mended = True
        return mended

    def settle_end(self, height: int) -> int:
        """Has the last rows rendered, and gives the top that shows the end."""
        seen = 1
        for index in range(len(self.entries) - 1, -1, -1):
            entry = self.entries[index]
            for part in reversed(entry.open(self.width)):
                if seen < height:
                    self.measure(entry, part)
                    seen += part.height
            self.changed(index)
            if seen >= height:
                break
        return max(0, self.height - height)


def _characters(part: Part, row: int) -> int:
    rows = part.rows or ()
    return sum(len(before.text) - before.furniture + len(before.joint) for before in rows[:row])


def _row_at(part: Part, characters: int) -> int:
    count = 0
    for number, row in enumerate(part.rows or ()):
        count += len(row.text) - row.furniture + len(row.joint)
        if count > characters:
            return number
    return max(0, part.height - 1)
