"""Commit: the reply and its receipt go to disk, and what it used is counted."""

import asyncio

from chatbot.domain.message import Message, Role
from chatbot.domain.receipt import Fate, Found, Receipt
from chatbot.domain.value import replace
from chatbot.errors import StorageError
from chatbot.persona.consistency import drift
from chatbot.session.base import saved
from chatbot.session.belongings import Belongings

REPLIES_WATCHED = 6
"""How many replies are looked back at for drift."""


async def commit(held: Belongings, message: Message, reply: Message) -> Message:
    """Stores a reply, whole or partial, and the reading of the message that it answers.

    Both are handed over at once, so that the store writes them together.

    Raises:
        StorageError: they could not be written. The reply is then kept in memory and tried again
            before the next turn.
    """
    writes = [held.files.replace(reply) if reply.seq else held.files.append(reply)]
    if message.reading is not None and held.files.message(message.id).reading != message.reading:
        writes.append(held.files.replace(replace(message, version=message.version + 1)))
    try:
        stored = (await asyncio.gather(*map(saved, writes)))[0]
    except StorageError:
        if not reply.seq:
            held.unsaved.append(reply)
        raise
    held.recollection.add_message(stored)
    if stored.receipt is not None:
        _count(held, stored.receipt)
    _watch_drift(held, stored)
    return stored


def _count(held: Belongings, receipt: Receipt) -> None:
    used = (item for item in receipt.recalled if item.fate is Fate.INJECTED and item.found is Found.MEMORY)
    ids = tuple(item.id for item in used)
    held.memories.count_uses(ids)
    held.touch(ids[:3])


def _watch_drift(held: Belongings, reply: Message) -> None:
    spoken = (m for m in held.files.messages(reply.seq, 2 * REPLIES_WATCHED) if m.role is Role.PERSONA)
    earlier = [message.text for message in spoken if message.persona_id == reply.persona_id]
    held.drifts = [*held.drifts, drift(held.persona, reply.text, earlier)][-REPLIES_WATCHED:]
