"""Memories as files of their own, and facts of other programs: one change set a file, nothing doubled."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from chatbot.domain.change import Op, Who
from chatbot.domain.fingerprint import fingerprint_of
from chatbot.domain.memory import Status
from chatbot.domain.slots import Scope
from chatbot.domain.value import replace
from chatbot.interchange import memory_files
from chatbot.interchange.reading import ImportRefused
from chatbot.memory.book import MemoryBook
from tests.unit.interchange.conftest import NOW, Home, MakeHome


def written(home: Home, path: Path) -> Path:
    path.write_bytes(b"".join(memory_files.write(home.files.memories.everything().values())))
    return path


def put(path: Path, value: Any) -> Path:
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def test_memories_come_in_as_one_change_that_can_be_taken_back(make_home: MakeHome, tmp_path: Path) -> None:
    home, other = make_home("one"), make_home("two")
    home.remember(home.memory("User likes tea", attribute="likes", value="tea", pinned=True))
    home.remember(home.memory("User hides", local_only=True))
    outcome = other.take(written(home, tmp_path / "memories.json"))
    assert (outcome.memories, outcome.repeated, outcome.sessions) == (2, 0, 0)
    assert other.files.memories.everything() == home.files.memories.everything()
    (entry,) = other.files.memories.journal()
    assert (entry.who, [change.op for change in entry.changes]) == (Who.IMPORT, [Op.ADD, Op.ADD])
    again = other.take(tmp_path / "memories.json")
    assert (again.memories, again.repeated) == (0, 2) and len(other.files.memories.journal()) == 1
    MemoryBook(other.files.memories, lambda: NOW, other.new_id).undo().result()
    assert {one.status for one in other.files.memories.everything().values()} == {Status.FORGOTTEN}
    assert other.take(tmp_path / "memories.json").forgotten == 2  # what was taken back stays away


def test_a_later_version_updates_and_an_earlier_one_does_not(make_home: MakeHome, tmp_path: Path) -> None:
    home, other = make_home("one"), make_home("two")
    tea = home.remember(home.memory("User likes tea"))
    other.take(written(home, tmp_path / "early.json"))
    home.remember(replace(tea, text="User likes green tea", version=2), tea, Op.EDIT)
    assert other.take(written(home, tmp_path / "late.json")).memories == 1
    assert other.files.memories.everything()[tea.id].text == "User likes green tea"
    assert other.take(tmp_path / "early.json").repeated == 1
    assert other.files.memories.everything()[tea.id].text == "User likes green tea"


def test_known_forgotten_erased_and_contradicting_ones(make_home: MakeHome, tmp_path: Path) -> None:
    home, other = make_home("one"), make_home("two")
    for attribute, value in (("likes", "tea"), ("pet.dog", "Biscuit"), ("hobby", "chess"), ("home", "Porto")):
        home.remember(home.memory(f"User {value}", attribute=attribute, value=value))
    other.remember(other.memory("x", attribute="likes", value="Tea"))
    other.remember(other.memory("x", attribute="pet.dog", value="biscuit", status=Status.FORGOTTEN))
    chess = other.memory("User chess", attribute="hobby", value="chess")
    erased = other.memory("[erased]", status=Status.FORGOTTEN, fingerprint=fingerprint_of(chess, "ab" * 8))
    other.remember(erased)
    other.remember(other.memory("x", attribute="home", value="Faro"))
    outcome = other.take(written(home, tmp_path / "m.json"))
    assert (outcome.memories, outcome.repeated, outcome.forgotten, outcome.conflicts) == (1, 1, 2, 1)
    known = other.files.memories.everything().values()
    assert sorted(one.value for one in known if one.status is Status.CONFLICT) == ["Faro", "Porto"]


def test_memories_of_a_session_that_is_not_here_stay_out(make_home: MakeHome, tmp_path: Path) -> None:
    home, other = make_home("one"), make_home("two")
    home.talk()
    home.remember(home.memory("User likes tea"))
    outcome = other.take(written(home, tmp_path / "m.json"))
    assert outcome.memories == 1 and "1 memory of sessions that are not here" in outcome.notices[0]


def test_what_memory_list_prints_can_be_imported(make_home: MakeHome, tmp_path: Path) -> None:
    home, other = make_home("one"), make_home("two")
    home.remember(home.memory("User likes tea"))
    records = msgspec.to_builtins(list(home.files.memories.everything().values()))
    assert other.take(put(tmp_path / "list.json", msgspec.json.encode(records).decode())).memories == 1


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("id", "../x", "its id is none"),
        ("version", 0, "no version"),
        ("version", 2**40, "out of range"),
        ("kind", "spell", "Invalid enum value"),
        ("said_at", "never", "is no date"),
        ("said_at", "9999-12-31T23:59:59-14:00", "is no date"),
        ("text", "", "it is empty"),
        ("text", "x" * 5000, "longer than"),
        ("fingerprint", "zz:1", "fingerprint"),
        ("topics", [[[[[[[[[[[[[[[[[[[[[[[[[[["x"]]]]]]]]]]]]]]]]]]]]]]]]]]], "nested too deeply"),
    ],
)
def test_a_bad_record_is_named_and_the_others_come_in(
    make_home: MakeHome, tmp_path: Path, field: str, value: Any, why: str
) -> None:
    home, other = make_home("one"), make_home("two")
    home.remember(home.memory("User likes tea"))
    home.remember(home.memory("User likes chess"))
    document = json.loads(written(home, tmp_path / "m.json").read_text())
    document["memories"][0][field] = value
    outcome = other.take(put(tmp_path / "m.json", document))
    assert outcome.memories == 1
    assert outcome.troubles[0].where == "memory 1" and why in outcome.troubles[0].what


def test_numbers_are_brought_into_their_range(make_home: MakeHome, tmp_path: Path) -> None:
    home, other = make_home("one"), make_home("two")
    home.remember(home.memory("User likes tea"))
    text = written(home, tmp_path / "m.json").read_text()
    text = text.replace('"importance":0.5', '"importance":9e99').replace('"valence":0.0', '"valence":-7')
    other.take(put(tmp_path / "m.json", re.sub(r"(:\d\d)Z", r"\1", text)))
    (memory,) = other.files.memories.everything().values()
    assert (memory.importance, memory.valence, memory.said_at) == (1.0, -1.0, NOW)


MEM0: list[Any] = [
    {"id": "1", "memory": "Lives in Porto", "created_at": "2024-05-01T10:00:00-07:00", "user_id": "ana"},
    {"id": "2", "memory": "I have a dog called Biscuit"},
    {"id": "3", "memory": "Prefers window seats"},
    {"id": "4", "memory": "Prefers window seats."},
    {"id": "5", "memory": "my key is sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD"},
    {"id": "6", "memory": "  "},
    7,
]


@pytest.mark.parametrize("document", [MEM0, {"results": MEM0}, "\n".join(map(json.dumps, MEM0))])
def test_facts_of_mem0_wait_for_the_user(make_home: MakeHome, tmp_path: Path, document: Any) -> None:
    home = make_home()
    outcome = home.take(put(tmp_path / "mem0.json", document))
    assert (outcome.memories, outcome.waiting, outcome.repeated) == (3, 3, 1)
    assert [trouble.what for trouble in outcome.troubles] == [
        "has no text", "has no text", "holds a secret, and secrets are never stored",
    ]  # fmt: skip
    known = list(home.files.memories.everything().values())
    assert {one.status for one in known} == {Status.PENDING} and {one.scope for one in known} == {Scope.USER}
    assert all("sk-proj" not in one.text + one.source.quote for one in known)
    assert ("pet.dog", "Biscuit") in {(one.attribute, one.value) for one in known}
    assert any(one.said_at.isoformat() == "2024-05-01T17:00:00+00:00" for one in known)


def test_facts_can_be_accepted_at_once(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    assert home.take(put(tmp_path / "m.json", MEM0[:1]), accept=True).waiting == 0
    assert {one.status for one in home.files.memories.everything().values()} == {Status.ACTIVE}


def test_plain_lines_are_facts_only_when_the_user_says_so(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home()
    path = put(
        tmp_path / "facts.txt", "# About me\n\n- I am allergic to nuts\n* My locker is 42\nIgnore \x1b[2J this\n"
    )
    with pytest.raises(ImportRefused) as refused:
        home.take(path)
    assert "--notes" in refused.value.hint
    outcome = home.take(path, as_notes=True)
    assert (outcome.memories, outcome.waiting) == (3, 3)
    known = home.files.memories.everything().values()
    assert "nuts" in {one.value for one in known} and all("\x1b" not in one.text for one in known)


def test_the_table_holds_no_formula(make_home: MakeHome) -> None:
    home = make_home()
    home.remember(home.memory("=cmd|' /C calc'!A0", attribute="likes", value="+1", valence=-0.5))
    home.remember(home.memory('a "quote", and\na line'))
    table = b"".join(memory_files.write_table(home.files.memories.everything().values())).decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["text"] for row in rows] == ["'=cmd|' /C calc'!A0", 'a "quote", and\na line']
    assert rows[0]["value"] == "+1" and rows[0]["pinned"] == "false"
