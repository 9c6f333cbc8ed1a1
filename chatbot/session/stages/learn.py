"""Learn: what the user's own words say about them becomes changes of memories, at once and without a model."""

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.message import Message, Role
from chatbot.domain.patterns import lazy
from chatbot.domain.persona import Persona
from chatbot.domain.records import records_of
from chatbot.errors import MemoryRefused
from chatbot.memory.extract import Focus, extract
from chatbot.memory.reconcile import Setting, reconcile
from chatbot.session.base import saved
from chatbot.session.belongings import HISTORY_MESSAGES, Belongings
from chatbot.session.learning import rules_learn


async def learn(held: Belongings, message: Message, persona: Persona) -> JournalEntry | None:
    """Learns from one message of the user.

    Returns:
        The change set, on disk; None where nothing was found.

    Raises:
        MemoryRefused: somebody else changed the same memories twice in a row.
        StorageError: it could not be written.
    """
    if not rules_learn(held):
        return None
    changes = _changes(held, message, persona)
    if not changes:
        return None
    try:
        entry = await _write(held, message, changes)
    except MemoryRefused:
        # Another program changed one of these memories meanwhile: decide again on what is there now.
        changes = _changes(held, message, persona)
        if not changes:
            return None
        entry = await _write(held, message, changes)
    held.touch(tuple(change.memory_id for change in entry.changes if change.op is not Op.REJECT))
    return entry


def _changes(held: Belongings, message: Message, persona: Persona) -> tuple[Change, ...]:
    known = records_of(held.memories.readable(message.session_id, persona.id))
    focus = Focus(
        now=message.created_at,
        known=known,
        recent=held.recent_memories(),
        last_reply=_last_reply(held),
        before=_newest(held, message, Role.USER),
        said=_said(held, message) if _MAY_FORGET.search(message.text) else (),
    )
    candidates = extract(message, focus)
    setting = Setting(
        now=message.created_at,
        new_id=held.parts.new_id,
        session_id=message.session_id,
        persona_id=persona.id,
        message=message,
    )
    return reconcile(candidates, known, persona.memory, setting)


_MAY_FORGET = lazy(r"(?i)\b(?:forget|delete|erase|remove|drop|wipe|unlearn|don['’]?t (?:remember|keep|store))\b")


def _said(held: Belongings, message: Message) -> tuple[Message, ...]:
    earlier = held.files.messages(message.seq, HISTORY_MESSAGES)
    return tuple(one for one in earlier if one.role is Role.USER)


async def _write(held: Belongings, message: Message, changes: tuple[Change, ...]) -> JournalEntry:
    entry = JournalEntry(
        id=held.parts.new_id(),
        at=held.now(),
        who=Who.RULE,
        changes=changes,
        session_id=message.session_id,
        message_id=message.id,
    )
    return await saved(held.memories.apply(entry))


def _last_reply(held: Belongings) -> str:
    spoken = _newest(held, None, Role.PERSONA)
    return spoken.text if spoken else ""


def _newest(held: Belongings, message: Message | None, role: Role) -> Message | None:
    """The newest message of a role, before a message where one is given; None where none is near."""
    near = held.files.messages(message.seq if message else None, limit=4)
    return next((one for one in reversed(near) if one.role is role), None)
