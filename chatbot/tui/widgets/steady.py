"""Textual's own colours of a text area, resolved when a style changed instead of with every frame."""

from typing import TYPE_CHECKING

from textual.widgets.text_area import TextAreaTheme

if TYPE_CHECKING:
    from textual.widgets import TextArea


class SteadyTheme(TextAreaTheme):
    """A theme for a text area that takes `resolved` back in its `notify_style_update`.

    Attributes:
        resolved: whether the colours are those of the present styles.
    """

    resolved = False

    def apply_css(self, text_area: "TextArea") -> None:
        """Takes over the colours of the text area's styles, once for each of their changes."""
        if not self.resolved:
            super().apply_css(text_area)
            self.resolved = True
