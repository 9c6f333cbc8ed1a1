"""The conversations that the screen has open: for each the draft, the newest turn, and the notes between messages.

Replies go on when their conversation is not the one on the screen. Nothing here is a widget, and nothing
that a session owns is kept twice: messages, mood and memories are read from the session.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chatbot.domain.ids import Clock, new_id
from chatbot.domain.message import Message
from chatbot.domain.value import Value
from chatbot.errors import NotFound
from chatbot.session.events import ReplyDelta, ReplyFinished, TurnCommitted, TurnEvent, TurnFailed
from chatbot.session.stream import TurnStream
from chatbot.session.trace import Trace, fold
from chatbot.tui.transcript import NoteKind

if TYPE_CHECKING:
    from chatbot.assemble import Companion
    from chatbot.memory.book import MemoryBook
    from chatbot.session.session import Session


class Note(Value):
    """A line between messages: what was learnt, a notice, an error.

    Attributes:
        after_id: the message that it follows; empty for the end.
        id: unique in the conversation; the same id replaces.
        text: cleaned.
        kind: see `NoteKind`.
    """

    after_id: str
    id: str
    text: str
    kind: NoteKind


@dataclass(slots=True, eq=False)
class Ongoing:
    """A turn that is being read.

    Attributes:
        number: counts up with the turns of a conversation in this run.
        text: what the user said, for when it cannot be stored; empty where an old message is answered again.
        trace: the turn so far.
        reply_id: of the reply that is being written; empty before its first word and after its end.
        written: the reply so far.
    """

    number: int
    text: str
    trace: Trace = field(default_factory=Trace)
    reply_id: str = ""
    written: str = ""


@dataclass(slots=True, eq=False)
class Conversation:
    """One session as the screen has it.

    Attributes:
        session: see `Session`.
        trace: the newest turn that has begun.
        stream: the newest turn's handle; None before the first.
        turns: those that are being read, oldest first; one that waits for the one before is there too.
        draft: what stands unsent in the prompt.
        edits: by message id, what was written when the editing of a message was left.
        notes: by id, in the order in which they came.
        unsaved: replies that are finished and not on disk yet, by id, oldest first.
        news: counts the events that may change what is on disk.
    """

    session: "Session"
    trace: Trace = field(default_factory=Trace)
    stream: TurnStream | None = None
    turns: list[Ongoing] = field(default_factory=list)
    draft: str = ""
    edits: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    unsaved: dict[str, Message] = field(default_factory=dict)
    news: int = 0
    _begun: int = 0
    _followed: int = 0

    @property
    def replying(self) -> TurnStream | None:
        """The turn whose reply is being written; None where the prompt is free."""
        return self.session.running

    def follow(self, stream: TurnStream, text: str) -> Ongoing:
        """Takes note of a turn that begins now, or when the one before is over."""
        self._followed += 1
        turn = Ongoing(self._followed, text)
        if not any(one.trace.turn and one.trace.reply is None and one.trace.failed is None for one in self.turns):
            self.trace = turn.trace
        self.stream = stream
        self.turns.append(turn)
        return turn

    def hear(self, turn: Ongoing, event: TurnEvent) -> Trace:
        """Takes note of an event of a turn, and gives the turn so far."""
        turn.trace = fold(turn.trace, event)
        if turn.number >= self._begun:
            self._begun, self.trace = turn.number, turn.trace
        if isinstance(event, ReplyDelta):
            if turn.reply_id != event.message_id:
                turn.reply_id, turn.written = event.message_id, ""
            turn.written += event.text
            return turn.trace
        self.news += 1
        if isinstance(event, ReplyFinished):
            turn.reply_id = ""
            self.unsaved[event.message.id] = event.message
        elif isinstance(event, TurnCommitted):
            self.unsaved.pop(event.message.id, None)
        elif isinstance(event, TurnFailed):
            turn.reply_id = ""
            if event.kept is not None:
                self.unsaved.pop(event.kept.id, None)
        return turn.trace

    def page_with_unsaved(self, page: tuple[Message, ...]) -> tuple[Message, ...]:
        """A page from the disk, with the replies that are finished and not there yet."""
        there = {message.id for message in page}
        newer = tuple(message for message in self.unsaved.values() if message.id not in there)
        return tuple(self.unsaved.get(message.id, message) for message in page) + newer

    def lay_aside(self, text: str) -> None:
        """Keeps a text in the draft, after what stands there."""
        self.draft = f"{self.draft}\n{text}" if self.draft.strip() else text


class Desk:
    """Opens, keeps and switches conversations.

    Args:
        clock: the present moment.

    Attributes:
        companion: the user's program; given when it is loaded, before the first conversation.
    """

    def __init__(self, clock: Clock) -> None:
        self.companion: Companion
        self._clock = clock
        self._open: dict[str, Conversation] = {}
        self._current = ""

    @property
    def current(self) -> Conversation:
        """The conversation on the screen.

        Raises:
            NotFound: none is open.
        """
        conversation = self._open.get(self._current)
        if conversation is None:
            raise NotFound("No session is open.", "ctrl+n begins one.")
        return conversation

    @property
    def ready(self) -> bool:
        """Whether a conversation is on the screen."""
        return self._current in self._open

    def is_current(self, conversation: Conversation) -> bool:
        """Whether a conversation is the one on the screen."""
        return conversation.session.id == self._current

    @property
    def book(self) -> "MemoryBook":
        """The memories that the user may change by hand here: a private session has its own."""
        session = self.current.session
        if not session.meta.private:
            return self.companion.book
        from chatbot.memory.book import MemoryBook

        return MemoryBook(session.memories, self._clock, new_id)

    async def open(self, session_id: str) -> Conversation:
        """Opens a session and makes it the current one.

        Raises:
            NotFound: there is none of that id.
            StorageError: its files cannot be read.
        """
        return self.take(await self.companion.sessions.open(session_id))

    async def create(self, persona_id: str, private: bool = False) -> Conversation:
        """Begins a session and makes it the current one.

        Raises:
            NotFound: there is no such persona.
            StorageError: its folder could not be made.
        """
        return self.take(await self.companion.sessions.create(persona_id, private=private))

    def take(self, session: "Session") -> Conversation:
        """Makes an open session the current one."""
        if session.id not in self._open:
            self._open[session.id] = Conversation(session)
        self._current = session.id
        return self._open[session.id]

    def drop(self, session_id: str) -> None:
        """Forgets a conversation, because its session was deleted."""
        self._open.pop(session_id, None)

    def busy(self) -> frozenset[str]:
        """Ids of the sessions in which a reply is being written."""
        return frozenset(one.session.id for one in self if one.replying is not None)

    def __iter__(self) -> Iterator[Conversation]:
        return iter(tuple(self._open.values()))


def newest_page(session: "Session", before_seq: int | None = None) -> tuple[tuple[Message, ...], bool]:
    """A page of messages, oldest first, and whether there are older ones. Blocks for the disk."""
    page = session.files.messages(before_seq, PAGE_MESSAGES)
    return page, bool(page) and page[0].seq > 1 and len(page) == PAGE_MESSAGES


PAGE_MESSAGES = 256
