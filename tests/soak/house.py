"""A user's program in memory: sessions that share one store of memories, and a clock that the soak turns."""

from collections.abc import Mapping
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

from chatbot.domain.ids import UlidSource
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message
from chatbot.domain.session import SessionMeta
from chatbot.errors import NotFound
from chatbot.llm.base import ChatModel
from chatbot.persona.catalog import Catalog
from chatbot.session.parts import ModelSeat, Parts, TurnRules
from chatbot.session.session import Session
from chatbot.session.sessions import Sessions
from chatbot.storage.in_memory import MemoriesInMemory, SessionInMemory

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Shelf:
    """The sessions' files, in memory. Satisfies `Library` as far as a soak goes: nothing is deleted."""

    def __init__(self) -> None:
        self.files: dict[str, SessionInMemory] = {}

    def sessions(self) -> tuple[SessionMeta, ...]:
        return tuple(files.state().meta for files in self.files.values())

    def create(self, meta: SessionMeta, once: bool = False) -> SessionInMemory:
        return self.files.setdefault(meta.id, SessionInMemory(meta))

    def open(self, session_id: str) -> SessionInMemory:
        if session_id not in self.files:
            raise NotFound(f"There is no session {session_id}")
        return self.files[session_id]

    def delete(self, session_id: str) -> "Future[None]":
        raise NotFound("A soak deletes nothing")

    def undelete(self, session_id: str) -> "Future[None]":
        raise NotFound("A soak deletes nothing")

    def replies_using(self, memory_id: str) -> tuple[Message, ...]:
        return ()

    def search(self, text: str, limit: int = 50) -> tuple[Message, ...]:
        return ()


class House:
    """Sessions, memories and a clock.

    Args:
        model: who replies.
        personas: the catalog.
        memory_mode: as in the settings.
    """

    def __init__(self, model: ChatModel, personas: Catalog, memory_mode: str = "hybrid") -> None:
        self.now = START
        self.new_id = UlidSource(lambda: int(self.now.timestamp() * 1000))
        self.memories = MemoriesInMemory(self.clock)
        self.shelf = Shelf()
        self.parts = Parts(
            user_name="ana",
            personas=personas,
            seat=ModelSeat(model, "for the soak"),
            rules=TurnRules(memory_mode),
            clock=self.clock,
            new_id=self.new_id,
            stopwatch=lambda: 0.0,
        )
        self.sessions = Sessions(self.shelf, self.memories, lambda: MemoriesInMemory(self.clock), self.parts)

    def clock(self) -> datetime:
        return self.now

    def wait(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)

    async def session(self, persona: str) -> Session:
        return await self.sessions.create(persona)

    def known(self) -> Mapping[str, Memory]:
        return self.memories.everything()
