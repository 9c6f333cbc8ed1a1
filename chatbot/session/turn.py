"""Runs one turn: the stages in their order, each failure turned into an event. The only writer of the stream."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from chatbot.domain.change import JournalEntry
from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.receipt import Recalled, Receipt
from chatbot.domain.value import Value
from chatbot.errors import ChatbotError
from chatbot.session.belongings import Belongings
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
    TurnFailed,
    TurnStarted,
)
from chatbot.session.faults import StageFailed, where
from chatbot.session.learning import model_learns
from chatbot.session.reply import Speaker, Spoken, in_place_of
from chatbot.session.stages.begin import begin, reply_of, save_pending
from chatbot.session.stages.commit import commit
from chatbot.session.stages.compose import Composed, compose, settle
from chatbot.session.stages.learn import learn
from chatbot.session.stages.perceive import perceive
from chatbot.session.stages.recall import brief_for, recall
from chatbot.session.stages.reflect import reflect
from chatbot.session.stream import TurnStream

log = logging.getLogger(__name__)
Result = TypeVar("Result")


class Assignment(Value):
    """What a turn is to do.

    Attributes:
        text: the user's words; empty where an old message is answered again.
        again: the user's message to answer again; None for new words.
        replaces: the reply that the new one takes the place of; None for none.
        told: what was put right in what that message taught, for the reply to say; None for nothing.
    """

    text: str = ""
    again: Message | None = None
    replaces: Message | None = None
    told: JournalEntry | None = None


class Turn:
    """One exchange.

    Args:
        belongings: the session's.
        stream: where the events go.
        assignment: what to do.
        free: called when the prompt is free again: the reply has ended, one way or the other.
    """

    def __init__(
        self, belongings: Belongings, stream: TurnStream, assignment: Assignment, free: Callable[[], None]
    ) -> None:
        self._belongings = belongings
        self._stream = stream
        self._assignment = assignment
        self._free = free
        self._number = 0
        self._persona = belongings.persona
        self._began = belongings.parts.stopwatch()
        self._reply_id = assignment.replaces.id if assignment.replaces else belongings.parts.new_id()
        self._speaker: Speaker | None = None
        self._stopped = False
        self._message: Message | None = None

    def stop(self) -> None:
        """Ends the reply now, or keeps it from beginning."""
        self._stopped = True
        if self._speaker is not None:
            self._speaker.stop()

    async def run(self) -> None:
        """Runs all stages. Never raises but for cancellation."""
        try:
            await self._run_stages()
        except StageFailed as failure:
            error = failure.error
            self._emit(TurnFailed, stage=failure.stage, reason=error.message, hint=error.hint)
        finally:
            self._free()

    async def reflect(self) -> None:
        """What can wait until the reply is on disk; the next turn may run meanwhile. Raises only when cancelled."""
        if self._stream.trace.committed:
            await self._optional(Stage.REFLECT, self._learn_by_model, None)
            await self._optional(Stage.REFLECT, self._reflect, None)

    async def _run_stages(self) -> None:
        said = await self._needed(Stage.BEGIN, self._begin)
        message = await self._optional(Stage.PERCEIVE, lambda: self._perceive(said), said)
        self._message = message
        entry = await self._optional(Stage.LEARN, lambda: self._learn(message), None)
        nothing: tuple[Recalled, ...] = ()
        recalled = await self._optional(Stage.RECALL, lambda: self._recall(message), nothing)
        composed = await self._needed(Stage.COMPOSE, lambda: self._compose(message, entry, recalled))
        reply = await self._reply(composed)
        if reply is None:
            return
        await self._needed(Stage.COMMIT, lambda: self._commit(message, reply))

    async def _begin(self) -> Message:
        held = self._belongings
        # Whoever speaks when the turn begins is who replies, also where the user switches meanwhile.
        self._persona = held.persona
        async for reply in save_pending(held):
            self._emit(TurnCommitted, message=reply)
        message = self._assignment.again
        if message is None:
            message = await begin(held, self._assignment.text)
        self._number = message.turn
        self._emit(TurnStarted, message=message)
        return message

    async def _perceive(self, message: Message) -> Message:
        seen = await perceive(self._belongings, message, self._persona)
        self._emit(
            Perceived,
            message=seen.message,
            reading=seen.reading,
            user_mood=seen.user_mood,
            persona_mood=seen.persona_mood,
        )
        return seen.message

    async def _learn(self, message: Message) -> JournalEntry | None:
        if self._assignment.again is not None:
            return self._assignment.told
        entry = await learn(self._belongings, message, self._persona)
        if entry is not None:
            self._emit(MemoriesChanged, stage=Stage.LEARN, entry=entry)
        return entry

    async def _recall(self, message: Message) -> tuple[Recalled, ...]:
        recalled = await recall(self._belongings, message, self._persona)
        self._emit(MemoriesRecalled, recalled=recalled)
        return recalled

    async def _compose(self, message: Message, entry: JournalEntry | None, recalled: tuple[Recalled, ...]) -> Composed:
        brief = await brief_for(self._belongings, message, self._persona, entry, recalled)
        composed = compose(self._belongings, brief)
        self._emit(PromptComposed, receipt=composed.receipt)
        return composed

    async def _reply(self, composed: Composed) -> Message | None:
        held = self._belongings
        self._speaker = Speaker(
            held.parts.seat.model,
            heard=lambda piece: self._emit(ReplyDelta, message_id=self._reply_id, text=piece),
            waiting=lambda line: self._emit(ReplyRetrying, line=line),
            draft=lambda text: self._keep_draft(text, composed.receipt),
            draft_seconds=held.parts.rules.draft_seconds,
            stopwatch=held.parts.stopwatch,
        )
        if self._stopped:
            self._speaker.stop()
        spoken = await self._needed(Stage.REPLY, lambda: self._speak(composed))
        receipt = settle(composed.receipt, spoken, self._durations())
        whole = spoken.error is None and not spoken.stopped
        state = MessageState.COMPLETE if whole else MessageState.INTERRUPTED
        message = self._reply_message(spoken.text.strip("\n"), state, receipt) if spoken.text.strip() else None
        self._free()
        if message is not None:
            self._emit(ReplyFinished, message=message)
        if spoken.error is not None:
            await self._end_with_error(spoken.error, message)
            return None
        if message is None:
            reason = "Stopped before the first word." if spoken.stopped else "The model gave an empty reply."
            raise StageFailed(Stage.REPLY, ChatbotError(reason, "/regen asks again."))
        return message

    async def _speak(self, composed: Composed) -> Spoken:
        assert self._speaker is not None and self._message is not None  # set before
        if not composed.request.tools:
            return await self._speaker.speak(composed.request)
        from chatbot.session.stages.tools import Desk, converse

        return await converse(self._speaker, composed.request, Desk(self._belongings, self._message, self._called))

    def _called(self, name: str, arguments: str, outcome: str, entry: JournalEntry | None) -> None:
        self._emit(ToolCalled, name=name, arguments=arguments, outcome=outcome)
        if entry is not None:
            self._emit(MemoriesChanged, stage=Stage.REPLY, entry=entry)

    async def _end_with_error(self, error: ChatbotError, partial: Message | None) -> None:
        kept = None
        if partial is not None and self._message is not None:
            message = self._message
            kept = await self._needed(Stage.COMMIT, lambda: commit(self._belongings, message, partial))
        self._emit(TurnFailed, stage=Stage.REPLY, reason=error.message, hint=error.hint, kept=kept)

    async def _commit(self, message: Message, reply: Message) -> None:
        stored = await commit(self._belongings, message, reply)
        self._emit(TurnCommitted, message=stored)

    async def _learn_by_model(self) -> None:
        if self._message is None or not model_learns(self._belongings):
            return
        from chatbot.session.stages.learn_by_model import learn_by_model

        entry = await learn_by_model(self._belongings, self._message)
        if entry is not None:
            self._emit(MemoriesChanged, stage=Stage.REFLECT, entry=entry)

    async def _reflect(self) -> None:
        chapter = await reflect(self._belongings)
        if chapter is not None:
            self._emit(ChapterWritten, chapter=chapter)

    def _reply_message(self, text: str, state: MessageState, receipt: Receipt) -> Message:
        held, old = self._belongings, self._assignment.replaces
        fresh = Message(
            id=self._reply_id,
            session_id=held.files.session_id,
            seq=0,
            turn=self._number,
            role=Role.PERSONA,
            persona_id=self._persona.id,
            text=reply_of(held, text),
            created_at=held.now(),
            state=state,
            receipt=receipt,
        )
        return fresh if old is None else in_place_of(old, fresh)

    def _keep_draft(self, text: str, receipt: Receipt) -> None:
        if self._assignment.replaces is None:
            # The draft is a copy for the worst case; if it cannot be written, the reply itself will tell.
            self._belongings.files.keep_draft(self._reply_message(text, MessageState.DRAFT, receipt))

    async def _needed(self, stage: Stage, work: Callable[[], Awaitable[Result]]) -> Result:
        outcome = await self._guarded(stage, work)
        if isinstance(outcome, ChatbotError):
            raise StageFailed(stage, outcome)
        return outcome

    async def _optional(self, stage: Stage, work: Callable[[], Awaitable[Result]], otherwise: Result) -> Result:
        outcome = await self._guarded(stage, work)
        if isinstance(outcome, ChatbotError):
            # A server that cannot do what the background asks for would be complained of after every reply.
            if stage is not Stage.REFLECT or stage not in self._belongings.complained:
                self._emit(StageSkipped, stage=stage, reason=str(outcome))
            self._belongings.complained.add(stage)
            return otherwise
        return outcome

    async def _guarded(self, stage: Stage, work: Callable[[], Awaitable[Result]]) -> Result | ChatbotError:
        try:
            return await work()
        except asyncio.CancelledError:
            raise
        except StageFailed:
            raise
        except ChatbotError as error:
            return error
        except Exception as error:  # noqa: BLE001  # the one guard: a fault of ours must not take the program down
            log.error("stage %s failed: %s", stage.value, where(error))
            return ChatbotError(f"{stage.value.capitalize()} failed: {type(error).__name__}.", "The log has more.")

    def _durations(self) -> dict[str, float]:
        """Milliseconds by stage; the reply's is what no stage before it accounts for."""
        before = dict(self._stream.trace.elapsed_ms)
        return {**before, Stage.REPLY.value: round(self._elapsed_ms() - sum(before.values()), 2)}

    def _elapsed_ms(self) -> float:
        return (self._belongings.parts.stopwatch() - self._began) * 1000

    def _emit(self, event: type, **fields: object) -> None:
        self._stream.write(event(turn=self._number, elapsed_ms=self._elapsed_ms(), **fields))
