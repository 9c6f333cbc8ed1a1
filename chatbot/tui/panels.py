"""The two panels: made when first opened, columns on a wide terminal, drawers over the chat on a narrow one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input

from chatbot.domain.message import Role
from chatbot.session.trace import Trace
from chatbot.tui.keys import Hints, Key, Place
from chatbot.tui.transcript import Transcript
from chatbot.tui.widgets.keyline import CLOSE
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.tui.inspector.memory import MemoryPage
    from chatbot.tui.inspector.panel import Inspector
    from chatbot.tui.screens.main import MainScreen

Side = Literal["left", "right"]

_TURN_MESSAGES = 4
"""A reply stands right behind the message that it answers; a few more, for what another program put between them."""

INSPECTOR_FROM_COLUMNS = 120
"""From this width on the inspector is open at start: the chat keeps 76 columns beside it."""


def toggle(screen: "MainScreen", side: Side) -> None:
    """Opens a panel and goes to it; goes to one that is open; closes the one that has the focus."""
    if not is_open(screen, side):
        screen.attempt(_open(screen, side, focus=True))
    elif has_focus(screen, side):
        close(screen, side)
    else:
        _focus(screen, side)


def go_round(screen: "MainScreen") -> None:
    """Moves the focus to the next part: from the prompt to the chat, the inspector, the sessions, and back."""
    parts = ["#transcript", *(f"#{side}" for side in ("right", "left") if is_open(screen, side)), "#prompt"]
    if not screen.query_one(Prompt).visible:
        parts = parts[1:-1]
    here = next((part for part in parts if screen.query_one(part).has_focus_within), "#prompt")
    there = parts[(parts.index(here) + 1) % len(parts)]
    if there == "#right":
        _focus(screen, "right")
    elif there == "#left":
        _focus(screen, "left")
    else:
        screen.query_one(there).focus()


def close(screen: "MainScreen", side: Side) -> None:
    """Closes a panel; the focus goes to the prompt if the panel had it."""
    had_focus = has_focus(screen, side)
    screen.query_one(f"#{side}", Vertical).remove_class("open")
    settle(screen)
    if had_focus:
        screen.query_one(Prompt).focus()


def settle(screen: "MainScreen") -> None:
    """Takes the prompt away while a drawer lies over it, so that no key goes where nobody looks; else shows it."""
    prompt = screen.query_one(Prompt)
    drawers: list[Side] = [side for side in SIDES if screen.has_class("-narrow") and is_open(screen, side)]
    if drawers:
        prompt.suggest(())
        if prompt.has_focus:
            _focus(screen, drawers[0])
    prompt.visible = not drawers
    tell_keys(screen)


def refit(screen: "MainScreen") -> None:
    """Settles after another width. Whoever is writing goes on: what would come to lie over the prompt closes."""
    if screen.query_one(Prompt).has_focus:
        close_drawer(screen)
    settle(screen)


def close_drawer(screen: "MainScreen") -> bool:
    """Closes what lies over the chat; False where nothing does."""
    if not screen.has_class("-narrow"):
        return False
    opened: list[Side] = [side for side in SIDES if screen.query_one(f"#{side}").has_class("open")]
    had_focus = any(has_focus(screen, side) for side in opened)
    for side in opened:
        screen.query_one(f"#{side}", Vertical).remove_class("open")
    settle(screen)  # once all are closed: one that is open still would be given the focus
    if had_focus:
        screen.query_one(Prompt).focus()
    return bool(opened)


def close_card(screen: "MainScreen") -> bool:
    """Closes what is open on the inspector's page, or shows all sessions, if the focus is there; False for neither."""
    for line in screen.query("#left SessionFilter").results(Input):
        if line.value and screen.query_one("#left").has_focus_within:
            line.value = ""
            return True
    if not screen.query_one("#right").has_focus_within:
        return False
    page = _inspector(screen).page
    return page is not None and page.close_card()


SIDES: tuple[Side, Side] = ("left", "right")


async def open_at_start(screen: "MainScreen") -> None:
    """Shows the inspector beside the chat where there is room; the focus stays in the prompt."""
    if screen.size.width >= INSPECTOR_FROM_COLUMNS:
        await _open(screen, "right", focus=False)


async def _open(screen: "MainScreen", side: Side, focus: bool) -> None:
    panel = screen.query_one(f"#{side}", Vertical)
    if not panel.children:
        await panel.mount(_make(screen, side))
    if screen.has_class("-narrow"):
        close(screen, "left" if side == "right" else "right")
    panel.add_class("open")
    settle(screen)
    refresh(screen)
    if focus:
        _focus(screen, side)


def _make(screen: "MainScreen", side: Side) -> Widget:
    if side == "left":
        from chatbot.tui.widgets.sessions import SessionsPanel

        return SessionsPanel(screen.stage.glyph, screen.settings.keys)
    from chatbot.tui.inspector.panel import Inspector
    from chatbot.tui.inspector.scene import Scene

    scene = Scene(screen.companion, screen.desk, screen.clock)
    inspector = Inspector(scene)
    inspector.set_reactive(Inspector.trace, screen.trace)
    return inspector


def _focus(screen: "MainScreen", side: Side) -> None:
    if side == "left":
        screen.query_one("#session-rows").focus()
    else:
        screen.call_after_refresh(_inspector(screen).focus_page)


def _inspector(screen: "MainScreen") -> "Inspector":
    from chatbot.tui.inspector.panel import Inspector

    return screen.query_one(Inspector)


def is_open(screen: "MainScreen", side: Side) -> bool:
    """Whether a panel is on the screen."""
    return screen.query_one(f"#{side}").has_class("open")


def has_focus(screen: "MainScreen", side: Side) -> bool:
    """Whether the focus is in a panel."""
    return screen.query_one(f"#{side}").has_focus_within


def open_page(screen: "MainScreen", page: str, then: Callable[[], None] = lambda: None) -> None:
    """Shows a page of the inspector (`memory`, `why`, `mood`, `summary`, `stats`).

    Goes there from a list, or where a drawer lies over the prompt. Whoever is writing goes on: the next sentence
    must not be taken for the page's keys.

    Args:
        screen: where.
        page: its name.
        then: done on the page when it is there.
    """

    async def show() -> None:
        await _open(screen, "right", focus=False)
        await _inspector(screen).show_page(page)
        then()
        if not screen.query_one(Prompt).has_focus:
            _focus(screen, "right")

    screen.attempt(show())


def select(screen: "MainScreen", message_id: str) -> None:
    """Lets the inspector speak of a message; empty for the newest reply."""
    if is_open(screen, "right"):
        _inspector(screen).select(message_id)


def hand_down(screen: "MainScreen", trace: Trace) -> None:
    """Gives the inspector the newest trace. Panels are made late, in workers, where `data_bind` cannot be used."""
    if screen.query_one("#right").children:
        _inspector(screen).trace = trace


def refresh(screen: "MainScreen") -> None:
    """Fills the open panels again: another session, or something was written by hand."""
    refresh_sessions(screen)
    if is_open(screen, "right"):
        _inspector(screen).refresh_pages()


def refresh_sessions(screen: "MainScreen") -> None:
    """Fills the session list again, if it is open."""
    if not is_open(screen, "left") or not screen.desk.ready:
        return
    from chatbot.tui.widgets.sessions import SessionList, SessionsPanel

    sessions = screen.companion.sessions
    screen.query_one(SessionsPanel).show(
        SessionList(sessions.all(), screen.desk.current.session.id, screen.desk.busy(), screen.clock())
    )


def place(screen: "MainScreen") -> Place:
    """Where the focus is, for the footer."""
    focused = screen.focused
    if isinstance(focused, Transcript):
        return Place.MESSAGE
    if focused is None or isinstance(focused, Prompt | Input):
        return Place.PROMPT
    for widget in focused.ancestors_with_self:
        if widget.id == "session-rows":
            return Place.SESSIONS
        if widget.id == "memory-rows":
            return Place.MEMORY
        if widget.id == "right":
            return Place.INSPECTOR
    return Place.PROMPT


def tell_keys(screen: "MainScreen") -> None:
    """Has the footer speak of where the focus is, and of what the panels' keys do now."""
    words = {}
    for side, name in zip(SIDES, ("sessions", "inspector"), strict=True):
        opened = is_open(screen, side)
        words[f"panel.{name}"] = CLOSE if has_focus(screen, side) else f"to {name}" if opened else name
    screen.keyline.show_place(place(screen), hints(screen), words)


def hints(screen: "MainScreen") -> Hints:
    """The keys that only the focused widget has, for the footer; none where the place says all."""
    for widget in screen.focused.ancestors_with_self if screen.focused else ():
        found: Hints = getattr(widget, "HINTS", ())
        if found:
            return found
    return ()


def leave(screen: "MainScreen", side: Side) -> None:
    """After something was chosen in a panel: a drawer closes, a column stays; the prompt has the focus."""
    if screen.has_class("-narrow"):
        close(screen, side)
    screen.query_one(Prompt).focus()


def open_memory(screen: "MainScreen", memory_id: str) -> None:
    """Shows one memory in the inspector."""
    open_page(screen, "memory", then=lambda: _memory_page(screen).find(memory_id))


def open_learnt(screen: "MainScreen", message_id: str) -> None:
    """Shows what one message taught; of a reply, what the message that it answers did."""
    files = screen.desk.current.session.files
    message = files.message(message_id)
    around = files.messages(message.seq, _TURN_MESSAGES)
    asked = next((one for one in reversed(around) if one.turn == message.turn and one.role is Role.USER), message)
    open_page(screen, "memory", then=lambda: _memory_page(screen).show_learnt(asked.id))


def _memory_page(screen: "MainScreen") -> "MemoryPage":
    from chatbot.tui.inspector.memory import MemoryPage

    return screen.query_one(MemoryPage)


async def press(screen: "MainScreen", key: Key) -> None:
    """Does what a key of a panel does, from the palette: opens the panel first."""
    side: Side = "left" if key.place is Place.SESSIONS else "right"
    await _open(screen, side, focus=False)
    widget: Widget
    if side == "left":
        widget = screen.query_one("#session-rows")
    elif key.place is Place.MEMORY:
        await _inspector(screen).show_page("memory")
        widget = screen.query_one("#memory-rows")
    else:
        widget = _inspector(screen)
    widget.focus()
    await widget.run_action(key.action)
