"""`doctor`'s look at the files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.domain.ids import new_id
from chatbot.domain.message import Message, Role
from chatbot.domain.session import Chapter, SessionMeta
from chatbot.domain.value import replace
from chatbot.storage.health import Level, examine
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def session(tmp_path: Path) -> Path:
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.create(SessionMeta(new_id(), "", "mara", NOW, NOW))
    for number in range(300):
        files.append(Message(new_id(), files.session_id, 0, 1, Role.USER, "mara", f"m{number}", NOW))
    chapter = Chapter(new_id(), "Snow", "It snowed.", 1, 260, NOW, NOW)
    files.change_state(lambda state: replace(state, chapters=(chapter,))).result()
    user.library.sessions()
    user.close()
    return user.folder / "sessions" / files.session_id


def test_nothing_to_find(session: Path, tmp_path: Path) -> None:
    assert examine(tmp_path, "Ana") == ()
    assert examine(tmp_path, "Nobody") == ()


@pytest.mark.parametrize(
    ("name", "what", "level"),
    [
        ("messages-0001.json", "checksum", Level.BAD),
        ("session.json", "checksum", Level.BAD),
        ("chapters.json", "checksum", Level.BAD),
        ("../../profile.json", "checksum", Level.BAD),
        ("../../index.json", "checksum", Level.NOTE),
    ],
)
def test_a_damaged_file_is_named(session: Path, tmp_path: Path, name: str, what: str, level: Level) -> None:
    path = (session / name).resolve()
    data = bytearray(path.read_bytes())
    data[-9] ^= 1
    path.write_bytes(data)
    before = {one: one.stat().st_mtime_ns for one in tmp_path.rglob("*")}
    (found,) = examine(tmp_path, "Ana")
    assert (found.level, found.where) == (level, path)
    assert what in found.what
    assert {one: one.stat().st_mtime_ns for one in tmp_path.rglob("*")} == before


def test_leftovers_rights_links_and_gaps_are_named(session: Path, tmp_path: Path) -> None:
    (session / "session.json.tmp").write_text("{}")
    (session / "session.json.tmp").chmod(0o600)
    (session / "strange.txt").touch(0o600)
    (session / "messages-0002.json").chmod(0o644)
    (session / "messages-0001.json").unlink()
    (session / "draft.json").symlink_to(tmp_path)
    session.chmod(0o755)
    found = {finding.where.name: finding for finding in examine(tmp_path, "Ana")}
    assert found["session.json.tmp"].level is Level.NOTE
    assert found["strange.txt"].level is Level.NOTE
    assert "others" in found["messages-0002.json"].what
    assert "missing" in found["messages-0001.json"].what
    assert "others" in found[session.name].what
    assert "draft.json" in found
    assert all(finding.hint for finding in found.values())
