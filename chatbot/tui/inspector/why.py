"""The why page: the receipt of a reply. What was recalled with which score, what the model was given, what not."""

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message as Post
from textual.widgets import OptionList, Static

from chatbot.domain.message import Message, Role
from chatbot.domain.receipt import HISTORY, Found, Recalled, Receipt, Section
from chatbot.domain.text import clean, clean_line, counted
from chatbot.errors import NotFound
from chatbot.session.again import again
from chatbot.session.sent import Sent, conversation, sent_at
from chatbot.session.supposing import recalled_as_of
from chatbot.session.trace import Trace
from chatbot.tui import corrections
from chatbot.tui.ages import minute
from chatbot.tui.inspector.page import Page
from chatbot.tui.inspector.receipt_text import Now, recalled_rows, receipt_rows
from chatbot.tui.keys import Hints
from chatbot.tui.widgets.key_list import KeyList
from chatbot.tui.widgets.listing import Row

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

_EMPTY = (
    "Every reply has a receipt.\n\n"
    "After the first one you see here which memories and earlier messages were found for it, how each was scored, "
    "which ones the model was given, which were left out and why, and how many tokens each part took.\n\n"
    "w on a message shows the receipt of that one."
)


class WhyRows(KeyList):
    """What the receipt holds, with the keys that work on what was recalled."""

    HINTS: ClassVar[Hints] = (
        ("enter", "exact request"),
        ("+", "useful"),
        ("-", "of no use"),
        ("x", "wrong"),
        ("i", "what if"),
        ("s", "source"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("plus,equals_sign", "recalled('useful')", "Useful", show=False),
        Binding("minus", "recalled('irrelevant')", "Of no use here", show=False),
        Binding("x", "recalled('wrong')", "Wrong: put it right, or forget it", show=False),
        Binding("i", "recalled('what_if')", "What if it were left out", show=False),
        Binding("s", "recalled('source')", "Jump to where it was said", show=False),
        Binding("t", "recalled('then')", "What would have been recalled then", show=False),
    ]

    class Asked(Post):
        """A key asks for a deed on what was recalled."""

        def __init__(self, deed: str, row_id: str) -> None:
            super().__init__()
            self.deed = deed
            self.row_id = row_id

    def action_recalled(self, deed: str) -> None:
        """Asks for a deed on the row under the cursor."""
        self.post_message(self.Asked(deed, self.chosen_id))


class WhyPage(Page):
    """See the module."""

    NAME = "why"
    TITLE = "Why"
    DEFAULT_CSS = "WhyPage #why-heading { padding: 0 1 1 1; height: auto; }"

    def compose(self) -> ComposeResult:
        """The heading and the rows, or what will be there."""
        yield Static(markup=False, id="why-heading")
        yield WhyRows(id="why-rows")
        with VerticalScroll(id="why-scroll"):
            yield Static(Content.styled(_EMPTY, "$text-muted"), markup=False)

    def fill(self) -> None:
        """Shows the receipt of the focused message, else of the newest reply, also while it is written."""
        width = max(24, self.size.width - 5)
        receipt, heading = self._receipt()
        rows: list[Row] = []
        if receipt is not None:
            rows = receipt_rows(receipt, width, self._now(receipt))
        elif self.trace.recalled:
            rows, heading = recalled_rows(self.trace.recalled, width), ""
        listing = self.query_one(WhyRows)
        listing.show(rows)
        listing.display, self.query_one("#why-scroll").display = bool(rows), not rows
        self.query_one("#why-heading", Static).update(Content.styled(heading, "bold"))
        self.query_one("#why-heading").display = bool(rows and heading)

    def _now(self, receipt: Receipt) -> Now:
        session, settings = self.scene.session, self.scene.companion.settings
        usage = receipt.usage
        prices = settings.price_prompt, settings.price_completion
        paid = usage.prompt_tokens * prices[0] + usage.completion_tokens * prices[1]
        return Now(
            session.memories.readable(session.id, session.meta.persona_id),
            paid / _PRICED_TOKENS if any(prices) and receipt.backend != "offline" else None,
            {one.id: one.title for one in session.state.chapters},
        )

    def concerns(self, old: Trace, new: Trace) -> bool:
        """Whether recall, prompt or reply changed."""
        return (old.recalled, old.receipt, old.reply, old.turn) != (new.recalled, new.receipt, new.reply, new.turn)

    def focus_first(self) -> None:
        """The rows; where there are none, the text."""
        rows = self.query_one(WhyRows)
        (rows if rows.display else self.query_one("#why-scroll")).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Fits the rows to the width."""
        self.refresh_page()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._request()

    @on(WhyRows.Asked)
    def _asked(self, event: WhyRows.Asked) -> None:
        event.stop()
        reply = self._reply()
        recalled = reply.receipt.recalled if reply is not None and reply.receipt is not None else ()
        one = next((one for one in recalled if one.id == event.row_id), None)
        if reply is None:
            return
        if event.deed == "then":
            self.wish(lambda screen: self._then(reply))
        elif one is None or (one.found is not Found.MEMORY and event.deed != "source"):
            self.wish(lambda screen: _only_memories(screen))
        elif event.deed == "what_if":
            self.wish(lambda screen: corrections.what_if(screen, reply.id, one.id))
        elif event.deed == "source":
            self._jump(one)
        else:
            self.wish(lambda screen: corrections.judge(screen, one.id, event.deed, reply.id))

    def _jump(self, one: Recalled) -> None:
        session = self.scene.session
        memory = session.memories.readable(session.id, session.meta.persona_id).get(one.id)
        if one.found is Found.MESSAGE:
            self.jump(one.session_id, one.id)
        elif memory is not None and memory.source.message_id:
            self.jump(memory.source.session_id, memory.source.message_id, memory.source.quote)

    async def _then(self, reply: Message) -> None:
        """Shows what would have been recalled for the same words at that moment, with the memories of then."""
        session = self.scene.session
        asked = again(session.files, reply.id).again
        if asked is None:
            return
        book = self.scene.desk.book
        found = await recalled_as_of(session, book.as_of(asked.created_at), asked.created_at, asked.text)
        found = tuple(one for one in found if one.id != asked.id)  # the message finds itself
        title = f"What would have been recalled on {minute(asked.created_at)}"
        rows = recalled_rows(found, _READER_CELLS, "With what was known then")
        lines = [part for row in rows for part in (row.content, "\n")]
        self.read(title, Content.assemble(*lines) if lines else Content("Nothing was known then that fits."))

    def _receipt(self) -> tuple[Receipt | None, str]:
        chosen = self._reply()
        if chosen is not None and chosen.receipt is not None:
            return chosen.receipt, f"Why “{self._fitted(chosen.text)}”"
        return self.trace.receipt, "Why the reply that is being written"

    def _fitted(self, text: str) -> str:
        """The beginning of a reply, as much as leaves the heading on one line."""
        room = max(20, self.size.width - _HEADING_CELLS)
        return Content(clean_line(text, room)).truncate(room, ellipsis=True).plain

    def _reply(self) -> Message | None:
        files = self.scene.session.files
        if self.scene.message_id:
            try:
                message = files.message(self.scene.message_id)
            except NotFound:
                return None
            if message.role is Role.PERSONA:
                return message
            page = files.messages(message.seq + 3, 2)
            return next((one for one in page if one.role is Role.PERSONA and one.turn == message.turn), None)
        if self.trace.turn and self.trace.receipt is not None:
            return self.trace.reply
        return next((one for one in reversed(files.messages(limit=8)) if one.receipt is not None), None)

    def _request(self) -> None:
        """Shows the request, part by part, as it was sent."""
        receipt, heading = self._receipt()
        if receipt is None:
            return
        parts: list[str | tuple[str, str]] = []
        for section in receipt.sections:
            parts.append((f"{clean_line(section.name)}  {counted(section.tokens, 'token')}\n", "bold $accent"))
            parts.append(f"{clean(section.text) or self._history(section, receipt)}\n\n")
        self.read(heading, Content.assemble(*parts))

    def _history(self, section: Section, receipt: Receipt) -> str:
        """The conversation that was sent. Another section without a text lost it to an erasing or a reduced export."""
        if section.name != HISTORY:
            return "(no longer kept)"
        reply = self._reply()
        at = sent_at(reply) if reply is not None else None
        return "\n".join(map(_line, conversation(receipt, self.scene.session.files, at)))


def _line(sent: Sent) -> str:
    message = sent.message
    if message is None:
        return "(a message that was deleted since)" if sent.count == 1 else f"({sent.count} messages, deleted since)"
    who = "user" if message.role is Role.USER else "assistant"
    note = "  (changed since)" if sent.changed else "  (a newer version may have been sent)" if sent.stepped else ""
    return f"{who}: {clean(message.text)}{note}"


async def _only_memories(screen: "MainScreen") -> None:
    screen.stage.flash("That works on a memory: choose one with the arrows.")


_READER_CELLS = 88
_HEADING_CELLS = 8  # what stands around the words, and the air at both sides
_PRICED_TOKENS = 1e6
"""Prices are per million tokens."""

PAGE = WhyPage
