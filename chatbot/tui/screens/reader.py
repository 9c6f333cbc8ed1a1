"""A text to be read: the exact request, help, a list of keys. Scrolls, and nothing in it is markup."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from chatbot.domain.text import clean_line
from chatbot.tui.hints import hints
from chatbot.tui.screens.over import OverScreen


class Reader(OverScreen[bool]):
    """Shows a text.

    Args:
        title: one line.
        content: the text; or what makes it for a number of cells, where it stands in columns.
    """

    AUTO_FOCUS = ".reader"

    def __init__(self, title: str, content: Content | Callable[[int], Content]) -> None:
        super().__init__()
        self._title = title
        self._content = content

    def compose(self) -> ComposeResult:
        """The title and the text."""
        with Vertical(classes="card tall"):
            yield Static(Content(clean_line(self._title)), classes="card-title", markup=False)
            with VerticalScroll(classes="reader"):
                yield Static(self._content if isinstance(self._content, Content) else "", markup=False)
            yield Static(hints(("arrows", "scroll"), ("esc", "close")), classes="card-hint", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Fits columns to the width."""
        if not isinstance(self._content, Content):
            self.call_after_refresh(self._fit, self._content)

    def _fit(self, content: Callable[[int], Content]) -> None:
        reader = self.query_one(".reader")
        reader.query_one(Static).update(content(reader.scrollable_content_region.width))
