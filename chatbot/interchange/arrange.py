"""Gives what comes in its ids: its own where they are free, else fresh ones, with everything that refers to them."""

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

import msgspec

from chatbot.domain.change import JournalEntry
from chatbot.domain.ids import NewId, is_id
from chatbot.domain.session import SessionMeta, SessionState
from chatbot.domain.text import clean_line
from chatbot.domain.value import Value, replace
from chatbot.interchange.parts import SessionContent
from chatbot.storage.arrivals import Arrival, JournalPart

T = TypeVar("T", bound=Value)


class Taken(Value):
    """Which ids are in use.

    Attributes:
        sessions: those in the trash too.
        memories, entries: of the whole user.
    """

    sessions: frozenset[str] = frozenset()
    memories: frozenset[str] = frozenset()
    entries: frozenset[str] = frozenset()


def placed(content: SessionContent, taken: Taken, new_id: NewId) -> SessionContent:
    """A session with ids that are free.

    A session whose own id is taken is a copy: all of its ids become fresh ones, for two messages of one id would be
    taken for the same.

    Args:
        content: as read.
        taken: see there.
        new_id: gives fresh ids.
    """
    session_id = content.state.meta.id
    copied = session_id in taken.sessions or not is_id(session_id)
    fresh: dict[str, str] = {}
    if copied:
        own = (message.id for message in content.messages)
        chapters = (chapter.id for chapter in content.state.chapters)
        fresh = {old: new_id() for old in (session_id, *own, *chapters)}
    records = {memory.id for memory in content.memories} | _changed(content.journal)
    fresh |= {old: new_id() for old in sorted(records) if copied or old in taken.memories}
    fresh |= {entry.id: new_id() for entry in content.journal if copied or entry.id in taken.entries}
    if not fresh:
        return content
    state = renamed(content.state, fresh, SessionState)
    if copied:
        meta: SessionMeta = state.meta
        title = clean_line(f"{meta.title} (imported)") if meta.title and session_id in taken.sessions else meta.title
        state = replace(state, meta=replace(meta, title=title))
    return SessionContent(
        state,
        tuple(renamed(message, fresh, type(message)) for message in content.messages),
        tuple(renamed(memory, fresh, type(memory)) for memory in content.memories),
        tuple(sorted((renamed(entry, fresh, JournalEntry) for entry in content.journal), key=lambda one: one.id)),
    )


def _changed(journal: Iterable[JournalEntry]) -> set[str]:
    return {change.memory_id for entry in journal for change in entry.changes if change.memory_id}


def renamed(value: T, fresh: dict[str, str], kind: type[T]) -> T:
    """A value in which every text that is one of the old ids is the fresh one instead.

    Ids are long and random, so that no other text is equal to one.
    """

    def walk(part: Any) -> Any:
        if isinstance(part, str):
            return fresh.get(part, part)
        if isinstance(part, list | tuple):
            return [walk(one) for one in part]
        if isinstance(part, dict):
            return {fresh.get(key, key): walk(one) for key, one in part.items()}
        return part

    return msgspec.convert(walk(msgspec.to_builtins(value)), kind)


def own_journal(journal: Iterable[JournalEntry], memory_ids: Collection[str]) -> tuple[JournalEntry, ...]:
    """The journal of some memories alone: what the same change sets did to others is left out."""
    found = []
    for entry in journal:
        changes = tuple(change for change in entry.changes if change.memory_id in memory_ids)
        if changes:
            found.append(replace(entry, changes=changes))
    return tuple(found)


def arrival_of(content: SessionContent) -> Arrival:
    """What the log of a session that is new takes in."""
    parts = tuple(JournalPart(entry, tuple(enumerate(entry.changes))) for entry in content.journal)
    known = {
        (change.after.id, change.after.version) for entry in content.journal for change in entry.changes if change.after
    }
    loose = tuple(memory for memory in content.memories if (memory.id, memory.version) not in known)
    used = {one.id: (one.uses, one.last_used_at) for one in content.memories if one.uses and one.last_used_at}
    return Arrival(parts, loose, uses={key: (count, last) for key, (count, last) in used.items() if last})
