"""The search index, kept in step with the messages of open sessions, the memories, and the chapters."""

import asyncio
from collections.abc import Mapping

from chatbot.domain.message import Message
from chatbot.domain.receipt import Recalled
from chatbot.domain.session import Chapter
from chatbot.memory.base import MemoryStore
from chatbot.memory.index import RecallIndex
from chatbot.memory.recall import Query, recall
from chatbot.session.base import SessionFiles

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

    def follow(self, files: SessionFiles, chapters: tuple[Chapter, ...], persona_id: str) -> None:
        """Takes in a session that was opened; its messages are read in a thread, the newest first."""
        self.put_chapters(files.session_id, chapters, persona_id)
        if files.session_id not in self._filling:
            self._filling[files.session_id] = asyncio.create_task(asyncio.to_thread(self._fill, files))

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

    def put_chapters(self, session_id: str, chapters: tuple[Chapter, ...], persona_id: str) -> None:
        """The chapters of a session as they are now; other sessions with that persona may find them too."""
        for chapter in chapters:
            self._index.put_chapter(chapter, session_id, persona_id)

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
            await asyncio.shield(filling)
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
        before: int | None = None
        while not self._closed and (page := files.messages(before, _PAGE)):
            self._index.add_messages(page)
            before = page[0].seq
