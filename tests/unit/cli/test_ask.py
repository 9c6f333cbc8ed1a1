"""What `chatbot ask` tells of a server that refuses, keeps waiting, or ends a reply early."""

import io
import json
import threading
from collections.abc import Iterator

import pytest

from chatbot.cli import conversation
from chatbot.cli.main import run
from tests.servers.openai_server import Answer, OpenAIServer, refusal

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture(autouse=True)
def _nothing_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))


def ask(server: OpenAIServer, *arguments: str) -> int:
    return run(["ask", "hello", "--base-url", server.url, "--model", "m", "--user", "ana", *arguments])


def test_a_key_of_another_server_is_said_not_to_be_sent(
    server: OpenAIServer, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    server.script(refusal(401, "no key"))
    assert ask(server) == 1
    told = capsys.readouterr().err
    assert "it was not sent" in told and "set OPENAI_BASE_URL to this address" in told
    assert "sk-of" not in str(server.requests)


def test_a_key_with_a_line_break_is_told_before_anything_is_sent(
    server: OpenAIServer, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-one\n")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    assert ask(server) == 1
    assert "The API key holds a line break" in capsys.readouterr().err
    assert not server.requests


def test_a_server_that_asks_to_wait_a_day_is_asked_once(server: OpenAIServer, capsys: Printed) -> None:
    server.script(refusal(429, "slow down", **{"Retry-After": "86400"}))
    assert ask(server) == 1
    told = capsys.readouterr().err
    assert "asks to wait 1 day" in told and "--model" in told and "/model" not in told
    assert sum(one.path.endswith("completions") for one in server.requests) == 1


def test_a_reply_that_the_limit_cut_is_told(server: OpenAIServer, capsys: Printed) -> None:
    server.script(Answer(words=("Once", " upon"), finish="length"))
    assert ask(server) == 0
    told = capsys.readouterr()
    assert told.out == "Once upon\n" and "The reply was cut off" in told.err


def test_waiting_is_told(server: OpenAIServer, monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> None:
    gate, told = threading.Event(), []
    original = conversation.told_of_waiting

    def opening(line: str) -> None:
        told.append(line)
        gate.set()

    monkeypatch.setattr(conversation, "WAITING_TOLD_SECONDS", 0.01)
    monkeypatch.setattr(conversation, "told_of_waiting", lambda _: original(opening))
    server.script(Answer(words=("There.",), before=gate))
    assert ask(server) == 0
    assert capsys.readouterr().out == "There.\n"
    assert told and "Still waiting for the model" in told[0]


def test_a_batch_names_the_line_of_every_error(
    server: OpenAIServer, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    lines = b'{"text": "hi", "persona": "nobody"}\n{"text": 3}\n'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert run(["ask", "--batch", "--backend", "offline", "--user", "ana"]) == 1
    reasons = [json.loads(line)["error"]["reason"] for line in capsys.readouterr().out.splitlines()]
    assert [reason.split(":")[0] for reason in reasons] == ["Line 1", "Line 2"]


def test_a_hint_of_the_chat_is_one_for_the_command_line(server: OpenAIServer, capsys: Printed) -> None:
    server.script(Answer(words=("Half a",), cut="clean"))
    assert ask(server) == 1
    told = capsys.readouterr().err
    assert "/regen" not in told and "Ask again" in told
