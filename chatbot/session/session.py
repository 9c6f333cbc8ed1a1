"""A session: one conversation with everything it owns. The screen and the command line only watch it."""

import random
from datetime import datetime

from chatbot.domain.change import JournalEntry
from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.persona import Persona
from chatbot.domain.session import Chapter, SessionMeta, SessionState
from chatbot.domain.text import clean, clean_line
from chatbot.domain.value import replace
from chatbot.errors import ChatbotError
from chatbot.memory.base import MemoryStore
from chatbot.memory.scoring import recallable
from chatbot.persona.macros import Values, expand
from chatbot.prompt.compose import Composition
from chatbot.session import chapters
from chatbot.session.again import again
from chatbot.session.base import SessionFiles, saved
from chatbot.session.belongings import Belongings
from chatbot.session.disputes import put_right
from chatbot.session.greeting import greeting_to, near
from chatbot.session.stages.begin import words_of
from chatbot.session.stages.compose import preview
from chatbot.session.stages.recall import name_told
from chatbot.session.stream import TurnStream
from chatbot.session.turn import Assignment
from chatbot.session.turns import Turns


class Session:
    """One conversation.

    Turns run one after the other as tasks that the session owns; the handle that `send` gives may be
    read, dropped or forgotten. Everything else that changes the session awaits the disk.

    Args:
        belongings: what it works with; shared with its turns alone.
    """

    def __init__(self, belongings: Belongings) -> None:
        self._held = belongings
        self._turns = Turns(belongings)

    @property
    def belongings(self) -> Belongings:
        """For whoever copies the session; everybody else asks the session."""
        return self._held

    @property
    def id(self) -> str:
        """The session's identifier."""
        return self._held.files.session_id

    @property
    def files(self) -> SessionFiles:
        """Its messages on disk; reads may block for a page."""
        return self._held.files

    @property
    def memories(self) -> MemoryStore:
        """The memories that it reads and writes."""
        return self._held.memories

    @property
    def state(self) -> SessionState:
        """Everything else that it owns, as last written."""
        return self._held.state

    @property
    def meta(self) -> SessionMeta:
        """Title, persona, times."""
        return self._held.state.meta

    @property
    def persona(self) -> Persona:
        """The persona that speaks now; the default one where its file is gone."""
        return self._held.persona

    @property
    def running(self) -> TurnStream | None:
        """The oldest turn whose reply has not ended; None where the prompt is free."""
        return self._turns.running

    def send(self, text: str) -> TurnStream:
        """Says something. The turn begins at once, or when the turn before is on disk."""
        return self._turns.start(Assignment(text=text))

    def regenerate(self, message_id: str = "", told: JournalEntry | None = None) -> TurnStream:
        """Answers a message of the user again.

        Args:
            message_id: a reply, which the new one takes the place of (the old text is kept as a version),
                or a message of the user; empty for the last exchange.
            told: what was put right meanwhile in what the message taught, for the reply to say; None for nothing.

        Raises:
            NotFound: there is nothing to answer.
        """
        return self._turns.start(replace(again(self.files, message_id), told=told))

    async def greet(self) -> Message | None:
        """Lets the persona speak first in an empty session, by name where it knows the user.

        Returns:
            The greeting, on disk; None where the session has messages or the persona has no greeting.
        """
        persona = self.persona
        if self.files.count() or not persona.voice.greetings:
            return None
        held = self._held
        message_id = held.parts.new_id()
        chance = random.Random(message_id)
        now = held.now().astimezone()
        name = "" if self.meta.private else name_told(held, persona, held.now())
        values = Values(persona=persona, user=name or held.parts.user_name, now=now, session_id=self.id)
        words = expand(chance.choice(persona.voice.greetings), values, "voice.greetings", chance).text
        known = held.memories.readable(self.id, persona.id).values() if name else ()
        may_know = (one for one in known if recallable(one, self.id, persona.id, persona.memory, held.now()))
        words = greeting_to(words, name, persona.char, near(may_know, now))
        message = Message(
            id=message_id,
            session_id=self.id,
            seq=0,
            turn=0,
            role=Role.PERSONA,
            persona_id=persona.id,
            text=clean(words),
            created_at=held.now(),
        )
        return await saved(held.files.append(message))

    async def switch_persona(self, persona_id: str) -> None:
        """Lets another persona speak from now on. Earlier messages keep the stamp of who spoke.

        Raises:
            NotFound: there is no such persona.
        """
        persona = self._held.parts.personas.get(persona_id)
        await self._held.change_meta(lambda meta: replace(meta, persona_id=persona.id))
        self._held.drifts = []

    async def rename(self, title: str) -> None:
        """Names the session; an empty title lets the next message name it again."""
        line = clean_line(title)
        await self._held.change_meta(lambda meta: replace(meta, title=line, titled_by_user=bool(line)))

    async def set_memory_mode(self, mode: str) -> None:
        """How memories are learnt here from now on; empty for the setting."""
        await self._held.change_meta(lambda meta: replace(meta, memory_mode=mode))

    async def edit_message(self, message_id: str, text: str) -> Message:
        """Changes the text of a message; chapters that cover it go stale, and what it no longer says is asked about.

        Raises:
            NotFound: there is no such message.
            ChatbotError: the new text is empty.
        """
        old = self.files.message(message_id)
        words = words_of(self._held, text) if old.role is Role.USER else clean(text)
        if not words.strip():
            raise ChatbotError("A message cannot be empty.", "Delete it instead.")
        changed = replace(
            old,
            text=words,
            version=old.version + 1,
            edited_at=self._held.now(),
            reading=None if old.role is Role.USER else old.reading,
            state=MessageState.COMPLETE,
        )
        stored = await saved(self.files.replace(changed))
        self._held.recollection.add_message(stored)
        await chapters.mark_stale(self._held, (stored,), "a message was edited")
        from chatbot.session import orphaned

        await orphaned.edited(self._held, stored)
        return stored

    async def delete_messages(self, message_ids: tuple[str, ...]) -> tuple[Message, ...]:
        """Takes messages away; the result is what `put_back` needs. Memories that only they taught are asked about.

        Raises:
            NotFound: one of them does not exist.
        """
        removed = await saved(self.files.remove(message_ids))
        for message in removed:
            self._held.recollection.remove(message.id)
        await chapters.mark_stale(self._held, removed, chapters.DELETED, gone=True)
        from chatbot.session import orphaned

        await orphaned.deleted(self._held, removed)
        return removed

    async def put_back(self, messages: tuple[Message, ...]) -> None:
        """Undoes `delete_messages`."""
        await saved(self.files.put_back(messages))
        for message in messages:
            self._held.recollection.add_message(message)
        await chapters.mark_stale(self._held, messages, "a message came back")
        from chatbot.session import orphaned

        await orphaned.came_back(self._held, messages)

    async def dispute(self, message_id: str, emotion: str, valence: float | None = None) -> Message:
        """Puts the reading of a message right; mood and chart follow.

        Args:
            message_id: the user's message.
            emotion: one of `domain.mood.EMOTIONS`.
            valence: -1..1, as the user says it was; None for what goes with the emotion.

        Raises:
            NotFound: there is no such message.
            UsageError: there is no such emotion, or the valence is outside its range.
        """
        return await put_right(self._held, self.files.message(message_id), emotion, valence)

    async def compact(self) -> Chapter | None:
        """Summarises now whatever no chapter covers yet; None where there is too little."""
        return await chapters.write_next(self._held, everything=True)

    async def edit_chapter(self, chapter_id: str, text: str) -> None:
        """Lets the user's words stand for a chapter's; `undo_chapter` takes them back."""
        await chapters.edit(self._held, chapter_id, text)

    async def undo_chapter(self, chapter_id: str) -> None:
        """Takes the newest change of a chapter back; one that was never changed goes away."""
        await chapters.undo(self._held, chapter_id)

    async def pause_summary(self, paused: bool) -> None:
        """Stops, or goes on with, the writing of chapters."""
        await self._held.change_meta(lambda meta: replace(meta, summary_paused=paused))

    async def preview(self, text: str) -> Composition:
        """The exact request that sending this text would make. Nothing is stored or learnt."""
        return await preview(self._held, text)

    async def close(self) -> None:
        """Stops every reply, keeps what was written of them, and waits for all work but the model's to end."""
        await self._turns.close()


def new_meta(session_id: str, persona_id: str, title: str, private: bool, now: datetime) -> SessionMeta:
    """The meta data of a session that begins now."""
    line = clean_line(title)
    return SessionMeta(
        id=session_id,
        title=line,
        persona_id=persona_id,
        created_at=now,
        updated_at=now,
        private=private,
        titled_by_user=bool(line),
    )
