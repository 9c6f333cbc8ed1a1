"""Asks about memories whose message was deleted, changed, or left behind in a fork; learns anew from a changed one."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, Role
from chatbot.errors import MemoryRefused
from chatbot.memory.book import MemoryBook
from chatbot.memory.orphans import DELETED, EDITED, LEFT, resting_on, unsaid
from chatbot.session.base import saved
from chatbot.session.belongings import HISTORY_MESSAGES, Belongings
from chatbot.session.stages.learn import learn


async def deleted(held: Belongings, messages: tuple[Message, ...]) -> None:
    """Marks the memories that only these messages taught."""
    await _mark(held, resting_on(_spoken(messages), held.memories), DELETED)


async def came_back(held: Belongings, messages: tuple[Message, ...]) -> None:
    """Takes those marks away again."""
    taught = [one for one in resting_on(_spoken(messages), held.memories) if one.check == DELETED]
    await _mark(held, taught, "")


async def edited(held: Belongings, message: Message) -> None:
    """Learns from the user's newest message as it reads now, and marks what it alone taught and no longer says.

    An older message is not read anew: what was said since would be replaced by it.
    """
    if message.role is not Role.USER:
        return
    newest = next((one for one in reversed(held.files.messages(limit=8)) if one.role is Role.USER), None)
    if newest is not None and newest.id == message.id:
        with suppress(MemoryRefused):  # somebody else changed the same memories twice meanwhile; theirs holds
            await learn(held, message, held.persona)
    await _mark(held, unsaid(resting_on({message.id}, held.memories), message.text), EDITED)


async def left_behind(held: Belongings, last_seq: int) -> None:
    """Marks what was only said after the point at which a session was forked.

    Args:
        held: of the session that was forked.
        last_seq: position of the last message that the fork has.
    """
    await _mark(held, resting_on(_spoken(await asyncio.to_thread(_after, held, last_seq)), held.memories), LEFT)


def _spoken(messages: Iterable[Message]) -> set[str]:
    return {message.id for message in messages if message.role is Role.USER}


async def _mark(held: Belongings, memories: Iterable[Memory], why: str) -> None:
    marking = MemoryBook(held.memories, held.now, held.parts.new_id).mark(
        memories, why, session_id=held.files.session_id
    )
    if marking is not None:
        with suppress(MemoryRefused):  # changed by somebody else at this moment: they have seen it
            await saved(marking)


def _after(held: Belongings, seq: int) -> list[Message]:
    found: list[Message] = []
    before: int | None = None
    while page := held.files.messages(before, HISTORY_MESSAGES):
        found += (message for message in page if message.seq > seq)
        if page[0].seq <= seq + 1:
            break
        before = page[0].seq
    return found
