"""A text to be read: the exact request, help, a list of keys. Scrolls, and nothing in it is markup."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from chatbot.domain.text import clean_line
from chatbot.tui.screens.over import OverScreen


class Reader(OverScreen[bool]):
    """Shows a text.

    Args:
        title: one line.
        content: the text.
    """

    AUTO_FOCUS = ".reader"

    def __init__(self, title: str, content: Content) -> None:
        super().__init__()
        self._title = title
        self._content = content

    def compose(self) -> ComposeResult:
        """The title and the text."""
        with Vertical(classes="card tall"):
            yield Static(Content(clean_line(self._title)), classes="card-title", markup=False)
            with VerticalScroll(classes="reader"):
                yield Static(self._content, markup=False)
            yield Static(Content("arrows and page keys scroll, esc closes"), classes="card-hint", markup=False)
