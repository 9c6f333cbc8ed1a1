"""Keeps the painted lines of a widget until it is told to refresh.

Textual's compositor asks every widget of a clip for all of its lines whenever one of them changes: without this, each
key that is typed in the prompt would paint the whole conversation, and every container around it, again.
"""

from typing import TYPE_CHECKING, Self

from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.style import Style

if TYPE_CHECKING:
    from textual.widget import Widget as _Painted
else:
    # The style sheet of a widget is that of its first base which is a widget: this must be none.
    _Painted = object


class Kept(_Painted):
    """Stands before the widget's own class among its bases: its lines are asked for again only after `refresh`."""

    _kept: tuple[Region, Offset, list[Strip]] | None = None

    def paint_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region of the widget, painted now."""
        return super().render_lines(crop)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region, as painted before where nothing asked for a refresh since."""
        kept = self._kept
        if kept is None or kept[0] != crop or kept[1] != self.scroll_offset:
            kept = self._kept = (crop, self.scroll_offset, self.paint_lines(crop))
        return list(kept[2])

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Has the widget painted again."""
        self._kept = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Another theme or size: nothing painted holds."""
        self._kept = None
        super().notify_style_update()


class Ground(Kept):
    """A container of which nothing is seen but its background: one blank line stands for all of its lines."""

    def paint_lines(self, crop: Region) -> list[Strip]:
        """So many times the same line."""
        base, background = self.background_colors
        line = Strip.blank(crop.width, Style(background=base + background).rich_style)
        for line_filter in self.get_line_filters():
            line = line.apply_filter(line_filter, background)
        return [line] * crop.height
