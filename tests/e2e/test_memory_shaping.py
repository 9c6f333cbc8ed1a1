"""`chatbot memory`: other shapes and weights of memories, what a correction concerns, the store as it was."""

import io
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from chatbot.cli.main import run

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def no_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input is a terminal at which nobody types."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))


def told(capsys: Capture, *arguments: str, code: int = 0) -> str:
    """Runs one command; gives what it printed, or of a failure its complaint."""
    assert run(list(arguments)) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return err if code else out


def listed(capsys: Capture, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(told(capsys, "memory", "list", "--json", *arguments))
    return found


def texts(capsys: Capture, *arguments: str) -> set[str]:
    return {one["text"] for one in listed(capsys, *arguments)}


def test_merging_splitting_and_taking_back(capsys: Capture) -> None:
    told(capsys, "memory", "add", "my locker is number 42")
    told(capsys, "memory", "add", "my desk is by the window")
    assert told(capsys, "memory", "merge", "locker", "desk").count("merge: ") == 2
    assert texts(capsys) == {"User's locker is number 42; User's desk is by the window"}
    told(capsys, "memory", "split", "locker", "--into", "my locker is number 43", "--into", "my desk is oak")
    assert texts(capsys) == {"User's locker is number 43", "User's desk is oak"}
    told(capsys, "memory", "undo", "--steps", "2")
    assert texts(capsys) == {"User's locker is number 42", "User's desk is by the window"}
    assert "one memory" in told(capsys, "memory", "merge", "locker", code=1).lower()
    assert "parts" in told(capsys, "memory", "split", "locker", code=1)


def test_kind_slot_importance_and_dates(capsys: Capture) -> None:
    told(capsys, "memory", "add", "my locker is number 42")
    options = ("--kind", "event", "--importance", "0.9", "--on", "2026-07-01", "--expires", "2027-01-01T00:00:00+00:00")
    told(capsys, "memory", "edit", "locker", *options)
    (one,) = listed(capsys)
    assert (one["kind"], one["importance"]) == ("event", 0.9)
    assert datetime.fromisoformat(one["event_start"]).astimezone().date().isoformat() == "2026-07-01"
    told(capsys, "memory", "edit", "locker", "--expires", "none")
    assert listed(capsys)[0].get("expires_at") is None
    for option, value, code in (
        ("--kind", "x", 2),
        ("--on", "someday", 2),
        ("--importance", "3", 1),
        ("--slot", "x", 1),
    ):
        complaint = told(capsys, "memory", "edit", "locker", option, value, code=code)
        assert len(complaint.strip().splitlines()) == 2  # what is wrong, and what to do
    assert "Nothing" in told(capsys, "memory", "edit", "locker", code=1)


def test_ratings_and_checks(capsys: Capture) -> None:
    told(capsys, "memory", "add", "my locker is number 42")
    told(capsys, "memory", "feedback", "locker", "useful")
    told(capsys, "memory", "feedback", "locker", "wrong")
    (one,) = listed(capsys)
    assert (one["useful"], one["irrelevant"]) == (1, 1)
    assert "you said that it is wrong" in told(capsys, "memory", "checks")
    told(capsys, "memory", "settle", "locker")
    assert told(capsys, "memory", "checks") == ""
    assert "look at" in told(capsys, "memory", "settle", "locker", code=1)


def test_the_list_as_it_was_and_what_told_it_wrong(capsys: Capture) -> None:
    told(capsys, "ask", "I live in Porto")
    told(capsys, "ask", "Where do I live?")
    then = datetime.now(UTC).isoformat()
    assert "ever put right" in told(capsys, "memory", "affected", "Porto", code=1)
    told(capsys, "ask", "no, I live in Lisbon")
    assert texts(capsys) == {"User lives in Lisbon"}
    assert texts(capsys, "--as-of", then) == {"User lives in Porto"}
    assert texts(capsys, "--as-of", "2001-01-01") == set()
    shown = told(capsys, "memory", "affected", "Lisbon")
    assert "wrong: User lives in Porto" in shown and "right: User lives in Lisbon" in shown
    assert len(re.findall("says it", shown)) == 2
    concerned = json.loads(told(capsys, "memory", "affected", "Lisbon", "--repair", "--json"))
    assert concerned["repaired"] == []
    assert "is no date" in told(capsys, "memory", "list", "--as-of", "2020-13-45", code=2)


def test_what_is_locked_stays_and_what_is_offered_instead_is_accepted_or_rejected(capsys: Capture) -> None:
    told(capsys, "ask", "I live in Porto")
    told(capsys, "memory", "lock", "Porto")
    told(capsys, "ask", "no, I live in Lisbon")
    assert {one["text"]: one["status"] for one in listed(capsys)} == {
        "User lives in Porto": "active",
        "User lives in Lisbon": "pending",
    }
    assert "does not wait" in told(capsys, "memory", "accept", "Porto", code=1)
    told(capsys, "memory", "reject", "Lisbon")
    assert texts(capsys) == {"User lives in Porto"}
    told(capsys, "memory", "undo")
    told(capsys, "memory", "lock", "--off", "Porto")
    told(capsys, "memory", "accept", "Lisbon")
    assert texts(capsys) == {"User lives in Lisbon"}


def test_a_conflict_is_merged(capsys: Capture) -> None:
    told(capsys, "ask", "I live in Porto and I live in Lisbon")
    first = json.loads(told(capsys, "memory", "conflicts", "--json"))[0]["id"]
    assert "--keep merge" in told(capsys, "memory", "resolve", first, "--keep", "new", "--text", "both", code=2)
    told(capsys, "memory", "resolve", first, "--keep", "merge", "--text", "I live in Porto and Lisbon by turns")
    assert json.loads(told(capsys, "memory", "conflicts", "--json")) == []
    assert texts(capsys) == {"User lives in Porto and Lisbon by turns"}
