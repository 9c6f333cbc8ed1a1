"""Recall: ranks what is remembered for this message, and gathers all that the reply may draw on."""

import asyncio
from datetime import datetime

from chatbot.domain.brief import Brief
from chatbot.domain.change import JournalEntry
from chatbot.domain.memory import USER_SUBJECT
from chatbot.domain.message import Message, Role
from chatbot.domain.mood import MoodState, Reading
from chatbot.domain.persona import Persona
from chatbot.domain.receipt import Recalled
from chatbot.domain.records import records_of
from chatbot.memory.recall import Query
from chatbot.memory.scoring import recallable
from chatbot.mood.empathy import guide
from chatbot.session.belongings import HISTORY_MESSAGES, Belongings
from chatbot.session.discretion import discretion_of
from chatbot.session.stages.bygone import bygones, outdated, retold


async def recall(held: Belongings, message: Message, persona: Persona) -> tuple[Recalled, ...]:
    """Ranks memories, past messages and chapters for a message, best first.

    Raises:
        StorageError: the memories could not be read.
    """
    named = name_told(held, persona, message.created_at)
    found = await held.recollection.recall(_query(held, message, persona, named), held.files)
    return discretion_of(held).recalled(found, held.state.chapters, message.session_id)


def _query(held: Belongings, message: Message, persona: Persona, named: str) -> Query:
    return Query(
        text=message.text,
        now=message.created_at,
        session_id=message.session_id,
        persona_id=persona.id,
        lens=persona.memory,
        user_mood=held.state.user_mood,
        user_name=named or held.parts.user_name,
        recent_ids=frozenset({message.id}),
        private=held.state.meta.private,
    )


async def brief_for(
    held: Belongings, message: Message, persona: Persona, entry: JournalEntry | None, recalled: tuple[Recalled, ...]
) -> Brief:
    """Everything that a reply to this message may draw on.

    Raises:
        StorageError: the history could not be read.
        NotFound: the persona's file is gone.
    """
    state = held.state
    history = await asyncio.to_thread(held.files.messages, message.seq, HISTORY_MESSAGES)
    reading = message.reading or Reading()
    judge = discretion_of(held)
    named = name_told(held, persona, message.created_at)
    known = records_of(held.memories.readable(message.session_id, persona.id))
    return Brief(
        now=message.created_at,
        user_name=named or held.parts.user_name,
        user_named=bool(named),
        persona=persona,
        session=state.meta,
        message=message,
        history=judge.messages(history),
        withheld=_withheld(held, message, persona, history),
        retold=retold(known, history),
        outdated=outdated(records_of(held.memories.everything()), message.session_id),
        previous_persona_name=_previous_persona_name(held, history, persona),
        reading=reading,
        user_mood=state.user_mood,
        persona_mood=state.persona_moods.get(persona.id, MoodState()),
        guidance=guide(persona, reading, state.user_mood, message.text),
        changes=entry.changes if entry is not None else (),
        recalled=recalled,
        bygone=bygones(known, _query(held, message, persona, named)),
        chapters=judge.chapters(tuple(one for one in state.chapters if not one.stale), message.session_id),
        working=state.working,
        idle_hours=_idle_hours(history, message.created_at),
        drifted=len(held.drifts) > 1 and all(drift.misses for drift in held.drifts[-2:]),
    )


def _withheld(held: Belongings, message: Message, persona: Persona, history: tuple[Message, ...]) -> frozenset[str]:
    """Messages that hold what the user had forgotten."""
    watch = held.recollection.watch(message.session_id, persona.id)
    return frozenset(each.id for each in history if watch.forbids(each.text, each.id))


def names_of(held: Belongings, messages: tuple[Message, ...]) -> dict[str, str]:
    """Persona id -> name, for all who speak or are spoken to in these messages; the id where the file is gone."""
    return {persona_id: held.parts.name_of(persona_id) for persona_id in {message.persona_id for message in messages}}


def name_told(held: Belongings, persona: Persona, now: datetime) -> str:
    """What the user wants to be called: the nickname, else the name, that may be known here; the narrowest scope first.

    Args:
        held: the session's belongings.
        persona: who speaks.
        now: the moment.

    Returns:
        Empty where nobody told it.
    """
    session_id = held.files.session_id
    readable = held.memories.readable(session_id, persona.id)
    known = records_of(readable)
    stays_here = held.parts.seat.model.local
    for attribute in ("nickname", "name"):
        named = [
            memory
            for memory in known.filling(USER_SUBJECT, attribute)
            if memory.value
            and (stays_here or not memory.local_only)
            and recallable(memory, session_id, persona.id, persona.memory, now)
        ]
        if named:
            return min(named, key=lambda memory: (memory.scope.width, -memory.updated_at.timestamp())).value
    return ""


def _previous_persona_name(held: Belongings, history: tuple[Message, ...], persona: Persona) -> str:
    for message in reversed(history):
        if message.role is Role.PERSONA:
            if message.persona_id == persona.id:
                return ""
            return held.parts.name_of(message.persona_id)
    return ""


def _idle_hours(history: tuple[Message, ...], now: datetime) -> float | None:
    if not history:
        return None
    return max(0.0, (now - history[-1].created_at).total_seconds() / 3600)
