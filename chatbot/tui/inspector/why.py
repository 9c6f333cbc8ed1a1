"""The why page: the receipt of a reply. What was recalled with which score, what the model was given, what not."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from chatbot.domain.message import Message, Role
from chatbot.domain.receipt import Receipt
from chatbot.domain.text import clean, clean_line
from chatbot.errors import NotFound
from chatbot.session.trace import Trace
from chatbot.tui.inspector.page import Page
from chatbot.tui.inspector.receipt_text import recalled_text, receipt_text
from chatbot.tui.keys import Hints

_EMPTY = (
    "Every reply has a receipt.\n\n"
    "After the first one you see here which memories and earlier messages were found for it, how each was scored, "
    "which ones the model was given, which were left out and why, and how many tokens each part took.\n\n"
    "w on a message shows the receipt of that one."
)


class WhyPage(Page):
    """See the module."""

    NAME = "why"
    TITLE = "Why"
    HINTS: ClassVar[Hints] = (("enter", "exact request"),)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,x", "request", "The exact request", show=False)]

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        with VerticalScroll(id="why-scroll"):
            yield Static(Content(_EMPTY), markup=False)

    def fill(self) -> None:
        """Shows the receipt of the focused message, else of the newest reply, also while it is written."""
        width = max(24, self.size.width - 4)
        receipt, heading = self._receipt()
        if receipt is not None:
            content = Content.assemble((heading + "\n\n", "bold"), receipt_text(receipt, width))
        elif self.trace.recalled:
            content = recalled_text(self.trace.recalled, width)
        else:
            content = Content.styled(_EMPTY, "$text-muted")
        self.query_one(Static).update(content)

    def concerns(self, old: Trace, new: Trace) -> bool:
        """Whether recall, prompt or reply changed."""
        return (old.recalled, old.receipt, old.reply, old.turn) != (new.recalled, new.receipt, new.reply, new.turn)

    def focus_first(self) -> None:
        """The text, so that it scrolls."""
        self.query_one("#why-scroll").focus()

    def _receipt(self) -> tuple[Receipt | None, str]:
        chosen = self._reply()
        if chosen is not None and chosen.receipt is not None:
            return chosen.receipt, f"Why “{clean_line(chosen.text, 50)}”"
        return self.trace.receipt, "Why the reply that is being written"

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

    def action_request(self) -> None:
        """Shows the request, part by part, as it was sent."""
        receipt, heading = self._receipt()
        if receipt is None:
            return
        parts: list[str | tuple[str, str]] = []
        for section in receipt.sections:
            parts.append((f"{clean_line(section.name)}  {section.tokens} tokens\n", "bold $accent"))
            parts.append(f"{clean(section.text) or self._history(receipt)}\n\n")
        self.read(heading, Content.assemble(*parts))

    def _history(self, receipt: Receipt) -> str:
        files = self.scene.session.files
        lines = []
        for message_id in receipt.history:
            try:
                message = files.message(message_id)
            except NotFound:
                lines.append("(a message that was deleted since)")
                continue
            who = "user" if message.role is Role.USER else "assistant"
            lines.append(f"{who}: {clean(message.text)}")
        return "\n".join(lines)


PAGE = WhyPage
