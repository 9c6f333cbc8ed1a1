"""The running account of one reconciliation: what is known after each change, and the changes themselves."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from chatbot.domain.change import Change, Op
from chatbot.domain.ids import NewId
from chatbot.domain.memory import USER_SUBJECT, Candidate, Cue, Memory, Origin, Source, Status
from chatbot.domain.message import Message
from chatbot.domain.persona import MemoryLens
from chatbot.domain.records import Keys, records_of
from chatbot.domain.slots import Scope
from chatbot.domain.value import Value, replace
from chatbot.memory import blocking
from chatbot.memory.reconcile_lens import scope_of

CURRENT = (Status.ACTIVE, Status.CONFLICT)
PAST = (Status.SUPERSEDED, Status.FORGOTTEN)
_ID = attrgetter("id")
_BY_WORD = (Cue.CORRECTION, Cue.REMEMBER)
"""What the user orders in so many words is as good as done by hand; all else is heard, and only offered."""


class Setting(Value):
    """Where and when candidates are reconciled.

    Attributes:
        now: aware UTC.
        new_id: gives ids to new records.
        session_id, persona_id: of the turn.
        message: the user's message that the candidates come from; None where they come from none.
        by_hand: whether the user enters the candidates themselves, so that only locks bind.
    """

    now: datetime
    new_id: NewId
    session_id: str
    persona_id: str
    message: Message | None = None
    by_hand: bool = False


class Ledger:
    """What is known, and what was changed so far.

    Args:
        known: records before, by id; not changed.
        lens: the persona's.
        when: see `Setting`.
    """

    def __init__(self, known: Mapping[str, Memory], lens: MemoryLens, when: Setting) -> None:
        self._known = records_of(known)
        self._changed: dict[str, Memory] = {}
        self._slots: dict[tuple[str, str], list[Memory]] = {}
        self._changes: list[Change] = []
        self.lens = lens
        self.when = when

    def slot(self, candidate: Candidate) -> tuple[Memory, ...]:
        """Records of the candidate's subject and attribute that are not history, oldest first."""
        return tuple(one for one in self.filling(candidate.subject, candidate.attribute) if one.status not in PAST)

    def filling(self, subject: str, attribute: str) -> list[Memory]:
        """Records of a subject and attribute, of every status, oldest first. Not to be changed."""
        found = self._slots.get((subject, attribute))
        if found is None:
            known = self._known.filling(subject, attribute)
            found = [one for one in known if one.id not in self._changed] if self._changed else list(known)
            found += [one for one in self._changed.values() if (one.subject, one.attribute) == (subject, attribute)]
            found.sort(key=_ID)
            self._slots[subject, attribute] = found
        return found

    def saying(self, subject: str, attribute: str, value: str) -> list[Memory]:
        """Those of `filling` that have a value, or one that differs by endings or order only, and perhaps others."""
        return self._sharing((subject, attribute), blocking.value_keys, blocking.saying(value))

    def forgotten(self, subject: str, attribute: str) -> list[Memory]:
        """Those of `filling` that were forgotten, and perhaps others; for a slot, not for notes."""
        return self._sharing((subject, attribute), blocking.value_keys, blocking.FORGOTTEN)

    def erased(self) -> list[Memory]:
        """The notes about the user that are fingerprints of erased facts, and perhaps others."""
        return self._sharing((USER_SUBJECT, ""), blocking.erased_keys, blocking.ERASED)

    def near_notes(self, subject: str, text: str) -> list[Memory]:
        """The notes about a subject among which are all that say the same as a text, of every status."""
        found = blocking.near_notes(text, subject, self._known)
        return self._present(found, lambda one: (one.subject, one.attribute) == (subject, ""))

    def about(self, subject: str) -> list[Memory]:
        """Records about a subject, and perhaps others."""
        return self._present(blocking.about(subject, self._known))

    def speaking_of(self, value: str) -> list[Memory]:
        """Records among which are all that are about a value (see `dependents.telling`), or name it."""
        return self._present(blocking.speaking_of(value, self._known))

    def _sharing(self, slot: tuple[str, str], keys: Keys, key: Hashable) -> list[Memory]:
        found = self._known.sharing(keys, key, slot)
        return self._present(found, lambda one: (one.subject, one.attribute) == slot)

    def _present(self, found: Iterable[Memory], fits: Callable[[Memory], bool] = lambda one: True) -> list[Memory]:
        """Records that were looked up, and all that were changed, as they are now, oldest first."""
        unchanged = (one for one in found if one.id not in self._changed)
        return sorted((one for one in (*unchanged, *self._changed.values()) if fits(one)), key=_ID)

    def get(self, memory_id: str) -> Memory:
        """The record as it is now."""
        return self._changed[memory_id] if memory_id in self._changed else self._known[memory_id]

    def _keep(self, memory: Memory) -> None:
        self._changed[memory.id] = memory
        self._slots.clear()

    def change(self, op: Op, memory: Memory, reason: str, **fields: Any) -> Memory:
        """Changes a record: its version counts up, its time of change is now."""
        after = replace(memory, version=memory.version + 1, updated_at=self.when.now, **fields)
        self._keep(after)
        self._changes.append(Change(op, memory, after, reason))
        return after

    def reject(self, candidate: Candidate, reason: str) -> None:
        """Notes that a candidate is not kept."""
        self._changes.append(Change(Op.REJECT, None, None, reason, candidate.text))

    def add(self, candidate: Candidate, reason: str, op: Op = Op.ADD, **fields: Any) -> Memory:
        """Makes a record of a candidate; `fields` override what follows from it."""
        scope, check = scope_of(candidate, self.lens)
        fields.setdefault("scope", scope)
        if fields["scope"] is not Scope.USER:
            fields.setdefault("check", check)
        memory = replace(self._fresh(candidate, scope), **fields)
        self._keep(memory)
        self._changes.append(Change(op, None, memory, reason))
        return memory

    def _fresh(self, candidate: Candidate, scope: Scope) -> Memory:
        when, message = self.when, self.when.message
        valence = candidate.valence or (message.reading.valence if message and message.reading else 0.0)
        return Memory(
            id=when.new_id(),
            text=candidate.text,
            kind=candidate.kind,
            scope=scope,
            session_id=when.session_id,
            persona_id=when.persona_id,
            subject=candidate.subject,
            attribute=candidate.attribute,
            value=candidate.value,
            said_at=self.said_at,
            created_at=when.now,
            updated_at=when.now,
            polarity=candidate.polarity,
            entities=candidate.entities,
            topics=candidate.topics,
            importance=candidate.importance,
            confidence=candidate.confidence,
            origin=candidate.origin,
            source=self.source(candidate),
            event_start=candidate.event_start,
            event_end=candidate.event_end,
            valid_from=candidate.valid_from,
            valid_until=candidate.valid_until,
            expires_at=candidate.expires_at,
            valence=valence,
            local_only=self.lens.local_only,
        )

    @property
    def said_at(self) -> datetime:
        """When the user said it: the message's moment."""
        return self.when.message.created_at if self.when.message else self.when.now

    @property
    def message_id(self) -> str:
        """The message that the candidates come from; empty for none."""
        return self.when.message.id if self.when.message else ""

    def source(self, candidate: Candidate) -> Source:
        """Where the candidate was said."""
        return Source(self.when.session_id if self.message_id else "", self.message_id, candidate.quote)

    def protects(self, memory: Memory, said: Candidate | None = None) -> bool:
        """Whether a record must be left alone: it is locked, or, for what is learnt, pinned or the user's own.

        Args:
            memory: the record.
            said: what would change it. What the user edited gives way to a later correction or order of theirs.
        """
        if memory.locked or self.when.by_hand:
            return memory.locked
        return memory.pinned or (memory.origin is Origin.USER and not (said and self._ordered_later(said, memory)))

    def _ordered_later(self, said: Candidate, memory: Memory) -> bool:
        """Whether the user puts right, or orders to remember, what they had typed or edited otherwise before."""
        return said.origin is Origin.RULE and said.cue in _BY_WORD and self.said_at > memory.updated_at

    def changes(self) -> tuple[Change, ...]:
        """What was done, each record changed once: changes that followed one another are one."""
        merged: list[Change] = []
        place: dict[str, int] = {}
        for change in self._changes:
            at = place.get(change.memory_id) if change.memory_id else None
            if at is None:
                place[change.memory_id] = len(merged)
                merged.append(change)
                continue
            first = merged[at]
            after = change.after
            if first.before is None and after is not None:
                merged[at] = Change(
                    Op.CONFLICT if change.op is Op.CONFLICT else first.op, None, replace(after, version=1), first.reason
                )
            else:
                merged[at] = Change(
                    change.op,
                    first.before,
                    replace(after, version=first.before.version + 1) if after and first.before else after,
                    change.reason,
                )
        return tuple(merged)
