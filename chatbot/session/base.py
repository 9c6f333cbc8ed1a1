"""What a session needs from outside: files of its own, as a Protocol. `storage` keeps them on disk or in memory."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

from chatbot.domain.message import Message
from chatbot.domain.session import SessionMeta, SessionState

Stored = TypeVar("Stored")


async def saved(future: Future[Stored]) -> Stored:
    """Waits, without blocking the event loop, until something is on disk.

    A waiter that is cancelled leaves the write alone.

    Raises:
        ChatbotError: what the write ended with.
    """
    return await asyncio.shield(asyncio.wrap_future(future))


class SessionFiles(Protocol):
    """One session's messages and state. Every write gives a future that is done when it is on disk.

    Reads may block for a page of the disk: call them from a thread where that matters.

    Raises (reads, and the futures of writes):
        StorageError: one of its kinds.
    """

    @property
    def session_id(self) -> str:
        """The session that these files are of."""

    def state(self) -> SessionState:
        """Everything but messages and memories, as on disk now."""

    def change_state(self, change: Callable[[SessionState], SessionState]) -> Future[SessionState]:
        """Reads the state afresh, applies a pure function, writes the result."""

    def last_seq(self) -> int:
        """The highest position in use; 0 for an empty session."""

    def count(self) -> int:
        """How many messages there are."""

    def messages(self, before_seq: int | None = None, limit: int = 256) -> tuple[Message, ...]:
        """The newest `limit` messages with a seq below `before_seq` (None for the very newest), oldest first."""

    def message(self, message_id: str) -> Message:
        """One message.

        Raises:
            NotFound: no message of this session has that id.
        """

    def append(self, message: Message, begins: bool = False) -> Future[Message]:
        """Stores a message at the end; the result has its `seq`. Takes away the draft of the same id.

        Args:
            message: with the turn that it belongs to.
            begins: True where it begins that turn; where another program began it first, it gets the next one.
        """

    def withdraw(self, message_id: str) -> None:
        """Gives up an `append` that failed: it is not tried again, as the user has the text back."""

    def replace(self, message: Message) -> Future[Message]:
        """Stores a changed message in its place, if its stored version is the one before."""

    def remove(self, message_ids: tuple[str, ...]) -> Future[tuple[Message, ...]]:
        """Takes messages away; the result is what they were, for an undo."""

    def put_back(self, messages: tuple[Message, ...]) -> Future[None]:
        """Undoes `remove`: the messages stand at their old positions again."""

    def keep_draft(self, message: Message) -> Future[None]:
        """Stores the reply so far, outside the pages; replaces the draft before."""


class Library(Protocol):
    """All sessions of one user."""

    def sessions(self) -> tuple[SessionMeta, ...]:
        """Every session, last updated first. From an index; cheap."""

    def create(self, meta: SessionMeta, once: bool = False) -> SessionFiles:
        """Makes a session's folder. A private one's files live in memory only.

        Args:
            meta: as the session begins.
            once: True to open the session that has this title already, should another program have made it meanwhile.
        """

    def open(self, session_id: str) -> SessionFiles:
        """Opens a session; a draft left by a program that died becomes an interrupted message.

        Raises:
            NotFound: there is none of that id.
            StorageError: its files cannot be read.
        """

    def delete(self, session_id: str) -> Future[None]:
        """Moves a session's folder to the trash, from where `undelete` brings it back."""

    def search(self, text: str, limit: int = 50) -> tuple[Message, ...]:
        """Messages of all sessions that contain every word of the text, without regard to case, newest first."""

    def replies_using(self, memory_id: str) -> tuple[Message, ...]:
        """Replies of all sessions whose receipts name a memory, oldest first. Blocks: call it from a thread."""

    def undelete(self, session_id: str) -> Future[None]:
        """Brings a deleted session back.

        Raises (in the future):
            NotFound: it is not in the trash.
        """
