"""The adapter against a real server on loopback that does what servers do on their bad days."""

import asyncio
import json
import logging
import subprocess
import sys
import threading
from contextlib import aclosing

import pytest

from chatbot.domain.receipt import Usage
from chatbot.errors import ConfigError, ModelBusy, ModelError, ModelFault, ModelRefused, ModelUnreachable
from chatbot.llm import capped, reply
from chatbot.llm.base import ChatMessage, ChatRequest, Finished, FinishReason, ReplyEvent, Retrying, TextDelta, Tool
from chatbot.llm.openai_chat import OpenAIChat
from chatbot.llm.openai_embedder import OpenAIEmbedder
from chatbot.llm.patience import Retries, Timeouts
from tests.servers.openai_server import Answer, OpenAIServer, refusal

KEY = "sk-secret-of-the-test"
ASK = ChatRequest((ChatMessage("user", "hi"),))
IMPATIENT = Timeouts(connect=5.0, first_byte=5.0, between=0.05)


class Model(OpenAIChat):
    """The adapter with waits that are noted and not waited for."""

    def __init__(self, server: OpenAIServer, timeouts: Timeouts | None = None) -> None:
        self.waited: list[float] = []
        super().__init__(server.url, KEY, "test-model", timeouts=timeouts, retries=Retries(most=2), sleep=self._note)

    async def _note(self, seconds: float) -> None:
        self.waited.append(seconds)


async def heard(model: OpenAIChat, request: ChatRequest = ASK) -> tuple[list[ReplyEvent], ModelError | None]:
    """All events of a reply, and the error that ended it."""
    events: list[ReplyEvent] = []
    try:
        async with aclosing(model.reply(request)) as stream:
            async for event in stream:
                events.append(event)
    except ModelError as error:
        return events, error
    finally:
        await model.close()
    return events, None


def text_of(events: list[ReplyEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))


async def test_streams_with_the_servers_count(server: OpenAIServer) -> None:
    server.script(Answer(words=("Hel", "lo"), usage=(11, 2)))
    events, error = await heard(Model(server))
    assert error is None and text_of(events) == "Hello"
    assert events[-1] == Finished(FinishReason.STOP, Usage(11, 2, estimated=False))
    sent = server.chats[0]
    assert sent.headers["authorization"] == f"Bearer {KEY}"
    assert sent.body["messages"] == [{"role": "user", "content": "hi"}] and sent.body["stream"] is True


async def test_estimates_where_the_server_counts_nothing(server: OpenAIServer) -> None:
    server.script(Answer(words=("twelve chars",), usage=None, finish="length"))
    events, _ = await heard(Model(server))
    assert events[-1] == Finished(FinishReason.LENGTH, Usage(0, 3, estimated=True))


async def test_tool_calls_come_together_from_pieces(server: OpenAIServer) -> None:
    server.script(
        Answer(
            tool_calls=(
                [{"index": 0, "id": "c1", "type": "function", "function": {"name": "find", "arguments": '{"a"'}}],
                [{"index": 0, "function": {"arguments": ": 1}"}}],
                [{"index": 1, "function": {"name": "add", "arguments": "{}"}}],
            )
        )
    )
    request = ChatRequest(ASK.messages, tools=(Tool("find", "Finds.", "{}"),))
    events, _ = await heard(Model(server), request)
    end = events[-1]
    assert isinstance(end, Finished) and end.reason is FinishReason.TOOL_CALLS
    assert [(call.id, call.name, call.arguments) for call in end.tool_calls] == [
        ("c1", "find", '{"a": 1}'),
        ("call_1", "add", "{}"),
    ]


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (refusal(401, f"Incorrect API key provided: {KEY}"), ModelRefused, "does not accept the key"),
        (refusal(403, "no"), ModelRefused, "forbids"),
        (refusal(404, "no such model"), ModelRefused, 'no model "test-model"'),
        (refusal(400, "prompt too long"), ModelRefused, "prompt too long"),
        (Answer(status=302, headers={"location": "http://127.0.0.1:1/v1"}, body="x"), ModelRefused, "another address"),
        (Answer(body="<html>portal</html>", headers={"content-type": "text/html"}), ModelFault, "does not stream"),
        (Answer(body='{"choices": []}'), ModelFault, "does not stream"),
        (Answer(words=("par",), cut="clean"), ModelUnreachable, "in the middle"),
        (Answer(words=("par",), cut="hard"), ModelUnreachable, "in the middle"),
        (Answer(words=("par",), finish=""), ModelUnreachable, "in the middle"),
        (Answer(words=("par",), raw=b"data: {oops\n\n"), ModelFault, "no reply"),
        (Answer(words=("par",), raw=b"data: \xff\xfe\n\n"), ModelFault, "no reply"),
        (Answer(words=("par",), raw=b"data: [1]\n\n"), ModelFault, "no part of a reply"),
        (Answer(words=("par",), raw=b'data: "text"\n\n'), ModelFault, "no part of a reply"),
        (Answer(words=("par",), raw=b'data: {"choices": 5}\n\n'), ModelFault, "no"),
        (Answer(words=("par",), raw=b"data: " + b"[" * 50_000 + b"\n\n"), ModelFault, "no reply"),
        (Answer(words=("par",), raw=b'data: {"error": {"message": "overloaded"}}\n\n'), ModelBusy, "overloaded"),
    ],
)  # fmt: skip
async def test_each_fault_is_one_clear_error(
    server: OpenAIServer, answer: Answer, kind: type[ModelError], words: str
) -> None:
    server.script(answer)
    events, error = await heard(Model(server))
    assert type(error) is kind and words in error.message and error.hint
    assert text_of(events) == "".join(answer.words)
    assert KEY not in str(error) and "\n" not in str(error)
    assert len(server.chats) == 1


async def test_a_busy_server_is_asked_again_when_it_wishes(server: OpenAIServer) -> None:
    server.script(refusal(429, "slow down", retry_after="3"), refusal(503, "loading"), Answer(words=("ok",)))
    model = Model(server)
    events, error = await heard(model)
    assert error is None and text_of(events) == "ok" and len(server.chats) == 3
    waits = [event for event in events if isinstance(event, Retrying)]
    assert [wait.seconds for wait in waits] == model.waited and model.waited[0] == 3.0
    assert "slow down" in waits[0].reason


async def test_patience_ends(server: OpenAIServer) -> None:
    server.script(*[refusal(500, "x")] * 3)
    events, error = await heard(Model(server))
    assert type(error) is ModelBusy and len(events) == 2 and len(server.chats) == 3


async def test_a_connection_lost_before_the_first_word_is_tried_again(server: OpenAIServer) -> None:
    server.script(Answer(cut="hard"), Answer(cut="clean"), Answer(words=("ok",)))
    events, error = await heard(Model(server))
    assert error is None and text_of(events) == "ok" and len(server.chats) == 3


async def test_nobody_there() -> None:
    with OpenAIServer() as gone:
        pass
    events, error = await heard(Model(gone))
    assert type(error) is ModelUnreachable and "no connection" in error.message and len(events) == 2


async def test_a_server_that_falls_silent(server: OpenAIServer) -> None:
    server.script(Answer(words=("a", "b"), gates={1: threading.Event()}))
    events, error = await heard(Model(server, IMPATIENT))
    assert type(error) is ModelUnreachable and "does not answer" in error.message and text_of(events) == "a"
    assert server.disconnected.wait(5)


async def test_a_server_that_never_begins_is_asked_once(server: OpenAIServer) -> None:
    gate = threading.Event()
    server.script(*[Answer(before=gate)] * 3)
    events, error = await heard(Model(server, Timeouts(5.0, 0.05, 0.05)))
    gate.set()
    assert type(error) is ModelUnreachable and "does not answer" in error.message and not events


async def test_a_whole_reply_counts_though_the_connection_stays_open(
    server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.llm.openai_chat._AFTER_END_SECONDS", 0.05)
    server.script(Answer(words=("all",), usage=None, done=False, hold=threading.Event()))
    events, error = await heard(Model(server))
    assert error is None and isinstance(events[-1], Finished)


async def test_stopping_closes_the_connection(server: OpenAIServer) -> None:
    server.script(Answer(words=("again ",), endless=True))
    model = Model(server)
    async with aclosing(model.reply(ASK)) as stream:
        assert await anext(stream) == TextDelta("again ")
    assert await asyncio.to_thread(server.disconnected.wait, 5)
    await model.close()


async def test_cancelling_while_waiting_closes_the_connection(server: OpenAIServer) -> None:
    server.script(Answer(words=("a", "b"), gates={1: threading.Event()}))
    model = Model(server)
    first = asyncio.Event()

    async def listen() -> None:
        async with aclosing(model.reply(ASK)) as stream:
            async for _ in stream:
                first.set()

    task = asyncio.create_task(listen())
    await first.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(server.disconnected.wait, 5)
    await model.close()


async def test_an_endless_reply_is_cut_off(server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reply, "MOST_REPLY_CHARACTERS", 5000)
    server.script(Answer(words=("a" * 500,), endless=True))
    events, error = await heard(Model(server))
    assert type(error) is ModelFault and "no end" in error.message and len(text_of(events)) == 5000


async def test_a_giant_event_is_cut_off(server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capped, "MOST_WIRE_BYTES", 100_000)
    server.script(Answer(words=("a",), raw=b"data: " + b"x" * 5_000_000))
    _, error = await heard(Model(server))
    assert type(error) is ModelFault and "larger than any reply" in error.message


async def test_a_giant_error_is_cut_off(server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capped, "MOST_WIRE_BYTES", 100_000)
    server.script(Answer(status=400, body="x" * 5_000_000))
    _, error = await heard(Model(server))
    assert type(error) is ModelFault


async def test_learns_what_a_server_does_not_understand(server: OpenAIServer) -> None:
    server.script(
        refusal(400, "Unknown parameter: stream_options"),
        refusal(422, "response_format of type json_schema is not supported"),
        Answer(words=("{}",)),
        Answer(words=("{}",)),
    )
    request = ChatRequest(ASK.messages, json_schema=json.dumps({"type": "object"}))
    model = Model(server)
    for _ in range(2):
        events, error = await heard(model, request)
        assert error is None and text_of(events) == "{}"
    bodies = [chat.body for chat in server.chats]
    assert len(bodies) == 4
    assert "stream_options" in bodies[0] and "stream_options" not in bodies[1]
    assert bodies[3]["response_format"] == {"type": "json_object"}


async def test_the_key_is_in_no_log_error_or_repr(server: OpenAIServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.script(refusal(401, f"wrong: {KEY}"))
    model = Model(server)
    _, error = await heard(model)
    assert KEY not in caplog.text and KEY not in repr(model) + repr(error) + repr(model._server)


async def test_the_key_goes_nowhere_else(server: OpenAIServer) -> None:
    with OpenAIServer() as other:
        server.script(Answer(status=307, headers={"location": f"{other.url}/chat/completions"}, body="x"))
        _, error = await heard(Model(server))
        assert type(error) is ModelRefused and other.requests == []


async def test_lists_models(server: OpenAIServer) -> None:
    server.models = ("b", "a\x1b[31m")
    model = Model(server)
    assert await model.list_models() == ("b", "a␛[31m")
    await model.close()


def test_local_is_loopback_only() -> None:
    assert OpenAIChat("http://127.0.0.1:1/v1", "", "m").local
    assert not OpenAIChat("", "k", "m").local
    with pytest.raises(ConfigError, match="plain http"):
        OpenAIChat("http://10.0.0.1/v1", "k", "m")


async def test_embeds_in_order(server: OpenAIServer) -> None:
    embedder = OpenAIEmbedder(server.url, KEY, "vectors")
    assert embedder.name == "vectors/0"
    assert await embedder.embed(["a", "four", "xx"]) == [[1.0, 1.0], [4.0, 1.0], [2.0, 1.0]]
    assert embedder.name == "vectors/2" and embedder.local
    await embedder.embed(["x"] * 300)
    assert [len(request.body["input"]) for request in server.requests] == [3, 128, 128, 44]
    await embedder.close()


@pytest.mark.parametrize("rows", [[], [{"index": 0, "embedding": []}], [{"index": 0, "embedding": "x"}], None])
async def test_embeddings_that_are_none(server: OpenAIServer, rows: object) -> None:
    server.vectors = {"object": "list", "data": rows}
    embedder = OpenAIEmbedder(server.url, KEY, "vectors")
    with pytest.raises(ModelError):
        await embedder.embed(["a"])
    await embedder.close()


def test_importing_the_adapter_does_not_import_openai() -> None:
    code = "import sys, chatbot.llm.choose, chatbot.llm.openai_embedder; print('openai' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
