"""The receipt of a reply: everything that went into it, and what was left out and why."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from chatbot.domain.mood import MoodState
from chatbot.domain.value import Value, field


class Found(StrEnum):
    """What kind of thing recall found."""

    MEMORY = "memory"
    MESSAGE = "message"
    CHAPTER = "chapter"


class Fate(StrEnum):
    """What became of a recalled thing: it entered the prompt, or it did not (the reason says why)."""

    RETRIEVED = "retrieved"
    INJECTED = "injected"
    DROPPED = "dropped"


PARTS = ("relevance", "recency", "importance", "use", "feedback", "mood", "lens", "pinned")
"""What a score is made of, in the order in which files have the parts. Messages and chapters have the first two."""

SCORE_DIGITS = 4
"""Places after the point of scores and of moods in receipts: what explains a reply, and no more."""


class Recalled(Value, omit_defaults=True):
    """One memory, past message or chapter that recall ranked for a turn.

    Attributes:
        found: what it is.
        id: of the memory, message or chapter.
        text: as it was at that moment.
        said_at: when the user said it, or the message was written; None where unknown.
        score: the sum of the parts; only its order has meaning.
        parts: by the names in `PARTS`, what each added to the score.
        fate: retrieved until the prompt is composed, then injected or dropped.
        reason: why it was injected or dropped, in the user's words; empty while retrieved.
        session_id: where it was said; empty where unknown.
        uncertain: True for one side of an open conflict.
        local_only: True where it may not be sent to a server outside this machine.
        by_persona: True for a message that a persona said.
        kind: of a memory (see `domain.slots.Kind`); empty for anything else.
        asked_for: True where the user asked for all that is known, so that no limit of number drops it.
    """

    found: Found
    id: str
    text: str
    said_at: datetime | None
    score: float
    parts: Mapping[str, float]
    fate: Fate = Fate.RETRIEVED
    reason: str = ""
    session_id: str = ""
    uncertain: bool = False
    local_only: bool = False
    by_persona: bool = False
    kind: str = ""
    asked_for: bool = False


class Section(Value, omit_defaults=True):
    """One part of the request: its name, its text as sent, and its estimated tokens.

    The history's text is empty, because `Receipt.history` names the messages themselves.
    """

    name: str
    tokens: int
    text: str = ""


HISTORY = "history"
"""The section of the messages that were sent as conversation."""

Span = tuple[int, int]
"""Positions of messages in their session, from the first to the last, all of them."""


def spans(positions: Iterable[int]) -> tuple[Span, ...]:
    """Positions in ascending order as the longest spans that leave no other position in between."""
    found: list[Span] = []
    for position in positions:
        if found and position == found[-1][1] + 1:
            found[-1] = (found[-1][0], position)
        else:
            found.append((position, position))
    return tuple(found)


class Usage(Value):
    """Tokens of one reply. `estimated` is False where the server reported them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    estimated: bool = True


class Receipt(Value, omit_defaults=True):
    """What went into one reply.

    Attributes:
        backend: `openai` or `offline`.
        model: the model's name as the server knows it.
        sections: the request's parts in order.
        history: positions of the messages that were sent as conversation, oldest first. An id in place of a span
            names one message: receipts that were written before positions were kept, or come from elsewhere, have such.
        recalled: everything that was ranked, best first, each with its fate.
        chapters: ids of the summary chapters that were sent.
        lore: ids of the lore entries that were sent, or dropped with the reason.
        user_mood, persona_mood: the states at that moment.
        guidance: the empathy instruction that was given; empty for none.
        budget_tokens: the most tokens that the request was allowed.
        usage: tokens counted or estimated.
        elapsed_ms: milliseconds by stage.
        notes: anything else the user should know, such as a changed backend.
    """

    backend: str
    model: str
    sections: tuple[Section, ...] = ()
    history: tuple[Span | str, ...] = ()
    recalled: tuple[Recalled, ...] = ()
    chapters: tuple[str, ...] = ()
    lore: tuple[str, ...] = ()
    user_mood: MoodState = MoodState()
    persona_mood: MoodState = MoodState()
    guidance: str = ""
    budget_tokens: int = 0
    usage: Usage = Usage()
    elapsed_ms: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
