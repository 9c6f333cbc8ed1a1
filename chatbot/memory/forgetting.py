"""Which memories have paled so much that they are let go of. Pure: records, a policy and the moment in, reasons out.

Letting go is archiving: the record stays on disk, shows in every list of past memories, and comes back by hand, by
undo, or when the user says the same again. What the user forgot, or what something newer replaced, is not the
business of this module.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from chatbot.domain.memory import Memory, Origin, Status
from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import Value, field
from chatbot.memory.scoring import freshness, half_life_days
from chatbot.memory.similarity import plain

BUDGETS: Mapping[Kind, int] = {
    Kind.IDENTITY: 200,
    Kind.PREFERENCE: 1500,
    Kind.INSTRUCTION: 100,
    Kind.RELATIONSHIP: 1000,
    Kind.FACT: 3000,
    Kind.EVENT: 2500,
    Kind.GOAL: 400,
    Kind.PLAN: 500,
    Kind.FEELING: 600,
    Kind.TASK: 200,
}
"""The most memories of each kind that stay present. They add up to the 10,000 for which recall's time is measured."""


class ForgettingPolicy(Value):
    """When a memory is let go of.

    Attributes:
        threshold: retention, 0..1, below which one goes. At 0.05 a plain fact that nobody ever used goes after some
            two years, a plan after four months, a feeling after a month.
        grace_days: nothing goes sooner than this after it was last said, used or changed, so that what waits for
            its first use is not lost.
        spared_importance: from this importance on, 0..1, a memory goes for no reason but an end that was said with it.
        spared_kinds, spared_slots: what never goes: how to answer the user, what may harm them, what they are called.
        budgets: the most present memories of a kind; a kind that is not named has no bound.
        lenses: by persona id, for the half-lives that a persona's file sets; an absent one leaves the kind's own.
    """

    threshold: float = 0.05
    grace_days: float = 14.0
    spared_importance: float = 0.9
    spared_kinds: frozenset[Kind] = frozenset({Kind.INSTRUCTION})
    spared_slots: frozenset[str] = frozenset({"allergy", "reply_style", "name", "pronouns"})
    budgets: Mapping[Kind, int] = field(default_factory=lambda: dict(BUDGETS))
    lenses: Mapping[str, MemoryLens] = field(default_factory=dict)


class Archive(Value):
    """One memory to be let go of.

    Attributes:
        memory: as it is now.
        reason: for the user, without a full stop.
        retention: 0..1, what was left of it.
    """

    memory: Memory
    reason: str
    retention: float


def retention(memory: Memory, policy: ForgettingPolicy, now: datetime) -> float:
    """How much of a memory is left, 0..1.

    The curve is Ebbinghaus's (1885) in its exponential form, as MemoryBank (Zhong et al. 2023) uses it for
    conversations: what is left halves with each half-life, and saying or using a memory begins the curve anew and
    makes it flatter. The half-life is the kind's or the persona's, times 0.5 to 1.5 by importance; each doubling of
    its uses adds it once more; strong feeling lengthens it up to twofold (that feeling slows forgetting is Cahill
    and McGaugh 1995; the twofold is this program's choice). What has expired has nothing left.

    Args:
        memory: any.
        policy: for the half-lives.
        now: aware UTC.
    """
    if memory.expires_at is not None and memory.expires_at <= now:
        return 0.0
    lens = policy.lenses.get(memory.persona_id, _NO_LENS) if memory.scope is not Scope.USER else _NO_LENS
    strength = (0.5 + memory.importance) * (1.0 + math.log2(1 + memory.uses)) * (1.0 + abs(memory.valence))
    return freshness(last_touched(memory), now, half_life_days(memory, lens) * strength)


_NO_LENS = MemoryLens()


def last_touched(memory: Memory) -> datetime:
    """When a memory was last said, used, changed, or, where it is an event, when that was."""
    moments = (memory.said_at, memory.updated_at, memory.last_used_at, memory.event_start, memory.event_end)
    return max(moment for moment in moments if moment is not None)


def protected(memory: Memory) -> bool:
    """Whether tidying must leave a record as it is: it is pinned, locked, or in the user's own words."""
    return memory.pinned or memory.locked or memory.origin is Origin.USER


def spared(memory: Memory, policy: ForgettingPolicy) -> bool:
    """Whether a memory is never let go of, whatever its age and however many there are."""
    family = memory.attribute.partition(".")[0]
    return (
        protected(memory)
        or memory.status is not Status.ACTIVE
        or memory.kind in policy.spared_kinds
        or family in policy.spared_slots
        or bool(memory.check)
    )


def fading(
    records: Iterable[Memory], policy: ForgettingPolicy, now: datetime, left_alone: AbstractSet[str] = frozenset()
) -> tuple[Archive, ...]:
    """What is to be let go of, the palest first.

    Somebody of whom other memories tell is kept as long as these are: without "sister: Maya" nobody knows who Maya is.

    Args:
        records: every memory, of every status.
        policy: see `ForgettingPolicy`.
        now: aware UTC.
        left_alone: ids of memories that the user brought back before.
    """
    present = {memory.id: memory for memory in records if memory.status is Status.ACTIVE}
    found: list[Archive] = []
    while True:
        subjects = {memory.subject for memory in present.values()}
        loose = [
            Archive(memory, _why(memory, now), retention(memory, policy, now))
            for memory in present.values()
            if memory.id not in left_alone and not spared(memory, policy) and plain(memory.value) not in subjects
        ]
        going = {one.memory.id: one for one in loose if _pale(one, policy, now)}
        going |= {one.memory.id: one for one in _over_budget(present.values(), loose, going, policy)}
        if not going:
            return tuple(sorted(found, key=lambda one: (one.retention, one.memory.id)))
        found += going.values()
        present = {key: memory for key, memory in present.items() if key not in going}


def _pale(one: Archive, policy: ForgettingPolicy, now: datetime) -> bool:
    memory = one.memory
    if memory.expires_at is not None and memory.expires_at <= now:
        return True
    if memory.importance >= policy.spared_importance:
        return False
    return one.retention < policy.threshold and now - last_touched(memory) > timedelta(days=policy.grace_days)


def _over_budget(
    present: Iterable[Memory], loose: Iterable[Archive], going: Mapping[str, Archive], policy: ForgettingPolicy
) -> list[Archive]:
    """The palest of each kind of which there are more than its budget holds, beyond those that go anyway."""
    counts: defaultdict[Kind, int] = defaultdict(int)
    for memory in present:
        counts[memory.kind] += memory.id not in going
    over: list[Archive] = []
    left = sorted((one for one in loose if one.memory.id not in going), key=lambda one: (one.retention, one.memory.id))
    for kind, budget in policy.budgets.items():
        surplus = counts[kind] - budget
        if surplus > 0:
            of_kind = [one for one in left if one.memory.kind is kind][:surplus]
            reason = f"there are more than {budget} memories of the kind {kind.value}, and this one is the palest"
            over += [Archive(one.memory, reason, one.retention) for one in of_kind]
    return over


def _why(memory: Memory, now: datetime) -> str:
    if memory.expires_at is not None and memory.expires_at <= now:
        return f"its time was over on {memory.expires_at:%Y-%m-%d}"
    used = f"used {memory.uses} times" if memory.uses > 1 else "used once" if memory.uses else "never used"
    return f"nothing was heard of it since {last_touched(memory):%Y-%m-%d}, and it was {used}"
