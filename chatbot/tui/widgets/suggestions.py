"""The list of completions above the prompt. It never has the focus: the prompt moves in it."""

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.content import Content
from textual.widget import Widget

from chatbot.domain.text import clean_line
from chatbot.domain.value import Value

MOST_ROWS = 8


class Suggestion(Value):
    """One completion.

    Attributes:
        insert: becomes the draft when it is accepted.
        label: what the list shows.
        hint: what it does, a few words; may be empty.
    """

    insert: str
    label: str
    hint: str = ""


class Suggestions(Widget):
    """A small list that floats above the widget that it is mounted before.

    Args:
        take: called with the suggestion that is clicked.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"suggestions--chosen", "suggestions--hint"}
    DEFAULT_CSS = """
    Suggestions {
        overlay: screen;
        display: none;
        width: 1fr;
        max-width: 76;
        height: auto;
        margin: 0 2;
        padding: 0 1;
        background: $panel;
        color: $foreground;
        pointer: pointer;

        .suggestions--chosen { background: $primary; color: $text; text-style: bold; }
        .suggestions--hint { color: $foreground 65%; }
    }
    """

    def __init__(self, take: Callable[[Suggestion], None]) -> None:
        super().__init__()
        self._take = take
        self._items: tuple[Suggestion, ...] = ()
        self._index = 0

    @property
    def open(self) -> bool:
        """Whether there is something to choose from."""
        return bool(self._items)

    @property
    def chosen(self) -> Suggestion:
        """The marked one; only while open."""
        return self._items[self._index]

    def show(self, items: tuple[Suggestion, ...], left: int = 0) -> None:
        """Offers some suggestions, so many cells further to the right; none closes the list."""
        if items == self._items:
            return
        rows = min(len(items), MOST_ROWS)
        if rows != min(len(self._items), MOST_ROWS):
            self.styles.height = rows
            self.styles.offset = (left, -rows)
        self._items, self._index = items, 0
        self.display = bool(items)
        self.refresh()

    def move(self, step: int) -> None:
        """Marks another one, round and round."""
        self._index = (self._index + step) % len(self._items)
        self.refresh()

    @property
    def _first(self) -> int:
        return max(0, min(self._index - MOST_ROWS // 2, len(self._items) - MOST_ROWS))

    def render(self) -> Content:
        """The rows in view."""
        shown = self._items[self._first : self._first + MOST_ROWS]
        labels = [clean_line(item.label, 40) for item in shown]
        column = max((cell_len(label) for label in labels), default=0) + 2
        chosen, hint = self.get_visual_style("suggestions--chosen"), self.get_visual_style("suggestions--hint")
        lines = []
        for number, (item, label) in enumerate(zip(shown, labels, strict=True), start=self._first):
            room = max(0, self.size.width - column)
            about = Content(clean_line(item.hint)).truncate(room, ellipsis=True, pad=True).plain
            name = set_cell_size(label, column)
            marked = number == self._index
            lines.append(
                Content(name + about).stylize(chosen) if marked else Content(name) + Content(about).stylize(hint)
            )
        return Content("\n").join(lines)

    def on_click(self, event: events.Click) -> None:
        """Takes the one under the mouse."""
        event.stop()
        index = self._first + event.y
        if index < len(self._items):
            self._take(self._items[index])
