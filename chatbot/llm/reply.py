"""Reads the events of one streamed reply into ours: text, tool calls, why it ended, and what it cost."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from chatbot.domain.receipt import Usage
from chatbot.errors import ModelFault, ModelUnreachable
from chatbot.llm.base import ChatRequest, Finished, FinishReason, TextDelta, ToolCall
from chatbot.llm.quirks import Quirk

MOST_REPLY_CHARACTERS = 400_000
"""A reply is cut off after so many characters: about a hundred thousand tokens, more than any model writes."""

_MOST_CALLS = 64
_CHARACTERS_A_TOKEN = 4
"""OpenAI's rule of thumb for English; only used where a server reports no usage."""

_REASONS = {
    "length": FinishReason.LENGTH,
    "max_tokens": FinishReason.LENGTH,
    "tool_calls": FinishReason.TOOL_CALLS,
    "function_call": FinishReason.TOOL_CALLS,
    "content_filter": FinishReason.FILTERED,
}
"""Every other word for an end (`stop`, `eos`, `end_turn`) is an ordinary one."""


@dataclass(slots=True)
class _Call:
    id: str = ""
    name: str = ""
    arguments: str = ""


class ReplyReader:
    """The state of one reply.

    Args:
        request: what was asked, for the estimate of its tokens.
        host: who answers, for messages.

    Attributes:
        started: whether an event came that the user saw or that counts.
        ended: whether the server said why it ended.
    """

    def __init__(self, request: ChatRequest, host: str) -> None:
        self.started = False
        self.ended = False
        self._request = request
        self._host = host
        self._reason = FinishReason.STOP
        self._usage: Usage | None = None
        self._characters = 0
        self._calls: dict[int, _Call] = {}

    def read(self, chunk: Any) -> Iterator[TextDelta]:
        """The text of one event, if it has any; everything else is kept for the end.

        Args:
            chunk: an event as `openai` made it of the server's JSON, which it does not check.

        Raises:
            ModelFault: the event has another shape than the protocol says, or the reply has no end.
        """
        self._note_usage(getattr(chunk, "usage", None))
        choices = getattr(chunk, "choices", None)
        if (choices is None and self._usage is None) or not isinstance(choices, list | None):
            raise ModelFault(f"{self._host} sent an event that is no part of a reply", "check the base URL")
        for choice in (choices or [])[:1]:
            delta = getattr(choice, "delta", None)
            text = getattr(delta, "content", None)
            if isinstance(text, str) and text:
                self.started = True
                self._count(len(text))
                yield TextDelta(text)
            self._note_calls(getattr(delta, "tool_calls", None))
            reason = getattr(choice, "finish_reason", None)
            if isinstance(reason, str) and reason:
                self.ended = True
                self._reason = _REASONS.get(reason, FinishReason.STOP)

    def finished(self, quirks: AbstractSet[Quirk] = frozenset()) -> Finished:
        """The last event.

        Args:
            quirks: what the server was seen not to understand.

        Raises:
            ModelUnreachable: the stream ended, but the server never said that the reply is whole.
        """
        if not self.ended:
            raise self.cut()
        calls = tuple(
            ToolCall(call.id or f"call_{index}", call.name, call.arguments)
            for index, call in sorted(self._calls.items())
            if call.name
        )
        reason = FinishReason.TOOL_CALLS if calls and self._reason is FinishReason.STOP else self._reason
        without_tools = bool(self._request.tools) and Quirk.NO_TOOLS in quirks
        return Finished(reason, self._usage or self._estimate(), calls, without_tools)

    def cut(self) -> ModelUnreachable:
        """The error for a stream that ended before its reply did."""
        where = "in the middle of the reply" if self.started else "before the first word"
        return ModelUnreachable(f"{self._host} closed the connection {where}", "try /regen")

    def _note_usage(self, usage: Any) -> None:
        sent, written = getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None)
        if isinstance(sent, int) and isinstance(written, int):
            self._usage = Usage(max(sent, 0), max(written, 0), estimated=False)

    def _note_calls(self, deltas: Any) -> None:
        for delta in deltas if isinstance(deltas, list) else ():
            index = getattr(delta, "index", None)
            index = index if isinstance(index, int) else len(self._calls)
            if len(self._calls) >= _MOST_CALLS and index not in self._calls:
                raise ModelFault(f"{self._host} asks for more tools than any reply needs", "try /regen")
            call = self._calls.setdefault(index, _Call())
            function = getattr(delta, "function", None)
            name, arguments = getattr(function, "name", None), getattr(function, "arguments", None)
            call.id = call.id or str(getattr(delta, "id", None) or "")
            call.name = call.name or (name if isinstance(name, str) else "")
            if isinstance(arguments, str):
                call.arguments += arguments
                self._count(len(arguments))
            self.started = True

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._characters > MOST_REPLY_CHARACTERS:
            raise ModelFault(f"the reply of {self._host} has no end; it was cut off", "try /regen")

    def _estimate(self) -> Usage:
        asked = sum(len(message.content) for message in self._request.messages)
        return Usage(asked // _CHARACTERS_A_TOKEN, self._characters // _CHARACTERS_A_TOKEN)
