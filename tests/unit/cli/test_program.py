"""What a command tells besides its own answer."""

from pathlib import Path

import pytest

from chatbot.assemble import assemble
from chatbot.cli.main import run
from chatbot.config import load_settings
from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id, utc_now
from chatbot.domain.memory import USER_SUBJECT, Memory
from chatbot.domain.slots import Kind, Scope
from chatbot.paths import find_paths
from chatbot.storage.encryption.keyfile import Cost
from chatbot.storage.encryption.turning import turn_on
from chatbot.storage.encryption.vault import make_vault
from chatbot.storage.sealing import KEY_NAMES


def test_whatever_was_damaged_is_told_by_the_command_that_mended_it(capsys: pytest.CaptureFixture[str]) -> None:
    companion = assemble(load_settings(find_paths(), user="ana"))
    now = utc_now()
    for value in ("jazz", "tea"):
        one = Memory(
            id=new_id(), text=f"User likes {value}", kind=Kind.PREFERENCE, scope=Scope.USER, session_id="",
            persona_id="plain", subject=USER_SUBJECT, attribute="likes", value=value, said_at=now, created_at=now,
            updated_at=now,
        )  # fmt: skip
        companion.files.memories.apply(JournalEntry(new_id(), now, Who.USER, (Change(Op.ADD, None, one, ""),))).result()
    companion.files.close()
    path = companion.files.folder / "memories.json"
    path.write_bytes(path.read_bytes()[:-40])
    assert run(["memory", "list", "--user", "ana"]) == 0
    told = capsys.readouterr()
    assert "jazz" in told.out and "tea" not in told.out
    assert told.err.count(str(path)) == 1 and "its last save may be lost" in told.err
    assert run(["memory", "list", "--user", "ana"]) == 0
    assert "lost" not in capsys.readouterr().err


def test_a_lost_key_is_said_and_how_to_have_it_back(capsys: pytest.CaptureFixture[str]) -> None:
    companion = assemble(load_settings(find_paths(), user="ana"))
    companion.files.close()
    assert run(["encryption", "status", "--user", "ana"]) == 0
    assert "not encrypted" in capsys.readouterr().out
    folder = companion.files.folder
    turn_on(make_vault(folder, "correct horse", Cost(memory_kib=64, passes=1, lanes=1)), new_id())
    for name in KEY_NAMES:
        (folder / name).unlink()
    assert run(["encryption", "status", "--user", "ana"]) == 0
    said = capsys.readouterr().out
    assert "not encrypted" not in said and "key.json is missing" in said and "--key-of" in said
    assert run(["memory", "list", "--user", "ana"]) == 1
    assert "--key-of" in capsys.readouterr().err


def test_a_command_in_a_hint_is_shown_as_it_is_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backup", "restore", "--user", "ana"]) == 1
    assert "\n  chatbot backup create" in capsys.readouterr().err
    assert run(["backup", "create", "--user", "ana"]) == 0
    assert run(["backup", "restore", "--session", "no such", "--user", "ana"]) == 1
    assert "does not hold session 'no such'.\n  chatbot backup show" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--help"], 0, "memory"),
        (["--he"], 0, "memory"),
        (["--version"], 0, "chatbot"),
        (["foo"], 2, "invalid choice: 'foo'"),
        (["--persona"], 2, "--persona: expected one argument"),
        (["--backend", "nope"], 2, "invalid choice: 'nope'"),
        (["--bakend=offline"], 2, "--bakend"),
        (["--user", "bob", "memory", "list"], 0, "Nothing is remembered yet"),
        (["--persona", "wren"], 2, "needs a terminal"),
    ],
)
def test_options_before_a_command_and_slips_are_read_alike(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == code
    shown = capsys.readouterr()
    assert said in shown.out + shown.err


@pytest.mark.parametrize("named", [["--user", "bob"], ["--data-dir", "nowhere"]])
def test_who_had_no_files_is_told_once(
    named: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["memory", "list", "--json", *named]) == 0
    shown = capsys.readouterr()
    assert shown.out.strip() == "[]"
    assert "had no files in" in shown.err
    assert run(["memory", "list", *named]) == 0
    assert "had no files in" not in capsys.readouterr().err


def test_who_begins_is_told_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["memory", "add", "I live in Porto", "--user", "bob"]) == 0
    assert "had no files in" not in capsys.readouterr().err


def test_nobody_is_asked_about_a_first_start_without_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["memory", "list"]) == 0
    assert "had no files in" not in capsys.readouterr().err


def test_the_list_names_the_persona_that_alone_may_read_a_memory(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["memory", "add", "I live in Porto", "--persona", "sceptic", "--scope", "persona"]) == 0
    assert run(["memory", "add", "I like jazz", "--scope", "user"]) == 0
    capsys.readouterr()
    assert run(["memory", "list"]) == 0
    lines = {line.split("  ")[-1]: line for line in capsys.readouterr().out.splitlines()}
    assert "persona sceptic  " in lines["User lives in Porto"] and "sceptic" not in lines["User likes jazz"]
