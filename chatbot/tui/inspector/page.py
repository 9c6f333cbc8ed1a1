"""What all pages share: they refresh when something they show was written, and only while they are seen."""

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive

from chatbot.session.trace import Trace
from chatbot.tui import panels, session_deeds
from chatbot.tui.inspector.scene import Scene
from chatbot.tui.screens.reader import Reader
from chatbot.tui.wish import Deed, Wish

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


class Page(Vertical):
    """One page of the inspector.

    Args:
        scene: what it may look at.
    """

    NAME: ClassVar[str]
    TITLE: ClassVar[str]

    trace: reactive[Trace] = reactive(Trace(), init=False)

    def __init__(self, scene: Scene) -> None:
        super().__init__(id=f"page-{self.NAME}", classes="page")
        self.scene = scene
        self._stale = True

    def fill(self) -> None:
        """Shows the present state; called only while a session is open and the page is seen."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Puts the focus where the page's keys work."""
        raise NotImplementedError

    def close_card(self) -> bool:
        """Closes what is open beside the page's list; False where nothing is."""
        return False

    def refresh_page(self) -> None:
        """Fills the page now if it is seen, else when it is."""
        self._stale = True
        if self.is_mounted and self.display and self.is_on_screen_path() and self.scene.desk.ready:
            self._stale = False
            self.fill()

    def is_on_screen_path(self) -> bool:
        """Whether no panel around the page is closed."""
        return all(node.display for node in self.ancestors if hasattr(node, "display"))

    def watch_trace(self, old: Trace, new: Trace) -> None:
        """Something happened in the turn."""
        if self.concerns(old, new):
            self.refresh_page()

    def concerns(self, old: Trace, new: Trace) -> bool:
        """Whether the page shows what changed between two traces."""
        return old is not new

    def on_mount(self) -> None:
        """Fills the page for the first time."""
        self.call_after_refresh(self.refresh_page)

    def wish(self, deed: Deed) -> None:
        """Has the screen do something in the background; an error becomes one line in the chat."""
        self.post_message(Wish(deed))

    def written(self, line: str) -> None:
        """Says in the footer what was changed by hand, and has every panel follow."""
        self.wish(lambda screen: _tell(screen, line))

    def jump(self, session_id: str, message_id: str, quote: str = "") -> None:
        """Has a message shown, with the quote marked."""
        self.wish(lambda screen: session_deeds.jump(screen, session_id, message_id, quote))

    def read(self, title: str, content: Content) -> None:
        """Has a text shown in full."""
        self.app.push_screen(Reader(title, content))


async def _tell(screen: "MainScreen", line: str) -> None:
    screen.stage.flash(line)
    panels.refresh(screen)
