"""One message of the transcript with what hangs on it, cut into parts that are rendered when they are seen.

A part's height is a guess until it is rendered. Rows of parts that were rendered long ago are dropped
again; their heights stay known.
"""

from dataclasses import dataclass, field
from datetime import tzinfo
from enum import Enum

from textual.strip import Strip

from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.text import clean, clean_line
from chatbot.tui.transcript.blocks import Block, BlockKind, BlockSplitter, split
from chatbot.tui.transcript.code import code_rows
from chatbot.tui.transcript.events import Note, NoteKind, Speaker
from chatbot.tui.transcript.markdown import prose_rows
from chatbot.tui.transcript.rows import TAB_CELLS, Row, Span, cells, literal, wrap
from chatbot.tui.transcript.table import table_rows

_USER_PIECE_LINES = 60
_NOTE_MARKS = {NoteKind.LEARNT: "✎ ", NoteKind.NOTICE: "· ", NoteKind.ERROR: "! "}


class PartKind(Enum):
    """What a part shows."""

    HEAD = "head"
    BODY = "body"
    NOTE = "note"


@dataclass(slots=True, eq=False)
class Part:
    """A stretch of rows of an entry.

    Attributes:
        kind: see `PartKind`.
        block: of the body; None for the others.
        note: what a note part shows; None for the others.
        rows: None until rendered, and again when dropped.
        height: how many rows it has, or is guessed to have.
        known: whether `height` was counted.
        growing: True for the unfinished end of a reply.
        strips: rows as they were painted, by number.
    """

    kind: PartKind
    height: int
    block: Block | None = None
    note: Note | None = None
    rows: list[Row] | None = None
    known: bool = False
    growing: bool = False
    strips: dict[int, Strip] = field(default_factory=dict)

    def drop_rows(self) -> None:
        """Forgets what was rendered, but not how high it was."""
        self.rows = None
        self.strips.clear()


@dataclass(slots=True, eq=False)
class Entry:
    """A message on the screen.

    Attributes:
        key: position among all entries ever shown, also below zero; never reused.
        message: None for an entry that only carries notes.
        speaker: of the header; ignored for the user.
        day: shown above the message; empty for the same day as the message before.
        saved: whether it is on disk.
        streaming: whether it is being written.
        notes: small lines under it.
        parts: None until somebody looks.
        height: of all parts, guessed where they are.
    """

    key: int
    message: Message | None
    speaker: Speaker
    day: str = ""
    saved: bool = True
    streaming: bool = False
    notes: list[Note] = field(default_factory=list)
    parts: list[Part] | None = None
    height: int = 0
    _source: str | None = None
    _splitter: BlockSplitter | None = None
    _finished: int = 0
    _blocks: list[Block] | None = None

    @property
    def id(self) -> str:
        """Of the message; empty for none."""
        return self.message.id if self.message else ""

    @property
    def is_user(self) -> bool:
        """Whether the user speaks."""
        return self.message is not None and self.message.role is Role.USER

    @property
    def source(self) -> str:
        """The message's text, cleaned."""
        if self._source is None:
            self._source = clean(self.message.text) if self.message else ""
        return self._source

    def guess(self, width: int) -> None:
        """Sets `height` by the size of the text, which is cheap and good enough for a scrollbar."""
        text = self.message.text if self.message else ""
        self.height = 2 + (2 if self.day else 0) + _guess(text, width) + len(self.notes)

    def open(self, width: int) -> list[Part]:
        """The parts, made if they were not yet; body heights are guesses."""
        if self.parts is None:
            if self._blocks is None:
                self._blocks = _literal_blocks(self.source) if self.is_user else split(self.source)
            self._set_parts(self._blocks, width)
        return self.parts or []

    def _set_parts(self, blocks: list[Block], width: int) -> None:
        head = [Part(PartKind.HEAD, 4 if self.day else 2)] if self.message else []
        body = [Part(PartKind.BODY, _guess(block.body, width) + (not block.joined), block) for block in blocks]
        self.parts = [*head, *body, *(Part(PartKind.NOTE, 1, note=note) for note in self.notes)]
        self.count()

    def redate(self, width: int) -> None:
        """Makes room for another `day`."""
        if self.parts is None:
            self.guess(width)
        elif self.message:
            self.parts[0] = Part(PartKind.HEAD, 4 if self.day else 2)
            self.count()

    def count(self) -> None:
        """Adds the parts' heights up."""
        self.height = sum(part.height for part in self.parts or ())

    def measure(self, part: Part, width: int, zone: tzinfo | None) -> None:
        """Renders a part, so that its rows and height are known."""
        part.rows = self._rows(part, width, zone)
        part.height, part.known = len(part.rows), True

    def begin(self, width: int) -> None:
        """Starts to take a reply in pieces."""
        self.streaming, self._splitter, self._finished, self._source = True, BlockSplitter(), 0, ""
        self._set_parts([], width)

    def grow(self, text: str, width: int) -> None:
        """Takes the next piece of a reply: finished blocks keep their parts, the end gets new ones."""
        splitter = self._splitter
        if splitter is None or self.parts is None:
            return
        splitter.feed(clean(text))
        self._source = self.source + clean(text)
        self._place(splitter, width)

    def reopen(self, width: int) -> None:
        """Makes the parts of a growing reply again, for another width."""
        if self._splitter is not None:
            self._finished = 0
            self._set_parts([], width)
            self._place(self._splitter, width)

    def _place(self, splitter: BlockSplitter, width: int) -> None:
        parts = self.parts or []
        done = 1 + self._finished
        notes = [part for part in parts if part.kind is PartKind.NOTE]
        fresh = [_body_part(block, width) for block in splitter.blocks[self._finished :]]
        tail = [_body_part(block, width) for block in splitter.tail()]
        for part in tail:
            part.growing = True
        self.parts = [*parts[:done], *fresh, *tail, *notes]
        self._finished = len(splitter.blocks)
        self.count()

    def finish(self, message: Message, width: int) -> None:
        """Takes the whole reply; blocks that came as they were keep their rows."""
        old = [part for part in self.parts or () if part.kind is PartKind.BODY and not part.growing]
        self.message, self.streaming, self._splitter, self._source = message, False, None, None
        self.parts, self._blocks = None, None
        self.open(width)
        for number, part in enumerate(old, start=1):
            if self.parts is None or number >= len(self.parts) or self.parts[number].block != part.block:
                break
            self.parts[number] = part
        self.count()

    def set_notes(self, notes: list[Note], width: int) -> None:
        """Replaces the small lines."""
        self.notes = notes
        if self.parts is None:
            self.guess(width)
            return
        kept = [part for part in self.parts if part.kind is not PartKind.NOTE]
        self.parts = [*kept, *(Part(PartKind.NOTE, 1, note=note) for note in notes)]
        self.count()

    def touch_head(self) -> None:
        """Has the header rendered again: a mark changed."""
        for part in (self.parts or ())[:1]:
            part.drop_rows()

    def _rows(self, part: Part, width: int, zone: tzinfo | None) -> list[Row]:
        if part.kind is PartKind.HEAD:
            return self._head(width, zone)
        if part.note is not None:
            look = f"note-{part.note.kind.value}"
            mark = Span(_NOTE_MARKS[part.note.kind], look)
            lines = part.note.text.split("\n")
            return [
                row
                for line in lines
                for row in wrap((Span(line.expandtabs(TAB_CELLS), look),), width, (mark,), (Span("  "),))
            ]
        block = part.block
        if block is None or (not block.body and block.kind is not BlockKind.CODE):
            return []
        first = self.parts is not None and len(self.parts) > 1 and self.parts[1] is part
        gap = [] if block.joined or first else [Row()]
        return gap + _block_rows(block, width, part.growing)

    def _head(self, width: int, zone: tzinfo | None) -> list[Row]:
        message = self.message
        if message is None:
            return []
        rows = [Row()]
        if self.day:
            label = f" {self.day} "
            left = (width - cells(label)) // 2
            line = f"{'─' * left}{label}{'─' * (width - left - cells(label))}"
            rows += [Row((Span(line, "day"),), furniture=len(line)), Row()]
        glyph = clean_line(self.speaker.glyph, 4)
        name = "You" if self.is_user else f"{glyph} {clean_line(self.speaker.name, 40)}".strip()
        marks = _marks(self, message, zone)
        space = max(1, width - cells(name) - sum(cells(span.text) for span in marks))
        spans = (Span(name, "user-name" if self.is_user else "name"), Span(" " * space), *marks)
        return [*rows, Row(spans, furniture=sum(len(span.text) for span in spans))]


def _marks(entry: Entry, message: Message, zone: tzinfo | None) -> list[Span]:
    spans = []
    if message.state is MessageState.INTERRUPTED:
        spans.append(Span("stopped  ", "mark-stopped"))
    number, count = message.standing
    if count > 1:
        spans.append(Span(f"version {number} of {count}  ", "time"))
    elif message.edited_at is not None:
        spans.append(Span("edited  ", "time"))
    if entry.streaming:
        return [*spans, Span("writing, esc stops", "time")]
    spans.append(Span(message.created_at.astimezone(zone).strftime("%H:%M"), "time"))
    spans.append(Span(" ✓", "mark-saved") if entry.saved else Span(" …", "time"))
    return spans


def _guess(text: str, width: int) -> int:
    return text.count("\n") + 1 + len(text) // max(1, width) if text else 0


def _body_part(block: Block, width: int) -> Part:
    return Part(PartKind.BODY, _guess(block.body, width) + (not block.joined), block)


def _literal_blocks(text: str) -> list[Block]:
    """What the user typed, cut only where it is long: it is shown as it was typed."""
    lines = text.split("\n")
    blocks: list[Block] = []
    for start in range(0, len(lines) if text else 0, _USER_PIECE_LINES):
        piece = "\n".join(lines[start : start + _USER_PIECE_LINES])
        ended = start + _USER_PIECE_LINES < len(lines)
        for at in range(0, len(piece) or 1, 8_000):
            raw = piece[at : at + 8_000]
            raw_end = "\n" if ended and at + 8_000 >= len(piece) else ""
            blocks.append(Block(BlockKind.LITERAL, raw + raw_end, raw, joined=True))
    return blocks


def _block_rows(block: Block, width: int, growing: bool) -> list[Row]:
    if block.kind is BlockKind.CODE:
        return code_rows(block.body, block.language, width, label=not block.joined, growing=growing)
    if block.kind is BlockKind.TABLE:
        return table_rows(block.body, width, headed=not block.joined)
    if block.kind is BlockKind.TEXT:
        return prose_rows(block.body, width)
    return literal(block.body, width)
