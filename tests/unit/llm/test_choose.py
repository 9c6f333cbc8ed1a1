"""Which model a run gets, and why."""

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import get_args

import pytest

from chatbot.config import Backend, Secret
from chatbot.errors import ConfigError
from chatbot.llm.choose import BackendWish, choose
from tests.servers.openai_server import OpenAIServer


@contextmanager
def silent_port() -> Iterator[int]:
    """A port where something listens that never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_offline_when_asked_though_a_server_is_there(server: OpenAIServer) -> None:
    choice = await choose(BackendWish("offline", probe_ports=(server.port,)))
    assert choice.model.backend == "offline" and "as asked" in choice.why and server.requests == []


async def test_offline_when_there_is_nothing() -> None:
    choice = await choose(BackendWish(probe_ports=(closed_port(),)))
    assert choice.model.backend == "offline" and "no key is set" in choice.why


async def test_a_key_means_the_servers_default() -> None:
    choice = await choose(BackendWish(api_key=Secret("sk-a-key"), probe_ports=()))
    assert (choice.model.backend, choice.model.local) == ("openai", False)
    assert "api.openai.com" in choice.why and "sk-a-key" not in choice.why


async def test_a_named_model_is_taken_unasked(server: OpenAIServer) -> None:
    choice = await choose(BackendWish(base_url=server.url, model="mine", context_tokens=1234))
    assert (choice.model.name, choice.model.context_tokens, choice.model.local) == ("mine", 1234, True)
    assert server.requests == []


async def test_a_named_server_is_asked_for_its_models(server: OpenAIServer) -> None:
    server.models = ("nomic-embed-text", "chatty")
    choice = await choose(BackendWish(base_url=server.url, api_key=Secret("k")))
    assert choice.model.name == "chatty" and "first model" in choice.why


async def test_a_named_server_that_is_down_is_said_and_kept() -> None:
    choice = await choose(BackendWish(base_url=f"http://127.0.0.1:{closed_port()}/v1"))
    assert choice.model.backend == "openai" and "no connection" in choice.why


async def test_finds_a_server_on_this_machine(server: OpenAIServer) -> None:
    choice = await choose(BackendWish(probe_ports=(closed_port(), server.port)))
    assert choice.model.name == "test-model" and choice.model.local
    assert f"127.0.0.1:{server.port}" in choice.why


async def test_the_better_port_wins(server: OpenAIServer) -> None:
    with OpenAIServer(models=("second",)) as other:
        choice = await choose(BackendWish(probe_ports=(server.port, other.port)))
    assert choice.model.name == "test-model"


async def test_a_wished_model_must_be_there(server: OpenAIServer) -> None:
    with OpenAIServer(models=("other", "wished")) as other:
        choice = await choose(BackendWish(model="wished", probe_ports=(server.port, other.port)))
        assert choice.model.name == "wished"
    choice = await choose(BackendWish(model="nowhere", probe_ports=(server.port,)))
    assert choice.model.backend == "offline"


async def test_a_server_with_nothing_to_chat_with_is_passed_over(server: OpenAIServer) -> None:
    server.models = ("bge-m3", "whisper-1")
    assert (await choose(BackendWish(probe_ports=(server.port,)))).model.backend == "offline"


async def test_a_port_that_is_silent_does_not_hold_up_the_start() -> None:
    with silent_port() as port:
        async with asyncio.timeout(5):
            choice = await choose(BackendWish(probe_ports=(port,)))
    assert choice.model.backend == "offline"


NO_SERVERS = (
    b"",
    b"hello",
    b"HTTP/1.0 200 OK\r\n\r\n<html>",
    b"HTTP/1.0 200 OK\r\n\r\n[1]",
    b"HTTP/1.0 500 X\r\n\r\n{}",
    b'HTTP/1.1 200 OK\r\n\r\n{"data": [{"id": 5}]}',
    b'HTTP/1.1 200 OK\r\n\r\n{"data": null}',
    b"\xff\xfe",
)


@pytest.mark.parametrize("body", NO_SERVERS)
async def test_what_is_no_model_server_is_passed_over(body: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(body)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        assert (await choose(BackendWish(probe_ports=(port,)))).model.backend == "offline"


async def test_reads_a_chunked_answer() -> None:
    listing = json.dumps({"data": [{"id": "chunky"}]}).encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        writer.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(listing), listing))
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        assert (await choose(BackendWish(probe_ports=(port,)))).model.name == "chunky"


async def test_openai_insists() -> None:
    with pytest.raises(ConfigError, match="no key") as caught:
        await choose(BackendWish("openai", probe_ports=()))
    assert "OPENAI_API_KEY" in caught.value.hint


async def test_an_unknown_backend_is_named() -> None:
    with pytest.raises(ConfigError, match="gpt"):
        await choose(BackendWish("gpt"))  # type: ignore[arg-type]  # what a user may type


def test_the_key_is_not_in_the_repr() -> None:
    assert "sk-a-key" not in repr(BackendWish(api_key=Secret("sk-a-key")))


def test_the_settings_know_the_same_backends() -> None:
    assert set(get_args(Backend)) == {"auto", "openai", "offline"}
