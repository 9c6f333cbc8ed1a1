"""The panel at the left: the user's sessions by day, with a filter. It shows values and asks the screen for deeds."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from chatbot.domain.session import SessionMeta
from chatbot.domain.text import clean_line
from chatbot.domain.value import Value
from chatbot.tui import session_deeds
from chatbot.tui.ages import ago, group
from chatbot.tui.fuzzy import pick
from chatbot.tui.keys import Hints, Place, bindings
from chatbot.tui.widgets.fields import Line
from chatbot.tui.widgets.key_list import KeyList
from chatbot.tui.widgets.listing import Row
from chatbot.tui.widgets.way_in import way_in
from chatbot.tui.wish import Wish

_EMPTY = "Every conversation you begin is listed here."
_NONE_FOUND = "No title matches. /search looks through all that was said."


class SessionList(Value):
    """What the panel shows.

    Attributes:
        metas: the last updated first.
        current: id of the one on the screen.
        busy: ids of those in which a reply is being written.
        now: the present moment.
    """

    metas: Sequence[SessionMeta]
    current: str
    busy: frozenset[str]
    now: datetime


class SessionRows(KeyList):
    """The list, with the keys that work in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.SESSIONS),
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]

    def action_session(self, deed: str) -> None:
        """Asks for a deed on the session under the cursor."""
        if deed == "filter":
            self.screen.set_focus(self.screen.query_one("#sessions Input"))
            return
        session_id = self.chosen_id
        self.post_message(Wish(lambda screen: session_deeds.do(screen, deed, session_id)))


class SessionFilter(Line):
    """The letters that a title must have."""

    HINTS: ClassVar[Hints] = (("enter", "to the list"),)


class SessionsPanel(Vertical):
    """Sessions by day.

    Args:
        glyph: persona id -> its one-cell sign.
        overrides: the config file's keys.
    """

    def __init__(self, glyph: Callable[[str], str], overrides: Mapping[str, str]) -> None:
        super().__init__(id="sessions")
        self._glyph = glyph
        self._overrides = overrides
        self._list: SessionList | None = None

    def compose(self) -> ComposeResult:
        """A title, how to get in, the filter, the list."""
        yield Static(Content("Sessions"), classes="panel-title", markup=False)
        yield way_in("panel.sessions", self._overrides)
        yield SessionFilter(placeholder="/ to filter", classes="filter", select_on_focus=False)
        yield SessionRows(id="session-rows")
        yield Static(classes="empty", markup=False)

    def show(self, sessions: SessionList) -> None:
        """Shows the sessions; the cursor starts at the current one."""
        first = self._list is None
        self._list = sessions
        self._fill(choose=sessions.current if first else "")

    def _fill(self, choose: str = "") -> None:
        if self._list is None or not self.is_mounted:
            return
        found = self._found(self._list)
        rows: list[Row] = []
        heading = ""
        query = self.query_one(Input).value
        for meta in found:
            named = "" if query else group(meta.updated_at, self._list.now)
            if named != heading:
                heading = named
                rows.append(Row("", Content.styled(heading, "$text-muted")))
            rows.append(Row(meta.id, self._row(meta, self._list)))
        listing = self.query_one(SessionRows)
        listing.show(rows, choose=choose)
        listing.set_class(not rows, "bare")
        empty = self.query_one(".empty", Static)
        empty.display = not rows
        empty.update(Content(_NONE_FOUND if query else _EMPTY))

    def _found(self, sessions: SessionList) -> list[SessionMeta]:
        titles = [meta.title or "New session" for meta in sessions.metas]
        return [sessions.metas[index] for index in pick(self.query_one(Input).value, titles)]

    def _row(self, meta: SessionMeta, sessions: SessionList) -> Content:
        current = meta.id == sessions.current
        width = max(12, (self.size.width or 28) - 4)
        age = "…" if meta.id in sessions.busy else ago(meta.updated_at, sessions.now)
        mark = "● " if meta.private else ""
        left = Content.assemble(
            (f"{clean_line(self._glyph(meta.persona_id), 2)} ", "$accent" if current else "$text-muted"),
            (mark, "$warning"),
            (clean_line(meta.title, 80) or "New session", "bold" if current else ""),
        )
        left = left.truncate(width - len(age) - 1, ellipsis=True)
        gap = " " * max(1, width - left.cell_length - len(age))
        return Content.assemble(left, gap, (age, "$accent" if meta.id in sessions.busy else "$text-muted"))

    def on_resize(self) -> None:
        """Fits the rows to the width."""
        self._fill()

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        session_id = event.option_id or ""
        self.post_message(Wish(lambda screen: session_deeds.do(screen, "open", session_id)))

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self._fill()

    @on(Input.Submitted)
    def _to_list(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(SessionRows).focus()
