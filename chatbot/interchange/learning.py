"""Lets the rules learn from what the user said in an imported conversation, as if it were said at its own time."""

from concurrent.futures import Future
from datetime import datetime

from chatbot.domain.change import JournalEntry, Op, Who
from chatbot.domain.ids import NewId
from chatbot.domain.memory import Candidate, Origin, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.persona import MemoryLens
from chatbot.domain.records import Records, records_of
from chatbot.domain.slots import is_single
from chatbot.domain.value import replace
from chatbot.interchange.parts import SessionContent
from chatbot.memory.base import MemoryStore
from chatbot.memory.extract import Focus, extract
from chatbot.memory.reconcile import Setting, reconcile

_RECENT = 8


def learn(session: SessionContent, lens: MemoryLens, store: MemoryStore, now: datetime, new_id: NewId) -> int:
    """Learns from every message of the user, in order, each as a change set of its own that names it.

    What was said before something that is known from later does not replace it.

    Args:
        session: on disk already.
        lens: of the session's persona.
        store: the user's memories.
        now: aware UTC.
        new_id: gives ids.

    Returns:
        How many changes were made.

    Raises:
        MemoryRefused: somebody else changed a memory meanwhile.
        StorageError: it could not be written.
    """
    meta = session.state.meta
    known = records_of(store.readable(meta.id, meta.persona_id))
    recent: list[str] = []
    pending: list[Future[JournalEntry]] = []
    made = 0
    last_reply = ""
    for message in session.messages:
        if message.role is Role.PERSONA:
            last_reply = message.text
            continue
        talked = tuple(known[one] for one in recent if known[one].status in (Status.ACTIVE, Status.CONFLICT))
        focus = Focus(message.created_at, known, talked, last_reply)
        entry = _entry(message, focus, known, lens, now, new_id)
        if entry is None:
            continue
        touched = [change.after for change in entry.changes if change.after is not None]
        known = known.with_changes(touched)
        recent = list(dict.fromkeys([*(memory.id for memory in touched), *recent]))[:_RECENT]
        made += len(touched)
        pending.append(store.apply(entry))
    for future in pending:
        future.result()
    return made


def _entry(
    message: Message, focus: Focus, known: Records, lens: MemoryLens, now: datetime, new_id: NewId
) -> JournalEntry | None:
    found = (one for one in extract(message, focus) if not _outdated(one, message, known))
    candidates = tuple(replace(one, origin=Origin.IMPORT) for one in found)
    setting = Setting(message.created_at, new_id, message.session_id, message.persona_id, message)
    changes = reconcile(candidates, known, lens, setting)
    kept = tuple(change for change in changes if change.op is not Op.REJECT)
    if not kept:
        return None
    return JournalEntry(new_id(), now, Who.IMPORT, kept, message.session_id, message.id)


def _outdated(candidate: Candidate, message: Message, known: Records) -> bool:
    """Whether the user has said what fills this slot now, and that after this message."""
    slot = (candidate.subject, candidate.attribute)
    return is_single(candidate.attribute) and any(
        (one.subject, one.attribute) == slot
        and one.status in (Status.ACTIVE, Status.CONFLICT)
        and one.said_at > message.created_at
        for one in known.values()
    )
