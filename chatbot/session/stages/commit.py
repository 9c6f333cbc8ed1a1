"""Commit: the reply and its receipt go to disk, and what it used is counted."""

from contextlib import suppress

from chatbot.domain.message import Message, Role
from chatbot.domain.receipt import Fate, Found, Receipt
from chatbot.domain.value import replace
from chatbot.errors import ChatbotError, NotFound, StorageError
from chatbot.persona.consistency import drift
from chatbot.session.base import saved
from chatbot.session.belongings import Belongings

REPLIES_WATCHED = 6
"""How many replies are looked back at for drift."""


async def commit(held: Belongings, message: Message, reply: Message) -> Message:
    """Stores a reply, whole or partial, and the reading of the message that it answers.

    Both are handed over at once, with nothing in between, so that the store writes them together.

    Raises:
        StorageError: the reply could not be written. It is then kept in memory and tried again before the next turn.
    """
    read = _with_reading(held, message)
    writing = held.files.replace(reply) if reply.seq else held.files.append(reply)
    reading = held.files.replace(read) if read is not None else None
    try:
        stored = await saved(writing)
    except StorageError:
        held.unsaved.append(reply)
        raise
    if reading is not None:
        with suppress(ChatbotError):  # the chart has the reading too, and the message itself is safe
            await saved(reading)
    held.recollection.add_message(stored)
    if stored.receipt is not None:
        _count(held, stored.receipt)
    _watch_drift(held, stored)
    return stored


def _with_reading(held: Belongings, message: Message) -> Message | None:
    """The user's message with its reading, to be stored; None where the user has changed or deleted it meanwhile."""
    try:
        now = held.files.message(message.id)
    except NotFound:
        return None
    if message.reading is None or now.reading is not None or now.text != message.text:
        return None
    return replace(now, reading=message.reading, version=now.version + 1)


def _count(held: Belongings, receipt: Receipt) -> None:
    used = (item for item in receipt.recalled if item.fate is Fate.INJECTED and item.found is Found.MEMORY)
    ids = tuple(item.id for item in used)
    held.memories.count_uses(ids)
    held.touch(ids[:3])


def _watch_drift(held: Belongings, reply: Message) -> None:
    spoken = (m for m in held.files.messages(reply.seq, 2 * REPLIES_WATCHED) if m.role is Role.PERSONA)
    earlier = [message.text for message in spoken if message.persona_id == reply.persona_id]
    held.drifts = [*held.drifts, drift(held.persona, reply.text, earlier)][-REPLIES_WATCHED:]
