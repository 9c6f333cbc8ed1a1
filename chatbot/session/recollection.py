"""The search index, kept in step with the messages of open sessions, the memories, and the chapters."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from chatbot.domain.memory import Memory
from chatbot.domain.message import Message
from chatbot.domain.receipt import Recalled
from chatbot.domain.session import Chapter
from chatbot.domain.value import replace
from chatbot.errors import StorageError
from chatbot.memory.base import MemoryStore
from chatbot.memory.guarded import Watch
from chatbot.memory.index import RecallIndex
from chatbot.memory.query import without_names
from chatbot.memory.recall import Query, recall
from chatbot.session.base import SessionFiles

if TYPE_CHECKING:
    from chatbot.llm.base import Embedder
    from chatbot.session.embedding import Embeddings, VectorStore

log = logging.getLogger(__name__)

View = Callable[[RecallIndex], RecallIndex]
"""The index as it is, or as it would be in another world; called with its lock held."""

WAITED_FOR = 2_000
"""Sessions of up to so many messages are indexed before their first recall; longer ones meanwhile."""

_PAGE = 256
_SLICE = 16


class Recollection:
    """What recall searches: one for all sessions of a user, and one for each private session.

    Who may read what is decided at every query, by recall itself; here is only what there is.

    Args:
        memories: the user's, or a private session's own.
        name_of: gives the name of a persona by its id, for questions that name who said something.
    """

    def __init__(self, memories: MemoryStore, name_of: Callable[[str], str] = str) -> None:
        self._memories = memories
        self._name_of = name_of
        self._index = RecallIndex()
        self._seen: tuple[tuple[str, str], Mapping[str, Memory]] = (("", ""), {})
        self._filling: dict[str, asyncio.Task[None]] = {}
        self._reading: list[asyncio.Task[None]] = []
        self._order = threading.Lock()
        self._closed = False
        self._embeddings: Embeddings | None = None

    async def embed_with(
        self, embedder: "Embedder | None", local: bool, files: "VectorStore | None", stopwatch: Callable[[], float]
    ) -> None:
        """Lets vectors help from now on; None for words alone.

        Args:
            embedder: gives vectors.
            local: whether it runs on this machine.
            files: where vectors are kept; None for nowhere.
            stopwatch: monotonic seconds.
        """
        if self._embeddings is not None:
            await self._embeddings.close()
            self._embeddings = None
        if embedder is not None:
            from chatbot.session.embedding import Embeddings

            self._embeddings = Embeddings(embedder, local, self._index, self._memories, files, stopwatch)
            self._embeddings.wake()

    async def settled(self) -> None:
        """Waits until the open sessions are read, and what can have a vector has one or the embedder failed."""
        if self._filling:
            await asyncio.wait(self._filling.values())
        if self._embeddings is not None:
            await self._embeddings.settled()

    @property
    def embeddings(self) -> "Embeddings | None":
        """What fills the vectors; None where words alone rank."""
        return self._embeddings

    def _wake(self) -> None:
        if self._embeddings is not None:
            self._embeddings.wake()

    def follow(self, files: SessionFiles, chapters: tuple[Chapter, ...], persona_id: str = "") -> None:
        """Takes in a session that was opened: in a thread the memories, then its messages, the newest first.

        Args:
            files: the session's.
            chapters: of its summary.
            persona_id: who speaks in it, for the memories that it may read.
        """
        self.put_chapters(files.session_id, (), chapters)
        if files.session_id not in self._filling:
            reading = asyncio.create_task(asyncio.to_thread(self._read_memories, files.session_id, persona_id))
            self._reading = [*(task for task in self._reading if not task.done()), reading]
            self._filling[files.session_id] = asyncio.create_task(self._begin_filling(files, reading))

    async def _begin_filling(self, files: SessionFiles, reading: asyncio.Task[None]) -> None:
        await asyncio.wait([reading])
        await asyncio.to_thread(self._fill, files)
        self._wake()

    def drop(self, session_id: str) -> None:
        """Lets go of everything that a session owns."""
        self._filling.pop(session_id, None)
        if self._embeddings is not None:
            self._embeddings.let_go(session_id)
        self._index.drop_session(session_id)

    async def close(self) -> None:
        """Stops reading."""
        self._closed = True
        if self._embeddings is not None:
            await self._embeddings.close()
        if self._filling:
            await asyncio.wait(self._filling.values())

    def add_message(self, message: Message) -> None:
        """A message was said, or changed."""
        if self._embeddings is not None:
            self._embeddings.dropped(message.id)
        self._index.add_message(message)
        self._wake()

    def remove(self, message_id: str) -> None:
        """A message is gone."""
        if self._embeddings is not None:
            self._embeddings.dropped(message_id)
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

    async def recall(self, query: Query, files: SessionFiles, seen: View | None = None) -> tuple[Recalled, ...]:
        """Ranks everything for a query, best first.

        Args:
            query: what is looked for, and by whom.
            files: of the session that asks.
            seen: how the index is looked at; None for as it is.

        Raises:
            StorageError: the messages or the memories could not be read.
        """
        filling = self._filling.get(files.session_id)
        if filling is not None and (filling.done() or files.count() <= WAITED_FOR):
            await asyncio.wait([filling])
        if self._reading:
            await asyncio.wait(self._reading)
        self._follow_memories(query.session_id, query.persona_id)
        speakers = self._index.personas_in(query.session_id)
        query = replace(query, persona_names={persona_id: self._name_of(persona_id) for persona_id in speakers})
        if self._embeddings is not None:
            query = replace(query, vector=await self._embeddings.question(without_names(query)))
        with self._index.lock:
            return recall(query, seen(self._index) if seen else self._index)

    def watch(self, session_id: str, persona_id: str, seen: View | None = None) -> Watch:
        """Judges what a turn of that session with that persona may be told of messages and chapters.

        Args:
            session_id: where the turn happens.
            persona_id: who is talked to.
            seen: how the index is looked at; None for as it is.

        Raises:
            StorageError: the memories could not be read.
        """
        self._follow_memories(session_id, persona_id)
        with self._index.lock:
            return (seen(self._index) if seen else self._index).memories.watch(session_id, persona_id)

    def _read_memories(self, session_id: str, persona_id: str) -> None:
        try:
            self._take_over(session_id, persona_id)
        except StorageError as error:
            log.warning("the memories could not be read yet: %s", type(error).__name__)  # who asks is told

    def _follow_memories(self, session_id: str, persona_id: str) -> None:
        self._take_over(session_id, persona_id)
        self._wake()

    def _take_over(self, session_id: str, persona_id: str) -> None:
        """Takes over what changed in the store since the last query, or since another session or persona asked."""
        with self._order:
            self._compare(session_id, persona_id)

    def _compare(self, session_id: str, persona_id: str) -> None:
        readable = self._memories.readable(session_id, persona_id)
        place, before = self._seen
        if readable is before and place == (session_id, persona_id):
            return
        indexed = self._index.memories.by_id
        known = before if place == (session_id, persona_id) else indexed
        for memory_id, memory in readable.items():
            if known.get(memory_id) is not memory and indexed.get(memory_id) != memory:
                self._index.put_memory(memory)
        if known is before:
            gone = [memory_id for memory_id in before if memory_id not in readable]
        else:
            with self._index.lock:  # a session may be dropped meanwhile, from another thread
                gone = [
                    memory_id
                    for memory_id, memory in indexed.items()
                    if memory_id not in readable and memory.readable_in(session_id, persona_id)
                ]
        for memory_id in gone:
            self._index.remove(memory_id)
        self._seen = ((session_id, persona_id), readable)

    def _fill(self, files: SessionFiles) -> None:
        """Reads the messages, the newest page first; at a page that cannot be read, what came before it stays found."""
        before: int | None = None
        try:
            while self._wanted(files) and (page := files.messages(before, _PAGE)):
                for start in range(0, len(page), _SLICE):
                    self._index.add_messages(page[start : start + _SLICE])
                    time.sleep(0)  # lets the screen have its turn
                before = page[0].seq
        except StorageError as error:
            log.warning("messages before %s are not searched: %s", before, type(error).__name__)

    def _wanted(self, files: SessionFiles) -> bool:
        return not self._closed and files.session_id in self._filling
