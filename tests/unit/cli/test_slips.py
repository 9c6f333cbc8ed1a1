"""Arguments that say less, or something else, than what they were typed for: refused, or done as they were meant."""

import io
import json
from pathlib import Path

import pytest

from chatbot.cli.main import run

Printed = pytest.CaptureFixture[str]


def remembered(*texts: str) -> None:
    for text in texts:
        assert run(["memory", "add", text, "--user", "ana"]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["session", "keep", "x", "--days", "0"], "argument --days: '0' is no number from 1 up"),
        (["memory", "redo", "--steps", "0"], "argument --steps: '0' is no number from 1 up"),
        (["memory", "undo", "--steps", "-5"], "argument --steps: '-5' is no number from 1 up"),
        (["erase", "--about", "Porto", "--keep-memories"], "--keep-memories goes with --session or --message only"),
        (["ask", "--batch", "hi"], "--batch reads what to say from standard input"),
        (["memory", "list", "--data-dir", ""], "--data-dir is given, but empty"),
        (["memory", "list", "--user", " "], "--user is given, but empty"),
        (["erase", "--user-data", "--yes", "--user", ""], "--user is given, but empty"),
    ],
)
def test_what_says_nothing_or_cannot_be_meant_is_refused(arguments: list[str], said: str, capsys: Printed) -> None:
    assert run(arguments) == 2
    assert said in capsys.readouterr().err


def test_every_step_of_an_undo_and_a_redo_is_told(capsys: Printed) -> None:
    remembered("I live in Porto", "I like tea")
    capsys.readouterr()
    assert run(["memory", "undo", "--steps", "99", "--user", "ana"]) == 0
    told = capsys.readouterr()
    assert told.out.count("undo: ") == 2 and "Porto" in told.out and "tea" in told.out
    assert "There were only 2 changes to undo." in told.err
    assert run(["memory", "redo", "--steps", "2", "--user", "ana", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
    assert run(["memory", "undo", "--user", "ana"]) == run(["memory", "redo", "--user", "ana"]) == 0
    assert "redo: " in capsys.readouterr().out


def test_an_empty_title_is_no_title(capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert run(["ask", "hi", "--backend", "offline", "--session", "one", "--user", "ana"]) == 0
    assert run(["session", "rename", "one", " ", "--user", "ana"]) == 2
    assert "The new title is empty" in capsys.readouterr().err
    assert run(["session", "show", "one", "--user", "ana"]) == 0


def test_nothing_is_not_exported(tmp_path: Path, capsys: Printed) -> None:
    target = tmp_path / "out.zip"
    assert run(["export", str(target), "--data-dir", str(tmp_path / "typo"), "--user", "ana"]) == 1
    assert "There is nothing to export" in capsys.readouterr().err
    assert not target.exists()


def test_a_file_that_cannot_be_read_is_named_in_full(tmp_path: Path, capsys: Printed) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"a": ')
    assert run(["import", str(bad), "--user", "ana"]) == 1
    assert "bad.json cannot be read" in capsys.readouterr().err


def test_a_restore_asks_and_names_the_backup(capsys: Printed) -> None:
    remembered("I live in Porto")
    assert run(["backup", "create", "--user", "ana"]) == 0
    assert run(["backup", "restore", "--user", "ana"]) == 2
    assert "no terminal to ask on" in capsys.readouterr().err
    assert run(["backup", "restore", "--yes", "--user", "ana"]) == 0
    assert "Undo with: chatbot backup restore" in capsys.readouterr().out


def test_a_script_changes_the_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> None:
    pytest.importorskip("cryptography")
    remembered("I live in Porto")
    monkeypatch.setattr("chatbot.cli.passphrase._has_terminal", lambda: False)
    old, new = tmp_path / "old", tmp_path / "new"
    for path, words in ((old, "correct horse"), (new, "battery staple")):
        path.write_text(words + "\n")
        path.chmod(0o600)
    monkeypatch.setenv("CHATBOT_PASSPHRASE_FILE", str(old))
    assert run(["encryption", "on", "--user", "ana"]) == 0
    assert run(["encryption", "passphrase", "--user", "ana"]) == 1
    assert "Set CHATBOT_NEW_PASSPHRASE_FILE" in capsys.readouterr().err
    monkeypatch.setenv("CHATBOT_NEW_PASSPHRASE_FILE", str(new))
    assert run(["encryption", "passphrase", "--user", "ana"]) == 0
    assert run(["memory", "list", "--user", "ana"]) == 1
    monkeypatch.setenv("CHATBOT_PASSPHRASE_FILE", str(new))
    assert run(["memory", "list", "--user", "ana"]) == 0
    assert run(["encryption", "passphrase", "--help"]) == 0
    said = capsys.readouterr().out
    assert "CHATBOT_NEW_PASSPHRASE_FILE" in said and "CHATBOT_PASSPHRASE_FILE" in said


@pytest.mark.parametrize("verb", ["recall", "extraction", "mood", "script"])
def test_the_form_of_the_data_is_in_the_help(verb: str, tmp_path: Path, capsys: Printed) -> None:
    assert run(["evaluate", verb, "--help"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    begin = next(number for number, line in enumerate(lines) if line.lstrip().startswith('{"'))
    data = tmp_path / "data.json"
    data.write_text("\n".join(lines[begin:]) + "\n")
    assert run(["evaluate", verb, str(data)]) == 0


def test_facts_that_wait_hold_when_they_are_imported_again_to_hold(tmp_path: Path, capsys: Printed) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("I live in Porto\nmy dog is called Biscuit\n")
    for more in ([], ["--accept"], ["--accept"]):
        assert run(["import", str(notes), "--notes", *more, "--user", "ana"]) == 0
    capsys.readouterr()
    assert run(["memory", "list", "--json", "--user", "ana"]) == 0
    memories = json.loads(capsys.readouterr().out)
    assert [(one["status"], one["version"]) for one in memories] == [("active", 2)] * 2


def test_a_memory_is_erased_by_its_words(capsys: Printed) -> None:
    remembered("I live in Porto", "I like tea")
    assert run(["erase", "--memory", "porto", "--yes", "--user", "ana"]) == 0
    capsys.readouterr()
    assert run(["memory", "list", "--user", "ana"]) == 0
    assert "Porto" not in (told := capsys.readouterr().out) and "tea" in told
    assert run(["erase", "--memory", "nothing such", "--yes", "--user", "ana"]) == 1
    assert "There is no memory" in capsys.readouterr().err
