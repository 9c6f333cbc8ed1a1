"""What if: the reply that stands beside the reply as it would be. Nothing is kept until it is taken."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.worker import Worker

from chatbot.domain.memory import Memory
from chatbot.domain.message import Message
from chatbot.domain.receipt import Fate, Found
from chatbot.domain.text import clean, clean_line, sentences
from chatbot.errors import ChatbotError
from chatbot.session.supposing import Preview, Supposition, what_if
from chatbot.tui.hints import hints
from chatbot.tui.persona_picker import persona_picker
from chatbot.tui.screens.ask import AskLine
from chatbot.tui.screens.over import OverScreen
from chatbot.tui.widgets.listing import Listing, Row

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

FRAME_SECONDS = 0.1
"""How often the growing reply is painted: ten times a second reads as flowing."""

BREAKPOINTS = [(0, "-below"), (100, "-beside")]
"""Columns from which the two replies stand side by side."""

_CHOOSE = "Choose above what should be different, then press enter."
_CHOOSE_PERSONA = "This reply was given no memory, so only the persona can be another: p chooses it, then press enter."

_PRESS = "Press enter to see it."

_ASK = ("enter", "ask")
_CHANGE = (("space", "leave out"), ("e", "other words"))
_OTHER = ("p", "another persona")
_CLOSE = ("esc", "close")

_PERSONA = "persona"


class WhatIf(OverScreen[Preview]):
    """Answers with the reply that is to be taken, or None.

    Args:
        main: the conversation's screen.
        reply: that stands now.
        without: id of a memory that is left out from the start; empty for none.
    """

    DEFAULT_CSS = """
    WhatIf {
        & #panes { height: 1fr; margin-top: 1; layout: vertical; }
        &.-beside #panes { layout: horizontal; }
        & .pane { height: 1fr; width: 1fr; }
        &.-below .pane.second { padding-top: 1; }
        &.-beside .pane.first { padding-right: 2; }
        &.-beside .pane.second { padding-left: 2; border-left: solid $border; }
        & .pane > .pane-title { height: 1; color: $text-muted; }
        & .pane VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
        & .pane VerticalScroll > Static { height: auto; }
        &.-low #panes { margin-top: 0; }
        &.-low.-below .pane.second { padding-top: 0; }
        & .given { color: $text-muted; padding-left: 2; }
    }
    """
    AUTO_FOCUS = "Listing"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,x,d", "leave_out", "Leave out", show=False),
        Binding("e", "reword", "Other words", show=False),
        Binding("p", "persona", "Another persona", show=False),
        Binding("j", "move('cursor_down')", show=False),
        Binding("k", "move('cursor_up')", show=False),
    ]

    def __init__(self, main: "MainScreen", reply: Message, without: str = "") -> None:
        super().__init__()
        self._main = main
        self._session = main.desk.current.session
        self._reply = reply
        self._known = _used(main, reply, without)
        self._without = {without} & set(self._known)
        self._instead: dict[str, str] = {}
        self._persona_id = ""
        self._preview: Preview | None = None
        self._asking: Worker[None] | None = None
        self._pieces: list[str] = []

    def compose(self) -> ComposeResult:
        """What is supposed, the two replies, the keys."""
        with Vertical(classes="card tall"):
            yield Static(Content("What if?"), classes="card-title", markup=False)
            yield Listing(id="choices")
            with Container(id="panes"):
                with Vertical(classes="pane first"):
                    yield Static(Content("As it stands"), classes="pane-title", markup=False)
                    with VerticalScroll():
                        yield Static(markup=False, id="before")
                        yield Static(markup=False, id="before-given", classes="given")
                with Vertical(classes="pane second"):
                    yield Static(Content("As it would be"), classes="pane-title", markup=False)
                    with VerticalScroll(id="after-scroll"):
                        yield Static(markup=False, id="after")
                        yield Static(markup=False, id="after-given", classes="given")
            yield Static(classes="card-hint", markup=False, id="hint")

    def on_mount(self) -> None:
        """Shows the reply that stands."""
        self._show_reply("before", self._reply)
        self._show_world()

    # What is supposed

    def _show_world(self) -> None:
        """Shows the memories as they are supposed; a reply to another supposition cannot be taken."""
        self._preview = None
        rows = [Row(memory.id, self._row(memory)) for memory in self._known.values()]
        persona_id = self._persona_id or self._session.meta.persona_id
        name = clean_line(self._main.companion.catalog.get(persona_id).char, 40)
        changed = ("→ ", "bold $accent") if self._persona_id else ("  ", "")
        rows.append(Row(_PERSONA, Content.assemble(changed, ("told by ", "$text-muted"), name)))
        self.query_one(Listing).show(rows)
        if not self._asking:
            words = _CHOOSE if self._known else _CHOOSE_PERSONA
            if self._supposed != Supposition():
                words = _PRESS
            self._show_after(Content.styled(words, "$text-muted"))
        self._hint()

    def _row(self, memory: Memory) -> Content:
        text = clean_line(memory.text, 300)
        if memory.id in self._without:
            return Content.assemble(("× ", "bold $warning"), (text, "strike $text-muted"), ("  left out", "$warning"))
        if memory.id in self._instead:
            return Content.assemble(("→ ", "bold $accent"), self._instead[memory.id], ("  in other words", "$accent"))
        return Content.assemble("  ", text)

    @property
    def _supposed(self) -> Supposition:
        return Supposition(tuple(sorted(self._without)), tuple(self._instead.items()), self._persona_id)

    def action_leave_out(self) -> None:
        """Leaves the memory under the cursor out, or takes it in again."""
        memory_id = self.query_one(Listing).chosen_id
        if memory_id in self._known and not self._asking:
            self._without ^= {memory_id}
            self._instead.pop(memory_id, None)
            self._show_world()

    def action_reword(self) -> None:
        """Gives the memory under the cursor other words, only here."""
        memory = self._known.get(self.query_one(Listing).chosen_id)
        if memory is not None and not self._asking:
            self.run_worker(self._reword(memory))

    async def _reword(self, memory: Memory) -> None:
        present = self._instead.get(memory.id, memory.text)
        text = await self.app.push_screen_wait(AskLine("If it read like this:", present))
        if text and text != present:
            self._instead[memory.id] = text
            self._without -= {memory.id}
            self._show_world()

    def action_persona(self) -> None:
        """Lets another persona tell it."""
        if not self._asking:
            self.run_worker(self._choose_persona())

    async def _choose_persona(self) -> None:
        chosen = await self.app.push_screen_wait(persona_picker(self._main))
        if chosen:
            self._persona_id = "" if chosen == self._session.meta.persona_id else chosen
            self._show_world()

    async def action_move(self, action: str) -> None:
        """Moves in the list."""
        await self.query_one(Listing).run_action(action)

    def _show_reply(self, pane: str, reply: Message) -> None:
        """Shows a reply and the memories that it was given, `before` or `after`."""
        recalled = reply.receipt.recalled if reply.receipt is not None else ()
        used = [one.text for one in recalled if one.found is Found.MEMORY and one.fate is Fate.INJECTED]
        lead = "It was given:" if used else "It was given nothing that is remembered."
        text = Content.assemble(clean(reply.text), (f"\n\n{lead}", "$text-muted"))
        self.query_one(f"#{pane}", Static).update(text)
        self.query_one(f"#{pane}-given", Static).update(Content("\n".join(f"· {clean_line(one, 200)}" for one in used)))

    def _show_after(self, words: Content) -> None:
        """Says something where the reply as it would be stands."""
        self.query_one("#after", Static).update(words)
        self.query_one("#after-given", Static).update("")

    # Asking

    @on(OptionList.OptionSelected)
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._asking:
            return
        if self._preview is not None:
            self.dismiss(self._preview)
        elif self._supposed == Supposition():
            if event.option_id == _PERSONA:
                self.action_persona()
            else:
                self.action_leave_out()
        else:
            self._pieces = []
            self._asking = self.run_worker(self._ask())
            self._hint()

    async def _ask(self) -> None:
        self._show_after(Content.styled("…", "$text-muted"))
        frames = self.set_interval(FRAME_SECONDS, self._paint)
        try:
            preview = await what_if(self._session, self._reply.id, self._supposed, self._pieces.append, self._wait)
        except ChatbotError as error:
            self._show_after(Content.styled(sentences(error.message, error.hint), "$error"))
        else:
            self._preview = preview
            self._show_reply("after", preview.reply)
            self.query_one("#after-scroll", VerticalScroll).scroll_home(animate=False)
        finally:
            frames.stop()
            self._asking = None
            self._hint()

    def _paint(self) -> None:
        if self._pieces:
            self.query_one("#after", Static).update(Content(clean("".join(self._pieces))))
            self.query_one("#after-scroll", VerticalScroll).scroll_end(animate=False)

    def _wait(self, line: str) -> None:
        self.query_one("#hint", Static).update(Content(clean_line(line)))

    def action_leave(self) -> None:
        """Stops the reply; without one, closes."""
        if self._asking is None:
            self.dismiss(None)
            return
        self._asking.cancel()
        text = clean("".join(self._pieces))
        self._show_after(Content.assemble(text, ("\n\nstopped", "$warning")))

    def _hint(self) -> None:
        if self._asking:
            keys = hints(("esc", "stop it"))
        elif self._preview is not None:
            keys = hints(("enter", "take it, both are kept"), ("esc", "leave the reply as it stands"))
        elif not self._known:
            ask = (_ASK,) if self._persona_id else ()
            keys = hints(*ask, _OTHER, _CLOSE)
        elif self._supposed == Supposition():
            keys = hints(*_CHANGE, _OTHER, _CLOSE)
        else:
            keys = hints(_ASK, *_CHANGE, _OTHER, _CLOSE)
        self.query_one("#hint", Static).update(keys)


def _used(main: "MainScreen", reply: Message, also: str) -> dict[str, Memory]:
    """The memories that a reply was given and the session still knows, in the order of the receipt."""
    session = main.desk.current.session
    readable = session.memories.readable(session.id, session.meta.persona_id)
    recalled = reply.receipt.recalled if reply.receipt is not None else ()
    given = [one.id for one in recalled if one.found is Found.MEMORY and one.fate is Fate.INJECTED]
    return {one: readable[one] for one in (*given, also) if one in readable}
