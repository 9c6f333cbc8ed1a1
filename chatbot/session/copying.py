"""Carries a session over into another one: its messages, moods, working memory, chapters, and memories of its own."""

import asyncio
from collections.abc import Mapping

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import NewId
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message
from chatbot.domain.session import Chapter, SessionState
from chatbot.domain.slots import Scope
from chatbot.domain.value import replace
from chatbot.session.base import SessionFiles, saved
from chatbot.session.belongings import HISTORY_MESSAGES, Belongings


async def copy_messages(origin: SessionFiles, copy: Belongings, last_seq: int) -> dict[str, Message]:
    """Copies the messages up to a position; each gets an identity of its own.

    Returns:
        The old id of each message with its copy, oldest first.

    Raises:
        StorageError: they could not be read or written.
    """
    from chatbot.domain.places import moved

    copied = {}
    places: dict[int | str, int | str] = {}
    for message in await asyncio.to_thread(_up_to, origin, last_seq):
        fresh = replace(moved(message, places), id=copy.parts.new_id(), session_id=copy.files.session_id, seq=0)
        copied[message.id] = await saved(copy.files.append(fresh))
        places[message.seq] = places[message.id] = copied[message.id].seq
        copy.recollection.add_message(copied[message.id])
    return copied


async def adopt_state(origin: SessionState, copy: Belongings, copied: Mapping[str, Message]) -> None:
    """Takes over moods, working memory, and the chapters whose messages were all copied.

    Raises:
        StorageError: it could not be written.
    """
    turns = max((message.turn for message in copied.values()), default=0)
    chapters = carried(origin.chapters, copied, copy.parts.new_id)

    def adopted(state: SessionState) -> SessionState:
        meta = replace(state.meta, turns=turns, forked_from=origin.meta.id, persona_id=origin.meta.persona_id)
        moods = {"user_mood": origin.user_mood, "persona_moods": origin.persona_moods}
        return replace(state, meta=meta, working=origin.working, chapters=chapters, **moods)

    before = copy.state.chapters
    state = await copy.change_state(adopted)
    copy.recollection.put_chapters(state.meta.id, before, state.chapters)


async def copy_memories(
    origin: Belongings, copy: Belongings, copied: Mapping[str, Message], scopes: tuple[Scope, ...]
) -> None:
    """Copies what was learnt in a session, with its sources pointing at the copied messages.

    Args:
        origin: where the memories are.
        copy: where they go.
        copied: from `copy_messages`.
        scopes: which ones are taken.

    Raises:
        StorageError: they could not be written.
    """
    fresh = {}
    for memory in origin.memories.everything().values():
        mine = memory.session_id == origin.files.session_id and memory.scope in scopes
        if mine and (not memory.source.message_id or memory.source.message_id in copied):
            fresh[memory.id] = memory
    ids = {old: copy.parts.new_id() for old in fresh}
    changes = tuple(
        Change(Op.ADD, None, _moved(memory, copy.files.session_id, ids, copied), "copied with its session")
        for memory in fresh.values()
    )
    if changes:
        entry = JournalEntry(copy.parts.new_id(), copy.now(), Who.USER, changes, session_id=copy.files.session_id)
        await saved(copy.memories.apply(entry))


def carried(chapters: tuple[Chapter, ...], copied: Mapping[str, Message], new_id: NewId) -> tuple[Chapter, ...]:
    """Chapters of messages as they are in the copy: those of which every message was copied, with its places."""
    result = []
    for chapter in chapters:
        messages = [copied[covered] for covered in chapter.covers if covered in copied]
        if chapter.level > 1 or not messages or len(messages) < len(chapter.covers):
            continue  # what is not carried is summarised anew when it is due
        facts = tuple(
            replace(fact, message_id=copied[fact.message_id].id)
            for fact in chapter.key_facts
            if fact.message_id in copied
        )
        result.append(
            replace(
                chapter,
                id=new_id(),
                covers=tuple(message.id for message in messages),
                first_seq=messages[0].seq,
                last_seq=messages[-1].seq,
                key_facts=facts,
            )
        )
    return tuple(result)


def _moved(memory: Memory, session_id: str, ids: Mapping[str, str], copied: Mapping[str, Message]) -> Memory:
    told = copied.get(memory.source.message_id)
    return replace(
        memory,
        id=ids[memory.id],
        session_id=session_id,
        source=replace(memory.source, session_id=session_id, message_id=told.id if told else ""),
        supersedes=ids.get(memory.supersedes, ""),
        superseded_by=ids.get(memory.superseded_by, ""),
        version=1,
    )


def _up_to(files: SessionFiles, last_seq: int) -> tuple[Message, ...]:
    found: list[Message] = []
    before: int | None = last_seq + 1
    while page := files.messages(before, HISTORY_MESSAGES):
        found[:0] = page
        before = page[0].seq
    return tuple(found)
