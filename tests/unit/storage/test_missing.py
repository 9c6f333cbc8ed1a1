"""Files that somebody took away: noticed, brought back, told in one line; nothing is quietly begun anew instead."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, Role
from chatbot.domain.session import SessionMeta
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.errors import StorageGone
from chatbot.storage import heads, memory_log
from chatbot.storage.backups.archive import Archive
from chatbot.storage.health import examine
from chatbot.storage.layout import user_folder
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SAID = 10


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a session with three pages of messages, and two pages of memories."""
    monkeypatch.setattr("chatbot.storage.messages.PAGE_MESSAGES", 4)
    monkeypatch.setattr(memory_log, "PAGE_BYTES", 2000)
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.create(SessionMeta(new_id(), "Walks", "mara", NOW, NOW))
    for number in range(SAID):
        files.append(Message(new_id(), files.session_id, 0, number, Role.USER, "mara", f"m{number}", NOW)).result()
    for number in range(6):
        record = Memory(
            new_id(), f"tea {number}", Kind.FACT, Scope.USER, files.session_id, "mara", "user", "", "", NOW, NOW, NOW
        )
        user.memories.apply(
            JournalEntry(new_id(), NOW, Who.USER, (Change(Op.ADD, None, record, ""),), files.session_id)
        ).result()
    for _ in range(2):
        files.change_state(lambda state: replace(state, meta=replace(state.meta, turns=SAID))).result()
    user.close()
    return user.folder / "sessions" / files.session_id


def last(folder: Path, pattern: str) -> Path:
    return sorted(folder.glob(pattern))[-1]


def read(data: Path) -> tuple[list[str], int, str, tuple[str, ...]]:
    user = UserFiles.open(data, "Ana")
    try:
        (meta,) = user.library.sessions()
        texts = [one.text for one in user.library.open(meta.id).messages()]
        memories = len(user.memories.everything())
        return texts, memories, user.profile.user, user.problems
    finally:
        user.close()


FILES: dict[str, Callable[[Path], Path]] = {
    "the last page of messages": lambda session: last(session, "messages-*.json"),
    "the first page of messages": lambda session: session / "messages-0001.json",
    "the last page of memories": lambda session: last(session.parent.parent, "memories-*.json"),
    "the first page of memories": lambda session: session.parent.parent / "memories.json",
    "the session": lambda session: session / "session.json",
    "the profile": lambda session: session.parent.parent / "profile.json",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_whose_version_before_is_there_comes_back_with_a_line(tmp_path: Path, session: Path, name: str) -> None:
    if name == "the profile":
        user = UserFiles.open(tmp_path, "Ana")
        user.profile.set("theme", "dark").result()
        user.close()
    before = read(tmp_path)
    assert before[3] == () and len(before[0]) == SAID and before[1] == 6
    path = FILES[name](session)
    path.unlink()
    found = [one for one in examine(tmp_path, "Ana") if one.where == path]
    assert [one.what for one in found] == ["is missing"] and "start chatbot" in found[0].hint
    after = read(tmp_path)
    assert [line.startswith(f"{path} was missing: the version before was taken") for line in after[3]] == [True]
    assert path.exists() and before[1] - 1 <= after[1] <= before[1] and after[2] == "Ana"
    assert len(before[0]) - len(after[0]) <= 1 and {*after[0]} < {*before[0], ""}
    assert read(tmp_path)[3] == () and not examine(tmp_path, "Ana")


@pytest.mark.parametrize("name", ["the session", "the first page of memories", "the profile"])
def test_a_file_that_is_gone_with_its_version_before_comes_from_the_backup(
    tmp_path: Path, session: Path, name: str
) -> None:
    user = UserFiles.open(tmp_path, "Ana")
    user.backups.create("test")
    user.close()
    path = FILES[name](session)
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink()
    texts, memories, _, problems = read(tmp_path)
    assert (len(texts), memories) == (SAID, 6) and "taken from the backup" in problems[0] and len(problems) == 1


def test_pages_that_are_all_gone_come_from_the_backup_where_the_session_says_that_something_was_said(
    tmp_path: Path, session: Path
) -> None:
    for page in (2, 3):
        for one in session.glob(f"messages-000{page}*"):
            one.unlink()
    user = UserFiles.open(tmp_path, "Ana")
    user.backups.create("test")
    user.close()
    for one in session.glob("messages-*"):
        one.unlink()
    texts, _, _, problems = read(tmp_path)
    assert texts == ["m0", "m1", "m2", "m3"] and "taken from the backup" in problems[0]


def test_a_session_whose_pages_are_gone_for_good_goes_on(tmp_path: Path, session: Path) -> None:
    for one in session.glob("messages-*"):
        one.unlink()
    assert read(tmp_path)[0] == []
    user = UserFiles.open(tmp_path, "Ana")
    user.library.open(session.name).append(
        Message(new_id(), session.name, 0, 99, Role.USER, "mara", "Go on", NOW)
    ).result()
    user.close()
    assert read(tmp_path)[0] == ["Go on"]


def test_a_session_that_is_gone_but_for_its_messages_is_still_listed(tmp_path: Path, session: Path) -> None:
    for one in session.glob("session.json*"):
        one.unlink()
    texts, _, _, problems = read(tmp_path)
    assert len(texts) == SAID and len(problems) == 1 and "is missing, and no backup has it" in problems[0]


def test_profile_and_memories_are_not_begun_anew_where_sessions_are(tmp_path: Path, session: Path) -> None:
    for one in [*session.parent.parent.glob("profile.json*"), *session.parent.parent.glob("memories*")]:
        one.unlink()
    with pytest.raises(StorageGone, match=r"profile\.json"):
        UserFiles.open(tmp_path, "Ana")
    assert not (user_folder(tmp_path, "Ana") / "memories.json").exists()


def test_what_a_restore_takes_away_does_not_come_back_by_its_version_before(tmp_path: Path, session: Path) -> None:
    for one in session.glob("messages-0003*"):
        one.rename(tmp_path / one.name)
    user = UserFiles.open(tmp_path, "Ana")
    earlier = user.backups.create("test")
    (tmp_path / "messages-0003.json.bak").rename(session / "messages-0003.json.bak")
    user.backups.restore(earlier.id)
    user.close()
    with Archive(earlier.path) as archive:
        assert not any(name.endswith("0003.json") for name in archive.manifest.files)
    texts, _, _, problems = read(tmp_path)
    assert texts == [f"m{number}" for number in range(8)] and problems == ()


def test_names_of_pages_are_known_by_the_version_before_too() -> None:
    names = ["messages-0002.json.bak", "messages-0001.json", "session.json.bak"]
    assert heads.numbers_in(names) == ([1], [2])
