"""A list of what would be done, to be read before it is: yes, no, or later."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from chatbot.domain.text import clean_line
from chatbot.tui.screens.over import OverScreen


class Proposal(OverScreen[bool]):
    """Shows lines and asks whether to go on: True for yes, False for no, None for later.

    Args:
        title: what is proposed.
        lines: what would be done, one thing a line.
        yes: the word for going on.
    """

    AUTO_FOCUS = ".reader"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", "Yes", show=False),
        Binding("n", "answer(False)", "No", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[str], yes: str) -> None:
        super().__init__()
        self._title = title
        self._lines = tuple(clean_line(line, 400) for line in lines)
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The title, the lines, the keys."""
        with Vertical(classes="card tall"):
            yield Static(Content(clean_line(self._title)), classes="card-title", markup=False)
            with VerticalScroll(classes="reader"):
                yield Static(Content("\n".join(self._lines)), markup=False)
            hint = Content.assemble(("y", "$accent"), f" {self._yes}    ", ("esc", "$accent"), " leave it")
            yield Static(hint, classes="card-hint", markup=False)

    def action_answer(self, yes: bool) -> None:
        """Closes with the answer."""
        self.dismiss(yes)
