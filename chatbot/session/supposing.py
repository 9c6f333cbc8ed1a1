"""What if: a reply as it would be in another world, and what would have been recalled at another time. Stores nothing.

A preview becomes a new version of the reply when it is taken; what it was made with is in its receipt.
"""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime

from chatbot.domain.memory import Memory, Status
from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.mood import Whose
from chatbot.domain.persona import Persona
from chatbot.domain.receipt import Recalled
from chatbot.domain.text import clean_line
from chatbot.domain.value import Value, replace
from chatbot.errors import ChatbotError, NotFound
from chatbot.memory import book_words
from chatbot.memory.guarded import Watch
from chatbot.memory.index import RecallIndex
from chatbot.memory.query import Query
from chatbot.memory.supposed import SupposedMemories, World, world_at
from chatbot.session.again import again
from chatbot.session.base import SessionFiles
from chatbot.session.belongings import Belongings
from chatbot.session.recollection import Recollection, View
from chatbot.session.reply import Speaker, in_place_of
from chatbot.session.session import Session
from chatbot.session.stages.commit import commit
from chatbot.session.stages.compose import Composed, compose, settle
from chatbot.session.stages.recall import brief_for, recall


class Supposition(Value):
    """What is different in a what-if.

    Attributes:
        without: ids of memories that are not known. Earlier messages that tell them are left out too.
        instead: memory id and how that memory should read, pairwise.
        persona_id: who replies; empty for who speaks in the session now.
    """

    without: tuple[str, ...] = ()
    instead: tuple[tuple[str, str], ...] = ()
    persona_id: str = ""


class Preview(Value):
    """A reply that is not stored.

    Attributes:
        asked: the message of the user that it answers.
        before: the reply that it would take the place of; None for none.
        reply: as it would be stored, with its receipt.
        supposed: what was different.
    """

    asked: Message
    before: Message | None
    reply: Message
    supposed: Supposition


class _Elsewhere(Recollection):
    """The session's recollection asked in another world. It takes nothing in."""

    def __init__(self, real: Recollection, world: World) -> None:
        self._real = real
        self._world = world
        self._there: tuple[int, RecallIndex] | None = None

    def watch(self, session_id: str, persona_id: str, seen: View | None = None) -> Watch:
        """Judges what may be told of messages and chapters there."""
        return self._real.watch(session_id, persona_id, seen or self._seen_there)

    async def recall(self, query: Query, files: SessionFiles, seen: View | None = None) -> tuple[Recalled, ...]:
        return await self._real.recall(replace(query, until=self._world.until), files, seen or self._seen_there)

    def _seen_there(self, index: RecallIndex) -> RecallIndex:
        if self._there is None or self._there[0] != index.revision:
            self._there = (index.revision, index.supposing(self._world))
        return self._there[1]


async def what_if(
    session: Session,
    message_id: str,
    supposed: Supposition,
    heard: Callable[[str], None] = lambda piece: None,
    waiting: Callable[[str], None] = lambda line: None,
) -> Preview:
    """Answers a message once more in another world. Nothing is stored, learnt or counted; cancel it to stop.

    Args:
        session: where.
        message_id: a reply, or a message of the user; empty for the last exchange.
        supposed: what is different.
        heard: called with every piece of the reply as it comes.
        waiting: called with one line when the server asks to wait.

    Raises:
        NotFound: there is no such message, memory or persona.
        MemoryRefused: a text for a memory may not be stored.
        ModelError: the model gave no reply.
        StorageError: something could not be read.
    """
    held = session.belongings
    began = held.parts.stopwatch()
    persona = _persona(held, supposed.persona_id)
    asked, old = _asked(held, message_id)
    composed = await composed_as_if(session, asked, supposed)
    speaker = Speaker(held.parts.seat.model, heard, waiting, lambda text: None, float("inf"), held.parts.stopwatch)
    spoken = await speaker.speak(composed.request)
    if spoken.error is not None:
        raise spoken.error
    if not spoken.text.strip():
        raise ChatbotError("The model gave an empty reply.", "Try it again.")
    receipt = settle(composed.receipt, spoken, {"reply": round((held.parts.stopwatch() - began) * 1000, 2)})
    reply = Message(
        id=old.id if old else held.parts.new_id(),
        session_id=held.files.session_id,
        seq=0,
        turn=asked.turn,
        role=Role.PERSONA,
        persona_id=persona.id,
        text=spoken.text.strip("\n"),
        created_at=held.now(),
        state=MessageState.COMPLETE,
        receipt=replace(receipt, notes=(*receipt.notes, *_told(held, persona, supposed))),
    )
    return Preview(asked, old, reply if old is None else in_place_of(old, reply), supposed)


async def take(session: Session, preview: Preview) -> Message:
    """Stores a preview as the newest version of the reply; the words that stood there are kept as an earlier one.

    Raises:
        NotFound: the reply, or the message that it answers, is gone.
        ChatbotError: the reply was changed since the preview was made.
        StorageError: it could not be written.
    """
    held = session.belongings
    held.files.message(preview.asked.id)
    if preview.before is not None and held.files.message(preview.before.id).version != preview.before.version:
        raise ChatbotError("That reply was changed meanwhile.", "Ask again what would be.")
    return await commit(held, preview.asked, preview.reply)


async def recalled_as_of(
    session: Session, then: Mapping[str, Memory], moment: datetime, text: str, persona_id: str = ""
) -> tuple[Recalled, ...]:
    """What would have been recalled for some words at a moment, best first, each with the parts of its score.

    Args:
        session: where.
        then: by id, the memories as they stood (`MemoryBook.as_of` of the same moment).
        moment: aware; messages and chapters that are younger are not found.
        text: the words.
        persona_id: whom they would have been said to; empty for who speaks in the session now.

    Raises:
        NotFound: there is no such persona.
        StorageError: something could not be read.
    """
    held = session.belongings
    persona = _persona(held, persona_id)
    asked = Message(
        id="", session_id=held.files.session_id, seq=0, turn=0, role=Role.USER, persona_id=persona.id,
        text=clean_line(text, 4000), created_at=moment,
    )  # fmt: skip
    moods = [point for point in held.state.mood_points if point.whose is Whose.USER and point.state.at is not None]
    felt = [point.state for point in moods if point.state.at and point.state.at <= moment]
    state = replace(held.state, user_mood=felt[-1]) if felt else held.state
    there = _moved(held, world_at(then, held.memories.everything(), moment))
    return await recall(dataclasses.replace(there, state=state), asked, persona)


async def composed_as_if(session: Session, asked: Message, supposed: Supposition) -> Composed:
    """The exact request that `what_if` makes, without asking the model.

    Args:
        session: where.
        asked: the message of the user to answer.
        supposed: what is different.

    Raises:
        NotFound, MemoryRefused, StorageError: as `what_if`.
    """
    held = session.belongings
    persona = _persona(held, supposed.persona_id)
    there = _moved(held, _world(held, persona, supposed))
    recalled = await recall(there, asked, persona)
    brief = await brief_for(there, asked, persona, None, recalled)
    told = tuple(message for message in brief.history if message.id not in brief.withheld)
    composed = compose(there, replace(brief, history=told))
    return replace(composed, request=replace(composed.request, tools=()))


def _persona(held: Belongings, persona_id: str) -> Persona:
    return held.parts.personas.get(persona_id) if persona_id else held.persona


def _asked(held: Belongings, message_id: str) -> tuple[Message, Message | None]:
    """The message of the user, and the reply to it that a new one would take the place of."""
    assignment = again(held.files, message_id)
    assert assignment.again is not None  # what `again` gives answers a message of the user
    return assignment.again, assignment.replaces


def _moved(held: Belongings, world: World) -> Belongings:
    """The belongings in another world; nothing that is done with them reaches the real ones."""
    memories = SupposedMemories(held.memories, world)
    return dataclasses.replace(
        held,
        memories=memories,
        recollection=_Elsewhere(held.recollection, world),
        recent=list(held.recent),
        unsaved=[],
        drifts=list(held.drifts),
    )


def _world(held: Belongings, persona: Persona, supposed: Supposition) -> World:
    readable = held.memories.readable(held.files.session_id, persona.id)
    records = {}
    for memory_id in supposed.without:
        gone = _known(readable, memory_id)
        records[gone.id] = replace(gone, status=Status.FORGOTTEN, superseded_by="")
    for memory_id, text in supposed.instead:
        memory = _known(readable, memory_id)
        fields = book_words.edited(memory, text, None, None, held.now())
        records[memory.id] = replace(memory, status=Status.ACTIVE, check="", confidence=1.0, **fields)
    return World(records)


def _known(readable: Mapping[str, Memory], memory_id: str) -> Memory:
    if memory_id not in readable:
        raise NotFound("This session knows no such memory.", "Choose one of those that the reply's receipt shows.")
    return readable[memory_id]


def _told(held: Belongings, persona: Persona, supposed: Supposition) -> tuple[str, ...]:
    """The supposition in words, for the receipt."""
    readable = held.memories.readable(held.files.session_id, persona.id)
    lines = [f"what if: without “{readable[one].text}”" for one in supposed.without if one in readable]
    lines += [f"what if: “{text}”" for _, text in supposed.instead]
    return (*lines, *([f"what if: told by {persona.char}"] if supposed.persona_id else []))
