"""A session's search index, kept in step with its messages, the memories it may read, and its chapters."""

import asyncio

from chatbot.domain.message import Message
from chatbot.domain.receipt import Recalled
from chatbot.domain.session import Chapter
from chatbot.memory.base import MemoryStore
from chatbot.memory.index import RecallIndex
from chatbot.memory.recall import Query, recall
from chatbot.session.base import SessionFiles

WAITED_FOR = 2_000
"""Sessions of up to so many messages are indexed before the first recall; longer ones meanwhile."""

_PAGE = 256


class Recollection:
    """What recall searches. The messages are read in a thread after `start`, the newest first.

    Args:
        files: the session's.
        memories: the user's, or a private session's own.
    """

    def __init__(self, files: SessionFiles, memories: MemoryStore) -> None:
        self._files = files
        self._memories = memories
        self._index = RecallIndex()
        self._versions: dict[str, int] = {}
        self._seen: tuple[int, str] | None = None
        self._filling: asyncio.Task[None] | None = None
        self._closed = False

    def start(self) -> None:
        """Begins to read the messages."""
        self._filling = asyncio.create_task(asyncio.to_thread(self._fill), name="index messages")

    async def close(self) -> None:
        """Stops reading."""
        self._closed = True
        if self._filling is not None:
            await asyncio.wait([self._filling])

    def add_message(self, message: Message) -> None:
        """A message was said, or changed."""
        self._index.add_message(message)

    def remove(self, message_id: str) -> None:
        """A message is gone."""
        self._index.remove(message_id)

    def put_chapters(self, chapters: tuple[Chapter, ...]) -> None:
        """The chapters of the session as they are now."""
        self._index.set_chapters(chapters)

    async def recall(self, query: Query) -> tuple[Recalled, ...]:
        """Ranks everything for a query, best first.

        Raises:
            StorageError: the messages or the memories could not be read.
        """
        if self._filling is not None and (self._filling.done() or self._files.count() <= WAITED_FOR):
            await asyncio.shield(self._filling)
        self._follow_memories(query)
        return recall(query, self._index)

    def _follow_memories(self, query: Query) -> None:
        """Takes over what changed in the store since the last query, or since another persona asked."""
        now = (self._memories.revision, query.persona_id)
        if now == self._seen:
            return
        readable = self._memories.readable(query.session_id, query.persona_id)
        for memory_id in self._versions.keys() - readable.keys():
            self._index.remove(memory_id)
            del self._versions[memory_id]
        for memory_id, memory in readable.items():
            if self._versions.get(memory_id) != memory.version:
                self._index.put_memory(memory)
                self._versions[memory_id] = memory.version
        self._seen = now

    def _fill(self) -> None:
        before: int | None = None
        while not self._closed and (page := self._files.messages(before, _PAGE)):
            self._index.add_messages(page)
            before = page[0].seq
