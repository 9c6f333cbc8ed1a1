"""A session: one conversation with everything it owns. The screen and the command line only watch it."""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime

from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.persona import Persona
from chatbot.domain.session import Chapter, SessionMeta, SessionState
from chatbot.domain.text import clean, clean_line
from chatbot.domain.value import replace
from chatbot.errors import ChatbotError, NotFound
from chatbot.memory.base import MemoryStore
from chatbot.persona.macros import Values, expand
from chatbot.prompt.compose import Composition
from chatbot.session import chapters
from chatbot.session.base import SessionFiles, saved
from chatbot.session.belongings import HISTORY_MESSAGES, Belongings
from chatbot.session.disputes import put_right
from chatbot.session.stages.compose import preview
from chatbot.session.stream import TurnStream
from chatbot.session.turn import Assignment, Turn


class Session:
    """One conversation.

    Turns run one after the other as tasks that the session owns; the handle that `send` gives may be
    read, dropped or forgotten. Everything else that changes the session awaits the disk.

    Args:
        belongings: what it works with; shared with its turns alone.
    """

    def __init__(self, belongings: Belongings) -> None:
        self._held = belongings
        self._order = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._running: TurnStream | None = None

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
        """The turn whose reply has not ended; None where the prompt is free."""
        return self._running

    def send(self, text: str) -> TurnStream:
        """Says something. The turn begins at once, or when the turn before is on disk."""
        return self._start(Assignment(text=text))

    def regenerate(self, message_id: str = "") -> TurnStream:
        """Answers a message of the user again.

        Args:
            message_id: a reply, which the new one takes the place of (the old text is kept as a version),
                or a message of the user; empty for the last exchange.

        Raises:
            NotFound: there is nothing to answer.
        """
        newest = self.files.messages(limit=HISTORY_MESSAGES)
        chosen = self.files.message(message_id) if message_id else (newest[-1] if newest else None)
        if chosen is not None and chosen.role is Role.USER:
            following = [m for m in newest if m.turn == chosen.turn and m.role is Role.PERSONA]
            return self._start(Assignment(again=chosen, replaces=following[-1] if following else None))
        before = self.files.messages(chosen.seq, HISTORY_MESSAGES) if chosen is not None else ()
        asked = next((m for m in reversed(before) if m.role is Role.USER), None)
        if chosen is None or asked is None:
            raise NotFound("There is no message of yours to answer again.", "Say something first.")
        return self._start(Assignment(again=asked, replaces=chosen))

    async def greet(self) -> Message | None:
        """Lets the persona speak first in an empty session.

        Returns:
            The greeting, on disk; None where the session has messages or the persona has no greeting.
        """
        persona = self.persona
        if self.files.count() or not persona.voice.greetings:
            return None
        held = self._held
        message_id = held.parts.new_id()
        chance = random.Random(message_id)
        values = Values(persona=persona, user=held.parts.user_name, now=held.now().astimezone(), session_id=self.id)
        words = expand(chance.choice(persona.voice.greetings), values, "voice.greetings", chance).text
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
        await self._change_meta(lambda meta: replace(meta, persona_id=persona.id))
        self._held.drifts = []

    async def rename(self, title: str) -> None:
        """Names the session; an empty title lets the next message name it again."""
        line = clean_line(title)
        await self._change_meta(lambda meta: replace(meta, title=line, titled_by_user=bool(line)))

    async def set_memory_mode(self, mode: str) -> None:
        """How memories are learnt here from now on; empty for the setting."""
        await self._change_meta(lambda meta: replace(meta, memory_mode=mode))

    async def edit_message(self, message_id: str, text: str) -> Message:
        """Changes the text of a message; chapters that cover it go stale.

        Raises:
            NotFound: there is no such message.
            ChatbotError: the new text is empty.
        """
        words = clean(text)
        if not words.strip():
            raise ChatbotError("A message cannot be empty.", "Delete it instead.")
        old = self.files.message(message_id)
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
        return stored

    async def delete_messages(self, message_ids: tuple[str, ...]) -> tuple[Message, ...]:
        """Takes messages away; the result is what `put_back` needs.

        Raises:
            NotFound: one of them does not exist.
        """
        removed = await saved(self.files.remove(message_ids))
        for message in removed:
            self._held.recollection.remove(message.id)
        await chapters.mark_stale(self._held, removed, "a message was deleted")
        return removed

    async def put_back(self, messages: tuple[Message, ...]) -> None:
        """Undoes `delete_messages`."""
        await saved(self.files.put_back(messages))
        for message in messages:
            self._held.recollection.add_message(message)

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
        await self._change_meta(lambda meta: replace(meta, summary_paused=paused))

    async def preview(self, text: str) -> Composition:
        """The exact request that sending this text would make. Nothing is stored or learnt."""
        return await preview(self._held, text)

    async def adopt(self, origin: "Session", last: Message) -> None:
        """Takes over moods, working memory and chapters of another session, as far as a message.

        Args:
            origin: the session that this one was copied from.
            last: the last message that was copied.
        """
        theirs = origin.state
        taken = tuple(chapter for chapter in theirs.chapters if chapter.last_seq <= last.seq)

        def adopted(state: SessionState) -> SessionState:
            meta = replace(state.meta, turns=last.turn, forked_from=origin.id, persona_id=theirs.meta.persona_id)
            return replace(
                state,
                meta=meta,
                user_mood=theirs.user_mood,
                persona_moods=theirs.persona_moods,
                working=theirs.working,
                chapters=tuple(replace(chapter, id=self._held.parts.new_id(), covers=()) for chapter in taken),
            )

        await self._held.change_state(adopted)

    async def close(self) -> None:
        """Stops a running reply, keeps what was written of it, and waits for all work but the model's to end."""
        if self._running is not None:
            self._running.interrupt()
        self._held.give_up_asking()
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, assignment: Assignment) -> TurnStream:
        turn: Turn

        def stop() -> None:
            turn.stop()

        stream = TurnStream(stop)
        turn = Turn(self._held, stream, assignment, free=lambda: self._set_free(stream))
        self._running = stream
        task = asyncio.create_task(self._work(turn, stream), name=f"turn in {self.id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return stream

    async def _work(self, turn: Turn, stream: TurnStream) -> None:
        try:
            async with self._order:
                await turn.run()
            await turn.reflect()
        finally:
            self._set_free(stream)
            stream.close()

    def _set_free(self, stream: TurnStream) -> None:
        if self._running is stream:
            self._running = None

    async def _change_meta(self, change: Callable[[SessionMeta], SessionMeta]) -> None:
        await self._held.change_state(lambda state: replace(state, meta=change(state.meta)))


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
