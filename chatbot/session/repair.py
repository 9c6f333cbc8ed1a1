"""After something was put right: which replies and chapters told it wrong, and the chapters' repair.

Replies are listed and never changed; to have one anew is the user's choice (`/regen`, `supposing.what_if`).
"""

import asyncio
import re
from collections.abc import Mapping
from datetime import datetime

from chatbot.domain.change import JournalEntry, Op
from chatbot.domain.memory import Memory, Status
from chatbot.domain.receipt import Fate
from chatbot.domain.session import Chapter
from chatbot.domain.text import fold
from chatbot.domain.value import Value
from chatbot.errors import NotFound
from chatbot.memory.base import MemoryStore
from chatbot.memory.book_history import versions
from chatbot.memory.similarity import plain
from chatbot.memory.wrong import Wrong, says
from chatbot.session import chapters
from chatbot.session.chapter_writing import speaker_of
from chatbot.session.session import Session
from chatbot.session.sessions import Sessions

REPAIRED = "something that it tells was put right"
"""Why a chapter is written anew."""


class Reply(Value):
    """A reply that was given something wrong.

    Attributes:
        session_id, message_id, turn, persona_id, at: of the reply.
        text: what it said.
        used: the memory as it was told then.
        repeated: whether the reply's own words name the wrong value: it was used, and not only in view.
    """

    session_id: str
    message_id: str
    turn: int
    persona_id: str
    at: datetime
    text: str
    used: str
    repeated: bool


class Told(Value):
    """A chapter that tells something wrong."""

    session_id: str
    chapter: Chapter


class Affected(Value):
    """What a correction concerns.

    Attributes:
        wrong: the memory as it was.
        right: the memory that holds now; None where it was forgotten.
        replies: those that name the wrong value, then those that only had it in view; each the oldest first.
        chapters: by session, oldest first.
    """

    wrong: Memory
    right: Memory | None
    replies: tuple[Reply, ...] = ()
    chapters: tuple[Told, ...] = ()


def put_right(entry: JournalEntry) -> tuple[str, ...]:
    """Ids of the memories whose words a change set put right, so that `affected` is worth asking."""
    return tuple(
        change.memory_id
        for change in entry.changes
        if change.before is not None
        and change.after is not None
        and change.op in (Op.EDIT, Op.SUPERSEDE, Op.MERGE, Op.UNDO)
        and (change.after.value, change.after.text, change.after.status)
        != (change.before.value, change.before.text, change.before.status)
        and change.before.status in (Status.ACTIVE, Status.CONFLICT)
    )


async def affected(sessions: Sessions, memories: MemoryStore, memory_id: str) -> Affected:
    """The earlier replies that were given the wrong words of a memory, and the chapters that tell them.

    Args:
        sessions: all of the user's.
        memories: their store.
        memory_id: of the memory that was put right, or of the one that took its place.

    Raises:
        NotFound: there is no such memory, or nothing of it was ever put right.
        StorageError: a session could not be read.
    """
    records = memories.everything()
    wrong, right = _wrong(records, memories, memory_id)
    found = await asyncio.to_thread(sessions.replies_using, wrong.id)
    replies = []
    for message in found:
        receipt = message.receipt
        items = receipt.recalled if receipt is not None else ()
        used = next((one for one in items if one.id == wrong.id and one.fate is Fate.INJECTED), None)
        if used is None or plain(used.text) != plain(wrong.text):
            continue
        repeated = bool(wrong.value) and names(message.text, wrong.value)
        replies.append(
            Reply(message.session_id, message.id, message.turn, message.persona_id,
                  message.edited_at or message.created_at, message.text, used.text, repeated)
        )  # fmt: skip
    replies.sort(key=lambda reply: not reply.repeated)
    told = []
    if right is not None:
        places = dict.fromkeys((wrong.source.session_id, *(reply.session_id for reply in replies)))
        there = {meta.id for meta in sessions.all()}
        for session_id in (place for place in places if place in there):
            session = await sessions.open(session_id)
            told += [Told(session_id, one) for one in _chapters(session, Wrong(wrong, right))]
    return Affected(wrong, right, tuple(replies), tuple(told))


def names(text: str, value: str) -> bool:
    """Whether a text has a value as words of its own: “Ann” is not in “annual”."""
    return re.search(rf"(?<!\w){re.escape(fold(value))}(?!\w)", fold(text)) is not None


async def repair(sessions: Sessions, told: tuple[Told, ...]) -> tuple[Chapter, ...]:
    """Writes chapters anew with what is right. Their earlier text is kept: `Session.undo_chapter` brings it back.

    Args:
        sessions: all of the user's.
        told: from `affected`; chapters that are gone meanwhile are passed over.

    Raises:
        NotFound: the session is gone.
        StorageError: a chapter could not be written.
    """
    written = []
    for one in told:
        session = await sessions.open(one.session_id)
        chapter = await chapters.write_again(session.belongings, one.chapter.id, REPAIRED)
        if chapter is not None:
            written.append(chapter)
    return tuple(written)


def _wrong(records: Mapping[str, Memory], memories: MemoryStore, memory_id: str) -> tuple[Memory, Memory | None]:
    """The memory as it was wrong, with the id that receipts know it by, and what holds now."""
    memory = records.get(memory_id)
    if memory is None:
        raise NotFound("There is no such memory.", "`chatbot memory list --all` shows every id")
    before = records.get(memory.supersedes)
    present = memory.status not in (Status.SUPERSEDED, Status.FORGOTTEN)
    if present and before is not None and before.status is Status.SUPERSEDED:
        return before, memory
    if memory.status is Status.SUPERSEDED:
        return memory, records.get(memory.superseded_by)
    told = versions(memory.id, memories.journal(memory_id=memory.id))
    earlier = next((one.memory for one in told if plain(one.memory.text) != plain(memory.text)), None)
    if earlier is not None:
        return earlier, memory
    if memory.status is Status.FORGOTTEN:
        return memory, None
    raise NotFound("Nothing of that memory was ever put right.", "Correct it first.")


def _chapters(session: Session, wrong: Wrong) -> list[Chapter]:
    name = speaker_of(session.belongings)
    return [one for one in session.state.chapters if says(one.text, wrong, name) or says(one.title, wrong, name)]
