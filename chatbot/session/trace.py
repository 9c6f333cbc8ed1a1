"""A turn so far as one value, folded from its events. Pure: no screen, no session, no clock."""

from collections.abc import Mapping
from typing import assert_never

from chatbot.domain.change import JournalEntry
from chatbot.domain.message import Message
from chatbot.domain.mood import MoodState, Reading
from chatbot.domain.receipt import Recalled, Receipt
from chatbot.domain.session import Chapter
from chatbot.domain.value import Value, field, replace
from chatbot.session.events import (
    ChapterWritten,
    MemoriesChanged,
    MemoriesRecalled,
    Perceived,
    PromptComposed,
    ReplyDelta,
    ReplyFinished,
    ReplyRetrying,
    Stage,
    StageSkipped,
    ToolCalled,
    TurnCommitted,
    TurnEvent,
    TurnFailed,
    TurnStarted,
)


class Trace(Value):
    """What is known of a turn. Fields are None or empty until the event that fills them.

    Attributes:
        turn: its number; 0 before it began.
        stage: the last stage that was heard of.
        user_message: as stored; with its reading once perceived.
        reply_id, reply_text: the reply so far.
        reply: the finished reply.
        reading, user_mood, persona_mood: from `Perceived`.
        entries: change sets of memories, in order.
        recalled: as ranked; fates are in the receipt.
        receipt: what the request holds, then the stored one.
        chapters: written in this turn.
        tools: calls of memory tools, in order.
        waiting: the newest line about a retry; empty when text arrives.
        skipped: stages that failed and were done without.
        failed: why the turn ended early.
        committed: the reply is on disk.
        elapsed_ms: milliseconds that each stage took.
    """

    turn: int = 0
    stage: Stage | None = None
    user_message: Message | None = None
    reply_id: str = ""
    reply_text: str = ""
    reply: Message | None = None
    reading: Reading | None = None
    user_mood: MoodState = MoodState()
    persona_mood: MoodState = MoodState()
    entries: tuple[JournalEntry, ...] = ()
    recalled: tuple[Recalled, ...] = ()
    receipt: Receipt | None = None
    chapters: tuple[Chapter, ...] = ()
    tools: tuple[ToolCalled, ...] = ()
    waiting: str = ""
    skipped: tuple[StageSkipped, ...] = ()
    failed: TurnFailed | None = None
    committed: bool = False
    elapsed_ms: Mapping[str, float] = field(default_factory=dict)


def fold(trace: Trace, event: TurnEvent) -> Trace:
    """The trace after one more event."""
    if isinstance(event, ReplyDelta):
        return replace(trace, reply_id=event.message_id, reply_text=trace.reply_text + event.text, waiting="")
    if isinstance(event, ReplyRetrying):
        return replace(trace, waiting=event.line)
    if isinstance(event, ToolCalled):
        return replace(trace, tools=(*trace.tools, event))
    return _fold_stage(trace, event)


_StageEvent = (
    TurnStarted
    | Perceived
    | MemoriesChanged
    | MemoriesRecalled
    | PromptComposed
    | ReplyFinished
    | TurnCommitted
    | ChapterWritten
    | StageSkipped
    | TurnFailed
)


def _fold_stage(trace: Trace, event: _StageEvent) -> Trace:
    match event:
        case TurnStarted():
            trace = replace(trace, turn=event.turn, user_message=event.message)
            return _reached(trace, Stage.BEGIN, event.elapsed_ms)
        case Perceived():
            trace = replace(
                trace,
                user_message=event.message,
                reading=event.reading,
                user_mood=event.user_mood,
                persona_mood=event.persona_mood,
            )
            return _reached(trace, Stage.PERCEIVE, event.elapsed_ms)
        case MemoriesChanged():
            return _reached(replace(trace, entries=(*trace.entries, event.entry)), event.stage, event.elapsed_ms)
        case MemoriesRecalled():
            return _reached(replace(trace, recalled=event.recalled), Stage.RECALL, event.elapsed_ms)
        case PromptComposed():
            return _reached(replace(trace, receipt=event.receipt), Stage.COMPOSE, event.elapsed_ms)
        case ReplyFinished():
            return _reached(_with_reply(trace, event.message), Stage.REPLY, event.elapsed_ms)
        case TurnCommitted():
            trace = replace(_with_reply(trace, event.message), committed=True)
            return _reached(trace, Stage.COMMIT, event.elapsed_ms)
        case ChapterWritten():
            return _reached(replace(trace, chapters=(*trace.chapters, event.chapter)), Stage.REFLECT, event.elapsed_ms)
        case StageSkipped():
            return _reached(replace(trace, skipped=(*trace.skipped, event)), event.stage, event.elapsed_ms)
        case TurnFailed():
            trace = replace(trace, failed=event, reply=event.kept or trace.reply, waiting="")
            return _reached(trace, event.stage, event.elapsed_ms)
        case _:
            assert_never(event)


def _with_reply(trace: Trace, reply: Message) -> Trace:
    return replace(
        trace,
        reply=reply,
        reply_id=reply.id,
        reply_text=reply.text,
        receipt=reply.receipt or trace.receipt,
        waiting="",
    )


def _reached(trace: Trace, stage: Stage, elapsed_ms: float) -> Trace:
    """Notes the end of a stage; it took the time that no stage before it accounts for."""
    before = dict(trace.elapsed_ms)
    took = max(0.0, elapsed_ms - sum(before.values()))
    before[stage.value] = round(before.get(stage.value, 0.0) + took, 2)
    return replace(trace, stage=stage, elapsed_ms=before)
