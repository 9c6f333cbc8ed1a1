"""Text that would act on a terminal, and files that are not what they should be."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.openai_server import Answer, OpenAIServer
from tests.terminal import Terminal

EVIL = (
    "\x1b]52;c;QUJD\x07", "\x1b[31mred", "\x9b31mred", "\x1b]0;title\x07", "\x1b]8;;http://x\x07link\x1b]8;;\x07",
    "[/]", "[/foo]", "[bold red]x", "[@click=app.quit]y", "\u202egnp.exe", "שלום", "👩‍👩‍👧‍👦", "\x00\x07\x08",
)  # fmt: skip


def environment(home: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "CHATBOT_HOME": str(home), "PYTHONUTF8": "1", **more}


def run(home: Path, *arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "chatbot", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        env=environment(home),
        timeout=60,
    )


def assert_inert(received: bytes) -> None:
    text = received.decode("utf-8", "replace")
    for payload in ("]52;c;", "]8;;http", "]0;title", "[31mred"):
        assert f"\x1b{payload}" not in text
    assert "\x9b" not in text


def test_nothing_that_a_model_says_acts_on_the_terminal_and_all_of_it_survives(tmp_path: Path) -> None:
    long_line = "lorem " * 33_000
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('[memory]\nmode = "rules"\n')
    with OpenAIServer() as server:
        server.script(Answer(words=tuple(f"{piece} \n\n" for piece in EVIL)), Answer(words=(long_line, "THE END")))
        variables = environment(tmp_path, OPENAI_BASE_URL=server.url, OPENAI_API_KEY="key")
        command = [sys.executable, "-m", "chatbot", "--model", "test-model"]
        with Terminal(command, variables) as terminal:
            terminal.wait_for("test-model")
            terminal.say("say something evil")
            terminal.wait_for("[@click=app.quit]y")
            terminal.say("and now at length")
            terminal.wait_for("THE END")
            terminal.say("/rename [/] [red]title")
            terminal.wait_for("[/] [red]title")
            terminal.type("\x11")
            assert terminal.wait_for_exit() == 0
            assert_inert(bytes(terminal.received))
        with Terminal([*command, "--continue"], variables) as terminal:
            terminal.wait_for("THE END")
            terminal.type("\x11")
            assert terminal.wait_for_exit() == 0
            assert_inert(bytes(terminal.received))


def test_what_is_typed_and_printed_is_inert_on_the_command_line(tmp_path: Path) -> None:
    for text in (piece.replace("\x00", "") for piece in EVIL):
        for arguments in (("ask", f"hello {text}", "--backend", "offline"), ("search", "hello"), ("session", "list")):
            result = run(tmp_path, *arguments)
            assert "Traceback" not in result.stderr
            assert_inert((result.stdout + result.stderr).encode("utf-8", "surrogateescape"))


def test_a_broken_persona_file_stops_nobody_else(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "personas"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('id = "mine"\n[voice]\nmax_words = "many"\n')
    listed = run(tmp_path, "persona", "list")
    assert listed.returncode == 0
    assert "reviewer" in listed.stdout
    assert "mine.toml" in listed.stderr
    assert "voice.max_words" in listed.stderr
    checked = run(tmp_path, "persona", "check", str(folder / "mine.toml"))
    assert checked.returncode == 1
    assert "voice.max_words" in checked.stdout
    assert run(tmp_path, "ask", "hi", "--backend", "offline").returncode == 0


def test_a_data_folder_that_cannot_be_used_gets_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way")
    result = run(tmp_path, "ask", "hi", "--backend", "offline")
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) <= 2
    assert (tmp_path / "data").read_text() == "a file in the way"


@pytest.mark.parametrize("damage", ["cut", "flip", "empty"])
def test_a_damaged_page_is_named_kept_and_mended(tmp_path: Path, damage: str) -> None:
    for number in range(3):
        assert run(tmp_path, "ask", f"canary {number}", "--backend", "offline", "--session", "mine").returncode == 0
    (page,) = tmp_path.rglob("messages-0001.json")
    good = page.read_bytes()
    bad = {"cut": good[: len(good) // 2], "flip": good.replace(b"canary 1", b"canarx 1"), "empty": b""}[damage]
    page.unlink()
    page.write_bytes(bad)
    result = run(tmp_path, "ask", "still there?", "--backend", "offline", "--session", "mine")
    assert result.returncode == 0
    assert "messages-0001.json" in result.stderr
    shown = json.loads(run(tmp_path, "session", "show", "mine", "--json").stdout)["messages"]
    texts = [message["text"] for message in shown]
    assert [f"canary {number}" for number in range(3)] == [text for text in texts if text.startswith("canary")]
    assert "still there?" in texts
    kept = [path for path in tmp_path.rglob("quarantine/*") if path.is_file()]
    assert any(path.read_bytes() == bad for path in kept) or damage == "empty"
