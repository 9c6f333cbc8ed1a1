"""Small questions: a line, a text, and yes or no. Each names the thing that it is about."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from chatbot.domain.text import clean, clean_line, fold
from chatbot.tui.hints import hints
from chatbot.tui.screens.over import OverScreen
from chatbot.tui.widgets.fields import Line, Sheet
from chatbot.tui.widgets.prompt import Prompt


class AskLine(OverScreen[str]):
    """Asks for one line; answers with it, cleaned, or None.

    Args:
        question: what is asked.
        value: what stands there at first; empty where nothing is there to be kept as it was.
        placeholder: shows what may be written, while nothing is.
    """

    def __init__(self, question: str, value: str = "", placeholder: str = "") -> None:
        super().__init__()
        self._question = question
        self._value = value
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """The question and the line."""
        with Vertical(classes="card small"):
            yield Static(Content(clean_line(self._question)), classes="card-title", markup=False)
            yield Line(clean_line(self._value, 2000), self._placeholder, classes="card-input")
            keys = (("enter", "keep"), ("esc", "leave it as it was")) if self._value else _GO_ON
            yield Static(hints(*keys), classes="card-hint", markup=False)

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(clean_line(event.value, 2000) or None)


_GO_ON = (("enter", "go on"), ("esc", "close"))


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
            keys = (("enter", "keep"), ("ctrl+j", "new line"), ("esc", "leave it as it was"))
            yield Static(hints(*keys), classes="card-hint", markup=False)

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
    """Asks before something that is hard to take back: True for yes, False for no, None for neither.

    The answer is a word and enter. The question may open while the next sentence is on its way already, and one
    letter of it must not answer: what is no answer closes the question and stands in the prompt.

    Args:
        question: names the thing.
        yes: the word for going on.
        prompt: where a sentence goes.
        lines: what would be done, one thing a line, to be read first; empty where the question says all.
        no: the words for not going on.
    """

    def __init__(
        self, question: str, yes: str, prompt: Prompt, lines: Sequence[str] = (), no: str = "leave it as it is"
    ) -> None:
        super().__init__()
        self._question = question
        self._yes = yes
        self._no = no
        self._prompt = prompt
        self._draft = prompt.draft
        self._lines = tuple(clean_line(line, 400) for line in lines)

    def compose(self) -> ComposeResult:
        """The question, what it is about, the line for the answer, the keys."""
        with Vertical(classes="card tall" if self._lines else "card small"):
            yield Static(Content(clean(self._question)), classes="card-title", markup=False)
            if self._lines:
                with VerticalScroll(classes="reader", can_focus=False):
                    yield Static(Content("\n".join(self._lines)), markup=False)
            yield Line(placeholder="y or n, then enter", classes="card-input")
            yield Static(hints(("y enter", self._yes), ("esc", self._no)), classes="card-hint", markup=False)

    def on_key(self, event: events.Key) -> None:
        """The keys of the list work while the answer is typed."""
        if self._lines and event.key in _SCROLLS:
            event.stop()
            event.prevent_default()
            self.call_later(self.query_one(VerticalScroll).run_action, _SCROLLS[event.key])

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self._close(event.value)

    def action_leave(self) -> None:
        """Closes without an answer; a sentence is not thrown away."""
        typed = self.query_one(Line).value
        self._close("" if fold(typed) in _ANSWERS else typed)

    def _close(self, typed: str) -> None:
        """Takes what was typed for the answer, or for a sentence: that of the prompt, if one was begun there."""
        answer = _ANSWERS.get(fold(typed)) if self._prompt.draft == self._draft else None
        if answer is None and typed.strip():
            self._prompt.insert_text(typed)
        self.dismiss(answer)


_ANSWERS = {"y": True, "yes": True, "n": False, "no": False}
_SCROLLS = {"up": "scroll_up", "down": "scroll_down", "pageup": "page_up", "pagedown": "page_down"}
