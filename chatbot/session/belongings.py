"""What one session's turns work with: its files, its memories, its state, and what recall searches."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from chatbot.domain.memory import Memory, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.persona import Persona
from chatbot.domain.receipt import Fate, Found
from chatbot.domain.session import SessionMeta, SessionState
from chatbot.domain.value import replace
from chatbot.errors import NotFound
from chatbot.memory.base import MemoryStore
from chatbot.persona.consistency import Drift
from chatbot.session.base import SessionFiles, saved
from chatbot.session.parts import Parts
from chatbot.session.recollection import Recollection

HISTORY_MESSAGES = 256
"""The most messages that a turn reads back; a page. The prompt takes of them what its budget holds."""

RECENT_MEMORIES = 8
"""How many memories count as being talked about just now, for corrections such as "no, it's ..."."""


@dataclass(slots=True)
class Belongings:
    """Held by a session and handed to its turns.

    Attributes:
        files, memories, parts: see their Protocols.
        state: as last read or written.
        recollection: the search index over messages, memories and chapters.
        recent: ids of the memories that the last turns used or changed, newest first.
        unsaved: replies that could not be written yet, oldest first; tried again with the next turn.
        drifts: how far the newest replies of the present persona kept to its rules, oldest first.
        summarised: a chapter was written since the last request.
        chapters_order: held while a chapter is written or changed.
        unread_from: position of the first message that no model has looked for memories in; None before the
            first time, when only the newest is looked at.
        asking: requests to the model beside the conversation that are under way.
        complained: stages whose failure the user was told of.
        closing: the session ends; what is asked beside the conversation is given up.
    """

    files: SessionFiles
    memories: MemoryStore
    parts: Parts
    state: SessionState
    recollection: Recollection
    recent: list[str] = field(default_factory=list)
    unsaved: list[Message] = field(default_factory=list)
    drifts: list[Drift] = field(default_factory=list)
    summarised: bool = False
    chapters_order: asyncio.Lock = field(default_factory=asyncio.Lock)
    unread_from: int | None = None
    asking: set[asyncio.Task[str]] = field(default_factory=set)
    closing: bool = False
    complained: set[str] = field(default_factory=set)

    @property
    def persona(self) -> Persona:
        """The persona that speaks now; the default one where its file is gone."""
        try:
            return self.parts.personas.get(self.state.meta.persona_id)
        except NotFound:
            return self.parts.personas.get()

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return self.parts.clock()

    async def change_state(self, change: Callable[[SessionState], SessionState]) -> SessionState:
        """Applies a pure function to the state on disk, and holds the result.

        Raises:
            StorageError: it could not be written; the state held stays as it was.
        """
        self.state = await saved(self.files.change_state(change))
        return self.state

    async def change_meta(self, change: Callable[[SessionMeta], SessionMeta]) -> SessionState:
        """The same for the meta data alone."""
        return await self.change_state(lambda state: replace(state, meta=change(state.meta)))

    def give_up_asking(self) -> None:
        """Breaks off what the model is asked beside the conversation; nothing is asked any more."""
        self.closing = True
        for task in self.asking:
            task.cancel()

    def touch(self, memory_ids: tuple[str, ...]) -> None:
        """Notes memories as talked about just now."""
        rest = [known for known in self.recent if known not in memory_ids]
        self.recent = [*dict.fromkeys(memory_ids), *rest][:RECENT_MEMORIES]

    def recent_memories(self) -> tuple[Memory, ...]:
        """What was talked about last, newest first; only what still holds."""
        readable = self.memories.readable(self.files.session_id, self.state.meta.persona_id)
        held = (readable[memory_id] for memory_id in self.recent if memory_id in readable)
        return tuple(memory for memory in held if memory.status in (Status.ACTIVE, Status.CONFLICT))

    def recall_recent(self, history: tuple[Message, ...]) -> None:
        """Fills `recent` from the receipts and the journal, for a session that was just opened."""
        for message in history[-6:]:
            if message.role is Role.USER:
                entries = self.memories.journal(message_id=message.id)
                self.touch(tuple(change.memory_id for entry in entries for change in entry.changes if change.after))
            elif message.receipt is not None:
                used = (item for item in message.receipt.recalled if item.fate is Fate.INJECTED)
                self.touch(tuple(item.id for item in used if item.found is Found.MEMORY)[:3])
