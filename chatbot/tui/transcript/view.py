"""The view under the transcript: one scrolling widget that paints rows of a column and keeps the reader's place.

No widget a message. It decides what is on the screen; what the conversation is, `transcript` tells it.
"""

import re
from datetime import tzinfo

from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from chatbot.domain.value import replace
from chatbot.tui.transcript.column import Column, Place, Seen
from chatbot.tui.transcript.events import FollowingChanged, NewerRequested, OlderRequested
from chatbot.tui.transcript.paint import PLAIN, Marks, Painter, find_marks, line_key
from chatbot.tui.transcript.palette import DEFAULT_CSS, Palette
from chatbot.tui.transcript.select import row_range, selected_text
from chatbot.tui.widgets.kept import Kept

FOLLOW_ROWS = 2
"""The view follows the end while it is within so many rows of it."""


class TranscriptView(Kept, ScrollView, can_focus=True):
    """Shows a column of messages.

    Args:
        zone: of the times shown; None for this machine's.
        id, classes: as for every widget.
    """

    DEFAULT_CSS = DEFAULT_CSS
    BINDING_GROUP_TITLE = "Transcript"

    def __init__(self, zone: tzinfo | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.column = Column(zone)
        self.has_older = False
        self.has_newer = False
        self._painter: Painter | None = None
        self._theme: tuple[object, ...] = ()
        self._follows = True
        self._moving = False
        self._asked = ("", "")
        self._new_below = 0
        self._jump: tuple[str, re.Pattern[str]] | None = None
        self._focused_id = ""

    @property
    def following(self) -> bool:
        """Whether the end stays in view when something is added."""
        return self._follows and not self.has_newer

    @property
    def painter(self) -> Painter:
        """For the present width and theme."""
        if self._painter is None:
            palette = Palette(self.colors[3], self.colors[2], self.app.stylesheet.parse_style)
            self._painter = Painter(palette, self._view_size.width)
        return self._painter

    @property
    def _view_size(self) -> Size:
        return self.scrollable_content_region.size

    # Size and theme

    def on_resize(self) -> None:
        """Renders for the new size; what stood at the top stays there."""
        place = self._top_place()
        self._painter = None
        if self.painter.text_cells != self.column.width:
            self.screen.clear_selection()
            self.column.set_width(self.painter.text_cells)
        else:
            self._drop_strips()
        self.keep(place)

    def notify_style_update(self) -> None:
        """Paints anew if the theme is another one; focus and hover change nothing here."""
        super().notify_style_update()
        theme = (self.app.theme, self.app.ansi_color, *self.colors)
        if theme != self._theme:
            self._theme = theme
            self._painter = None
            self._drop_strips()

    def _drop_strips(self) -> None:
        for entry in self.column.entries:
            for part in entry.parts or ():
                part.strips.clear()

    # Keeping the place

    def _top_place(self) -> Place | None:
        """What stands at the top, to be found again after a change; None while following."""
        return None if self.following else self.column.anchor(self.scroll_offset.y, self._view_size.height)

    def keep(self, place: Place | None) -> None:
        """Shows the column as it is now.

        Args:
            place: what must stand where it stood; None to follow the end if the view does, else to stay by row.
        """
        height = self._view_size.height
        if not height:
            return
        if place is None and self.following:
            top = self.column.settle_end(height)
        else:
            top = self.column.settle(self.scroll_offset.y, height, place)
        self._show(top)
        self.refresh()

    def _show(self, top: int) -> None:
        """Sets extent and position at once, without a layout of the screen."""
        self._moving = True
        size = Size(self._view_size.width, self.column.height)
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)
        self.scroll_target_y = self.scroll_y = top
        self._moving = False
        self._ask_for_more()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The reader scrolled: renders what came into view, without moving what stays in it."""
        super().watch_scroll_y(old_value, new_value)
        height = self._view_size.height
        if self._moving or not height or round(old_value) == round(new_value):
            return
        old, new = round(old_value), round(new_value)
        if new < old < new + height:
            place = self.column.place(old)
            top = self.column.settle(new, height, replace(place, screen_row=old - new) if place else None)
        else:
            top = self.column.settle(new, height)
        self._show(top)
        self._set_following(self.max_scroll_y - self.scroll_offset.y <= FOLLOW_ROWS)

    def _scroll_to(
        self, x: float | None = None, y: float | None = None, *, animate: bool = True, **options: object
    ) -> bool:
        """Never animates: heights may be mended on the way, and a target would be missed."""
        return super()._scroll_to(x, y, animate=False, **options)  # type: ignore[arg-type]

    def _set_following(self, following: bool) -> None:
        if following and not self.has_newer:
            self._new_below = 0
        if following != self._follows:
            self._follows = following
            self.post_message(FollowingChanged(self.following, self._new_below))

    def came_below(self) -> None:
        """Counts a message that came while the reader was elsewhere, and says so."""
        if not self.following:
            self._new_below += 1
            self.post_message(FollowingChanged(False, self._new_below))

    def follow_end(self) -> None:
        """Goes to the end of what is loaded, and stays there if it is the end of the conversation."""
        self._set_following(True)
        height = self._view_size.height
        if height:
            self._show(self.column.settle_end(height))
            self.refresh()

    def _ask_for_more(self) -> None:
        entries = self.column.entries
        height = self._view_size.height
        if not entries:
            return
        first, last = entries[0].id, entries[-1].id
        if self.has_older and self.scroll_offset.y < 2 * height and self._asked[0] != first:
            self._asked = (first, self._asked[1])
            self.post_message(OlderRequested(first))
        near_end = self.column.height - self.scroll_offset.y < 3 * height
        if self.has_newer and near_end and self._asked[1] != last:
            self._asked = (self._asked[0], last)
            self.post_message(NewerRequested(last))

    # Painting

    def paint_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region, from strips that are there already."""
        filters = self.app.get_line_filters()
        lines = self._lines(crop.y, crop.height, offsets=False)
        for line_filter in filters:
            lines = [line.apply_filter(line_filter, self.colors[2]) for line in lines]
        if crop.x or crop.width != self._view_size.width:
            lines = [line.crop(crop.x, crop.right) for line in lines]
        return lines

    def render_line(self, y: int) -> Strip:
        """One line with the places of its characters, as the mouse selection asks for it."""
        return self._lines(y, 1, offsets=True)[0]

    def _lines(self, y: int, height: int, *, offsets: bool) -> list[Strip]:
        top = y + self.scroll_offset.y
        lines: list[Strip] = []
        selection = self.text_selection
        for seen in self.column.visible(top, height):
            self.column.measure(seen.entry, seen.part)
            first = max(0, top - seen.top)
            for number in range(first, min(seen.part.height, top + height - seen.top)):
                key = line_key(seen.entry, seen.number, number)
                marks = self._marks(seen, number, key, selection)
                strip = self.painter.strip(seen.entry, seen.part, number, marks)
                lines.append(self.painter.with_offsets(strip, key) if offsets else strip)
        lines += [self.painter.blank()] * (height - len(lines))
        return lines[:height]

    def _marks(self, seen: Seen, number: int, key: int, selection: Selection | None) -> Marks:
        focused = bool(self._focused_id) and seen.entry.id == self._focused_id
        jumped = self._jump if self._jump and self._jump[0] == seen.entry.id and seen.number else None
        hits = find_marks(seen.part, jumped[1]) if jumped else {}
        if not focused and selection is None and not hits:
            return PLAIN
        selected = row_range(selection, key) if selection else None
        return Marks(focused, self.has_focus, selected, hits.get(number, ()))

    # Selection

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text as it was written, for Textual's copying."""
        return selected_text(self.column, selection), "\n"

    @property
    def selected_text(self) -> str:
        """What the mouse has selected here; empty for nothing."""
        selection = self.text_selection
        return selected_text(self.column, selection) if selection else ""

    def selection_updated(self, selection: Selection | None) -> None:
        """Paints the selection."""
        self.refresh()

    def entry_at_offset(self, offset: Offset) -> str:
        """Id of the message at a position in the view; empty for none."""
        place = self.column.place(offset.y + self.scroll_offset.y)
        return place.entry.id if place else ""
