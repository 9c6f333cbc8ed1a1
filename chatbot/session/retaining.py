"""Lets go of what is kept for a time only, when the program starts. Everything can be brought back for 30 days."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import Clock, NewId
from chatbot.domain.memory import Memory, Status
from chatbot.domain.retention import Retention
from chatbot.domain.session import SessionMeta
from chatbot.domain.text import clean_line, counted
from chatbot.domain.value import replace
from chatbot.memory.base import MemoryStore
from chatbot.session.base import Library

_HELD = (Status.ACTIVE, Status.CONFLICT, Status.PENDING)


def let_go(library: Library, memories: MemoryStore, policy: Retention, clock: Clock, new_id: NewId) -> tuple[str, ...]:
    """Moves sessions whose time is over to the trash, and archives memories whose time is over. Blocks for the disk.

    Args:
        library: the user's sessions.
        memories: the user's memories.
        policy: how long what is kept.
        clock: the present moment.
        new_id: for the journal entry.

    Returns:
        One line for each kind of thing that went, for the user; empty where nothing did.

    Raises:
        StorageError: it could not be written.
    """
    now = clock()
    lines = []
    gone = overdue(library.sessions(), policy, now)
    for meta in gone:
        library.delete(meta.id).result()
    if gone:
        named = ", ".join(f"“{clean_line(meta.title or 'untitled', 40)}”" for meta in gone[:3])
        more = f" and {len(gone) - 3} more" if len(gone) > 3 else ""
        lines.append(f"Kept long enough, now in the trash for 30 days: {named}{more}. Back: chatbot session restore ID")
    changes = expired(memories.everything().values(), policy, now) if policy.kinds else ()
    if changes:
        memories.apply(JournalEntry(new_id(), now, Who.MAINTENANCE, changes)).result()
        what = counted(len(changes), "memory")
        lines.append(f"Kept long enough, now archived: {what}. Back: chatbot memory undo")
    return tuple(lines)


def overdue(metas: Iterable[SessionMeta], policy: Retention, now: datetime) -> tuple[SessionMeta, ...]:
    """The sessions whose time is over; a session's own time goes before the policy's."""
    found = []
    for meta in metas:
        days = meta.keep_days or policy.sessions_days
        if days > 0 and not meta.private and meta.updated_at <= now - timedelta(days=days):
            found.append(meta)
    return tuple(found)


def expired(records: Iterable[Memory], policy: Retention, now: datetime) -> tuple[Change, ...]:
    """The changes that let go of memories whose time is over.

    They are archived: recalled no more, brought back by hand or by an undo, and learnt again when said again.
    What is pinned or locked stays.
    """
    changes = []
    for memory in records:
        days = policy.kinds.get(memory.kind, 0)
        if days <= 0 or memory.pinned or memory.locked or memory.status not in _HELD:
            continue
        if max(memory.said_at, memory.updated_at) <= now - timedelta(days=days):
            after = replace(memory, status=Status.ARCHIVED, version=memory.version + 1, updated_at=now)
            changes.append(
                Change(Op.FORGET, memory, after, f"{memory.kind.value} memories are kept for {counted(days, 'day')}")
            )
    return tuple(changes)
