"""The program is stopped between any two steps of a correction: it is done or not done, never half."""

import errno
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.domain.change import JournalEntry, Who
from chatbot.domain.ids import UlidSource
from chatbot.domain.memory import Memory, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.persona import MemoryLens
from chatbot.domain.records import records_of
from chatbot.domain.session import SessionMeta
from chatbot.domain.slots import Scope
from chatbot.domain.timeline import replayed
from chatbot.errors import StorageError
from chatbot.memory.book import MemoryBook
from chatbot.memory.extract import Focus, extract
from chatbot.memory.reconcile import Setting, reconcile
from chatbot.storage.user import UserFiles
from tests.faults import Cut

NOW = datetime(2026, 5, 13, 12, tzinfo=UTC)
Shape = list[tuple[str, Status, Scope, int, str]]
SESSION = UlidSource(lambda: 1)()


class Life:
    """One run of the program on a folder."""

    def __init__(self, folder: Path) -> None:
        self.system = Cut(None, errno.EIO, ("write", "fsync", "link", "unlink", "replace"), lasting=True)
        self.user = UserFiles.open(folder, "Ana", lambda: NOW, system=self.system)
        self.new_id = UlidSource()
        self.book = MemoryBook(self.user.memories, lambda: NOW, self.new_id)

    def say(self, text: str) -> "Future[JournalEntry]":
        message = Message(self.new_id(), SESSION, 0, 1, Role.USER, "p1", text, NOW)
        known = self.user.memories.readable(SESSION, "p1")
        candidates = extract(message, Focus(NOW, records_of(known), tuple(known.values())))
        changes = reconcile(candidates, known, MemoryLens(), Setting(NOW, self.new_id, SESSION, "p1", message))
        assert changes
        return self.user.memories.apply(JournalEntry(self.new_id(), NOW, Who.RULE, changes, SESSION, message.id))

    def end(self) -> None:
        self.system.calls = None
        self.user.close()


def of(life: Life, attribute: str) -> str:
    return next(one.id for one in life.user.memories.everything().values() if one.attribute == attribute)


CORRECTIONS: dict[str, Callable[[Life], "Future[JournalEntry]"]] = {
    "said": lambda life: life.say("My sister is called Maja, not Maya"),
    "edited": lambda life: life.book.edit(of(life, "family.sister"), value="Maja"),
    "forgotten": lambda life: life.book.forget([of(life, "family.sister"), of(life, "nickname")]),
    "merged": lambda life: life.book.merge([of(life, "home"), of(life, "nickname")], "one of both"),
    "moved": lambda life: life.book.move(of(life, "home"), Scope.SESSION),
    "undone": lambda life: life.book.undo(),
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what is going to be put right."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    life = Life(folder)
    life.user.library.create(SessionMeta(SESSION, "", "p1", NOW, NOW))
    for line in ("My sister is called Maya", "Maya lives in Hamburg", "just for this chat, call me Bo"):
        life.say(line).result()
    life.end()
    return folder


def held(life: Life) -> tuple[dict[str, Memory], int]:
    return dict(life.user.memories.everything()), len(life.user.memories.journal())


@pytest.mark.parametrize("name", CORRECTIONS)
def test_done_or_not_done(name: str, prepared: Path) -> None:
    steps, undone = _outcome(name, prepared, 0)
    steps, done = _outcome(name, prepared, None)
    assert done != undone
    for calls in range(steps):
        assert _outcome(name, prepared, calls)[1] in (done, undone)
    assert steps > 3  # a temporary file is written, synced, and put in place


def _outcome(name: str, prepared: Path, calls: int | None) -> tuple[int, Shape]:
    """Makes the correction with a program that dies after so many calls, and looks at it with the next one.

    Gives the number of calls that were made, and what the next program finds.
    """
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "data"
        shutil.copytree(prepared, folder)
        life = Life(folder)
        before = held(life)
        life.system.made, life.system.calls = 0, calls
        told: JournalEntry | None = None
        try:
            told = CORRECTIONS[name](life).result()
        except StorageError:
            assert calls is not None
        made = life.system.made
        _abandon(life)
        later = Life(folder)
        records, entries = held(later)
        assert replayed(later.user.memories.journal(), NOW) == records
        later.end()
        if told is not None:
            changed = {change.after.id: change.after for change in told.changes if change.after}
            assert (records, entries) == (before[0] | changed, before[1] + 1)
        return made, sorted((one.text, one.status, one.scope, one.version, one.check) for one in records.values())


def _abandon(life: Life) -> None:
    """The program dies: nothing more of it reaches the disk."""
    life.system.calls = 0
    life.system.made = 1
    try:
        life.user.close()
    except StorageError:
        return
