"""Backups, the trash and the doctor through the command line, every command in a process of its own."""

import json
from pathlib import Path
from typing import Any

from tests.e2e.test_ask import ask, chatbot


def told(home: Path, *arguments: str, code: int = 0) -> Any:
    return json.loads(chatbot(home, *arguments, "--json", code=code))


def test_a_backup_is_made_each_day_listed_verified_and_restored(tmp_path: Path) -> None:
    ask(tmp_path, "I live in Porto", "--session", "Talk")  # when this began there was nothing to keep
    ask(tmp_path, "my dog is called Biscuit", "--session", "Talk")
    (daily,) = told(tmp_path, "backup", "list")
    assert daily["reason"] == "daily" and daily["sessions"] == 1 and not daily["problem"]
    made = told(tmp_path, "backup", "create")
    assert [one["title"] for one in told(tmp_path, "backup", "show")["contents"]] == ["Talk"]
    assert "memories.json" in chatbot(tmp_path, "backup", "show", made["id"][-6:], "--files")
    ask(tmp_path, "no, it's Bella", "--session", "Another")
    done = told(tmp_path, "backup", "restore", made["id"], "--yes")
    assert [one["title"] for one in told(tmp_path, "session", "list")] == ["Talk"]
    told(tmp_path, "backup", "restore", done["safety"], "--yes")
    assert {one["title"] for one in told(tmp_path, "session", "list")} == {"Talk", "Another"}


def test_damage_is_found_by_verify_and_by_the_doctor_and_is_never_restored(tmp_path: Path) -> None:
    ask(tmp_path, "I live in Porto")
    made = told(tmp_path, "backup", "create")
    assert told(tmp_path, "backup", "verify")["problems"] == []
    assert "newest backup 0 hours old" in chatbot(tmp_path, "doctor")
    path = Path(made["path"])
    path.write_bytes(path.read_bytes()[:-9] + b"x" * 9)
    assert told(tmp_path, "backup", "verify", made["id"], code=1)["problems"]
    (finding,) = told(tmp_path, "doctor", code=1)
    assert "damaged" in finding["what"] and finding["where"] == made["path"]
    chatbot(tmp_path, "backup", "restore", "--yes", code=1)


def test_a_deleted_session_is_in_the_list_of_the_trash_until_it_is_restored(tmp_path: Path) -> None:
    session = ask(tmp_path, "I live in Porto", "--session", "Talk")["session"]["id"]
    chatbot(tmp_path, "backup", "create")
    for way in (["session", "restore", "talk"], ["backup", "restore", "--session", "talk", "--yes"]):
        chatbot(tmp_path, "session", "delete", "Talk")
        (gone,) = told(tmp_path, "session", "list", "--deleted")
        assert (gone["id"], gone["title"]) == (session, "Talk")
        assert gone["kept_until"] > gone["deleted_at"]
        chatbot(tmp_path, *way)
    assert [one["id"] for one in told(tmp_path, "session", "list")] == [session]
    assert told(tmp_path, "session", "list", "--deleted") == []
    chatbot(tmp_path, "session", "restore", "no such", code=1)
    chatbot(tmp_path, "backup", "restore", "--file", "../profile.json", "--yes", code=1)
