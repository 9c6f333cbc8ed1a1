"""What a model is to the rest of the program: a stream of reply events for a request."""

from collections.abc import AsyncGenerator, Sequence
from enum import StrEnum
from typing import Literal, Protocol

from chatbot.domain.brief import Brief
from chatbot.domain.receipt import Usage
from chatbot.domain.value import Value


class ToolCall(Value):
    """A call that the model asks for. `arguments` is the JSON text as the model wrote it, unchecked."""

    id: str
    name: str
    arguments: str


class ChatMessage(Value):
    """One message of a request, in the words of the chat completions API.

    Attributes:
        role: who speaks.
        content: the text.
        tool_calls: what an assistant message asked for.
        tool_call_id: the call that a tool message answers; empty otherwise.
    """

    role: Literal["system", "user", "assistant", "tool"]
    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str = ""


class Tool(Value):
    """A function that the model may call. `parameters` is the JSON schema of its arguments, as JSON text."""

    name: str
    description: str
    parameters: str


class ChatRequest(Value):
    """Everything that one reply needs.

    Attributes:
        messages: for a model on a server: exactly what is sent.
        brief: for the offline companion, which writes from values instead of a prompt; None for requests
            that are no turn (extraction, summaries).
        temperature, max_output_tokens: None leaves the server's default.
        tools: functions that the model may call.
        json_schema: JSON schema (as JSON text) that the reply must follow; empty for free text.
    """

    messages: tuple[ChatMessage, ...]
    brief: Brief | None = None
    temperature: float | None = None
    max_output_tokens: int | None = None
    tools: tuple[Tool, ...] = ()
    json_schema: str = ""


class FinishReason(StrEnum):
    """Why a reply ended."""

    STOP = "stop"
    LENGTH = "length"
    TOOL_CALLS = "tool_calls"
    FILTERED = "content_filter"


class TextDelta(Value):
    """The next piece of the reply, uncleaned."""

    text: str


class Retrying(Value):
    """The server asked to wait; another try follows. `seconds` until then, `reason` in one line."""

    seconds: float
    reason: str


class Finished(Value):
    """The end of a reply. A stream that ends without it was cut.

    Attributes:
        reason: why.
        usage: what it cost.
        tool_calls: what the model asks for before it goes on.
        without_tools: True where tools were offered and the server understands none.
    """

    reason: FinishReason
    usage: Usage
    tool_calls: tuple[ToolCall, ...] = ()
    without_tools: bool = False


ReplyEvent = TextDelta | Retrying | Finished


class ChatModel(Protocol):
    """A model that replies. Implementations: `openai_chat` and `offline`."""

    @property
    def backend(self) -> str:
        """`openai` or `offline`."""

    @property
    def name(self) -> str:
        """The model's name as its server knows it."""

    @property
    def local(self) -> bool:
        """Whether the text stays on this machine (offline, or a server on loopback)."""

    @property
    def context_tokens(self) -> int:
        """The most tokens that a request and its reply may have together."""

    def reply(self, request: ChatRequest) -> AsyncGenerator[ReplyEvent, None]:
        """Streams the reply; the last event is `Finished`. Closing the generator stops the server's work.

        Raises:
            ModelError: one of its kinds, also in the middle of a stream.
        """


class Embedder(Protocol):
    """Turns texts into vectors. Optional everywhere."""

    @property
    def name(self) -> str:
        """Model and dimension; vectors of different names are never compared."""

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text, in order.

        Raises:
            ModelError: the server gave none.
        """
