"""One way to pick from a list: type a few letters, arrows, enter. Palette, personas, themes and matches use it."""

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from chatbot.domain.text import clean, clean_line, fold
from chatbot.domain.value import Value
from chatbot.tui.fuzzy import pick
from chatbot.tui.screens.over import OverScreen
from chatbot.tui.widgets.fields import Line
from chatbot.tui.widgets.listing import Listing, Row


class Choice(Value):
    """One thing to pick.

    Attributes:
        id: what the picker answers with.
        label: the first line; the letters typed are looked for in it and in the two below.
        note: muted, behind the label.
        detail: a second, muted line; may hold newlines; empty for none.
        mark: a cell before the label; empty for none.
        alias: another name, muted, behind the label; letters that begin a word of either come first. Empty for none.
        names: its other names, the usual one first, not shown; letters that begin one come before all else.
        recent: whether it was picked lately, which is said behind the note.
    """

    id: str
    label: str
    note: str = ""
    detail: str = ""
    mark: str = ""
    alias: str = ""
    names: tuple[str, ...] = ()
    recent: bool = False


_MOVES = {"up": "cursor_up", "down": "cursor_down", "pageup": "page_up", "pagedown": "page_down"}


class Picker(OverScreen[str]):
    """Answers with the id of a choice, or None.

    Args:
        title: what is to be picked, one line.
        choices: in the order in which they stand while nothing is typed.
        chosen: id of the choice under the cursor at first; empty for the first.
        empty: what is said where nothing matches.
    """

    def __init__(
        self, title: str, choices: Sequence[Choice], chosen: str = "", empty: str = "Nothing matches."
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = tuple(choices)
        self._texts = [
            " ".join((choice.label, choice.alias, choice.note, choice.detail, *choice.names)) for choice in choices
        ]
        self._chosen = chosen
        self._empty = empty

    def compose(self) -> ComposeResult:
        """A title, the letters typed, the list."""
        with Vertical(classes="card"):
            yield Static(Content(clean_line(self._title)), classes="card-title", markup=False)
            yield Line(placeholder="Type to filter", classes="card-input")
            yield Listing(id="choices")
            yield Static(Content(self._empty), id="empty", markup=False)

    def on_mount(self) -> None:
        """Shows every choice."""
        self._fill("", self._chosen)

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(event.value)

    def _fill(self, query: str, chosen: str = "") -> None:
        found = [self._choices[index] for index in self._order(fold(query))]
        listing = self.query_one("#choices", Listing)
        first = chosen or (found[0].id if found else "")
        # The card's own width is known only when it is drawn; the style sheet's is what it will be.
        cells = min(_CARD_CELLS, int(self.app.size.width * _CARD_SHARE)) - _CARD_FRAME_CELLS
        rows: list[Row] = []
        for choice in found:
            if choice.detail and rows:
                rows.append(_AIR)
            rows.append(Row(choice.id, _content(choice, cells)))
        listing.show(rows, choose=first)
        listing.display = bool(found)
        self.query_one("#empty").display = not found

    def _order(self, query: str) -> list[int]:
        """Places of the choices that match; those that match by a beginning come first, in the order of the list."""
        found = pick(query, self._texts)
        ranks = {place: _rank(self._choices[place], query) for place in found}
        named = sorted((place for place in found if ranks[place] < _ELSEWHERE), key=lambda place: (ranks[place], place))
        return named + [place for place in found if ranks[place] == _ELSEWHERE]

    def on_key(self, event: events.Key) -> None:
        """The list's keys work while letters are typed."""
        listing = self.query_one("#choices", Listing)
        if event.key in _MOVES and self.focused is not listing:
            event.stop()
            event.prevent_default()
            self.call_later(listing.run_action, _MOVES[event.key])

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        if chosen := self.query_one("#choices", Listing).chosen_id:
            self.dismiss(chosen)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)


def _rank(choice: Choice, query: str) -> int:
    """How early a match comes: its name, the beginning of a name, of the label, of a word; else `_ELSEWHERE`."""
    name, names, label = query.removeprefix("/"), [fold(one) for one in choice.names], fold(choice.label)
    beginnings = (
        name in names,
        any(one.startswith(name) for one in names[:1]),
        any(one.startswith(name) for one in names),
        label.startswith(query),
        any(word.startswith(query) for word in (*label.split(), *fold(choice.alias).split())),
    )
    return beginnings.index(True) if True in beginnings else _ELSEWHERE


_ELSEWHERE = 5
"""The rank of what matches only somewhere within, or is only like what was typed."""


_CARD_CELLS, _CARD_SHARE, _CARD_FRAME_CELLS = 76, 0.94, 9
"""Of the style sheet: width, the most of the terminal's, and what frame, rows and scroll bar take."""

_INDENT = "  "
_AIR = Row("", Content(" "))
"""Between choices of several lines."""


def _content(choice: Choice, cells: int) -> Content:
    """The rows of a choice: what does not fit on a line stands below, a little to the right."""
    parts: list[str | tuple[str, str]] = [clean_line(choice.label)]
    if choice.alias:
        parts.append((f"  {clean_line(choice.alias)}", "$text-muted"))
    if choice.note:
        parts.append((f"  {clean_line(choice.note)}", "$text-muted"))
    if choice.recent:
        parts.append(("  recent", "$text-disabled"))
    room = cells - len(_INDENT)
    head = Content.assemble(*parts)
    first, *below = (head,) if head.cell_length <= room else head.wrap(room)
    for line in clean(choice.detail).splitlines() if choice.detail else ():
        below += Content.styled(line, "$text-muted").wrap(room)
    mark = (f"{clean_line(choice.mark, 4)} " if choice.mark else "", "$accent")
    lines = [Content.assemble(mark, first), *(Content.assemble(_INDENT, line) for line in below)]
    return Content("\n").join(lines)
