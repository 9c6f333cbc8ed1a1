"""What happens in a turn, in the past tense. The only thing that a turn tells anybody."""

from dataclasses import dataclass
from enum import StrEnum

from chatbot.domain.change import JournalEntry
from chatbot.domain.message import Message
from chatbot.domain.mood import MoodState, Reading
from chatbot.domain.receipt import Recalled, Receipt
from chatbot.domain.session import Chapter


class Stage(StrEnum):
    """The stages of a turn, in order."""

    BEGIN = "begin"
    PERCEIVE = "perceive"
    LEARN = "learn"
    RECALL = "recall"
    COMPOSE = "compose"
    REPLY = "reply"
    COMMIT = "commit"
    REFLECT = "reflect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all: the turn's number, and milliseconds since it began."""

    turn: int
    elapsed_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnStarted(Event):
    """The user's message is on disk."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Perceived(Event):
    """The feeling was read and both moods moved."""

    message: Message
    reading: Reading
    user_mood: MoodState
    persona_mood: MoodState


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoriesChanged(Event):
    """A change set of memories is on disk. `stage` says when: learn, reply (a tool) or reflect."""

    stage: Stage
    entry: JournalEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoriesRecalled(Event):
    """Memories, messages and chapters were ranked for this turn, best first."""

    recalled: tuple[Recalled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptComposed(Event):
    """The request is written; the receipt says what is in it."""

    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDelta(Event):
    """The next piece of the reply, cleaned."""

    message_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCalled(Event):
    """The model called a memory tool; `outcome` is one line."""

    name: str
    arguments: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRetrying(Event):
    """The server asked to wait, or the backend changed; the line says so."""

    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyFinished(Event):
    """The reply is whole, or was interrupted; the prompt is free again. Not yet on disk."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCommitted(Event):
    """The reply and its receipt are on disk."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterWritten(Event):
    """A stretch of the session was summarised."""

    chapter: Chapter


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSkipped(Event):
    """A stage failed that the turn can do without; the reason is one line."""

    stage: Stage
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFailed(Event):
    """The turn ended early. The user's message stays if `begin` was passed.

    Attributes:
        stage: where.
        reason: what happened, one line.
        hint: what to do, one line.
        kept: the partial reply that was stored, marked as interrupted; None for none.
    """

    stage: Stage
    reason: str
    hint: str
    kept: Message | None = None


TurnEvent = (
    TurnStarted
    | Perceived
    | MemoriesChanged
    | MemoriesRecalled
    | PromptComposed
    | ReplyDelta
    | ToolCalled
    | ReplyRetrying
    | ReplyFinished
    | TurnCommitted
    | ChapterWritten
    | StageSkipped
    | TurnFailed
)
