"""The transcript: the conversation as the reader sees it, in one widget. What a screen talks to.

It holds what is shown and where the reader is; messages belong to the session.
"""

from collections.abc import Sequence
from datetime import date, tzinfo

from textual.timer import Timer

from chatbot.domain.message import Message
from chatbot.domain.text import clean
from chatbot.tui.transcript.column import Place
from chatbot.tui.transcript.entry import Entry
from chatbot.tui.transcript.events import Note, NoteKind, Speaker, SpeakerOf
from chatbot.tui.transcript.navigation import NavigableView

FRAME_SECONDS = 0.05
"""A growing reply is painted at most 20 times a second."""


class Transcript(NavigableView):
    """The conversation.

    Args:
        speaker: names the persona of a message.
        zone: of the times shown; None for this machine's.
        id, classes: as for every widget.
    """

    def __init__(
        self, speaker: SpeakerOf, zone: tzinfo | None = None, *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(zone, id=id, classes=classes)
        self._speaker = speaker
        self._zone = zone
        self._pieces: dict[str, list[str]] = {}
        self._frames: Timer | None = None

    # Content

    def show(self, messages: Sequence[Message], has_older: bool = False, has_newer: bool = False) -> None:
        """Replaces everything, and goes to the end.

        Args:
            messages: oldest first.
            has_older: whether older ones can be asked for by `OlderRequested`.
            has_newer: whether newer ones can be asked for by `NewerRequested`.
        """
        self._pieces.clear()
        self._pause()
        self.screen.clear_selection()
        self._new_below, self._asked, self._jump, self._focused_id = 0, ("", ""), None, ""
        self.has_older, self.has_newer = has_older, has_newer
        self.column.entries = [self._entry(message, number) for number, message in enumerate(messages)]
        self._date(0, len(messages))
        self.column.forget_rows()
        self.column.changed()
        self.follow_end()

    def prepend(self, messages: Sequence[Message], has_older: bool) -> None:
        """Puts older messages above; the reader's view stays.

        Args:
            messages: oldest first, all before the first one shown.
            has_older: whether there are still older ones.
        """
        place = self._top_place()
        entries = self.column.entries
        key = entries[0].key if entries else 0
        messages = self._unknown(messages)
        fresh = [self._entry(message, key - len(messages) + number) for number, message in enumerate(messages)]
        self.column.entries = fresh + entries
        self.has_older = has_older
        self._date(0, len(fresh) + 1)
        self.column.changed()
        self.keep(place)

    def extend(self, messages: Sequence[Message], has_newer: bool) -> None:
        """Puts newer stored messages below, after `show` with `has_newer`; the reader's view stays."""
        place = self.column.anchor(self.scroll_offset.y, self._view_size.height)
        for message in self._unknown(messages):
            self._add(message)
        self.has_newer = has_newer
        self.keep(place)

    def append(self, message: Message, saved: bool = False) -> None:
        """Puts a new message at the end.

        While the end is not loaded, it is only counted: it comes with the newer messages that are asked for.

        Args:
            message: just said.
            saved: whether it is on disk already; else `mark_saved` says so later.
        """
        place = self._top_place()
        if not self.has_newer:
            self._add(message).saved = saved
        self.came_below()
        self.keep(place)

    def replace(self, message: Message) -> None:
        """Shows a changed message in the place of the one with its id; nothing happens if it is not loaded."""
        index = self.column.index(message.id)
        if index is None:
            return
        place = self._top_place()
        entry = self.column.entries[index]
        entry.speaker = self._speaker(message.persona_id)  # another persona may have written it again
        entry.finish(message, self.column.width)
        self._changed(index, place)

    def remove_message(self, message_id: str) -> None:
        """Takes a message and its notes away; a focus on it goes to the next. Nothing happens if it is not loaded."""
        index = self.column.index(message_id)
        if index is None:
            return
        place = self._top_place()
        entry = self.column.entries[index]
        if place and place.entry is entry:
            place = self.column.place(self.column.top_of(index) + entry.height)
        del self.column.entries[index]
        self._pieces.pop(message_id, None)
        if self._focused_id == message_id:
            left = self.column.entries
            self.focus_message(left[min(index, len(left) - 1)].id if left else "")
        self._date(index, index + 1)
        self._changed(index, place)

    def has(self, message_id: str) -> bool:
        """Whether a message is loaded."""
        return self.column.index(message_id) is not None

    def is_growing(self, message_id: str) -> bool:
        """Whether a message is a reply that is being written."""
        index = self.column.index(message_id) if message_id else None
        return index is not None and self.column.entries[index].streaming

    def mark_saved(self, message_id: str) -> None:
        """Shows that a message is on disk."""
        self._mark(message_id, saved=True)

    def mark_unsaved(self, message_id: str) -> None:
        """Shows that a message, or its last change, is not on disk."""
        self._mark(message_id, saved=False)

    def _mark(self, message_id: str, saved: bool) -> None:
        index = self.column.index(message_id)
        if index is not None and self.column.entries[index].saved is not saved:
            self.column.entries[index].saved = saved
            self.column.entries[index].touch_head()
            self.keep(self._top_place())

    # A reply that is being written

    def begin_reply(self, message: Message) -> None:
        """Begins a reply that will be fed: in the place of the one with its id, else at the end.

        As `append`, a new one is only counted while the end is not loaded.
        """
        index = self.column.index(message.id)
        if index is None and self.has_newer:
            self.came_below()
            return
        place = self._top_place()
        self._pieces.pop(message.id, None)
        if index is None:
            entry = self._add(message)
            index = len(self.column.entries) - 1
            self.came_below()
        else:
            entry = self.column.entries[index]
            entry.speaker = self._speaker(message.persona_id)
        entry.saved = False
        entry.begin(self.column.width)
        if message.text:
            entry.grow(message.text, self.column.width)
        if self._frames is None:
            self._frames = self.set_interval(FRAME_SECONDS, self.flush)
        self._frames.resume()
        self._changed(index, place)

    def feed(self, message_id: str, text: str) -> None:
        """Adds a piece to a reply; it shows within a frame."""
        self._pieces.setdefault(message_id, []).append(text)

    def flush(self) -> None:
        """Shows every piece fed so far."""
        if not self._pieces:
            return
        pieces, self._pieces = self._pieces, {}
        place = self._top_place()
        changed = len(self.column.entries)
        for message_id, texts in pieces.items():
            index = self.column.index(message_id)
            if index is not None:
                self.column.entries[index].grow("".join(texts), self.column.width)
                changed = min(changed, index)
        self._changed(changed, place)

    def finish_reply(self, message: Message) -> None:
        """Shows the whole reply; what was fed and differs is forgotten."""
        self._pieces.pop(message.id, None)
        if not self.has(message.id) and not self.has_newer:
            self.append(message)
        self.replace(message)
        if not any(entry.streaming for entry in self.column.entries):
            self._pause()

    def _pause(self) -> None:
        if self._frames is not None:
            self._frames.pause()

    # Notes

    def add_note(self, after_id: str, note_id: str, text: str, kind: NoteKind) -> None:
        """Adds a small line under a message; one with the same id is replaced.

        Args:
            after_id: a message; the last one where it is empty or not loaded.
            note_id: unique in the transcript.
            text: any text; shown literally.
            kind: see `NoteKind`.
        """
        place = self._top_place()
        self.remove_note(note_id)
        if not self.column.entries:
            self.column.entries.append(Entry(0, None, Speaker("")))
        found = self.column.index(after_id) if after_id else None
        index = len(self.column.entries) - 1 if found is None else found
        entry = self.column.entries[index]
        entry.set_notes([*entry.notes, Note(note_id, clean(text), kind)], self.column.width)
        self._changed(index, place)

    def remove_note(self, note_id: str) -> None:
        """Takes a small line away; nothing happens if there is none of that id."""
        for index, entry in enumerate(self.column.entries):
            if any(note.id == note_id for note in entry.notes):
                place = self._top_place()
                entry.set_notes([note for note in entry.notes if note.id != note_id], self.column.width)
                self._changed(index, place)

    # Inside

    def _entry(self, message: Message, key: int) -> Entry:
        entry = Entry(key, message, self._speaker(message.persona_id))
        entry.guess(self.column.width)
        return entry

    def _unknown(self, messages: Sequence[Message]) -> list[Message]:
        """Those that are not loaded: a page that was asked for twice shows once."""
        known = {entry.id for entry in self.column.entries}
        return [message for message in messages if message.id not in known]

    def _add(self, message: Message) -> Entry:
        entries = self.column.entries
        entry = self._entry(message, entries[-1].key + 1 if entries else 0)
        entries.append(entry)
        self._date(len(entries) - 1, len(entries))
        return entry

    def _changed(self, index: int, place: Place | None) -> None:
        self.column.changed(index)
        self.keep(place)

    def _date(self, start: int, end: int) -> None:
        """Sets the day above every message that is the first of its day."""
        for index in range(start, min(end, len(self.column.entries))):
            entry = self.column.entries[index]
            before = self.column.entries[index - 1] if index else None
            today, past = self._day(entry), self._day(before) if before else None
            label = f"{today:%A}, {today.day} {today:%B %Y}" if today and today != past else ""
            if label != entry.day:
                entry.day = label
                entry.redate(self.column.width)

    def _day(self, entry: Entry) -> date | None:
        return entry.message.created_at.astimezone(self._zone).date() if entry.message else None
