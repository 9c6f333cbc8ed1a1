"""Figures of what was said and learnt: tokens, times, what recall gave, moods, kinds of memories. Pure counting."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from chatbot.domain.memory import Memory, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.receipt import Fate, Found
from chatbot.domain.value import Value, field


class Figures(Value):
    """What the receipts of replies add up to.

    Attributes:
        replies: how many.
        prompt_tokens: the sum, as is `completion_tokens`.
        completion_tokens: see there.
        estimated: True where the server did not report some of them.
        paid_tokens: prompt and completion tokens of replies that came from a server.
        stage_ms: the median of each stage, milliseconds.
        slow_stage_ms: what nineteen of twenty replies stay below, by stage.
        models: replies by backend and model.
        recalled: things that entered prompts, by what they are.
        dropped: things that were found and did not enter.
    """

    replies: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    estimated: bool = False
    paid_tokens: tuple[int, int] = (0, 0)
    stage_ms: dict[str, float] = field(default_factory=dict)
    slow_stage_ms: dict[str, float] = field(default_factory=dict)
    models: dict[str, int] = field(default_factory=dict)
    recalled: dict[str, int] = field(default_factory=dict)
    dropped: int = 0


def figures(messages: Iterable[Message]) -> Figures:
    """Adds up the receipts of messages."""
    receipts = [message.receipt for message in messages if message.receipt is not None]
    paid = [receipt.usage for receipt in receipts if receipt.backend != "offline"]
    found = [item for receipt in receipts for item in receipt.recalled]
    injected = Counter(item.found.value for item in found if item.fate is Fate.INJECTED)
    stages: dict[str, list[float]] = {}
    for receipt in receipts:
        for stage, elapsed in receipt.elapsed_ms.items():
            stages.setdefault(stage, []).append(elapsed)
    return Figures(
        replies=len(receipts),
        prompt_tokens=sum(receipt.usage.prompt_tokens for receipt in receipts),
        completion_tokens=sum(receipt.usage.completion_tokens for receipt in receipts),
        estimated=any(receipt.usage.estimated for receipt in receipts),
        paid_tokens=(sum(one.prompt_tokens for one in paid), sum(one.completion_tokens for one in paid)),
        stage_ms={stage: _quantile(values, 0.5) for stage, values in stages.items()},
        slow_stage_ms={stage: _quantile(values, 0.95) for stage, values in stages.items()},
        models=dict(Counter(f"{receipt.backend} {receipt.model}" for receipt in receipts).most_common()),
        recalled={kind.value: injected[kind.value] for kind in Found},
        dropped=sum(item.fate is Fate.DROPPED for item in found),
    )


def cost(found: Figures, price_prompt: float, price_completion: float) -> float | None:
    """What the replies of servers cost, at prices per million tokens; None where no price is known."""
    if not price_prompt and not price_completion:
        return None
    prompt, completion = found.paid_tokens
    return (prompt * price_prompt + completion * price_completion) / 1e6


class MoodFigures(Value):
    """How the user's messages were read.

    Attributes:
        messages: how many were.
        valence: their mean, -1..1; 0 for none.
        emotions: messages by family of emotion, the most frequent first.
    """

    messages: int
    valence: float
    emotions: Mapping[str, int]


def moods(messages: Iterable[Message]) -> MoodFigures:
    """Adds up the readings of the user's messages."""
    readings = [one.reading for one in messages if one.role is Role.USER and one.reading is not None]
    mean = sum(reading.valence for reading in readings) / max(1, len(readings))
    return MoodFigures(len(readings), round(mean, 4), dict(Counter(one.family for one in readings).most_common()))


class MemoryFigures(Value):
    """What is remembered.

    Attributes:
        statuses: records by status.
        kinds: present records by kind, as are the following.
        scopes: by who may know them.
        origins: by who put them there.
        pinned: how many are.
        local_only: how many never leave this machine.
        used: how many ever entered a prompt.
    """

    statuses: Mapping[str, int]
    kinds: Mapping[str, int]
    scopes: Mapping[str, int]
    origins: Mapping[str, int]
    pinned: int
    local_only: int
    used: int


def remembered(memories: Iterable[Memory]) -> MemoryFigures:
    """Counts memories."""
    every = tuple(memories)
    present = [memory for memory in every if memory.status in (Status.ACTIVE, Status.CONFLICT)]
    return MemoryFigures(
        statuses=_counted(memory.status.value for memory in every),
        kinds=_counted(memory.kind.value for memory in present),
        scopes=_counted(memory.scope.value for memory in present),
        origins=_counted(memory.origin.value for memory in present),
        pinned=sum(memory.pinned for memory in present),
        local_only=sum(memory.local_only for memory in present),
        used=sum(memory.uses > 0 for memory in present),
    )


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(Counter(names).most_common())


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
