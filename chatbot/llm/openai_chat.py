"""The adapter to OpenAI-compatible servers: the only module that imports `openai`, and that only when first needed.

Everything that `openai` or its HTTP client raises becomes one of our errors here. What a request looks like is
`wire`'s business, what an error answer means `refusals`', when to try again `patience`'s.
"""

import asyncio
import random
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn

from chatbot.domain.text import clean_line
from chatbot.errors import ModelFault, ModelUnreachable
from chatbot.llm.address import checked_key, checked_url, host_of, is_local
from chatbot.llm.base import ChatRequest, ReplyEvent, Retrying
from chatbot.llm.capacity import known_context
from chatbot.llm.capped import TooLarge, cap
from chatbot.llm.patience import Retries, Timeouts, next_event
from chatbot.llm.quirks import Quirk, learnt_from
from chatbot.llm.refusals import Refusal, refusal_of, said_in, stream_error, unreachable
from chatbot.llm.reply import ReplyReader
from chatbot.llm.wire import body_of, droppable

if TYPE_CHECKING:
    import openai

_OPENAI_HOST = "api.openai.com"
_LEARNABLE = (400, 422)
_AFTER_END_SECONDS = 2.0
"""For the usage report and the end mark, after the server said why it ended."""


def warm_up() -> None:
    """Imports `openai`, which takes most of a second; for a thread, ahead of the first request."""
    import openai.resources.chat.completions  # noqa: F401  # the import is the purpose


class _Failed(Exception):
    """A request failed before its first event, in a way that may pass. Never leaves this module."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.error.message)
        self.refusal = refusal


class Server:
    """One OpenAI-compatible server: its address, its key, and the connection to it.

    Args:
        base_url: of the API, usually ending in `/v1`; empty for OpenAI's own.
        api_key: sent to that host only; empty for none.
        timeouts: how long to wait.
        withheld: whether the user has a key that is not for this host.

    Raises:
        ConfigError: the address cannot be used, or no key has such characters.
    """

    def __init__(self, base_url: str, api_key: str, timeouts: Timeouts | None = None, withheld: bool = False) -> None:
        self.base_url = checked_url(base_url)
        self.host = host_of(self.base_url)
        self.local = is_local(self.base_url)
        self.timeouts = timeouts or Timeouts()
        self.key = checked_key(api_key)
        self.withheld = withheld
        self._client: openai.AsyncOpenAI | None = None

    def __repr__(self) -> str:
        return f"Server({self.base_url!r}, {'with' if self.key else 'without'} key)"

    async def client(self) -> "openai.AsyncOpenAI":
        """The connection pool, made on first use and without blocking the loop for the import."""
        if self._client is None:
            if "openai" not in sys.modules:
                await asyncio.to_thread(warm_up)
            self._client = self._connect()
        return self._client

    async def close(self) -> None:
        """Closes all connections; the next request opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    def _connect(self) -> "openai.AsyncOpenAI":
        import openai

        patience = openai.Timeout(self.timeouts.first_byte, connect=self.timeouts.connect)
        return openai.AsyncOpenAI(
            base_url=self.base_url,
            api_key=self.key or "none",
            max_retries=0,
            timeout=patience,
            default_headers={"Accept-Encoding": "identity"},  # so that the cap counts what is unpacked
            http_client=openai.DefaultAsyncHttpxClient(
                timeout=patience,
                follow_redirects=False,
                trust_env=not self.local,
                # Loading certificates takes 60 to 110 ms, and plain http (loopback only) needs none.
                verify=self.base_url.startswith("https:"),
                event_hooks={"response": [cap]},
            ),
        )

    def refusal_of(self, error: Exception, model: str) -> Refusal:
        """What a third-party exception means."""
        import openai

        if isinstance(error, openai.APIStatusError):
            headers, said = dict(error.response.headers), said_in(error.body)
            return refusal_of(
                error.status_code, said, headers, self.host, model, self.key, datetime.now(UTC), self.withheld
            )
        if isinstance(error, openai.APITimeoutError | TimeoutError):
            hint = "try again, or switch with /model"
            return Refusal(ModelUnreachable(f"{self.host} does not answer", hint), silent=True)
        if isinstance(error, openai.APIConnectionError):
            return Refusal(unreachable(self.host, self.local))
        if isinstance(error, TooLarge):
            return Refusal(ModelFault(f"the answer of {self.host} is larger than any reply", "check the base URL"))
        if isinstance(error, openai.APIError):
            return Refusal(stream_error(error.message, self.host, self.key))
        return Refusal(ModelFault(f"{self.host} sent something that is no reply", "try /regen; check the base URL"))

    def caught(self) -> tuple[type[Exception], ...]:
        """What a request may raise: `openai`'s errors, and what it leaves unwrapped of a malformed answer."""
        import openai

        return (openai.OpenAIError, TimeoutError, ValueError, TypeError, AttributeError, RecursionError, TooLarge)


class OpenAIChat:
    """A `ChatModel` on an OpenAI-compatible server.

    Args:
        base_url, api_key, timeouts, withheld: see `Server`.
        model: its name on the server.
        context_tokens: what it can hold; 0 for what is known of the name.
        retries: how patient to be before the first word.
        sleep: waits between tries.

    Raises:
        ConfigError: the address or the key cannot be used.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        model: str,
        context_tokens: int = 0,
        timeouts: Timeouts | None = None,
        retries: Retries | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        withheld: bool = False,
    ) -> None:
        self._server, self._model = Server(base_url, api_key, timeouts, withheld), model
        self._context_tokens = context_tokens or known_context(model, self._server.local)
        self._retries = retries or Retries()
        self._sleep, self.base_url = sleep, self._server.base_url
        self._quirks: set[Quirk] = set()

    def __repr__(self) -> str:
        return f"OpenAIChat({self._model!r} at {self._server.host})"

    @property
    def backend(self) -> str:
        """`openai`."""
        return "openai"

    @property
    def name(self) -> str:
        """As its server knows it."""
        return self._model

    @property
    def local(self) -> bool:
        """Whether the server is on this machine."""
        return self._server.local

    @property
    def host(self) -> str:
        """Host and port, for the screen."""
        return self._server.host

    @property
    def context_tokens(self) -> int:
        """What request and reply may have together."""
        return self._context_tokens

    async def reply(self, request: ChatRequest) -> AsyncGenerator[ReplyEvent, None]:
        """Streams the reply. Tries again only before the first event; closing the iterator closes the connection.

        Raises:
            ModelError: one of its kinds, also in the middle.
        """
        tried = 0
        while True:
            try:
                async with aclosing(self._once(request)) as events:
                    async for event in events:
                        yield event
                return
            except _Failed as failed:
                refusal = failed.refusal
            tried += 1
            wait = self._retries.wait_seconds(refusal, tried, random.random())
            if wait is None:
                raise refusal.error
            yield Retrying(wait, refusal.error.message)
            await self._sleep(wait)

    async def list_models(self) -> tuple[str, ...]:
        """The names of the server's models, as it orders them.

        Raises:
            ModelError: the server gave none.
        """
        server = self._server
        try:
            client = await server.client()
            async with asyncio.timeout(server.timeouts.first_byte):
                page = await client.models.list()
            return tuple(clean_line(model.id) for model in page.data or () if isinstance(model.id, str))
        except server.caught() as error:
            raise server.refusal_of(error, self._model).error from None

    async def close(self) -> None:
        """Closes all connections."""
        await self._server.close()

    async def _once(self, request: ChatRequest) -> AsyncGenerator[ReplyEvent, None]:
        """One try.

        Raises:
            _Failed: it failed before the first event.
            ModelError: it failed later.
        """
        server = self._server
        reader = ReplyReader(request, server.host)
        try:
            stream = await self._open(request)
            try:
                wait = server.timeouts.first_byte
                while (chunk := await next_event(stream, wait)) is not None:
                    for event in reader.read(chunk):
                        yield event
                    wait = _AFTER_END_SECONDS if reader.ended else server.timeouts.between
            finally:
                await stream.close()
        except TimeoutError as error:
            if not reader.ended:
                self._fail(error, reader)
        except server.caught() as error:
            self._fail(error, reader)
        if not reader.ended and not reader.started:
            raise _Failed(Refusal(reader.cut()))
        yield reader.finished(self._quirks)

    async def _open(self, request: ChatRequest) -> "openai.AsyncStream[Any]":
        """Sends the request, again without what the server turns out not to understand.

        Raises: whatever `Server.caught` names.
        """
        import openai

        client = await self._server.client()
        newer_limit = self._server.host == _OPENAI_HOST
        while True:
            body = body_of(request, self._model, self._quirks, newer_limit)
            try:
                async with asyncio.timeout(self._server.timeouts.first_byte):
                    stream = await client.chat.completions.create(**body)
                return _checked(stream, self._server.host)
            except openai.APIStatusError as error:
                learnt = learnt_from(said_in(error.body), self._quirks, droppable(request))
                if error.status_code not in _LEARNABLE or learnt is None:
                    raise
                self._quirks.add(learnt)

    def _fail(self, error: Exception, reader: ReplyReader) -> NoReturn:
        refusal = self._server.refusal_of(error, self._model)
        if not reader.started:
            raise _Failed(refusal) from None
        lost = isinstance(refusal.error, ModelUnreachable) and not isinstance(error, TimeoutError)
        raise (reader.cut() if lost else refusal.error) from None


def _checked(stream: object, host: str) -> "openai.AsyncStream[Any]":
    """A stream of events, and no web page or single answer that came in its place."""
    import openai

    if isinstance(stream, openai.AsyncStream):
        kind = stream.response.headers.get("content-type", "")
        if "html" not in kind and "application/json" not in kind:
            return stream
    raise ModelFault(f"{host} does not stream its replies as the protocol says", "the base URL usually ends in /v1")
