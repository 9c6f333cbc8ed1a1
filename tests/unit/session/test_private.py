"""A private session writes nothing: every file under the home is, byte for byte, what it was before."""

import asyncio
import hashlib
from pathlib import Path

import pytest

from chatbot.assemble import assemble
from chatbot.cli.main import run
from chatbot.config import Settings
from chatbot.log import log_to
from chatbot.paths import Paths
from chatbot.session import chapters
from tests.scripted_model import Script, ScriptedModel


def hashes(home: Path) -> dict[str, str]:
    """Every file by its path; the tokens of running programs have names of their own and hold nothing."""
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.parent.name != "running"
    }


async def test_nothing_is_written_by_turns_drafts_uses_chapters_and_logs(tmp_path: Path) -> None:
    settings = Settings(Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state"), "ana")
    log_to(settings.paths.log_file)
    companion = assemble(settings)
    open_session = await companion.sessions.create("plain")
    await open_session.send("My sister is called Ida. I live in Porto.").wait()
    await companion.close()
    await asyncio.to_thread(lambda: assemble(settings).files.close())
    before = hashes(tmp_path)
    companion = assemble(settings)
    gate = asyncio.Event()
    slow = Script(("Half of it, ", "and the rest."), gates={1: gate})
    broken = Script(("Not", " whole"), cut=True)
    companion.seat.model = ScriptedModel("I see.", slow, "Yes.", broken, '{"title": "x"}', structured=("no JSON", "no"))
    private = await companion.sessions.create("plain", private=True)
    await private.send("My canary brother is called Sam, and I am terrified of heights").wait()
    stream = private.send("Who is my sister?")
    await companion.seat.model.waiting.wait()
    gate.set()
    await stream.wait()
    await private.send("Remember that the canary locker is 42").wait()
    await private.send("Forget my brother").wait()
    await private.rename("canary title")
    await chapters.write_next(private.belongings, everything=True)
    assert len(private.memories.everything()) >= 1
    assert "Ida" not in str(private.memories.everything())
    await companion.close()
    assert hashes(tmp_path) == before


def test_ask_private_leaves_all_files_as_they_were(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert run(["ask", "--backend", "offline", "I live in Porto"]) == 0
    assert run(["session", "list"]) == 0
    before = hashes(home)
    config = home / "chatbot" / "config" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text("[retention]\nsessions_days = 1\n")
    before[str(config.relative_to(home))] = hashlib.sha256(config.read_bytes()).hexdigest()
    assert run(["ask", "--private", "--backend", "offline", "My canary is called Tweety"]) == 0
    assert hashes(home) == before
    assert not any(b"canary" in path.read_bytes() for path in home.rglob("*") if path.is_file())
