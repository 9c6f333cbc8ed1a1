"""The parts of a memory's score besides relevance: pure functions of the record, the moment and the persona's lens."""

from collections.abc import Mapping
from datetime import datetime

from chatbot.domain.memory import Memory, Status
from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import SLOTS, Kind
from chatbot.memory.weights import RecallWeights

_SECONDS_PER_DAY = 86_400.0
_USES_HALFWAY = 5
_RATINGS_HALFWAY = 1
_DEFAULT_TOPIC_WEIGHT = 0.6

HALF_LIFE_DAYS: Mapping[Kind, float] = {
    Kind.IDENTITY: 3650.0,
    Kind.PREFERENCE: 365.0,
    Kind.INSTRUCTION: 365.0,
    Kind.RELATIONSHIP: 730.0,
    Kind.FACT: 180.0,
    Kind.GOAL: 90.0,
    Kind.PLAN: 30.0,
    Kind.EVENT: 60.0,
    Kind.FEELING: 7.0,
    Kind.TASK: 2.0,
}
"""How fast each kind pales where the persona does not say: what somebody is lasts, what they feel passes."""


def recallable(memory: Memory, session_id: str, persona_id: str, lens: MemoryLens, now: datetime) -> bool:
    """Whether a turn of that session with that persona may be told the memory now: scope, status and time."""
    return (
        memory.status in (Status.ACTIVE, Status.CONFLICT)
        and memory.readable_in(session_id, persona_id)
        and _shared_with(memory, lens)
        and (memory.expires_at is None or memory.expires_at > now)
        and (memory.valid_until is None or memory.valid_until > now)
    )


def _shared_with(memory: Memory, lens: MemoryLens) -> bool:
    """Whether the persona reads this kind of what is shared by all personas."""
    if not lens.shared_read or memory.scope.width < 2:
        return True
    family = memory.attribute.partition(".")[0]
    return any(name in lens.shared_read for name in (memory.kind.value, memory.attribute, family) if name)


def half_life_days(memory: Memory, lens: MemoryLens) -> float:
    """The persona's half-life for the memory's topics or kind, else its default, else the kind's own."""
    for name in (*memory.topics, memory.attribute, memory.kind.value, "default"):
        days = lens.half_life_days.get(name, 0.0)
        if days > 0.0:
            return days
    return HALF_LIFE_DAYS[memory.kind]


def freshness(at: datetime, now: datetime, half_life: float) -> float:
    """1 for this moment, halved with each half-life (days), never above 1."""
    age_days = max(0.0, (now - at).total_seconds() / _SECONDS_PER_DAY)
    return float(0.5 ** min(age_days / half_life, 1000.0))


def use(memory: Memory) -> float:
    """0..1, how often it was of use; half at five uses."""
    return memory.uses / (memory.uses + _USES_HALFWAY)


def feedback(memory: Memory) -> float:
    """-1..1, what the user said of it in receipts: useful more than irrelevant, or the other way; 0 for nothing."""
    return (memory.useful - memory.irrelevant) / (memory.useful + memory.irrelevant + _RATINGS_HALFWAY)


def congruence(memory: Memory, user_valence: float) -> float:
    """-1..1, whether its feeling is the user's feeling now: memories come back in the mood they were made in."""
    return memory.valence * user_valence


def topic_weight(memory: Memory, lens: MemoryLens) -> float:
    """0..1, how much the persona cares: the highest of its weights for the memory's topics, slot and kind."""
    weights = lens.role_topics
    family = memory.attribute.partition(".")[0]
    names = (*memory.topics, memory.attribute, family, memory.kind.value)
    return max(
        (weights[name] for name in names if name in weights),
        default=weights.get("default", _DEFAULT_TOPIC_WEIGHT),
    )


def parts_of(
    memory: Memory, relevance: float, now: datetime, lens: MemoryLens, user_valence: float, weights: RecallWeights
) -> dict[str, float]:
    """The parts of a memory's score; their sum is the score.

    Args:
        memory: a recallable memory.
        relevance: 0..1 or a little more.
        now: the turn's moment.
        lens: the persona's.
        user_valence: -1..1, the user's mood.
        weights: what each part may add at most.
    """
    seen = max(memory.last_used_at or memory.said_at, memory.said_at)
    return {
        "relevance": weights.relevance * relevance,
        "recency": weights.recency * freshness(seen, now, half_life_days(memory, lens)),
        "importance": weights.importance * memory.importance,
        "use": weights.use * use(memory),
        "feedback": weights.feedback * feedback(memory),
        "mood": weights.mood * congruence(memory, user_valence),
        "lens": weights.lens * (topic_weight(memory, lens) - _DEFAULT_TOPIC_WEIGHT),
        "pinned": weights.pinned if memory.pinned else 0.0,
    }


def label_of(attribute: str) -> str:
    """An attribute as words: `pet.dog` -> `pet dog`."""
    family, _, detail = attribute.partition(".")
    return f"{SLOTS[family].label if family in SLOTS else family} {detail}".strip().replace("_", " ")
