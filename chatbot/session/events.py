"""What happens in a turn, in the past tense. The only thing that a turn tells anybody."""

from enum import StrEnum

from chatbot.domain.change import JournalEntry
from chatbot.domain.message import Message
from chatbot.domain.mood import MoodState, Reading
from chatbot.domain.receipt import Recalled, Receipt
from chatbot.domain.session import Chapter
from chatbot.domain.value import Value


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


class Event(Value, kw_only=True):
    """Base of all: the turn's number, and milliseconds since it began."""

    turn: int
    elapsed_ms: float


class TurnStarted(Event, kw_only=True):
    """The user's message is on disk."""

    message: Message


class Perceived(Event, kw_only=True):
    """The feeling was read and both moods moved."""

    message: Message
    reading: Reading
    user_mood: MoodState
    persona_mood: MoodState


class MemoriesChanged(Event, kw_only=True):
    """A change set of memories is on disk. `stage` says when: learn, reply (a tool) or reflect."""

    stage: Stage
    entry: JournalEntry


class MemoriesRecalled(Event, kw_only=True):
    """Memories, messages and chapters were ranked for this turn, best first."""

    recalled: tuple[Recalled, ...]


class PromptComposed(Event, kw_only=True):
    """The request is written; the receipt says what is in it."""

    receipt: Receipt


class ReplyDelta(Event, kw_only=True):
    """The next piece of the reply, cleaned."""

    message_id: str
    text: str


class ToolCalled(Event, kw_only=True):
    """The model called a memory tool; `outcome` is one line."""

    name: str
    arguments: str
    outcome: str


class ReplyRetrying(Event, kw_only=True):
    """The server asked to wait, or the backend changed; the line says so."""

    line: str


class ReplyFinished(Event, kw_only=True):
    """The reply is whole, or was interrupted; the prompt is free again. Not yet on disk."""

    message: Message


class TurnCommitted(Event, kw_only=True):
    """The reply and its receipt are on disk."""

    message: Message


class ChapterWritten(Event, kw_only=True):
    """A stretch of the session was summarised."""

    chapter: Chapter


class StageSkipped(Event, kw_only=True):
    """A stage failed that the turn can do without; the reason is one line."""

    stage: Stage
    reason: str


class TurnFailed(Event, kw_only=True):
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
