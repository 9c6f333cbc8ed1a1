"""`chatbot erase` and `chatbot privacy`: what they show, ask and print, and their exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot.cli.main import run
from chatbot.llm.openai_chat import OpenAIChat
from chatbot.session.privacy import leaving_line
from tests.scripted_model import ScriptedModel

Told = Callable[..., tuple[int, str, str]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)

    def tell(*words: str, answer: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin.readline", lambda: answer + "\n", raising=False)
        code = run([*words, "--user", "ana"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return tell


@pytest.fixture
def lived(told: Told) -> None:
    for line in ("My brother is called Sam. I drink tea.", "I live in Porto."):
        assert told("ask", "--backend", "offline", "--session", "Talk", line)[0] == 0


def holding(home: Path, word: bytes) -> list[str]:
    return [path.name for path in sorted(home.rglob("*")) if path.is_file() and word in path.read_bytes()]


@pytest.mark.usefixtures("lived")
def test_it_shows_asks_erases_and_proves(home: Path, told: Told) -> None:
    code, out, _ = told("erase", "--about", "Sam", "--dry-run")
    assert code == 0 and "User's brother is called Sam" in out and "Nothing was changed" in out
    code, out, err = told("erase", "--about", "Sam", answer="no")
    assert code == 1 and "Nothing was erased" in out and "Type" in err
    assert holding(home, b"Sam")
    code, out, _ = told("erase", "--about", "Sam", answer="yes")
    assert code == 0 and "0 hits" in out and "cannot be undone" in out
    assert not holding(home, b"Sam") and holding(home, b"Porto")
    code, out, _ = told("erase", "--about", "Sam", "--yes")
    assert code == 0 and "nothing to erase" in out


@pytest.mark.usefixtures("lived")
def test_json_holds_the_plan_and_the_proof(told: Told) -> None:
    code, out, _ = told("erase", "--about", "Sam", "--dry-run", "--json")
    shown = json.loads(out)
    assert code == 0 and shown["counts"]["memories"] == 1 and shown["proof"] is None
    code, out, _ = told("erase", "--session", "talk", "--yes", "--json")
    shown = json.loads(out)
    assert code == 0 and shown["counts"]["sessions"] == 1 and shown["proof"]["hits"] == []
    assert told("session", "show", "talk")[0] == 1


@pytest.mark.usefixtures("lived")
def test_a_deleted_session_can_be_erased(home: Path, told: Told) -> None:
    _, out, _ = told("session", "delete", "talk", "--json")
    session_id = json.loads(out)["id"]
    assert told("erase", "--session", session_id, "--yes")[0] == 0
    assert not holding(home, b"Porto") and not holding(home, session_id.encode())


@pytest.mark.usefixtures("lived")
def test_a_deleted_session_is_erased_by_its_title_where_no_other_has_it(home: Path, told: Told) -> None:
    assert told("session", "delete", "talk")[0] == 0
    assert told("ask", "--backend", "offline", "--session", "Talk", "I sing.")[0] == 0
    code, out, _ = told("erase", "--session", "talk", "--dry-run", "--json")
    assert code == 0 and json.loads(out)["counts"]["messages"] == 2  # the one that is there, not that in the trash
    assert told("session", "rename", "Talk", "Song")[0] == 0
    assert told("erase", "--session", "talk", "--yes")[0] == 0
    assert not holding(home, b"Porto") and holding(home, b"Song")
    code, _, err = told("erase", "--session", "talk", "--yes")
    assert code == 1 and "There is no session 'talk'" in err


@pytest.mark.usefixtures("lived")
def test_wrong_wishes_get_one_line(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told("erase")[0] == 2
    assert told("erase", "--about", "a", "--session", "b")[0] == 2
    for words, code in (
        (("--about", "?!"), 2), (("--about", "user"), 2), (("--session", "none such"), 1), (("--message", "x"), 1),
        (("--memory", "x"), 1),
    ):  # fmt: skip
        found, _, err = told("erase", *words, "--yes")
        assert found == code and err.startswith("chatbot: ") and "Traceback" not in err
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    code, _, err = told("erase", "--about", "Sam")
    assert code == 2 and "--yes" in err


@pytest.mark.usefixtures("lived")
def test_all_of_a_user_goes(home: Path, told: Told) -> None:
    code, out, _ = told("erase", "--user-data", "--dry-run")
    assert code == 0 and "everything of ana" in out
    assert told("erase", "--user-data", answer="no")[0] == 1
    code, out, _ = told("erase", "--user-data", "--yes", "--json")
    assert code == 0 and json.loads(out)["proof"]["hits"] == []
    assert not any((home / "chatbot" / "data" / "users").iterdir())
    assert told("erase", "--user-data", "--yes")[0] == 1


@pytest.mark.usefixtures("lived")
def test_privacy_says_what_is_so(home: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = told("privacy", "--backend", "offline")
    assert code == 0 and str(home) in out and "nothing" in out and "Only your account" in out
    config = home / "chatbot" / "config" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text("[memory]\nmask_secrets = false\n[retention]\nsessions_days = 30\nfeeling_days = 2\n")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    code, out, _ = told("privacy", "--backend", "openai", "--model", "m", "--json")
    state = json.loads(out)
    assert code == 0 and "sk-canary" not in out
    assert (state["host"], state["local"], state["key"]) == ("api.openai.com", False, "OPENAI_API_KEY")
    assert state["masking"] is False and len(state["retention"]) == 2 and state["sent"]
    assert state["others_can_read"] == [] and state["memories"] >= 2
    config.write_text('[backend]\nembeddings_model = "e"\n')
    code, out, _ = told("privacy", "--backend", "openai", "--model", "m", "--json")
    assert len(json.loads(out)["sent"]) == len(state["sent"]) + 1
    code, out, _ = told("privacy", "--backend", "openai", "--base-url", "http://127.0.0.1:1", "--model", "m", "--json")
    assert json.loads(out)["sent"] == [] and json.loads(out)["key"] == ""


def test_a_wrong_time_to_live_is_named(home: Path, told: Told) -> None:
    config = home / "chatbot" / "config" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text("[retention]\nsessions_days = -1\n")
    code, _, err = told("paths")
    assert code == 1 and "retention.sessions_days" in err


@pytest.mark.usefixtures("lived")
def test_a_session_can_have_a_time_of_its_own(told: Told) -> None:
    assert told("session", "keep", "talk", "--days", "3")[0] == 0
    assert json.loads(told("session", "list", "--json")[1])[0]["keep_days"] == 3
    assert "for ever" in told("session", "keep", "talk", "--always")[1]
    assert told("session", "keep", "talk", "--days", "0")[0] == 2
    assert told("session", "keep", "talk")[0] == 2


def test_the_line_on_what_leaves_names_the_host() -> None:
    offline = leaving_line(ScriptedModel())
    assert offline.startswith("Nothing leaves")
    assert leaving_line(OpenAIChat("http://127.0.0.1:11434/v1", "", "m")).startswith("Nothing leaves this machine: m")
    assert leaving_line(OpenAIChat("https://example.org/v1", "", "m")).startswith("Sent to example.org")


@pytest.mark.usefixtures("lived")
def test_a_session_that_only_a_backup_holds_is_found_by_its_title(home: Path, told: Told) -> None:
    before = json.loads(told("backup", "create", "--json")[1])["id"]
    assert told("ask", "--backend", "offline", "--session", "Second", "My friend is Quixotella.")[0] == 0
    assert told("backup", "restore", before, "--yes")[0] == 0
    code, out, _ = told("erase", "--about", "Quixotella", "--dry-run")
    assert code == 0 and "My friend is Quixotella" in out and "1 backup is rewritten" in out
    code, out, _ = told("erase", "--session", "second", "--yes")
    assert code == 0 and "0 hits" in out
    code, out, _ = told("erase", "--about", "Quixotella", "--yes")
    assert code == 0 and "nothing to erase" in out
    assert told("erase", "--session", "third", "--yes")[0] == 1
