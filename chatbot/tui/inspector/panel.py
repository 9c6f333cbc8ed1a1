"""The panel at the right: a row of page names, and the page that is open. Pages are made when first shown."""

import importlib
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widgets import Static

from chatbot.session.trace import Trace
from chatbot.tui.inspector.page import Page
from chatbot.tui.inspector.scene import Scene
from chatbot.tui.keys import Place, bindings
from chatbot.tui.widgets.way_in import way_in

PAGES: tuple[tuple[str, str], ...] = (
    ("memory", "Memory"),
    ("why", "Why"),
    ("mood", "Mood"),
    ("summary", "Summary"),
    ("stats", "Stats"),
)
"""Names and titles in order; the page is the class `PAGE` of the module of that name in this package."""


class PageNames(Static):
    """The row of page names; a click opens one."""

    class Picked(Message):
        """A name was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self) -> None:
        super().__init__(markup=False, id="page-names")
        self._open = ""

    def show(self, name: str) -> None:
        """Marks the open page."""
        self._open = name
        self.refresh()

    def render(self) -> Content:
        """The names."""
        parts = []
        for name, title in PAGES:
            look = "bold $accent" if name == self._open else "$text-muted"
            parts.append(Content.styled(title, look).stylize(Style.from_meta({"page": name})))
        return Content("  ").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Opens the page under the mouse."""
        if name := event.style.meta.get("page"):
            event.stop()
            self.post_message(self.Picked(name))


class Inspector(Vertical):
    """All pages.

    Args:
        scene: what they may look at.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.INSPECTOR)

    trace: reactive[Trace] = reactive(Trace(), init=False)

    def __init__(self, scene: Scene) -> None:
        super().__init__(id="inspector")
        self._scene = scene
        self._open = ""

    def compose(self) -> ComposeResult:
        """The names, and how to get in; pages come when they are opened."""
        yield PageNames()
        yield way_in("panel.inspector", self._scene.companion.settings.keys)

    async def on_mount(self) -> None:
        """Opens the first page."""
        await self.show_page(self._open or PAGES[0][0])

    @property
    def page(self) -> Page | None:
        """The open page; None before the first."""
        found = [page for page in self.query(Page) if self._open == page.NAME]
        return found[0] if found else None

    async def show_page(self, name: str) -> None:
        """Opens a page by its name."""
        self._open = name
        if self.page is None:
            made = importlib.import_module(f"chatbot.tui.inspector.{name}").PAGE(self._scene)
            made.set_reactive(Page.trace, self.trace)
            await self.mount(made)
        for page in self.query(Page):
            page.display = name == page.NAME
        self.query_one(PageNames).show(name)
        if self.page is not None:
            self.page.refresh_page()

    def watch_trace(self, trace: Trace) -> None:
        """Every page follows the turn; those that are not seen are filled when they are opened."""
        for page in self.query(Page):
            page.trace = trace

    def focus_page(self) -> None:
        """Puts the focus into the open page."""
        if self.page is not None:
            self.page.focus_first()

    def refresh_pages(self) -> None:
        """Fills the open page now, the others when they are opened."""
        for page in self.query(Page):
            page.refresh_page()

    def select(self, message_id: str) -> None:
        """Lets the pages speak of a message; empty for the newest reply."""
        if message_id != self._scene.message_id:
            self._scene.message_id = message_id
            self.refresh_pages()

    @on(PageNames.Picked)
    async def _picked(self, event: PageNames.Picked) -> None:
        event.stop()
        await self.show_page(event.name)
        self.focus_page()

    async def action_turn_page(self, step: int) -> None:
        """Opens the next page, or the one before."""
        names = [name for name, _ in PAGES]
        await self.show_page(names[(names.index(self._open) + step) % len(names)])
        self.focus_page()
