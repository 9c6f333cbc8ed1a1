"""All memories as they were at a date. Nothing can be changed here."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from chatbot.domain.memory import Memory, Status
from chatbot.domain.text import counted
from chatbot.tui.ages import day, minute
from chatbot.tui.hints import hints
from chatbot.tui.inspector.memory_details import details
from chatbot.tui.inspector.memory_rows import Wanted, memory_rows
from chatbot.tui.screens.over import OverScreen
from chatbot.tui.widgets.listing import Listing


class AsOf(OverScreen[bool]):
    """Shows a past state of the memories.

    Args:
        memories: by id, as they stood.
        at: when.
        persona: name of the persona that speaks.
    """

    DEFAULT_CSS = """
    AsOf {
        & .card-title { color: $warning; }
        & #then { height: auto; max-height: 40%; border-top: solid $border; padding: 1 0 0 0; }
    }
    """
    AUTO_FOCUS = "Listing"

    def __init__(self, memories: Mapping[str, Memory], at: datetime, persona: str) -> None:
        super().__init__()
        self._memories = memories
        self._at = at
        self._persona = persona

    def compose(self) -> ComposeResult:
        """The banner, the list, the memory under the cursor."""
        held = sum(memory.status is Status.ACTIVE for memory in self._memories.values())
        with Vertical(classes="card tall"):
            title = f"As it was {_when(self._at)}, to read only: {counted(held, 'memory', 'memories')} held"
            yield Static(Content(title), classes="card-title", markup=False)
            yield Listing(id="choices")
            yield Static(Content("Nothing was remembered yet."), id="empty", markup=False)
            with VerticalScroll(id="then"):
                yield Static(markup=False)
            yield Static(hints(("arrows", "move"), ("esc", "back to today")), classes="card-hint", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Fits the rows to the width."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        listing = self.query_one(Listing)
        wanted = Wanted(width=max(20, listing.size.width - 4), persona=self._persona)
        rows = memory_rows(self._memories.values(), {}, wanted)
        listing.show(rows)
        listing.display = self.query_one("#then").display = bool(rows)
        self.query_one("#empty").display = not rows

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        memory = self._memories.get(event.option_id or "")
        if memory is not None:
            cells = max(20, self.query_one("#then").size.width - 1)
            self.query_one("#then Static", Static).update(details(memory, self._persona, None, cells, asks=False))


def _when(at: datetime) -> str:
    """A moment in words. Who asks for a day gets its end, which the clock counts to the day after."""
    local = at.astimezone()
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return f"at the end of {day(at - timedelta(seconds=1))}"
    return f"on {minute(at)}"
