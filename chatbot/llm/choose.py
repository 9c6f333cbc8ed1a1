"""Picks the model for a run: what was asked for, else a server on this machine, else the offline companion.

Looking for servers uses plain sockets of the standard library, in parallel and with a short time-out, so that
`openai` is not imported for a user who has none.
"""

import asyncio
import json
import re
from typing import TYPE_CHECKING, Literal

from chatbot.config import Secret
from chatbot.domain.patterns import lazy
from chatbot.domain.text import clean_line
from chatbot.domain.value import Value, field, replace
from chatbot.errors import ConfigError, ModelError
from chatbot.llm.address import host_of
from chatbot.llm.base import ChatModel
from chatbot.llm.offline import HELP_TEXT, OfflineCompanion

if TYPE_CHECKING:
    from chatbot.llm.openai_chat import OpenAIChat

PORTS: dict[int, str] = {11434: "Ollama", 1234: "LM Studio", 8080: "llama.cpp"}
"""Where servers on this machine listen by default, in the order of preference."""

_PROBE_SECONDS = 0.4
_MOST_ANSWER_BYTES = 1024 * 1024
_NO_CHAT = lazy(r"embed|bge-|minilm|rerank|whisper|tts|clip|moderation|dall-e|nomic", re.IGNORECASE)
_DEFAULT_MODEL = "gpt-4o-mini"
"""OpenAI's small general model; a server of one's own is asked for its first."""


class BackendWish(Value):
    """What the user asked for.

    Attributes:
        backend: auto looks for one; the others insist.
        base_url: of an OpenAI-compatible server; empty for OpenAI's own.
        api_key: for it; empty for none.
        withheld: whether there is a key that is not for this server.
        model: its name; empty for the server's first.
        context_tokens: what the model can hold; 0 for what is known of it.
        probe_ports: where to look for servers on this machine, best first.
    """

    backend: Literal["auto", "openai", "offline"] = "auto"
    base_url: str = ""
    api_key: Secret = field(default_factory=Secret)
    withheld: bool = False
    model: str = ""
    context_tokens: int = 0
    probe_ports: tuple[int, ...] = tuple(PORTS)


class Choice(Value):
    """The model, and why it is this one, in one line for the screen."""

    model: ChatModel
    why: str


async def choose(wish: BackendWish, help_text: str = HELP_TEXT) -> Choice:
    """Picks the model. Takes at most half a second where it has to look, and no time where it need not.

    Args:
        wish: what the user asked for.
        help_text: what the offline companion says first on signs of crisis.

    Raises:
        ConfigError: the wish is no backend, or its address cannot be used.
    """
    if wish.backend not in ("auto", "openai", "offline"):
        raise ConfigError(f'there is no backend "{clean_line(wish.backend, 40)}"', "use auto, openai or offline")
    if wish.backend == "offline":
        return Choice(OfflineCompanion(help_text), "offline, as asked: replies come from memory and phrases")
    if wish.api_key or wish.base_url:
        return await _configured(wish)
    if found := await _found(wish):
        return found
    if wish.backend == "openai":
        raise ConfigError(
            "no key, no base URL, and no model server answers on this machine",
            "set OPENAI_API_KEY, give the address of a server, or use offline",
        )
    missed = f"has {clean_line(wish.model, 60)}" if wish.model else "answers"
    return Choice(OfflineCompanion(help_text), f"offline: no key is set and no model server on this machine {missed}")


async def _configured(wish: BackendWish) -> Choice:
    """The server that the user named."""
    if wish.model or not wish.base_url:
        model = _server(wish, wish.model or _DEFAULT_MODEL)
        reason = "named in the settings" if wish.base_url else "a key is set"
        return Choice(model, f"{model.name} at {model.host}: {reason}")
    asked = _server(wish, _DEFAULT_MODEL)
    try:
        names = await asked.list_models()
    except ModelError as error:
        return Choice(asked, f"{asked.name} at {asked.host}: it could not be asked for its models ({error.message})")
    finally:
        await asked.close()
    name = _first_chat(names) or _DEFAULT_MODEL
    model = _server(wish, name)
    return Choice(model, f"{name} at {model.host}: the first model that this server has")


def _server(wish: BackendWish, model: str) -> "OpenAIChat":
    """A model of the server of a wish. Loads what talks to servers, which a user who has none never needs."""
    from chatbot.llm.openai_chat import OpenAIChat

    return OpenAIChat(wish.base_url, wish.api_key.reveal(), model, wish.context_tokens, withheld=wish.withheld)


async def _found(wish: BackendWish) -> Choice | None:
    """The first server on this machine that has a model to chat with; None for none."""
    answers = await asyncio.gather(*(_models_at(port) for port in wish.probe_ports))
    for port, names in zip(wish.probe_ports, answers, strict=True):
        fitting = next((name for name in names if name == wish.model), "") if wish.model else _first_chat(names)
        if fitting:
            model = _server(replace(wish, base_url=f"http://127.0.0.1:{port}/v1", api_key=Secret()), fitting)
            server = PORTS.get(port, "a server")
            return Choice(model, f"{fitting}: {server} answers at {host_of(f'http://127.0.0.1:{port}')}")
    return None


async def _models_at(port: int) -> tuple[str, ...]:
    """The models of a server on this machine; none where nothing answers in time, or not as a model server."""
    try:
        async with asyncio.timeout(_PROBE_SECONDS):
            answer = await _get(port, "/v1/models")
        rows = json.loads(answer)["data"]
        return tuple(clean_line(row["id"]) for row in rows if row["id"])
    except (OSError, TimeoutError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()


async def _get(port: int, path: str) -> str:
    """The body of a plain HTTP answer from this machine.

    Raises:
        OSError: no connection.
        ValueError: no answer with status 200.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nAccept: application/json\r\n\r\n".encode())
        await writer.drain()
        answer = bytearray()
        while len(answer) <= _MOST_ANSWER_BYTES and (piece := await reader.read(65536)):
            answer += piece
    finally:
        writer.close()
    head, _, body = answer.decode("utf-8", "replace").partition("\r\n\r\n")
    if not re.match(r"HTTP/1\.[01] 200\b", head):
        raise ValueError("not a model server")
    return _unchunked(body) if re.search(r"(?im)^transfer-encoding:\s*chunked", head) else body


def _unchunked(body: str) -> str:
    """The text of a chunked body, as servers send it that answer HTTP/1.0 with 1.1."""
    return body[body.index("{") : body.rindex("}") + 1] if body.count("{") else body


def _first_chat(names: tuple[str, ...]) -> str:
    """The first model that does not sound like one for something else; empty for none."""
    return next((name for name in names if not _NO_CHAT.search(name)), "")
