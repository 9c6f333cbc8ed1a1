"""The search index, kept in step with the messages of open sessions, the memories, and the chapters."""

import asyncio
import logging
from collections.abc import Mapping

from chatbot.domain.message import Message
from chatbot.domain.receipt import Recalled
from chatbot.domain.session import Chapter
from chatbot.errors import StorageError
from chatbot.memory.base import MemoryStore
from chatbot.memory.index import RecallIndex
from chatbot.memory.recall import Query, recall
from chatbot.session.base import SessionFiles

log = logging.getLogger(__name__)

WAITED_FOR = 2_000
"""Sessions of up to so many messages are indexed before their first recall; longer ones meanwhile."""

_PAGE = 256


class Recollection:
    """What recall searches: one for all sessions of a user, and one for each private session.

    Who may read what is decided at every query, by recall itself; here is only what there is.

    Args:
        memories: the user's, or a private session's own.
    """

    def __init__(self, memories: MemoryStore) -> None:
        self._memories = memories
        self._index = RecallIndex()
        self._seen: tuple[int, str, str] | None = None
        self._filling: dict[str, asyncio.Task[None]] = {}
        self._closed = False

    def follow(self, files: SessionFiles, chapters: tuple[Chapter, ...]) -> None:
        """Takes in a session that was opened; its messages are read in a thread, the newest first."""
        self.put_chapters(files.session_id, (), chapters)
        if files.session_id not in self._filling:
            self._filling[files.session_id] = asyncio.create_task(self._begin_filling(files))

    async def _begin_filling(self, files: SessionFiles) -> None:
        await asyncio.to_thread(self._fill, files)

    def drop(self, session_id: str) -> None:
        """Lets go of everything that a session owns."""
        self._filling.pop(session_id, None)
        self._index.drop_session(session_id)

    async def close(self) -> None:
        """Stops reading."""
        self._closed = True
        if self._filling:
            await asyncio.wait(self._filling.values())

    def add_message(self, message: Message) -> None:
        """A message was said, or changed."""
        self._index.add_message(message)

    def remove(self, message_id: str) -> None:
        """A message is gone."""
        self._index.remove(message_id)

    def put_chapters(self, session_id: str, before: tuple[Chapter, ...], now: tuple[Chapter, ...]) -> None:
        """The chapters of a session were those and are these. Only their own session finds them.

        A stale chapter is not found: it may still tell what was deleted.
        """
        for gone in {chapter.id for chapter in before} - {chapter.id for chapter in now if not chapter.stale}:
            self._index.remove(gone)
        for chapter in now:
            if not chapter.stale:
                self._index.put_chapter(chapter, session_id)

    async def recall(self, query: Query, files: SessionFiles) -> tuple[Recalled, ...]:
        """Ranks everything for a query, best first.

        Args:
            query: what is looked for, and by whom.
            files: of the session that asks.

        Raises:
            StorageError: the messages or the memories could not be read.
        """
        filling = self._filling.get(files.session_id)
        if filling is not None and (filling.done() or files.count() <= WAITED_FOR):
            await asyncio.wait([filling])
        self._follow_memories(query)
        return recall(query, self._index)

    def _follow_memories(self, query: Query) -> None:
        """Takes over what changed in the store since the last query, or since another session or persona asked."""
        now = (self._memories.revision, query.session_id, query.persona_id)
        if now == self._seen:
            return
        readable = self._memories.readable(query.session_id, query.persona_id)
        indexed = self._index.memories
        for memory_id, memory in readable.items():
            before = indexed.get(memory_id)
            if before is None or before.version != memory.version:
                self._index.put_memory(memory)
        for memory_id in self._gone(readable, query):
            self._index.remove(memory_id)
        self._seen = now

    def _gone(self, readable: Mapping[str, object], query: Query) -> list[str]:
        """Ids that the index says this session may read, and the store does not know any more."""
        indexed = self._index.memories.items()
        return [
            memory_id
            for memory_id, memory in indexed
            if memory_id not in readable and memory.readable_in(query.session_id, query.persona_id)
        ]

    def _fill(self, files: SessionFiles) -> None:
        """Reads the messages, the newest page first; at a page that cannot be read, what came before it stays found."""
        before: int | None = None
        try:
            while self._wanted(files) and (page := files.messages(before, _PAGE)):
                self._index.add_messages(page)
                before = page[0].seq
        except StorageError as error:
            log.warning("messages before %s are not searched: %s", before, type(error).__name__)

    def _wanted(self, files: SessionFiles) -> bool:
        return not self._closed and files.session_id in self._filling
