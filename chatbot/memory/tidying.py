"""Tidying: one plan of merges, archives and promotions, and its way into the store. The plan is a value.

Planning is a pure function of the store's records and journal, a policy and the moment. What is done is one journal
entry by maintenance, so that one undo takes it back; what the user took back is not done again.
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from datetime import datetime
from typing import Any

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import Clock, NewId
from chatbot.domain.memory import Memory, Status
from chatbot.domain.slots import Scope
from chatbot.domain.value import Value, field, replace
from chatbot.memory.base import MemoryStore
from chatbot.memory.consolidate import Merge, Promotion, merged, merges, promotion_key, promotions
from chatbot.memory.forgetting import Archive, ForgettingPolicy, fading


class Plan(Value):
    """What tidying would do.

    Attributes:
        at: the moment that it was made for, aware UTC.
        merges, archives: what is done together.
        promotions: what is only offered, one by one.
    """

    at: datetime
    merges: tuple[Merge, ...] = ()
    archives: tuple[Archive, ...] = ()
    promotions: tuple[Promotion, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do; promotions do not count."""
        return not self.merges and not self.archives

    @property
    def quiet(self) -> "Plan":
        """The part that needs no question: what is exactly the same, and what has paled."""
        return replace(self, merges=tuple(one for one in self.merges if one.exact), promotions=())


class Answers(Value):
    """What the user said to earlier tidying, read from the journal.

    Attributes:
        left_alone: ids of memories that they brought back or parted again.
        declined: `promotion_key`s of offers that they declined.
    """

    left_alone: frozenset[str] = field(default_factory=frozenset)
    declined: frozenset[str] = field(default_factory=frozenset)


def answers(journal: Iterable[JournalEntry]) -> Answers:
    """What the user said to earlier tidying.

    Args:
        journal: every entry, oldest first.
    """
    mine: dict[str, JournalEntry] = {}
    standing: dict[str, bool] = {}
    target: dict[str, str] = {}
    left_alone: set[str] = set()
    declined: set[str] = set()
    for entry in journal:
        if entry.who is Who.MAINTENANCE:
            mine[entry.id] = entry
            standing[entry.id] = True
        if entry.undoes:
            target[entry.id] = entry.undoes
            first = target.get(entry.undoes, "")  # an undo that is taken back itself is a redo of the first
            standing |= {first: True} if first in mine else {}
            standing |= {entry.undoes: False} if entry.undoes in mine else {}
        for change in entry.changes:
            before = change.before
            if change.op is Op.RESTORE and before and before.status is not Status.CONFLICT:
                left_alone.add(before.id)
            elif change.op is Op.REJECT and before and entry.who is Who.MAINTENANCE:
                declined.add(promotion_key(before))
    for key, entry in mine.items():
        if not standing[key]:
            left_alone.update(change.memory_id for change in entry.changes)
    return Answers(frozenset(left_alone), frozenset(declined))


def plan(records: Mapping[str, Memory], policy: ForgettingPolicy, now: datetime, said: Answers | None = None) -> Plan:
    """What tidying would do now.

    Args:
        records: every memory by id, of every status.
        policy: when a memory is let go of.
        now: aware UTC.
        said: the user's answers to earlier tidying; None for none.
    """
    said = said or Answers()
    joined = merges(records.values(), said.left_alone)
    after = dict(records)
    for change in _merge_changes(joined, now):
        if change.after is not None:
            after[change.after.id] = change.after
    return Plan(
        now,
        joined,
        fading(after.values(), policy, now, said.left_alone),
        promotions(after.values(), policy, said.declined),
    )


def changes_of(wanted: Plan) -> tuple[Change, ...]:
    """The changes of a plan's merges and archives, each record changed once."""
    changes = {change.memory_id: change for change in _merge_changes(wanted.merges, wanted.at)}
    for one in wanted.archives:
        earlier = changes.pop(one.memory.id, None)
        before = earlier.before if earlier and earlier.before else one.memory
        fields: dict[str, Any] = {"status": Status.ARCHIVED}
        after = replace(one.memory, version=before.version + 1, updated_at=wanted.at, **fields)
        changes[one.memory.id] = Change(Op.ARCHIVE, before, after, f"let go: {one.reason}")
    return tuple(changes.values())


def _merge_changes(joined: Iterable[Merge], now: datetime) -> list[Change]:
    changes = []
    for merge in joined:
        for gone in merge.drop:
            changes.append(_dropped(gone, merge.keep, merge.reason, now))
        fields = merged(merge)
        if any(getattr(merge.keep, name) != value for name, value in fields.items()):
            stronger = replace(merge.keep, version=merge.keep.version + 1, updated_at=now, **fields)
            changes.append(Change(Op.REINFORCE, merge.keep, stronger, "other memories said the same"))
    return changes


def _dropped(gone: Memory, keep: Memory, reason: str, now: datetime) -> Change:
    past = replace(gone, version=gone.version + 1, updated_at=now, status=Status.SUPERSEDED, superseded_by=keep.id)
    return Change(Op.MERGE, gone, past, reason)


def promotion_changes(offer: Promotion, now: datetime) -> tuple[Change, ...]:
    """The changes of a promotion that the user agreed to: one record gets more readers, the others become one with it.

    Args:
        offer: see `Promotion`.
        now: aware UTC.
    """
    keep = offer.memories[0]
    wider = replace(keep, version=keep.version + 1, updated_at=now, scope=offer.scope)
    whom = "every persona" if offer.scope is Scope.USER else "every session with this persona"
    changes = [Change(Op.MOVE, keep, wider, f"you let {whom} know it: {offer.reason}")]
    reason = f"the same as “{keep.text}”"
    changes += [_dropped(one, keep, reason, now) for one in offer.memories[1:] if not one.pinned and not one.locked]
    return tuple(changes)


class Tidier:
    """Plans on a user's store, and applies what was planned.

    Args:
        store: the user's memories.
        policy: when a memory is let go of.
        clock: gives the present moment.
        new_id: gives ids to entries.
    """

    def __init__(self, store: MemoryStore, policy: ForgettingPolicy, clock: Clock, new_id: NewId) -> None:
        self._store = store
        self._policy = policy
        self._clock = clock
        self._new_id = new_id

    def plan(self) -> Plan:
        """What tidying would do now. Reads the whole store and journal: call it from a thread where time matters."""
        return plan(self._store.everything(), self._policy, self._clock(), answers(self._store.journal()))

    def apply(self, wanted: Plan) -> "Future[JournalEntry]":
        """Does a plan's merges and archives.

        Raises (in the future):
            MemoryRefused: a record changed since the plan was made; plan again.
            StorageError: it could not be written.
        """
        return self._write(changes_of(wanted))

    def promote(self, offer: Promotion) -> "Future[JournalEntry]":
        """Does what the user agreed to; raises as `apply`."""
        return self._write(promotion_changes(offer, self._clock()))

    def decline(self, offer: Promotion) -> "Future[JournalEntry]":
        """Notes that the user wants it left as it is; it is not offered again. Raises as `apply`."""
        memory = offer.memories[0]
        return self._write((Change(Op.REJECT, memory, None, "you kept it where it is", memory.text),))

    def _write(self, changes: tuple[Change, ...]) -> "Future[JournalEntry]":
        return self._store.apply(JournalEntry(self._new_id(), self._clock(), Who.MAINTENANCE, changes))
