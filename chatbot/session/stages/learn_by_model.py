"""Learn by model: after the reply, one request finds in the user's words what the rules do not know to look for."""

import asyncio
from collections.abc import Iterable

from chatbot.domain.change import JournalEntry, Op, Who
from chatbot.domain.message import Message, Role
from chatbot.errors import MemoryRefused, ModelFault
from chatbot.memory import guards
from chatbot.memory.by_model.answer import Found, read_answer
from chatbot.memory.by_model.grounding import Grounded, ground
from chatbot.memory.by_model.learning import changes_of
from chatbot.memory.by_model.request import Line, repair, request_for
from chatbot.memory.reconcile import Setting
from chatbot.session.asking import ask
from chatbot.session.base import saved
from chatbot.session.belongings import Belongings
from chatbot.session.discretion import Discretion, discretion_of
from chatbot.session.stages.recall import names_of

LINES = 8
"""How many messages the model sees: the new ones, and before them what pronouns and short answers lean on."""

_FEWEST_WORDS = 3
"""A shorter message ("ok thanks") is not worth a request."""


async def learn_by_model(held: Belongings, message: Message) -> JournalEntry | None:
    """Learns from one message of the user, and from those before it that could not be read at their time.

    Args:
        held: the session's belongings.
        message: what the turn was about; the replies around it are only context.

    Returns:
        The change set, on disk; None where nothing was found.

    Raises:
        ModelError: no answer, or none that can be read; the next turn reads the message along.
        MemoryRefused: somebody else changed the same memories twice in a row.
        StorageError: it could not be read or written.
    """
    behind = held.unread_from if held.unread_from is not None else message.seq
    held.unread_from = max(behind, message.seq + 1)
    lines = await asyncio.to_thread(_lines, held, message, behind, discretion_of(held))
    new = {line.number: line.message for line in lines if line.new}
    if sum(len(guards.prose(one.text).split()) for one in new.values()) < _FEWEST_WORDS:
        return None
    try:
        found = await _found(held, message, lines)
    except BaseException:
        held.unread_from = min(behind, held.unread_from)
        raise
    spoken = "\n".join(line.message.text for line in lines if line.message.role is Role.USER)
    grounded = ground(found, new, spoken, held.parts.user_name)
    return await _keep(held, message, grounded) if grounded else None


async def _found(held: Belongings, message: Message, lines: tuple[Line, ...]) -> tuple[Found, ...]:
    request = request_for(lines, held.parts.user_name, message.created_at.astimezone())
    answer = await ask(held, request)
    try:
        return read_answer(answer)
    except ModelFault as fault:
        return read_answer(await ask(held, repair(request, answer, fault.message)))


def _lines(held: Belongings, message: Message, first_seq: int, judge: Discretion) -> tuple[Line, ...]:
    """The messages as far as the turn's, numbered from 1; those of the user from a position on are new."""
    messages = judge.messages(held.files.messages(message.seq + 1, LINES))
    names = names_of(held, messages)
    return tuple(
        Line(
            number,
            one,
            held.parts.user_name if one.role is Role.USER else names[one.persona_id],
            one.role is Role.USER and one.seq >= first_seq,
        )
        for number, one in enumerate(messages, 1)
    )


async def _keep(held: Belongings, message: Message, grounded: tuple[Grounded, ...]) -> JournalEntry | None:
    for again in (True, False):
        persona = held.persona
        known = held.memories.readable(message.session_id, persona.id)
        setting = Setting(held.now(), held.parts.new_id, message.session_id, persona.id, message)
        touched = changed_before(held, {one.message.id for one in grounded})
        changes = changes_of(grounded, known, persona.memory, setting, touched)
        if not changes:
            return None
        entry = JournalEntry(held.parts.new_id(), held.now(), Who.MODEL, changes, message.session_id, message.id)
        try:
            entry = await saved(held.memories.apply(entry))
        except MemoryRefused:
            # Somebody changed one of these memories meanwhile: decide once more on what is there now.
            if not again:
                raise
            continue
        held.touch(tuple(change.memory_id for change in entry.changes if change.op is not Op.REJECT))
        return entry
    return None


def changed_before(held: Belongings, message_ids: Iterable[str]) -> frozenset[tuple[str, str]]:
    """(message id, memory id) of every memory that was changed on account of these messages."""
    return frozenset(
        (message_id, change.memory_id)
        for message_id in message_ids
        for entry in held.memories.journal(message_id=message_id)
        for change in entry.changes
    )
