"""The installed program against a real server on loopback: streaming, stopping, and every way a server can fail."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.openai_server import Answer, OpenAIServer, refusal
from tests.terminal import Terminal

ESCAPE = "\x1b"


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


def start(home: Path, server: OpenAIServer, *arguments: str) -> Terminal:
    environment = {
        **os.environ,
        "CHATBOT_HOME": str(home),
        "PYTHONUTF8": "1",
        "OPENAI_BASE_URL": server.url,
        "OPENAI_API_KEY": "a-secret-of-the-test",
    }
    command = [sys.executable, "-m", "chatbot", "--model", "test-model", *arguments]
    return Terminal(command, environment)


def open_chat(home: Path, server: OpenAIServer, *arguments: str) -> Terminal:
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "config.toml").write_text('[memory]\nmode = "rules"\n')
    terminal = start(home, server, *arguments)
    terminal.wait_for("test-model")
    return terminal


def quit_from(terminal: Terminal) -> None:
    terminal.type("\x11")
    assert terminal.wait_for_exit() == 0


def test_a_reply_streams_and_a_stopped_one_is_kept(tmp_path: Path, server: OpenAIServer) -> None:
    gate, rest = threading.Event(), threading.Event()
    server.script(
        Answer(words=("One ", "two ", "three"), gates={2: gate}),
        Answer(words=("Four ", "five ", "six"), gates={2: rest}),
    )
    with open_chat(tmp_path, server) as terminal:
        terminal.say("count")
        terminal.wait_for("One two")
        assert "three" not in terminal.text
        gate.set()
        terminal.wait_for("One two three")
        terminal.say("and on")
        terminal.wait_for("Four five")
        terminal.type(ESCAPE)
        terminal.wait_for("stopped")
        rest.set()
        quit_from(terminal)
    with open_chat(tmp_path, server, "--continue") as terminal:
        terminal.wait_for(lambda screen: "One two three" in screen and "Four five" in screen)
        assert "six" not in terminal.text
        quit_from(terminal)
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"a-secret-of-the-test" not in stored


@pytest.mark.parametrize(
    "fault",
    [
        refusal(401, "Incorrect API key provided"),
        refusal(404, "The model does not exist"),
        Answer(words=("Half a", " reply"), cut="hard"),
        Answer(words=("Half a",), cut="clean"),
        Answer(words=("Half a",), raw=b"data: {not json}\n\n"),
    ],
    ids=["401", "404", "reset", "cut", "malformed"],
)
def test_a_fault_costs_only_the_reply(tmp_path: Path, server: OpenAIServer, fault: Answer) -> None:
    server.script(fault, Answer(words=("All ", "well.")))
    with open_chat(tmp_path, server) as terminal:
        terminal.say("are you there?")
        terminal.wait_for(lambda screen: "/regen" in screen or "key" in screen or "model" in screen.split("there?")[-1])
        assert "Traceback" not in terminal.text
        terminal.say("/regen")
        terminal.wait_for("All well.")
        assert "are you there?" in terminal.text
        quit_from(terminal)


def test_a_busy_server_is_asked_again(tmp_path: Path, server: OpenAIServer) -> None:
    busy = refusal(429, "Too many requests", **{"Retry-After": "0"})
    server.script(busy, refusal(500, "oops"), Answer(words=("Here ", "now.")))
    with open_chat(tmp_path, server) as terminal:
        terminal.say("hello")
        terminal.wait_for("Here now.")
        quit_from(terminal)
    assert len(server.chats) == 3
