"""Letters that are keys where sentences may be typed by mistake: a letter alone is a key, a word goes into the prompt.

Which letters are keys, the bindings say; what they do is done where they are bound.
"""

from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from textual import events
from textual.dom import DOMNode
from textual.timer import Timer
from textual.widget import Widget

from chatbot.domain.value import Value
from chatbot.tui import panels
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

_MOVES = ("cursor_down", "cursor_up", "focus_next(1)", "focus_next(-1)")
"""Actions that do nothing but move the cursor: they need not wait, and count for the word all the same."""


class Rows(Protocol):
    """A widget of rows, or of messages, one of which is chosen."""

    @property
    def chosen_id(self) -> str:
        """Id of the chosen row; empty for none."""

    def choose(self, row_id: str) -> bool:
        """Chooses a row; False where there is none of that id."""


class _Deed(Value):
    """What a letter is to do, and to which row: meanwhile another one may come to be chosen."""

    node: DOMNode
    action: str
    row_id: str


class Letters:
    """Tells a letter that is a key from the beginning of a sentence.

    A letter waits for a moment before it does anything. If another one follows, somebody is writing: both go into
    the prompt, and so does the rest. The same letter again is a key that was pressed twice. Any other key has what
    waits done first.

    Args:
        widget: what has the focus; on the main screen.
    """

    WORD_SECONDS: ClassVar[float] = 0.3
    """How long a letter waits: longer than most take to type the next one (0.1 to 0.25 s), and hardly felt by a key.

    0: not at all.
    """

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._typed = ""
        self._waiting: tuple[_Deed, ...] = ()
        self._writing = False
        self._timer: Timer | None = None

    async def take(self, event: events.Key) -> bool:
        """Whether a key is a letter that waits, or part of a sentence; all others are for the widget to handle."""
        prompt = self._widget.screen.query_one(Prompt)
        letter = event.character if event.is_printable else None
        if self._widget.screen.focused is prompt:  # typed in one go with the letters that went there
            _keep(event)
            prompt.post_message(events.Key(event.key, event.character))
            return True
        if self._widget.screen.focused is not self._widget or letter is None:
            await self.let_go()
            return False
        if self._writing and letter != self._typed[-1:]:
            return self._write(event, letter)
        return self._begin(event, letter)

    def _begin(self, event: events.Key, letter: str) -> bool:
        """Takes a letter that nothing waits before, but for the same one."""
        bound = self._bound(event.key)
        if bound is None and not letter.strip():
            return False
        if bound is None and self._widget.screen.query_one(Prompt).visible:
            return self._write(event, letter)
        if not self.WORD_SECONDS:
            return False
        if bound is not None and not letter.isalpha():
            self._forget()
            return False
        self._wait(letter)
        if bound is not None and bound.action in _MOVES:
            return False
        self._writing = True
        self._waiting += (bound,) if bound is not None else ()
        _keep(event)
        return True

    async def let_go(self) -> None:
        """Has done what waits, each on the row that it was typed at; where that is gone, nothing."""
        waiting = self._waiting
        self._forget()
        for deed in waiting:
            if not deed.row_id or cast(Rows, self._widget).choose(deed.row_id):
                await self._widget.app.run_action(deed.action, deed.node)

    def _wait(self, letter: str) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._typed += letter
        self._timer = self._widget.set_timer(self.WORD_SECONDS, self._time_is_up)

    def _time_is_up(self) -> None:
        """Lets go, after the keys that came in time and lie before this in the queues of a program that was busy."""
        timer = self._timer
        self._widget.app.call_later(self._widget.call_later, self._let_go_unless_typed, timer)

    async def _let_go_unless_typed(self, timer: Timer | None) -> None:
        if timer is self._timer:
            await self.let_go()

    def _forget(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer, self._typed, self._waiting, self._writing = None, "", (), False

    def _write(self, event: events.Key, letter: str) -> bool:
        """Goes to the prompt with what was typed, from under a drawer, too."""
        typed = self._typed + letter
        self._forget()
        write(self._widget, event, typed)
        return True

    def _bound(self, key: str) -> _Deed | None:
        """What a key does where the focus is; None for nothing."""
        for node, bindings in self._widget.screen._binding_chain:
            for binding in bindings.key_to_bindings.get(key, ()):
                return _Deed(node, binding.action, cast(Rows, self._widget).chosen_id)
        return None


def write(widget: Widget, event: events.Event, text: str) -> None:
    """Goes to the prompt with a text; a drawer that lies over it closes."""
    _keep(event)
    panels.close_drawer(cast("MainScreen", widget.screen))
    prompt = widget.screen.query_one(Prompt)
    widget.screen.set_focus(prompt)
    prompt.insert_text(text)


def _keep(event: events.Event) -> None:
    """Keeps an event from everybody else."""
    event.stop()
    event.prevent_default()
