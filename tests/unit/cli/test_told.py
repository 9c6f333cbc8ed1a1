"""How file names and past memories are told on the command line."""

from pathlib import Path

import pytest

from chatbot.cli.main import run


def test_a_file_name_at_the_start_of_a_line_keeps_its_letters(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.json").write_text("[]", "utf-8")
    assert run(["evaluate", "script", "s.json"]) == 2
    assert capsys.readouterr().err.startswith("chatbot: s.json is no script")


def test_search_says_which_memories_are_past(capsys: pytest.CaptureFixture[str]) -> None:
    for said in ("I live in Porto", "I moved to Faro"):
        assert run(["memory", "add", said, "--user", "ana"]) == 0
    capsys.readouterr()
    assert run(["search", "lives", "--user", "ana"]) == 0
    memories = [line for line in capsys.readouterr().out.splitlines() if line.startswith("memory")]
    assert sorted(line.partition("User ")[2] for line in memories) == ["lives in Faro", "lives in Porto (superseded)"]


def test_doctor_says_that_nothing_is_there_where_nothing_is(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["doctor", "--backend", "offline", "--data-dir", str(tmp_path / "typo"), "--user", "ana"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"There are no files of ana in {tmp_path / 'typo'} yet") and "whole" not in said
    assert not (tmp_path / "typo").exists()
