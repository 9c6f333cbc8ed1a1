"""Vectors for recall: made in the background by an embedder, kept on disk, never waited for longer than a moment.

Words alone rank until there are vectors, and again when the embedder fails, which is said once in the log.
"""

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from chatbot.domain.memory import Status
from chatbot.domain.slots import Scope
from chatbot.domain.value import Value
from chatbot.domain.vector import StoredVector
from chatbot.errors import ModelError
from chatbot.llm.base import Embedder
from chatbot.memory.base import MemoryStore
from chatbot.memory.guarded import Guards
from chatbot.memory.index import RecallIndex
from chatbot.memory.vectors import packed, unpacked

log = logging.getLogger(__name__)

BATCH = 64
LONGEST = 2_000
"""Characters of a text that are embedded; models cut long ones themselves, at different places."""
QUESTION_SECONDS = 1.5
"""The longest that a turn waits for its question's vector; then words alone rank."""
RETRY_SECONDS = 60.0
"""After a failure nothing is asked for so long."""
_QUESTIONS_KEPT = 64


class VectorStore(Protocol):
    """Where vectors are kept, by session; an empty id for those of memories that no session owns."""

    def load(self, session_id: str = "") -> Mapping[str, StoredVector]:
        """By id, what is kept. Blocks for the disk."""

    def keep(self, vectors: Iterable[StoredVector], session_id: str = "") -> object:
        """Adds vectors, some time later."""

    def drop(self, ids: Iterable[str], session_id: str = "") -> object:
        """Takes vectors away, some time later."""


class _Text(Value):
    """What is to be embedded: whose vector, in which session's folder it is kept, and the text."""

    id: str
    session_id: str
    text: str


class Embeddings:
    """Fills an index's vectors.

    Args:
        embedder: gives vectors.
        local: whether it runs on this machine; to another one nothing goes that must stay here.
        index: whose messages and memories are embedded.
        memories: all that is remembered, for what must stay here or was forgotten.
        files: where vectors are kept; None for nowhere.
        stopwatch: monotonic seconds.
    """

    def __init__(
        self,
        embedder: Embedder,
        local: bool,
        index: RecallIndex,
        memories: MemoryStore,
        files: VectorStore | None,
        stopwatch: Callable[[], float],
    ) -> None:
        self._embedder = embedder
        self._local = local
        self._index = index
        self._memories = memories
        self._files = files
        self._stopwatch = stopwatch
        self._loaded: set[str] = set()
        self._refused: set[str] = set()
        self._questions: OrderedDict[str, tuple[float, ...]] = OrderedDict()
        self._task: asyncio.Task[None] | None = None
        self._again = False
        self._not_before = float("-inf")
        self._failed = False

    def wake(self) -> None:
        """There may be something new to embed. Returns at once."""
        if self._task is not None and not self._task.done():
            self._again = True
        else:
            self._task = asyncio.create_task(self._run())

    async def settled(self) -> None:
        """Waits until nothing more is to be embedded, or the embedder failed."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    async def close(self) -> None:
        """Breaks off what is being asked; what was given is kept."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def question(self, text: str, message_id: str = "") -> tuple[float, ...]:
        """The vector of a question; empty where there is nothing to compare it with, or none came in time.

        Args:
            text: without the names of those who speak.
            message_id: of the message, for what it taught and must stay here.
        """
        if not self._index.vectors.name or self._stopwatch() < self._not_before:
            return ()
        if not self._local and self._guards().any_told(text, message_id):
            return ()
        known = self._questions.get(text)
        if known is None:
            try:
                async with asyncio.timeout(QUESTION_SECONDS):
                    (vector,) = await self._embedder.embed([text[:LONGEST]])
            except (ModelError, TimeoutError) as error:
                self._fail(error)
                return ()
            known = self._questions[text] = tuple(vector)
            if len(self._questions) > _QUESTIONS_KEPT:
                self._questions.popitem(last=False)
        return known

    def let_go(self, session_id: str) -> None:
        """A session is no longer followed; when it is again, its vectors are read from disk."""
        self._loaded.discard(session_id)

    def dropped(self, message_id: str) -> None:
        """A message went, or is about to read otherwise: its vector goes too."""
        if self._files is not None and message_id in self._index.vectors:
            self._files.drop((message_id,), self._index.session_of(message_id))

    async def _run(self) -> None:
        self._again = True
        while self._again:
            self._again = False
            try:
                await self._embed_all()
            except ModelError as error:
                self._fail(error)
                return

    async def _embed_all(self) -> None:
        if self._stopwatch() < self._not_before:
            return
        wanted = await asyncio.to_thread(self._wanted)
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            vectors = await self._embedder.embed([one.text[:LONGEST] for one in batch])
            self._failed = False
            self._take(batch, vectors)

    def _wanted(self) -> list[_Text]:
        """What has no vector yet and may have one: memories first, then messages, the newest first."""
        guards = None if self._local else self._guards()
        remembered = [
            _Text(one.id, one.session_id if one.scope is Scope.SESSION else "", one.text)
            for one in list(self._index.memories.by_id.values())
            if one.status in (Status.ACTIVE, Status.CONFLICT) and (self._local or not one.local_only)
        ]
        said = [
            _Text(entry.message_id, self._index.session_of(entry.message_id), entry.text)
            for entry in self._index.messages_without_vector()
        ]
        texts = [
            one
            for one in (*remembered, *said)
            if one.id not in self._index.vectors and one.id not in self._refused and one.text.strip()
        ]
        if guards is not None:
            texts = [one for one in texts if not guards.any_told(one.text, one.id)]
        return self._recollected(texts)

    def _guards(self) -> Guards:
        """Of every memory that was forgotten or must stay here, wherever it may be known."""
        guards = Guards()
        for memory in self._memories.everything().values():
            if memory.local_only or memory.status is Status.FORGOTTEN:
                guards.put(memory)
        return guards

    def _recollected(self, texts: list[_Text]) -> list[_Text]:
        """Takes what is on disk; gives what is left."""
        fresh = {one.session_id for one in texts} - self._loaded
        if self._files is None or not fresh:
            return texts
        stored = {key: one for session_id in fresh for key, one in self._files.load(session_id).items()}
        self._loaded |= fresh
        left: list[_Text] = []
        for one in texts:
            kept = stored.get(one.id)
            vector = unpacked(kept.numbers) if kept is not None and self._fits(kept, one.text) else None
            if kept is None or vector is None:
                left.append(one)
                continue
            with self._index.lock:
                self._index.vectors.put_packed(one.id, vector, kept.embedder)
        return left

    def _fits(self, kept: StoredVector, text: str) -> bool:
        """Whether a kept vector is of this text by this embedder, whose dimension is not known before its first."""
        model, _, dimension = self._embedder.name.rpartition("/")
        same = kept.embedder == self._embedder.name or (dimension == "0" and kept.embedder.startswith(f"{model}/"))
        return same and kept.digest == digest(text)

    def _take(self, batch: Iterable[_Text], vectors: Iterable[list[float]]) -> None:
        """Puts vectors into the index, of what still reads so, and on disk."""
        name = self._embedder.name
        self._again = self._again or self._index.vectors.name not in ("", name)  # all others are to be made anew
        kept: dict[str, list[StoredVector]] = {}
        for one, numbers in zip(batch, vectors, strict=True):
            vector = packed(numbers)
            if self._index.text_of(one.id) != one.text:
                continue  # it was changed meanwhile, which woke us again
            if vector is None:
                self._refused.add(one.id)
                continue
            with self._index.lock:
                self._index.vectors.put_packed(one.id, vector, name)
            stored = StoredVector(one.id, name, digest(one.text), vector.numbers.tobytes())
            kept.setdefault(one.session_id, []).append(stored)
        for session_id, listed in kept.items():
            if self._files is not None:
                self._files.keep(listed, session_id)

    def _fail(self, error: Exception) -> None:
        if not self._failed:
            log.warning("no vectors, recall goes by words alone: %s", type(error).__name__)
        self._failed = True
        self._not_before = self._stopwatch() + RETRY_SECONDS


def digest(text: str) -> str:
    """Tells a text from another one."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
