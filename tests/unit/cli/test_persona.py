"""Personas that are broken, gone or given up, and what is said of them."""

import io
from pathlib import Path

import pytest

from chatbot.cli.main import run
from chatbot.paths import find_paths

Printed = pytest.CaptureFixture[str]
ANA = ("--user", "ana")


@pytest.fixture(autouse=True)
def _nothing_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))


def own() -> Path:
    """Makes a persona of the user's own, and gives its file."""
    assert run(["persona", "new", "mine", "--name", "Minna", *ANA]) == 0
    return find_paths().personas / "mine.toml"


def ask(*arguments: str) -> int:
    return run(["ask", "hi", "--backend", "offline", "--session", "talk", *ANA, *arguments])


def test_a_broken_file_is_said_to_be_broken(capsys: Printed) -> None:
    path = own()
    path.write_text("schema = ")
    assert ask("--persona", "mine") == 1
    told = capsys.readouterr().err
    assert 'The persona "mine" cannot be used: ' in told and "Did you mean" not in told
    assert f"chatbot persona check {path}" in told


def test_a_session_says_who_speaks_in_the_place_of_a_persona_that_is_gone(capsys: Printed) -> None:
    path = own()
    assert ask("--persona", "mine") == 0
    assert "speaks instead" not in capsys.readouterr().err
    for spoil in (lambda: path.write_text("schema = "), path.unlink):
        spoil()
        assert ask() == 0
        told = capsys.readouterr().err
        assert "persona" in told and "mine" in told and "Wren speaks instead." in told


def test_a_persona_is_deleted_when_it_is_agreed_to(capsys: Printed) -> None:
    path = own()
    assert run(["persona", "delete", "mine", *ANA]) == 2
    assert "no terminal to ask on" in capsys.readouterr().err
    path.write_text("schema = ")
    assert run(["persona", "delete", "mine", "--yes", *ANA]) == 0
    assert not path.exists()
    assert run(["persona", "delete", "mine", "--yes", *ANA]) == 1
    assert run(["persona", "delete", "plain", "--yes", *ANA]) == 1
    assert "a shipped one cannot be deleted" in capsys.readouterr().err.lower()
    assert run(["persona", "edit", "plain", *ANA]) == run(["persona", "delete", "plain", "--yes", *ANA]) == 0
    assert "The shipped one is back." in capsys.readouterr().out
