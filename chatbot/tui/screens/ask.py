"""Two small questions: a line of text, and yes or no. Both name the thing that they are about."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from chatbot.domain.text import clean, clean_line
from chatbot.tui.screens.over import OverScreen
from chatbot.tui.widgets.fields import Line, Sheet


class AskLine(OverScreen[str]):
    """Asks for one line; answers with it, cleaned, or None.

    Args:
        question: what is asked.
        value: what stands there at first; empty where nothing is there to be kept as it was.
    """

    def __init__(self, question: str, value: str = "") -> None:
        super().__init__()
        self._question = question
        self._value = value

    def compose(self) -> ComposeResult:
        """The question and the line."""
        with Vertical(classes="card small"):
            yield Static(Content(clean_line(self._question)), classes="card-title", markup=False)
            yield Line(value=clean_line(self._value, 2000), classes="card-input")
            hint = "enter to keep, esc to leave it as it was" if self._value else "enter to go on, esc to close"
            yield Static(Content(hint), classes="card-hint", markup=False)

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(clean_line(event.value, 2000) or None)


class AskText(OverScreen[str]):
    """Asks for a text of several lines. The keys are the prompt's: enter keeps it, ctrl+j begins a line.

    Args:
        question: what is asked.
        value: what stands there at first.
        left: told what stands there when it is closed without an answer; None for nobody.
    """

    AUTO_FOCUS = "TextArea"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "keep", "Keep", show=False, priority=True),
        Binding("ctrl+j,shift+enter,alt+enter", "newline", "New line", show=False, priority=True),
    ]

    def __init__(self, question: str, value: str, left: Callable[[str], None] | None = None) -> None:
        super().__init__()
        self._question = question
        self._value = value
        self._left = left

    def compose(self) -> ComposeResult:
        """The question and the text."""
        with Vertical(classes="card"):
            yield Static(Content(clean_line(self._question)), classes="card-title", markup=False)
            yield Sheet(clean(self._value), soft_wrap=True, show_line_numbers=False)
            hint = "enter to keep, ctrl+j new line, esc to leave it as it was"
            yield Static(Content(hint), classes="card-hint", markup=False)

    def on_mount(self) -> None:
        """The cursor stands where one goes on writing."""
        sheet = self.query_one(TextArea)
        sheet.move_cursor(sheet.document.end)

    def action_newline(self) -> None:
        """Begins a new line."""
        sheet = self.query_one(TextArea)
        sheet.replace("\n", *sheet.selection)

    def action_leave(self) -> None:
        """Closes without an answer; what was written is not thrown away."""
        if self._left is not None:
            self._left(clean(self.query_one(TextArea).text))
        self.dismiss(None)

    def action_keep(self) -> None:
        """Answers with the text."""
        self.dismiss(clean(self.query_one(TextArea).text))


class Confirm(OverScreen[bool]):
    """Asks before something that is hard to take back; True for yes.

    Args:
        question: names the thing.
        yes: the word for going on.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", "Yes", show=False),
        Binding("n", "answer(False)", "No", show=False),
    ]

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The question and the two keys."""
        with Vertical(classes="card small"):
            yield Static(Content(clean(self._question)), classes="card-title", markup=False)
            hint = Content.assemble(("y", "$accent"), f" {self._yes}    ", ("esc", "$accent"), " leave it")
            yield Static(hint, classes="card-hint", markup=False)

    def action_answer(self, yes: bool) -> None:
        """Closes with the answer."""
        self.dismiss(yes)
