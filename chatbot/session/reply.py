"""Streams one reply: cleans the pieces, keeps a draft on disk, and hands back what was said even when it ends early."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass

from chatbot.domain.message import Message
from chatbot.domain.receipt import Usage
from chatbot.domain.text import StreamCleaner
from chatbot.errors import ModelError, ModelUnreachable
from chatbot.llm.base import ChatModel, ChatRequest, Finished, FinishReason, Retrying, TextDelta, ToolCall


@dataclass(slots=True)
class Spoken:
    """A reply so far.

    Attributes:
        text: cleaned.
        reason: why it ended; None while it runs, or where it ended early.
        usage: None where the server did not say.
        tool_calls: what the model asks for before it goes on.
        without_tools: True where tools were offered and the server understands none.
        notes: what the user should know of how it was made, such as the tools that were called.
        stopped: True where the user stopped it.
        error: what cut it; None for nothing.
    """

    text: str = ""
    reason: FinishReason | None = None
    usage: Usage | None = None
    tool_calls: tuple[ToolCall, ...] = ()
    without_tools: bool = False
    notes: tuple[str, ...] = ()
    stopped: bool = False
    error: ModelError | None = None


def in_place_of(old: Message, fresh: Message) -> Message:
    """A reply that takes the place of another: the same message with new words, the old ones kept as a version."""
    return old.with_version(fresh.as_version(), (*old.versions, old.as_version()))


class Speaker:
    """Runs a model's reply as a task of its own, so that it can be stopped at any moment.

    Args:
        model: who replies.
        heard: called with every cleaned, non-empty piece.
        waiting: called with one line when the server asks to wait.
        draft: called with the text so far, at most every `draft_seconds`.
        draft_seconds: see there.
        stopwatch: monotonic seconds.
    """

    def __init__(
        self,
        model: ChatModel,
        heard: Callable[[str], None],
        waiting: Callable[[str], None],
        draft: Callable[[str], None],
        draft_seconds: float,
        stopwatch: Callable[[], float],
    ) -> None:
        self._model = model
        self._heard = heard
        self._waiting = waiting
        self._draft = draft
        self._draft_seconds = draft_seconds
        self._stopwatch = stopwatch
        self._task: asyncio.Task[None] | None = None
        self._stopped = False

    def stop(self) -> None:
        """Ends the reply now; a reply that has not begun will not begin."""
        self._stopped = True
        if self._task is not None:
            self._task.cancel()

    async def speak(self, request: ChatRequest, before: str = "") -> Spoken:
        """The reply, whole or as far as it came. Never raises a ModelError: it is in the result.

        Args:
            request: what is asked.
            before: what was said before a tool was called; the reply goes on behind it, in a new paragraph.
        """
        spoken = Spoken(before, stopped=self._stopped)
        if self._stopped:
            return spoken
        self._task = asyncio.create_task(self._listen(request, spoken))
        try:
            await self._task
        except asyncio.CancelledError:
            if not self._stopped:
                self._task.cancel()
                raise
            spoken.stopped = True
        except ModelError as error:
            spoken.error = error
        finally:
            self._task = None
        return spoken

    async def _listen(self, request: ChatRequest, spoken: Spoken) -> None:
        cleaner = StreamCleaner()
        pieces: list[str] = [spoken.text] if spoken.text else []
        drafted_at = self._stopwatch()
        try:
            stream = self._model.reply(request)
            async with aclosing(stream) as events:
                async for event in events:
                    match event:
                        case TextDelta():
                            piece = cleaner.feed(event.text)
                            if not piece:
                                continue
                            if spoken.text and len(pieces) == 1:
                                piece = f"\n\n{piece}"
                            pieces.append(piece)
                            self._heard(piece)
                            if self._stopwatch() - drafted_at >= self._draft_seconds:
                                drafted_at = self._stopwatch()
                                self._draft("".join(pieces))
                        case Retrying():
                            self._waiting(f"{event.reason}; trying again in {event.seconds:.0f} s")
                        case Finished():
                            spoken.reason, spoken.usage = event.reason, event.usage
                            spoken.tool_calls, spoken.without_tools = event.tool_calls, event.without_tools
            if spoken.reason is None:
                raise ModelUnreachable("The server closed the connection in the middle of the reply.", "Try /regen.")
        finally:
            rest = cleaner.end()
            if rest:
                pieces.append(rest)
                self._heard(rest)
            spoken.text = "".join(pieces)
