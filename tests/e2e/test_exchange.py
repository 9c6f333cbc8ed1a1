"""Export and import through the command line, as scripts use them."""

import json
import os
import stat
import zipfile
from pathlib import Path
from typing import Any

from tests.e2e.test_ask import HELLO, ask, chatbot, reply


def as_json(home: Path, *arguments: str) -> Any:
    return json.loads(chatbot(home, *arguments, "--json"))


def test_everything_leaves_and_comes_back_for_somebody_else(tmp_path: Path) -> None:
    ask(tmp_path, HELLO)
    target = tmp_path / "all.zip"
    exported = as_json(tmp_path, "export", str(target))
    assert (exported["sessions"], exported["messages"], exported["memories"]) == (1, 2, 3)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with zipfile.ZipFile(target) as archive:
        assert {"README.md", "manifest.json", "memories.csv", "journal.jsonl"} <= set(archive.namelist())
    chatbot(tmp_path, "export", str(target), code=1)

    would = as_json(tmp_path, "import", str(target), "--user", "bob", "--dry-run")
    assert (would["sessions"], would["dry_run"]) == (1, True)
    assert as_json(tmp_path, "memory", "list", "--user", "bob") == []
    came = as_json(tmp_path, "import", str(target), "--user", "bob")
    assert (came["sessions"], came["messages"], came["memories"], came["troubles"]) == (1, 2, 3, [])
    assert "Biscuit" in reply(tmp_path, "what's my dog's name?", "--user", "bob", "--session", "new")
    again = as_json(tmp_path, "export", str(tmp_path / "folder"), "--format", "html")
    assert again["content_sha256"] == exported["content_sha256"]
    assert len(list((tmp_path / "folder" / "sessions").glob("*.html"))) == 1


def test_one_session_leaves_by_standard_output_and_comes_back_as_a_copy(tmp_path: Path) -> None:
    ask(tmp_path, HELLO, "--session", "Hello")
    text = chatbot(tmp_path, "session", "export", "Hello")
    assert json.loads(text)["format"] == "chatbot-session/1"
    assert "### " in chatbot(tmp_path, "session", "export", "Hello", "--format", "markdown")
    file = tmp_path / "hello.html"
    assert as_json(tmp_path, "session", "export", "Hello", "-o", str(file))["format"] == "html"
    assert file.read_text().startswith("<!doctype html>")
    (tmp_path / "hello.json").write_text(text)
    came = as_json(tmp_path, "session", "import", str(tmp_path / "hello.json"))
    assert came["sessions"] == 1 and came["backup"]
    titles = [meta["title"] for meta in as_json(tmp_path, "session", "list")]
    assert sorted(titles) == ["Hello", "Hello (imported)"]


def test_other_programs_conversations_come_in_and_teach_on_demand(tmp_path: Path) -> None:
    lines = [
        {"role": "user", "content": "My cat is called Miso", "timestamp": "2025-01-01T10:00:00"},
        {"role": "assistant", "content": "A fine name.", "timestamp": "2025-01-01T10:00:05"},
    ]
    file = tmp_path / "conversation.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)) + '\n{"role": "us')
    came = as_json(tmp_path, "import", str(file), "--learn")
    assert (came["sessions"], came["messages"], came["learnt"]) == (1, 2, 1)
    assert [trouble["where"] for trouble in came["troubles"]] == ["line 3"]
    (memory,) = as_json(tmp_path, "memory", "list")
    assert (memory["value"], memory["said_at"], memory["origin"]) == ("Miso", "2025-01-01T10:00:00Z", "import")
    assert "Miso" in reply(tmp_path, "what's my cat's name?", "--session", "new")


def test_what_cannot_be_imported_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(os.urandom(64).replace(b"[", b"x").replace(b"{", b"x"))
    (tmp_path / "memories.json").write_text('[{"memory": "Likes tea"}]')
    chatbot(tmp_path, "import", str(tmp_path / "x.json"), code=1)
    chatbot(tmp_path, "import", str(tmp_path / "missing"), code=1)
    chatbot(tmp_path, "import", "~nobody-of-that-name/x", code=1)
    chatbot(tmp_path, "session", "import", str(tmp_path / "memories.json"), code=1)
    chatbot(tmp_path, "session", "export", "nothing", code=1)
    chatbot(tmp_path, "import", code=2)
    assert as_json(tmp_path, "memory", "list", "--all") == []
    assert as_json(tmp_path, "import", str(tmp_path / "memories.json"))["waiting"] == 1
