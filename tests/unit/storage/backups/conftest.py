"""A user with something of every kind, and how the contents of a folder are compared."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.session import Chapter, SessionMeta
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.storage.atomic import SYSTEM, System
from chatbot.storage.backups.files import present_files
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

Opened = Callable[..., UserFiles]
Fill = Callable[[UserFiles], str]
Contents = Callable[[Path], dict[str, str]]


class Time:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def later(self, **much: float) -> None:
        self.now += timedelta(**much)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def opened(tmp_path: Path, time: Time) -> Iterator[Opened]:
    """Opens Ana's files under a folder; whatever is still open at the end is closed."""
    every: list[UserFiles] = []

    def open_files(folder: Path = tmp_path, system: System = SYSTEM) -> UserFiles:
        every.append(UserFiles.open(folder, "Ana", time, system=system))
        return every[-1]

    yield open_files
    for files in every:
        files.close()


def say(session_id: str, text: str) -> Message:
    return Message(new_id(), session_id, 0, 1, Role.USER, "mara", text, NOW)


def remember(files: UserFiles, session_id: str, text: str, scope: Scope) -> None:
    record = Memory(new_id(), text, Kind.FACT, scope, session_id, "mara", "user", "", "", NOW, NOW, NOW)
    files.memories.apply(
        JournalEntry(new_id(), NOW, Who.USER, (Change(Op.ADD, None, record, ""),), session_id)
    ).result()


@pytest.fixture
def fill() -> Fill:
    """Makes two sessions, one of them deleted, with messages, memories, uses and a draft; gives the kept one."""

    def act(files: UserFiles) -> str:
        gone = files.library.create(SessionMeta(new_id(), "Gone", "mara", NOW, NOW))
        gone.append(say(gone.session_id, "farewell")).result()
        files.library.delete(gone.session_id).result()
        kept = files.library.create(SessionMeta(new_id(), "Walks", "mara", NOW, NOW))
        for number in range(260):
            kept.append(say(kept.session_id, f"m{number} \N{SNOWMAN}"))
        kept.keep_draft(replace(say(kept.session_id, "half"), state=MessageState.DRAFT)).result()
        chapter = Chapter(new_id(), "Snow", "It snowed.", 1, 260, NOW, NOW)
        kept.change_state(lambda state: replace(state, chapters=(chapter,))).result()
        remember(files, kept.session_id, "tea", Scope.USER)
        remember(files, kept.session_id, "blue", Scope.SESSION)
        files.memories.count_uses(tuple(files.memories.everything()))
        files.profile.set("theme", "dark").result()
        return kept.session_id

    return act


@pytest.fixture
def contents() -> Contents:
    """The SHA-256 of every file that a backup holds, by its path inside a user's folder."""

    def act(folder: Path) -> dict[str, str]:
        return {one: hashlib.sha256((folder / one).read_bytes()).hexdigest() for one in present_files(folder)}

    return act
