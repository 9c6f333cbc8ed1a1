"""A model that says what it was told to. Gates, no sleeps."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Mapping

from chatbot.domain.receipt import Usage
from chatbot.domain.value import Value, field
from chatbot.errors import ModelError, ModelFault
from chatbot.llm.base import ChatRequest, Finished, FinishReason, ReplyEvent, Retrying, TextDelta, ToolCall


class Script(Value):
    """One reply.

    Attributes:
        pieces: the text, one delta each; a `Retrying` among them is passed on.
        tool_calls: what the reply asks for at its end.
        reason: why it ends.
        usage: what it cost.
        gates: waits before the piece of that index; the index after the last is before the end.
        error: raised before the piece of index `error_at`; None for none.
        error_at: see there; the index after the last is instead of the end.
        cut: ends the stream without `Finished`.
    """

    pieces: tuple[str | Retrying, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    reason: FinishReason = FinishReason.STOP
    usage: Usage = Usage(10, 5, estimated=False)
    gates: Mapping[int, asyncio.Event] = field(default_factory=dict)
    error: ModelError | None = None
    error_at: int = 0
    cut: bool = False


_NOTHING_FOUND = Script(('{"memories": []}',))


class ScriptedModel:
    """A `ChatModel` that replies from scripts, in order.

    Args:
        scripts: the replies; a plain text is a script of one piece. After the last, a request is a `ModelFault`.
        name: what it calls itself.
        local: what it says of where it runs.
        context_tokens: what it says it can hold.
        structured: the replies to requests with a JSON schema, which come beside the conversation; after the last
            it finds nothing to remember.

    Attributes:
        requests: what it was asked, in order, but for those with a JSON schema.
        structured_requests: those.
        closed: how many replies were closed before their end.
        waiting: set while a reply waits at a gate.
    """

    def __init__(
        self,
        *scripts: Script | str,
        name: str = "scripted",
        local: bool = True,
        context_tokens: int = 8192,
        structured: tuple[Script | str, ...] = (),
    ) -> None:
        self._scripts = deque(map(_script, scripts))
        self._structured = deque(map(_script, structured))
        self._name = name
        self._local = local
        self._context_tokens = context_tokens
        self.requests: list[ChatRequest] = []
        self.structured_requests: list[ChatRequest] = []
        self.closed = 0
        self.waiting = asyncio.Event()

    @property
    def backend(self) -> str:
        """`openai`: it stands in for a server."""
        return "openai"

    @property
    def name(self) -> str:
        """As given."""
        return self._name

    @property
    def local(self) -> bool:
        """As given."""
        return self._local

    @property
    def context_tokens(self) -> int:
        """As given."""
        return self._context_tokens

    def add(self, *scripts: Script | str) -> None:
        """Appends replies."""
        self._scripts.extend(map(_script, scripts))

    async def reply(self, request: ChatRequest) -> AsyncGenerator[ReplyEvent, None]:
        """Streams the next script.

        Raises:
            ModelError: the script's, or a `ModelFault` where no script is left.
        """
        script = self._next(request)
        ended = False
        try:
            for index, piece in enumerate(script.pieces):
                await self._pass(script, index)
                yield TextDelta(piece) if isinstance(piece, str) else piece
            await self._pass(script, len(script.pieces))
            ended = True
            if not script.cut:
                yield Finished(script.reason, script.usage, script.tool_calls)
        finally:
            self.closed += not ended

    def _next(self, request: ChatRequest) -> Script:
        if request.json_schema:
            self.structured_requests.append(request)
            return self._structured.popleft() if self._structured else _NOTHING_FOUND
        self.requests.append(request)
        if not self._scripts:
            raise ModelFault("the script has no further reply", "add one")
        return self._scripts.popleft()

    async def _pass(self, script: Script, index: int) -> None:
        """Waits at the gate of an index, and raises the error that is due there."""
        if index in script.gates:
            self.waiting.set()
            await script.gates[index].wait()
            self.waiting.clear()
        if script.error is not None and index == script.error_at:
            raise script.error


def _script(script: Script | str) -> Script:
    return Script((script,)) if isinstance(script, str) else script
