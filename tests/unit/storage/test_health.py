"""`doctor`'s look at the files."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.domain.ids import new_id
from chatbot.domain.message import Message, Role
from chatbot.domain.session import Chapter, SessionMeta
from chatbot.domain.value import replace
from chatbot.storage.health import Level, examine, examine_backups
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


@pytest.mark.parametrize("size", [0, 300])
@pytest.mark.parametrize("which", ["newest", "oldest"])
def test_a_backup_that_is_cut_is_named_whichever_it_is(session: Path, tmp_path: Path, size: int, which: str) -> None:
    user = UserFiles.open(tmp_path, "Ana", lambda: NOW)
    made = [user.backups.create("test").path for _ in range(2)]
    user.close()
    assert examine_backups(tmp_path, "Ana", NOW) == ("newest backup 0 hours old", ())
    path = made[-1] if which == "newest" else made[0]
    os.truncate(path, size)
    age, (found,) = examine_backups(tmp_path, "Ana", NOW)
    assert (age, found.level, found.where) == ("newest backup 0 hours old", Level.BAD, path)
    for one in made:
        os.truncate(one, size)
    age, every = examine_backups(tmp_path, "Ana", NOW)
    assert age == "no backup that can be read" and {one.where for one in every} == {*made}


def test_a_folder_in_the_place_of_a_file_is_called_so(session: Path, tmp_path: Path) -> None:
    path = session.parent.parent / "memories.json"
    path.unlink()
    path.mkdir(0o755)
    found = [one for one in examine(tmp_path, "Ana") if one.where == path]
    assert [one.what for one in found] == ["is a folder where a file should be"] and "move it away" in found[0].hint


def test_folders_that_cannot_be_written_to_are_named(
    session: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def access(path: Path, mode: int) -> bool:
        return not (mode & os.W_OK and path == session)

    monkeypatch.setattr("chatbot.storage.health.os.access", access)
    (found,) = examine(tmp_path, "Ana")
    assert (found.level, found.where) == (Level.BAD, session) and "cannot be written" in found.what
