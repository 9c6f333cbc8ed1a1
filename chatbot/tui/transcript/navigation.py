"""Moving about in the transcript: which message has the focus, where a quote is, what a click asks for."""

import re
from typing import ClassVar
from urllib.parse import urlsplit

from textual import events
from textual.binding import Binding, BindingType

from chatbot.domain.value import replace
from chatbot.tui.transcript.entry import Entry
from chatbot.tui.transcript.events import LinkRequested, MessageAction, MessageFocused, Note, NoteActivated
from chatbot.tui.transcript.paint import find_marks
from chatbot.tui.transcript.view import TranscriptView


class NavigableView(TranscriptView):
    """A view whose messages can be focused, found and acted on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k,ctrl+up", "focus_next(-1)", "Message above", id="message.previous", show=False),
        Binding("down,j,ctrl+down", "focus_next(1)", "Message below", id="message.next", show=False),
        Binding("home,g", "first", "First message", id="transcript.first", show=False),
        Binding("end,G", "last", "Last message", id="transcript.last", show=False),
        Binding("y", "message('copy')", "Copy", id="message.copy"),
        Binding("b", "message('copy_code')", "Copy code", id="message.copy_code"),
        Binding("e", "message('edit')", "Edit", id="message.edit"),
        Binding("r", "message('regenerate')", "Again", id="message.regenerate"),
        Binding("f", "message('fork')", "Fork", id="message.fork"),
        Binding("u", "message('undo')", "Undo", id="message.undo"),
        Binding("c", "message('correct')", "Correct", id="message.correct"),
        Binding("i", "message('what_if')", "What if", id="message.what_if"),
        Binding("left,left_square_bracket", "message('earlier')", "Version before", id="message.earlier"),
        Binding("right,right_square_bracket", "message('later')", "Next version", id="message.later"),
        Binding("w", "message('why')", "Why", id="message.why"),
        Binding("m", "message('learnt')", "Learnt", id="message.learnt"),
        Binding("d", "message('delete')", "Delete", id="message.delete"),
    ]

    # Finding and focusing

    def on_focus(self) -> None:
        """The mark of the chosen message is bright while keys go to it."""
        if self._focused_id:
            self.refresh()

    def on_blur(self) -> None:
        """It is quiet while they go elsewhere."""
        if self._focused_id:
            self.refresh()

    @property
    def focused_message_id(self) -> str:
        """Empty for none."""
        return self._focused_id

    @property
    def last_message_id(self) -> str:
        """Of the last message that is loaded; empty for none."""
        return self.column.entries[-1].id if self.column.entries else ""

    def focus_message(self, message_id: str) -> None:
        """Marks a message and brings it into view; an empty id takes the mark away."""
        if message_id == self._focused_id:
            return
        self._focused_id = message_id
        self.post_message(MessageFocused(message_id))
        index = self.column.index(message_id) if message_id else None
        if index is not None:
            self._bring(index)
        self.refresh()

    def jump_to(self, message_id: str, quote: str = "") -> bool:
        """Shows a message, the quote in it marked, a third of the view from the top.

        Returns:
            False if the message is not loaded: show the page that has it first.
        """
        index = self.column.index(message_id)
        if index is None:
            return False
        self._jump = (message_id, _pattern(quote)) if quote.strip() else None
        self.focus_message(message_id)
        self._set_following(False)
        entry = self.column.entries[index]
        top = self.column.top_of(index) + self._quote_row(entry)
        height = self._view_size.height
        place = self.column.place(top)
        self.keep(replace(place, screen_row=height // 3) if place else None)
        self._set_following(self.max_scroll_y - self.scroll_offset.y <= 0)
        return True

    def notes_of(self, message_id: str) -> tuple[Note, ...]:
        """The small lines under a message, the newest last; none where it is not loaded."""
        index = self.column.index(message_id) if message_id else None
        return tuple(self.column.entries[index].notes) if index is not None else ()

    # Keys and mouse

    def action_message(self, action: str) -> None:
        """Posts an action on the focused message; what was deleted comes back where none is left, too."""
        if self._focused_id or action == "undo":
            self.post_message(MessageAction(action, self._focused_id))

    def action_focus_next(self, step: int) -> None:
        """Moves the focus up or down; without one, to the last message in view."""
        ids = [entry.id for entry in self.column.entries if entry.id]
        if not ids:
            return
        if self._focused_id in ids:
            self.focus_message(ids[max(0, min(len(ids) - 1, ids.index(self._focused_id) + step))])
        else:
            last = min(self.column.height - 1, self.scroll_offset.y + self._view_size.height) - 1
            self.focus_message(self.column.entries[self.column.entry_at(last)].id)

    def action_first(self) -> None:
        """Goes to the first loaded message."""
        self.scroll_to(y=0)

    def action_last(self) -> None:
        """Goes to the end and follows it."""
        self.follow_end()

    def on_click(self, event: events.Click) -> None:
        """A link or a note is asked for; elsewhere the message gets the focus."""
        meta = event.style.meta
        message_id = self.entry_at_offset(event.offset)
        if "href" in meta:
            host = urlsplit(meta["href"]).hostname or ""
            self.post_message(LinkRequested(meta["href"], host.encode("idna").decode()))
        elif "note" in meta:
            self.post_message(NoteActivated(meta["note"], message_id))
        elif message_id and not self.selected_text:
            self.focus_message(message_id)

    def _bring(self, index: int) -> None:
        """Scrolls as little as shows a message, or its beginning where it is higher than the view."""
        height = self._view_size.height
        for _round in range(3):
            top = self.column.top_of(index)
            bottom = top + self.column.entries[index].height
            y = self.scroll_offset.y
            if top < y or bottom - top >= height:
                self.scroll_to(y=top)
            elif bottom > y + height:
                self.scroll_to(y=bottom - height + 1)
            if top == self.column.top_of(index) and bottom == top + self.column.entries[index].height:
                return

    def _quote_row(self, entry: Entry) -> int:
        """The row of an entry at which the quote that is looked for begins; 0 if it is not there."""
        y = 0
        for number, part in enumerate(entry.open(self.column.width)):
            if self._jump and number and part.block and _may_hold(part.block.raw, self._jump[1]):
                self.column.measure(entry, part)
                marks = find_marks(part, self._jump[1])
                if marks:
                    self.column.changed()
                    return y + min(marks)
            y += part.height
        return 0


def _pattern(words: str) -> re.Pattern[str]:
    """Finds the words one after the other, whatever white space and marks stand between them."""
    return re.compile(r"[\W_]+".join(re.escape(word) for word in re.findall(r"\w+", words)) or r"(?!)", re.IGNORECASE)


def _may_hold(source: str, pattern: re.Pattern[str]) -> bool:
    return pattern.search(source) is not None
