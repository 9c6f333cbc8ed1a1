"""A text area that resolves its colours when a style changed: Textual does it with every frame, a third of a key."""

from typing import Any

from textual.widgets import TextArea
from textual.widgets.text_area import TextAreaTheme


class SteadyTheme(TextAreaTheme):
    """Textual's own colours, those of the style sheet.

    Attributes:
        resolved: whether they are those of the present styles.
    """

    resolved = False

    def apply_css(self, text_area: TextArea) -> None:
        """Takes over the colours of the text area's styles, once for each of their changes."""
        if not self.resolved:
            super().apply_css(text_area)
            self.resolved = True


class SteadyTextArea(TextArea):
    """A text area with the colours of the style sheet and a ground of its own, not one that shows through.

    All else, and its arguments, are Textual's.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.register_theme(SteadyTheme("css"))
        self.theme = "css"

    def notify_style_update(self) -> None:
        """Another theme, or another state: the colours are resolved anew."""
        if isinstance(self._theme, SteadyTheme):
            self._theme.resolved = False
        super().notify_style_update()
