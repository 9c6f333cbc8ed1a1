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
from chatbot.session.stream import TurnStream
from chatbot.session.trace import Trace
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


@dataclass(slots=True)
class Conversation:
    """One session as the screen has it.

    Attributes:
        session: see `Session`.
        trace: the newest turn so far.
        stream: the newest turn's handle; None before the first.
        draft: what stands unsent in the prompt.
        sending: the last line said, for when it cannot be stored.
        notes: by id, in the order in which they came.
        unsaved: ids of messages that are not on disk yet.
    """

    session: "Session"
    trace: Trace = field(default_factory=Trace)
    stream: TurnStream | None = None
    draft: str = ""
    sending: str = ""
    notes: dict[str, Note] = field(default_factory=dict)
    unsaved: set[str] = field(default_factory=set)

    @property
    def replying(self) -> TurnStream | None:
        """The turn whose reply is being written; None where the prompt is free."""
        return self.session.running


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
