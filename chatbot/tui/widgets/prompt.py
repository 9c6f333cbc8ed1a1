"""The prompt: grows with what is typed, walks through earlier prompts, completes, and keeps drafts.

Its height changes only when a row is added or taken away, so a key never lays out the rest of the screen.
What a slash command is, the screen knows; the prompt only shows what is suggested.
"""

from collections.abc import Iterable
from typing import ClassVar

from textual import events, on
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from chatbot.domain.text import clean
from chatbot.tui.transcript.paint import MOST_COLUMN_CELLS
from chatbot.tui.widgets.steady import SteadyTextArea
from chatbot.tui.widgets.suggestions import Suggestion, Suggestions

__all__ = ["Prompt", "Suggestion"]

MOST_ROWS = 8
MOST_CELLS = MOST_COLUMN_CELLS + 3
"""Frame around the column of the messages: a cell before it, one behind it, and the scroll bar's."""

_BORDER_ROWS = 2
_FOLDED_CHARACTERS = 8_000
_FOLDED_LINES = 60
"""A larger paste is shown as one line that names its size; it is sent as a whole."""
_MOST_REMEMBERED = 500


class Prompt(SteadyTextArea):
    """Where the user writes.

    Posts `Prompt.Changed` with every change and `Prompt.Submitted` when something is to be sent.

    Args:
        placeholder: shown while nothing is typed; any text.
        id: as for every widget.
        classes: as for every widget.
    """

    DEFAULT_CSS = """
    Prompt {
        height: 3;
        border: round $foreground 30%;
        padding: 0 1;
        background: $background;
        scrollbar-size-vertical: 1;

        &:focus { border: round $accent; }
        & .text-area--placeholder { color: $foreground 60%; }
        & .text-area--cursor-line { background: transparent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Send", id="prompt.send", show=False),
        Binding("ctrl+j,shift+enter,alt+enter", "newline", "New line", id="prompt.newline", show=False),
        Binding("tab", "accept", "Complete", id="prompt.complete", show=False),
        Binding("escape", "close", "Close the list", id="prompt.close", show=False),
    ]

    class Submitted(Message):
        """Something is to be sent: cleaned, folded pastes unfolded, not blank."""

        def __init__(self, prompt: "Prompt", text: str) -> None:
            super().__init__()
            self.prompt = prompt
            self.text = text

        @property
        def control(self) -> "Prompt":
            """The prompt."""
            return self.prompt

    def __init__(self, placeholder: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(
            id=id,
            classes=classes,
            placeholder=Content(clean(placeholder)),
            highlight_cursor_line=False,
            show_line_numbers=False,
        )
        self._earlier: list[str] = []
        self._place = 0
        self._unsent = ""
        self._folded: dict[str, str] = {}
        self._list = Suggestions(self._take)
        self.styles.max_width = MOST_CELLS
        self._offered_for = ""
        self._quiet = False

    # The draft

    @property
    def draft(self) -> str:
        """What is typed, folded pastes unfolded. Setting it puts the cursor at the end."""
        text = self.text
        for name, pasted in self._folded.items():
            text = text.replace(name, pasted)
        return text

    @draft.setter
    def draft(self, text: str) -> None:
        self._folded.clear()
        self.suggest(())
        self.load_text(self._fold(clean(text)))
        self.move_cursor(self.document.end)

    def insert_text(self, text: str) -> None:
        """Puts a text where the cursor is, as if pasted."""
        result = self._replace_via_keyboard(self._fold(clean(text)), *self.selection)
        if result:
            self.move_cursor(result.end_location)

    def add(self, text: str) -> None:
        """Puts a text after what is typed, on a line of its own; the cursor stays where it is."""
        place = self.selection
        self.insert(self._fold(clean(f"\n{text}")), self.document.end)
        self.selection = place

    def _fold(self, text: str) -> str:
        lines = text.count("\n") + 1
        if len(text) <= _FOLDED_CHARACTERS and lines <= _FOLDED_LINES:
            return text
        size = f"{lines:,} lines" if lines > 1 else f"{len(text):,} characters"
        name = f"[pasted {len(self._folded) + 1}: {size}]"
        self._folded[name] = text
        return name

    def load_text(self, text: str) -> None:
        """Replaces the text; control characters become visible."""
        super().load_text(clean(text))

    def edit(self, edit: Edit) -> EditResult:
        """Does an edit; control characters become visible as they enter."""
        self._quiet = False
        edit.text = clean(edit.text)
        return super().edit(edit)

    async def _on_key(self, event: events.Key) -> None:
        """Runs its own bindings at once.

        Textual runs them when the key has bubbled up to the app, and the next letters, which are typed here,
        can overtake it: an enter would send half of what was typed.
        """
        if event.is_printable:
            return
        for node, bindings in self.screen._binding_chain:
            if node is self:
                for binding in bindings.key_to_bindings.get(event.key, ()):
                    if await self.app.run_action(binding.action, self):
                        event.stop()
                        event.prevent_default()
                        return

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_text(event.text)

    # Sending and remembering

    def remember(self, text: str) -> None:
        """Adds a text to the earlier prompts; the same one twice in a row is kept once."""
        if text.strip() and self._earlier[-1:] != [text]:
            self._earlier = [*self._earlier, text][-_MOST_REMEMBERED:]
        self._place = len(self._earlier)

    def set_earlier(self, texts: Iterable[str]) -> None:
        """Replaces the earlier prompts, oldest first."""
        self._earlier = [text for text in texts if text.strip()][-_MOST_REMEMBERED:]
        self._place = len(self._earlier)

    def action_submit(self) -> None:
        """Sends what is typed; with an open list, takes the marked suggestion first."""
        if self._offers and self._list.chosen.insert.strip() != self.text.strip():
            self.action_accept()
            return
        text = self.draft
        if not text.strip():
            return
        self.remember(text)
        self.draft = ""
        self.post_message(self.Submitted(self, text))

    def action_newline(self) -> None:
        """Begins a new line."""
        self._replace_via_keyboard("\n", *self.selection)

    def action_cursor_up(self, select: bool = False) -> None:
        """Moves up: in the list, in the text, or from its first row to the prompt before."""
        if self._list.open and not select:
            self._list.move(-1)
        elif not select and self.navigator.is_first_wrapped_line(self.cursor_location) and self._place > 0:
            if self._place == len(self._earlier):
                self._unsent = self.draft
            self._walk(self._place - 1)
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Moves down: in the list, in the text, or from its last row to the prompt after."""
        walks = not select and self._place < len(self._earlier)
        if self._list.open and not select:
            self._list.move(1)
        elif walks and self.navigator.is_last_wrapped_line(self.cursor_location):
            self._walk(self._place + 1)
        else:
            super().action_cursor_down(select)

    def _walk(self, place: int) -> None:
        upwards = place < self._place
        self._place = place
        self._quiet = True
        self.draft = self._earlier[place] if place < len(self._earlier) else self._unsent
        if upwards:
            self.move_cursor((0, len(self.document[0])))

    # Suggestions

    @property
    def _offers(self) -> bool:
        """Whether what the list offers is for what is typed now; keys may come faster than suggestions."""
        return self._list.open and self._offered_for == self.text

    def suggest(self, suggestions: Iterable[Suggestion]) -> None:
        """Offers completions above the prompt; none closes the list. Earlier prompts get none."""
        items = () if self._quiet else tuple(suggestions)
        self._offered_for = self.text
        if items and not self._list.is_attached and self.parent is not None:
            self.screen.mount(self._list, before=self)
        self._list.show(items, int(self.styles.offset.x.value))

    def action_accept(self) -> None:
        """Takes the marked suggestion."""
        if not self._list.open:
            raise SkipAction
        if self._offers:
            self._take(self._list.chosen)

    def action_close(self) -> None:
        """Closes the list."""
        if not self._list.open:
            raise SkipAction
        self.suggest(())

    def _take(self, suggestion: Suggestion) -> None:
        self.draft = suggestion.insert
        self.focus()

    # Height

    @on(TextArea.SelectionChanged)
    def _keep_selection(self, event: TextArea.SelectionChanged) -> None:
        event.stop()  # nobody above asks for it, and it comes with every key

    @on(TextArea.Changed)
    def _resize_to_text(self) -> None:
        rows = max(1, min(MOST_ROWS, self.wrapped_document.height)) + _BORDER_ROWS
        height = self.styles.height
        if height is None or height.value != rows:
            self.styles.height = rows

    def on_resize(self) -> None:
        """Another width wraps the text anew."""
        self.call_after_refresh(self._resize_to_text)
