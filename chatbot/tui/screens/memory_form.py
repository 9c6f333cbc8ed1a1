"""Everything about a memory that is no sentence: kind, importance, dates, whether it may leave the machine."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from chatbot.domain.memory import Memory
from chatbot.domain.slots import Kind
from chatbot.domain.text import clean_line, sentences
from chatbot.errors import UsageError
from chatbot.tui import moments
from chatbot.tui.hints import hints
from chatbot.tui.inspector.memory_rows import KIND_TITLES
from chatbot.tui.screens.over import OverScreen
from chatbot.tui.widgets.fields import Line

DATES: Mapping[str, str] = {
    "event_start": "happens",
    "event_end": "ends",
    "valid_from": "true since",
    "valid_until": "true until",
    "expires_at": "forget after",
}
"""The dates of a memory, each with its label."""

_WHOLE_DAY = ("event_end", "valid_until", "expires_at")
"""Dates that mean the end of their day."""


class Options(Static, can_focus=True):
    """One of a few words; the arrows go through them.

    Args:
        words: by value, what is shown.
        value: chosen at first.
        name: of the field.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
    ]

    def __init__(self, words: Mapping[Kind, str] | Mapping[str, str], value: str, name: str) -> None:
        super().__init__(markup=False, id=name, classes="form-options")
        self._words: dict[str, str] = {str(value): word for value, word in words.items()}
        self.value = value

    def action_turn(self, step: int) -> None:
        """Chooses the next word, or the one before."""
        values = list(self._words)
        self.value = values[(values.index(self.value) + step) % len(values)]
        self.refresh()

    def render(self) -> Content:
        """The word between arrows, which are bright while it has the focus."""
        look = "$accent" if self.has_focus else "$text-disabled"
        return Content.assemble(("‹ ", look), self._words[self.value], (" ›", look))


class MemoryForm(OverScreen[dict[str, Any]]):
    """Answers with the arguments of `MemoryBook.edit` that differ, or None.

    Args:
        memory: which.
        now: aware; what words such as `tomorrow` count from.
    """

    DEFAULT_CSS = """
    MemoryForm {
        & .form-row { height: 1; }
        & .form-label { width: 14; color: $text-muted; }
        & .form-options { width: 1fr; padding: 0 1; background: $panel 50%; }
        & .form-options:focus { background: $panel; }
        & .form-row Input, & .form-row Input:focus {
            width: 1fr; height: 1; border: none; padding: 0 1; background: $panel 50%;
        }
        & .form-row Input:focus { background: $panel; }
        & .form-row:focus-within .form-label { color: $accent; }
        & #wrong { color: $error; height: auto; }
    }
    """
    AUTO_FOCUS = "Options"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Keep", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, memory: Memory, now: datetime) -> None:
        super().__init__()
        self._memory = memory
        self._now = now

    def compose(self) -> ComposeResult:
        """One line a field."""
        memory = self._memory
        yes_no = {"no": "may be sent to a model elsewhere", "yes": "never leaves this machine"}
        with Vertical(classes="card"):
            yield Static(Content(clean_line(memory.text, 200)), classes="card-title", markup=False)
            yield from _row("kind", Options(KIND_TITLES, memory.kind, "kind"))
            yield from _row("importance", Line(f"{memory.importance:.0%}", id="importance", select_on_focus=True))
            for name, label in DATES.items():
                value = moments.shown(getattr(memory, name))
                yield from _row(label, Line(value, placeholder="no date", id=name, select_on_focus=True))
            yield from _row("privacy", Options(yes_no, "yes" if memory.local_only else "no", "local_only"))
            yield Static(Content(""), id="wrong", markup=False)
            keys = (("arrows", "move and choose"), ("enter", "keep all"), ("esc", "leave it as it was"))
            yield Static(hints(*keys), classes="card-hint", markup=False)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Answers with what differs; says what cannot be read."""
        try:
            fields = self._fields()
        except UsageError as error:
            self.query_one("#wrong", Static).update(Content(f"\n{sentences(error.message, error.hint)}"))
            return
        self.dismiss(fields or None)

    def _fields(self) -> dict[str, Any]:
        memory = self._memory
        fields: dict[str, Any] = {}
        kind = Kind(self.query_one("#kind", Options).value)
        if kind is not memory.kind:
            fields["kind"] = kind
        typed = self.query_one("#importance", Line).value
        if typed.strip() != f"{memory.importance:.0%}":
            fields["importance"] = _share(typed)
        local_only = self.query_one("#local_only", Options).value == "yes"
        if local_only is not memory.local_only:
            fields["local_only"] = local_only
        dates: dict[str, datetime | None] = {}
        for name in DATES:
            words = self.query_one(f"#{name}", Line).value.strip()
            if words != moments.shown(getattr(memory, name)):
                dates[name] = moments.moment(words, self._now, name in _WHOLE_DAY) if words else None
        if dates:
            fields["dates"] = dates
        return fields


def _row(label: str, field: Static | Line) -> ComposeResult:
    with Horizontal(classes="form-row"):
        yield Static(Content(label), classes="form-label", markup=False)
        yield field


def _share(typed: str) -> float:
    """A share from `80%`, `80` or `0.8`.

    Raises:
        UsageError: it is none from 0 to 100 %.
    """
    words = typed.strip().removesuffix("%").strip()
    try:
        number = float(words)
    except ValueError:
        number = -1.0
    share = number / 100 if "%" in typed or number > 1 else number
    if not 0.0 <= share <= 1.0:
        raise UsageError(f"“{clean_line(typed, 20)}” is no importance.", "Write it from 0% to 100%.")
    return share
