"""Memories that lost what they rest on: their message was deleted, changed, or left behind in a fork."""

from collections.abc import Collection, Iterable

from chatbot.domain.change import JournalEntry, Op, Who
from chatbot.domain.memory import Memory, Origin, Status
from chatbot.domain.text import fold
from chatbot.memory.base import MemoryStore

DELETED = "the message that it rests on was deleted"
EDITED = "the message that it rests on was changed and no longer says so"
LEFT = "it was said after the point at which you forked the session"

_LIVE = (Status.ACTIVE, Status.CONFLICT, Status.PENDING)
_VOUCHING = (Op.EDIT, Op.RESTORE, Op.UPDATE, Op.PIN, Op.LOCK, Op.MERGE, Op.SPLIT)
"""What somebody does by hand with a memory only if they hold it for true."""
_REPEATING = (Op.ADD, Op.REINFORCE, Op.UPDATE, Op.RESTORE)


def resting_on(message_ids: Collection[str], store: MemoryStore) -> tuple[Memory, ...]:
    """The memories that only these messages taught: nothing said elsewhere, and nothing done by hand, bears them out.

    Args:
        message_ids: of the messages.
        store: the memories and their journal.
    """
    if not message_ids:
        return ()
    taught = [
        memory
        for memory in store.everything().values()
        if memory.source.message_id in message_ids
        and memory.status in _LIVE
        and memory.origin not in (Origin.USER, Origin.IMPORT)
        and not memory.locked
    ]
    return tuple(memory for memory in taught if not _borne_out(memory, message_ids, store))


def _borne_out(memory: Memory, message_ids: Collection[str], store: MemoryStore) -> bool:
    journal = store.journal(memory_id=memory.id)
    taken_back = {entry.undoes for entry in journal if entry.undoes}
    standing = (entry for entry in journal if entry.id not in taken_back and not entry.undoes)
    return any(_bears_out(entry, memory.id, message_ids) for entry in standing)


def _bears_out(entry: JournalEntry, memory_id: str, message_ids: Collection[str]) -> bool:
    ops = {
        change.op
        for change in entry.changes
        if change.memory_id == memory_id and change.after and not change.after.check
    }
    if entry.who is Who.USER:
        return not ops.isdisjoint(_VOUCHING)
    elsewhere = entry.message_id and entry.message_id not in message_ids
    return bool(elsewhere) and not ops.isdisjoint(_REPEATING)


def unsaid(memories: Iterable[Memory], text: str) -> tuple[Memory, ...]:
    """Those of the memories whose quote a text does not hold."""
    said = fold(text)
    return tuple(memory for memory in memories if fold(memory.source.quote) not in said)
