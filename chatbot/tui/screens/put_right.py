"""Put it right: the memories behind a reply, the likeliest under the cursor, its value ready to be typed over."""

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.input import Selection

from chatbot.domain.text import clean_line
from chatbot.domain.value import Value
from chatbot.memory.retyped import value_place
from chatbot.tui.corrections import Suspect
from chatbot.tui.hints import hints
from chatbot.tui.screens.over import OverScreen
from chatbot.tui.widgets.fields import Line
from chatbot.tui.widgets.listing import Listing, Row


class Righted(Value):
    """What was put right. `text` is how the memory should read; empty to forget it."""

    suspect: Suspect
    text: str


_MOVES = {"up": "cursor_up", "down": "cursor_down", "pageup": "page_up", "pagedown": "page_down"}


class PutRight(OverScreen[Righted]):
    """Answers with the memory and its right words, or None.

    Args:
        suspects: the likeliest first; at least one.
    """

    AUTO_FOCUS = "Input"

    def __init__(self, suspects: Sequence[Suspect]) -> None:
        super().__init__()
        self._suspects = {one.memory.id: one for one in suspects}
        self._shown = ""

    def compose(self) -> ComposeResult:
        """The list and the words of the memory under the cursor."""
        with Vertical(classes="card"):
            yield Static(Content("What is wrong?"), classes="card-title", markup=False)
            yield Listing(id="choices")
            yield Static(Content("How is it really?"), classes="field-label", markup=False, id="really")
            yield Line(classes="card-input", select_on_focus=False)
            yield Static(classes="card-hint", markup=False, id="hint")

    def on_mount(self) -> None:
        """Shows the memories."""
        rows = [Row(one.memory.id, _row(one)) for one in self._suspects.values()]
        self.query_one(Listing).show(rows, choose=next(iter(self._suspects)))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        suspect = self._suspects.get(event.option_id or "")
        if suspect is None or suspect.memory.id == self._shown:
            return
        self._shown = suspect.memory.id
        line = self.query_one(Line)
        line.value = clean_line(suspect.memory.text, 2000)
        line.selection = Selection(*value_place(suspect.memory))
        self._tell()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._tell()

    def _tell(self) -> None:
        suspect = self._suspects[self._shown]
        typed = bool(self.query_one(Line).value.strip())
        again = " and have the reply written again" if suspect.told else ""
        choose = (("arrows", "choose"),) if len(self._suspects) > 1 else ()
        keys = hints(*choose, ("enter", ("put it right" if typed else "forget it") + again), ("esc", "leave it"))
        empty = Content.styled("\nAn empty line forgets it." if typed else "", "$text-muted")
        self.query_one("#hint", Static).update(Content.assemble(keys, empty))

    def on_key(self, event: events.Key) -> None:
        """The list's keys work while words are typed."""
        listing = self.query_one(Listing)
        if event.key in _MOVES and self.focused is not listing:
            event.stop()
            event.prevent_default()
            self.call_later(listing.run_action, _MOVES[event.key])

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        suspect, text = self._suspects[self._shown], clean_line(event.value, 2000)
        if text == clean_line(suspect.memory.text, 2000):
            self.query_one("#hint", Static).update(Content("These are the words that are there already."))
            return
        self.dismiss(Righted(suspect, text))

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.query_one(Line).focus()


def _row(suspect: Suspect) -> Content:
    note = (f"  {suspect.note}", "$text-muted") if suspect.note else ("", "")
    return Content.assemble(clean_line(suspect.memory.text, 300), note)
