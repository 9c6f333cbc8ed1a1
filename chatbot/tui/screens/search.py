"""Search over everything: messages of all sessions and memories, live while typing."""

import asyncio
from collections.abc import Callable

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from chatbot.domain.memory import Memory, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.text import clean_line, fold
from chatbot.domain.value import Value
from chatbot.memory.book import MemoryBook
from chatbot.session.sessions import Sessions
from chatbot.tui.ages import day
from chatbot.tui.inspector.memory_rows import KIND_TITLES
from chatbot.tui.screens.over import OverScreen
from chatbot.tui.widgets.fields import Line
from chatbot.tui.widgets.listing import Listing, Row

_MOST_MESSAGES, _MOST_MEMORIES = 40, 20
_BEFORE = 30  # characters shown before the first hit, so that the hit itself is in view


class FoundPlace(Value):
    """What was picked: a memory, or a message of a session. `query` is what was looked for."""

    query: str
    memory_id: str = ""
    session_id: str = ""
    message_id: str = ""


class Search(OverScreen[FoundPlace]):
    """Answers with what was picked.

    Args:
        sessions: whose messages.
        book: whose memories.
        persona_name: id of a persona -> its name.
        query: looked for at once; empty for nothing yet.
    """

    AUTO_FOCUS = "Input"

    def __init__(
        self, sessions: Sessions, book: MemoryBook, persona_name: Callable[[str], str], query: str = ""
    ) -> None:
        super().__init__()
        self._sessions = sessions
        self._book = book
        self._persona_name = persona_name
        self._query = query
        self._places: dict[str, FoundPlace] = {}

    def compose(self) -> ComposeResult:
        """The words, what was found."""
        with Vertical(classes="card tall"):
            yield Static(Content("Search messages and memories"), classes="card-title", markup=False)
            yield Line(value=self._query, placeholder="Words to look for", classes="card-input")
            yield Listing(id="choices")
            yield Static(Content("Every word must occur. Enter goes there."), id="empty", markup=False)

    def on_mount(self) -> None:
        """Looks for what was given."""
        self._look(self._query)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._look(event.value)

    @work(exclusive=True)
    async def _look(self, query: str) -> None:
        words = clean_line(query)
        messages: tuple[Message, ...] = ()
        memories: list[Memory] = []
        if words:
            messages = await asyncio.to_thread(self._sessions.search, words, _MOST_MESSAGES)
            memories = [one for one in self._book.search(words) if one.status is not Status.FORGOTTEN]
        self._show(query, messages, memories[:_MOST_MEMORIES])

    def _show(self, query: str, messages: tuple[Message, ...], memories: list[Memory]) -> None:
        titles = {meta.id: meta.title or "New session" for meta in self._sessions.all()}
        rows: list[Row] = []
        self._places = {}
        if memories:
            rows.append(Row("", Content.styled("Memories", "$text-muted")))
        for memory in memories:
            self._places[memory.id] = FoundPlace(query, memory_id=memory.id)
            past = ", past" if memory.status is Status.SUPERSEDED else ""
            rows.append(
                Row(memory.id, _row(memory.text, query, f"{KIND_TITLES[memory.kind]}, {day(memory.said_at)}{past}"))
            )
        if messages:
            rows.append(Row("", Content.styled("Messages", "$text-muted")))
        for message in messages:
            self._places[message.id] = FoundPlace(query, session_id=message.session_id, message_id=message.id)
            who = "you" if message.role is Role.USER else self._persona_name(message.persona_id)
            where = f"{who}, {day(message.created_at)}, {titles.get(message.session_id, 'another session')}"
            rows.append(Row(message.id, _row(message.text, query, where)))
        listing = self.query_one("#choices", Listing)
        listing.show(rows, choose=next((row.id for row in rows if row.id), ""))
        listing.display = bool(rows)
        empty = self.query_one("#empty", Static)
        empty.display = not rows
        empty.update(Content("Nothing has all of these words." if query.strip() else "Every word must occur."))

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self._pick(self.query_one("#choices", Listing).chosen_id)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._pick(event.option_id or "")

    def _pick(self, row_id: str) -> None:
        if row_id in self._places:
            self.dismiss(self._places[row_id])

    def on_key(self, event: events.Key) -> None:
        """The arrows move in the list while words are typed."""
        listing = self.query_one("#choices", Listing)
        if event.key in ("up", "down") and self.focused is not listing:
            event.stop()
            event.prevent_default()
            (listing.action_cursor_up if event.key == "up" else listing.action_cursor_down)()


def _row(text: str, query: str, where: str) -> Content:
    line = clean_line(text, 4000)
    words = query.split()
    first = min((at for word in words if (at := fold(line).find(fold(word))) >= 0), default=0)
    begins = 0
    if first > _BEFORE:  # with a whole word, unless it is all one
        begins = line.find(" ", first - _BEFORE, first) + 1 or first - _BEFORE
    shown = ("…" if begins else "") + line[begins:][:160]
    content = Content(shown)
    for word in words:
        at = shown.casefold().find(word.casefold())
        if at >= 0:
            content = content.stylize("bold $accent", at, at + len(word))
    return Content.assemble(content, (f"\n{where}", "$text-muted"))
