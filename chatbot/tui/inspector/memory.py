"""The memory page: all that the session may read, grouped, with this turn's changes marked. Rows can be put right."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.input import Selection

from chatbot.domain.memory import Memory
from chatbot.domain.text import clean_line
from chatbot.memory.retyped import value_place
from chatbot.session.trace import Trace
from chatbot.tui.inspector import memory_changes, memory_shaping
from chatbot.tui.inspector.memory_details import details
from chatbot.tui.inspector.memory_list import MemoryRows
from chatbot.tui.inspector.memory_rows import Wanted, memory_rows, rival, touched
from chatbot.tui.inspector.page import Page
from chatbot.tui.inspector.scene import Scene
from chatbot.tui.keys import Hints
from chatbot.tui.widgets.fields import Line

_EMPTY = (
    "Nothing is remembered yet.\n\n"
    "Tell something about yourself, such as “my sister is called Maya”, and it appears here at once, with the "
    "sentence that it came from. Each line can be edited, pinned, locked, moved, or forgotten.\n\n"
    "/remember TEXT adds one in your own words."
)
_NONE_LEARNT = "Nothing was learnt from that message."
_NONE_FOUND = "No memory matches. Esc in the filter takes it away; “past” finds what is no longer true."


class MemoryFilter(Line):
    """The words that a row must have; escape takes them away."""

    HINTS: ClassVar[Hints] = (("enter", "to the list"), ("esc", "show all"))

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def action_leave(self) -> None:
        """Shows everything again."""
        self.value = ""
        self.display = False
        self.screen.query_one(MemoryRows).focus()


class MemoryEdit(Line):
    """The memory's words while they are edited; escape leaves them as they were."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    HINTS: ClassVar[Hints] = (("enter", "keep"), ("esc", "leave it as it was"))
    memory_id = ""

    def show(self, on: bool) -> None:
        """Opens or closes the line with its label."""
        self.display = on
        self.screen.query_one("#memory-edit-label").display = on

    def action_leave(self) -> None:
        """Closes without a change."""
        self.show(False)
        self.screen.query_one(MemoryRows).focus()


class MemoryPage(Page):
    """See the module."""

    NAME = "memory"
    TITLE = "Memory"

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._only_message = ""
        self._detailed = ""
        self._found = ""
        self._marked: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """Filter, list, the line being edited, the card of one memory."""
        yield MemoryFilter(placeholder="Filter: words, a kind, “past”", classes="filter hidden", id="memory-filter")
        yield Static(classes="field-label hidden", markup=False, id="memory-only")
        yield MemoryRows(self._do_by_key)
        yield Static(Content(_EMPTY), classes="empty", markup=False)
        yield Static(
            Content("Put this memory right"), classes="field-label hidden", markup=False, id="memory-edit-label"
        )
        yield MemoryEdit(classes="filter hidden", id="memory-edit", select_on_focus=False)
        with VerticalScroll(id="memory-details", classes="hidden"):
            yield Static(markup=False)

    def fill(self) -> None:
        """Shows every memory that the session may read."""
        words = self.query_one(MemoryFilter).value.split()
        memories = self._memories()
        wanted = Wanted(
            query=" ".join(word for word in words if word != "past"),
            past="past" in words,
            message_id=self._only_message,
            learnt=self._changed_by(self._only_message),
            memory_id=self._found,
            marked=self._marked,
            width=max(20, self.size.width - 4),
            persona=self.scene.session.persona.char,
        )
        rows = memory_rows(memories.values(), touched(self.trace.entries), wanted)
        listing = self.query_one(MemoryRows)
        listing.show(rows)
        # It keeps the focus when it is empty: its keys take back what emptied it.
        listing.set_class(not rows, "bare")
        empty = self.query_one(".empty", Static)
        empty.display = not rows
        empty.update(Content(self._none(bool(memories), bool(words))))
        self._show_banner()
        self._show_details()

    def _none(self, any_memory: bool, filtered: bool) -> str:
        if self._only_message:
            return _NONE_LEARNT
        return _NONE_FOUND if any_memory and filtered else _EMPTY

    def _show_banner(self) -> None:
        """Says what the list is limited to, and how many rows are marked."""
        only = "Learnt from that message; / shows all" if self._only_message else ""
        count = len(self._marked)
        marked = f"{count} marked: m merge, d forget" if count else ""
        banner = self.query_one("#memory-only", Static)
        banner.display = bool(only or marked)
        banner.update(Content(marked or only))

    def _changed_by(self, message_id: str) -> frozenset[str]:
        """Ids of the memories that a message's change sets touched; none for no message."""
        journal = self.scene.session.memories.journal() if message_id else ()
        mine = (entry for entry in journal if entry.message_id == message_id)
        return frozenset(change.memory_id for entry in mine for change in entry.changes)

    def concerns(self, old: Trace, new: Trace) -> bool:
        """Only change sets matter, and a new turn, which has none yet."""
        return old.entries != new.entries or old.turn != new.turn

    def focus_first(self) -> None:
        """The list."""
        self.query_one(MemoryRows).focus()

    def find(self, memory_id: str) -> None:
        """Goes to one memory and shows its card."""
        self._only_message = ""
        self._found = memory_id  # one that is past shows, and no filter stays behind
        line = self.query_one(MemoryFilter)
        line.value, line.display = "", False
        self.fill()
        self.query_one(MemoryRows).choose(memory_id)
        self._detailed = memory_id
        self._show_details()

    def show_learnt(self, message_id: str) -> None:
        """Shows only what one message taught."""
        self._only_message, self._found = message_id, ""
        self.fill()

    def _memories(self) -> dict[str, Memory]:
        session = self.scene.session
        return dict(session.memories.readable(session.id, session.meta.persona_id))

    def _show_details(self) -> None:
        card = self.query_one("#memory-details")
        listed = any(row.id == self._detailed for row in self.query_one(MemoryRows).rows)
        memory = self._memories().get(self._detailed) if listed else None
        card.display = memory is not None
        if memory is not None:
            persona = memory_changes.persona_name(self.scene, memory)
            against = rival(memory, tuple(self._memories().values()))
            text = details(memory, persona, against, max(20, self.size.width - 5))
            self.query_one("#memory-details Static", Static).update(text)

    def close_card(self) -> bool:
        """Closes the details, else shows every memory, unmarked; False where neither is to be done."""
        line = self.query_one(MemoryFilter)
        if self.query_one("#memory-details").display:
            self._detailed = ""
        elif line.value or self._only_message or self._marked:
            line.value, line.display = "", False
            self._only_message, self._marked = "", frozenset()
        else:
            return False
        self.focus_first()
        self.fill()
        return True

    def on_resize(self, event: events.Resize) -> None:
        """Fits the rows to the width."""
        self.refresh_page()

    @on(OptionList.OptionSelected)
    def _toggle_details(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._detailed = "" if event.option_id == self._detailed else event.option_id or ""
        self._show_details()

    @on(OptionList.OptionHighlighted)
    def _follow_cursor(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self._detailed:
            self._detailed = event.option_id or ""
            self._show_details()

    @on(Input.Changed, "#memory-filter")
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        if self.scene.desk.ready:
            self.fill()

    @on(Input.Submitted, "#memory-filter")
    def _filtered(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_first()

    def _do_by_key(self, deed: str, memory_id: str) -> None:
        if deed == "filter":
            self._only_message = self._found = ""
            line = self.query_one(MemoryFilter)
            line.display = True
            self.screen.set_focus(line)
            self.fill()
        elif deed == "undo":
            self.wish(lambda screen: memory_changes.undo(self, screen))
        elif deed == "redo":
            self.wish(lambda screen: memory_changes.redo(self, screen))
        elif deed == "as_of":
            self.wish(lambda screen: memory_shaping.as_of(screen))
        elif (memory := self._memories().get(memory_id)) is not None:
            self._do(deed, memory)

    def _do(self, deed: str, memory: Memory) -> None:
        marked = [one for one in self._memories().values() if one.id in self._marked]
        if deed == "mark":
            self._marked ^= {memory.id}
            self.fill()
            self.query_one(MemoryRows).action_cursor_down()
        elif deed == "edit":
            self._edit(memory)
        elif deed == "merge":
            self._unmark()
            self.wish(lambda _: memory_shaping.merge(self, marked or [memory]))
        elif deed == "forget" and marked:
            self._unmark()
            self.wish(lambda _: memory_changes.forget_all(self, [one.id for one in marked]))
        elif deed == "split":
            self.wish(lambda _: memory_shaping.split(self, memory))
        elif deed == "form":
            self.wish(lambda _: memory_shaping.form(self, memory))
        else:
            self.wish(lambda _: memory_changes.do(self, deed, memory))

    def _unmark(self) -> None:
        self._marked = frozenset()
        self.fill()

    def _edit(self, memory: Memory) -> None:
        line = self.query_one(MemoryEdit)
        line.memory_id, line.value = memory.id, clean_line(memory.text, 1000)
        line.show(True)
        line.selection = Selection(*value_place(memory))
        self.screen.set_focus(line)

    @on(Input.Submitted, "#memory-edit")
    def _edited(self, event: Input.Submitted) -> None:
        event.stop()
        line = self.query_one(MemoryEdit)
        line.action_leave()
        if line.value.strip():
            self.wish(lambda _: memory_changes.edit(self, line.memory_id, clean_line(line.value, 1000)))


PAGE = MemoryPage
