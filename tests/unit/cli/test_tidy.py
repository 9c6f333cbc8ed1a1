"""`chatbot memory tidy` on a user's files: what it shows, does, offers and takes back."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chatbot.assemble import assemble
from chatbot.cli.main import run
from chatbot.config import load_settings
from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id
from chatbot.domain.memory import USER_SUBJECT, Memory
from chatbot.domain.slots import Kind, Scope
from chatbot.paths import find_paths

NOW = datetime.now(UTC)
Told = Callable[..., tuple[int, str, str]]


def record(value: str, attribute: str, days: float = 1, **fields: Any) -> Memory:
    at = NOW - timedelta(days=days)
    given: dict[str, Any] = {"scope": Scope.USER, "persona_id": "plain", **fields}
    return Memory(
        id=new_id(), text=f"User {attribute} {value}", kind=Kind.FACT, session_id="", subject=USER_SUBJECT,
        attribute=attribute, value=value, said_at=at, created_at=at, updated_at=at, **given,
    )  # fmt: skip


@pytest.fixture
def kept() -> list[Memory]:
    records = [
        record("jazz", "likes"), record("Jazz", "likes"), record("a kayak", "owns", days=4000),
        record("chess", "hobby", scope=Scope.PERSONA), record("chess", "hobby", scope=Scope.PERSONA, persona_id="duck"),
    ]  # fmt: skip
    companion = assemble(load_settings(find_paths(), user="ana"))
    adds = tuple(Change(Op.ADD, None, one, "") for one in records)
    companion.files.memories.apply(JournalEntry(new_id(), NOW, Who.RULE, adds)).result()
    companion.files.close()
    return records


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    def tell(*words: str) -> tuple[int, str, str]:
        code = run(["memory", *words, "--user", "ana"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return tell


def statuses(told: Told) -> dict[str, str]:
    _, out, _ = told("list", "--all", "--json")
    return {one["id"]: one["status"] for one in json.loads(out)}


def test_a_dry_run_shows_all_and_does_nothing(kept: list[Memory], told: Told) -> None:
    code, out, err = told("tidy", "--dry-run")
    assert code == 0
    assert "join: User likes Jazz" in out
    assert "let go: User owns a kayak" in out
    assert "offer: User hobby chess: you told it to 2 personas. May every persona know it?" in out
    assert "Would be done: 1 memory joined" in err
    assert set(statuses(told).values()) == {"active"}


def test_it_is_done_as_one_change_that_undo_takes_back(kept: list[Memory], told: Told) -> None:
    code, out, _ = told("tidy", "--json")
    data = json.loads(out)
    assert code == 0
    assert (len(data["plan"]["merges"]), len(data["plan"]["archives"]), len(data["plan"]["offers"])) == (1, 1, 1)
    assert data["done"]["who"] == "maintenance"
    after = statuses(told)
    assert [after[one.id] for one in kept] == ["active", "superseded", "archived", "active", "active"]
    _, shown, _ = told("list")
    assert "kayak" not in shown
    told("undo")
    assert set(statuses(told).values()) == {"active"}
    _, out, _ = told("tidy", "--json")
    assert json.loads(out)["done"] is None


def test_what_was_let_go_of_is_brought_back_by_hand(kept: list[Memory], told: Told) -> None:
    told("tidy")
    assert told("restore", kept[2].id)[0] == 0
    assert told("tidy")[0] == 0
    assert statuses(told)[kept[2].id] == "active"


@pytest.mark.parametrize(("answer", "scopes"), [("--share", {"user"}), ("--decline", {"persona"})])
def test_an_offer_is_answered_by_the_id_that_it_shows(
    kept: list[Memory], told: Told, answer: str, scopes: set[str]
) -> None:
    _, out, _ = told("tidy", "--json")
    (offer,) = json.loads(out)["plan"]["offers"]
    assert told("tidy", answer, offer["memory_ids"][0][-6:])[0] == 0
    _, out, _ = told("tidy", "--json")
    assert json.loads(out)["plan"]["offers"] == []
    _, out, _ = told("list", "--json")
    assert {one["scope"] for one in json.loads(out) if one["value"] == "chess"} == scopes


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("--share", "nothing"), 1, "There is no offer"),
        (("--share", "x", "--dry-run"), 2, "do not go together"),
    ],
)
def test_what_cannot_be_done_is_one_line(told: Told, words: tuple[str, ...], code: int, line: str) -> None:
    assert (told("tidy", *words)[0]) == code
    assert line in told("tidy", *words)[2]


def test_nothing_to_tidy_is_no_error(told: Told) -> None:
    told("list")  # makes the files
    assert told("tidy") == (0, "", "There is nothing to tidy.\n")
