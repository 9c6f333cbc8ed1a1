"""Several programs on one user's files, and programs that are killed."""

import os
import random
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, NoReturn

import pytest

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import UlidSource, new_id
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.session import SessionMeta
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.storage.atomic import System, read_head
from chatbot.storage.memory_log import MemoryLog
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, tzinfo=UTC)
KILLS = int(os.environ.get("CHATBOT_TEST_KILLS", "30"))
"""How many programs are killed; thousands before a release."""

ROUNDS = int(os.environ.get("CHATBOT_TEST_ROUNDS", "25"))
"""How many times each of two programs writes a message, a memory and the state."""


def say(session_id: str, text: str) -> Message:
    return Message(UlidSource()(), session_id, 0, 1, Role.USER, "mara", text, NOW)


def entry(before: Memory | None, after: Memory) -> JournalEntry:
    change = Change(Op.MOVE if before else Op.ADD, before, after, "")
    return JournalEntry(UlidSource()(), NOW, Who.USER, (change,), after.session_id)


def memory(session_id: str, text: str, scope: Scope = Scope.USER) -> Memory:
    return Memory(UlidSource()(), text, Kind.FACT, scope, session_id, "mara", "user", "", "", NOW, NOW, NOW)


def write_rounds(out: IO[str], folder: Path, session_id: str, name: str) -> None:
    user = UserFiles.open(folder, "Ana")
    files = user.library.open(session_id)
    for number in range(ROUNDS):
        files.append(say(session_id, f"{name} {number}")).result()
        user.memories.apply(entry(None, memory(session_id, f"{name} {number}"))).result()
        files.change_state(lambda state: replace(state, meta=replace(state.meta, turns=state.meta.turns + 1))).result()
    user.close()


def work_for_ever(out: IO[str], folder: Path, session_id: str, seed: str) -> None:
    """Random work; says after each write what must be there from now on."""
    chance = random.Random(int(seed))
    user = UserFiles.open(folder, "Ana")
    files = user.library.open(session_id)
    while True:
        kind = chance.choice(["add", "add", "add", "edit", "remove", "remember", "move", "state", "draft"])
        messages = files.messages(limit=5)
        known = sorted(user.memories.readable(session_id, "mara").values(), key=lambda one: one.id)
        if kind == "add" or not messages:
            done = files.append(say(session_id, "x" * chance.randint(1, 5000))).result()
            print("has", done.id, done.version, file=out, flush=True)
        elif kind == "edit":
            old = chance.choice(messages)
            done = files.replace(replace(old, text=old.text[::-1] + "!", version=old.version + 1)).result()
            print("has", done.id, done.version, file=out, flush=True)
        elif kind == "remove":
            gone = chance.choice(messages)
            print("may", gone.id, file=out, flush=True)
            files.remove((gone.id,)).result()
        elif kind == "draft":
            files.keep_draft(replace(say(session_id, "half a"), state=MessageState.DRAFT)).result()
        elif kind == "state":
            after = files.change_state(lambda s: replace(s, meta=replace(s.meta, turns=s.meta.turns + 1))).result()
            print("turns", after.meta.turns, file=out, flush=True)
        elif kind == "remember" or not known:
            fresh = memory(session_id, "y", chance.choice(list(Scope)))
            user.memories.apply(entry(None, fresh)).result()
            print("knows", fresh.id, 1, file=out, flush=True)
        else:
            before = chance.choice(known)
            moved = replace(before, version=before.version + 1, scope=chance.choice(list(Scope)))
            user.memories.apply(entry(before, moved)).result()
            print("knows", moved.id, moved.version, file=out, flush=True)


def start(act: Callable[[IO[str], Path, str, str], None], *arguments: object) -> tuple[int, IO[str]]:
    """A process of its own that does something, and what it says."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be(act, writing, *arguments)
    os.close(writing)
    return child, os.fdopen(reading, encoding="utf-8")


def _be(act: Callable[..., None], writing: int, *arguments: object) -> NoReturn:
    try:
        with os.fdopen(writing, "w", encoding="utf-8") as out:
            act(out, *arguments)
    finally:
        os._exit(0)


@pytest.fixture
def session_id(tmp_path: Path) -> str:
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.create(SessionMeta(new_id(), "", "mara", NOW, NOW))
    user.close()
    return files.session_id


def test_two_programs_lose_nothing(tmp_path: Path, session_id: str) -> None:
    programs = [start(write_rounds, tmp_path, session_id, name) for name in ("one", "two")]
    user = UserFiles.open(tmp_path, "Ana")
    files = user.library.open(session_id)
    for child, out in programs:
        os.waitpid(child, 0)
        out.close()
    expected = sorted(f"{name} {number}" for name in ("one", "two") for number in range(ROUNDS))
    messages = files.messages(limit=100_000)
    assert sorted(message.text for message in messages) == expected
    assert [message.seq for message in messages] == list(range(1, 2 * ROUNDS + 1))
    assert sorted(one.text for one in user.memories.everything().values()) == expected
    assert files.state().meta.turns == 2 * ROUNDS
    assert user.problems == ()
    user.close()


class Promises:
    """What killed programs said must be there."""

    def __init__(self) -> None:
        self.has: dict[str, int] = {}
        self.may_be_gone: set[str] = set()
        self.knows: dict[str, int] = {}
        self.turns = 0

    def hear(self, line: str) -> None:
        word, *values = line.split() if line.endswith("\n") else [""]
        if word == "has":
            self.has[values[0]] = int(values[1])
        elif word == "may":
            self.may_be_gone.add(values[0])
        elif word == "knows":
            self.knows[values[0]] = int(values[1])
        elif word == "turns":
            self.turns = int(values[0])

    def check(self, user: UserFiles, session_id: str) -> None:
        files = user.library.open(session_id)
        messages = files.messages(limit=100_000)
        present = {message.id: message.version for message in messages}
        known = user.memories.everything()
        assert len(present) == len(messages) == files.count()
        assert all(present[one] >= version for one, version in self.has.items() if one not in self.may_be_gone)
        assert all(known[one].version >= version for one, version in self.knows.items())
        assert files.state().meta.turns >= self.turns
        assert all(message.state is not MessageState.DRAFT for message in messages)
        assert user.problems == ()


def test_a_killed_program_loses_nothing_that_was_saved(tmp_path: Path, session_id: str) -> None:
    chance = random.Random(7)
    promises = Promises()
    for number in range(KILLS):
        child, out = start(work_for_ever, tmp_path, session_id, str(number))
        lines = [out.readline() for _ in range(chance.randint(1, 12))]
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines += out.readlines()
        out.close()
        for line in lines:
            promises.hear(line)
        user = UserFiles.open(tmp_path, "Ana")
        promises.check(user, session_id)
        assert not list(tmp_path.rglob("*.tmp"))
        user.close()
    assert len(promises.has) > KILLS


def test_a_memory_that_moves_while_it_is_read_is_not_missing(
    tmp_path: Path, session_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = UserFiles.open(tmp_path, "Ana"), UserFiles.open(tmp_path, "Ana")
    records = MemoryLog.records
    answers: list[Callable[[], Mapping[str, Memory]]] = [
        one.memories.everything,
        lambda: one.memories.readable(session_id, "mara"),
    ]
    for answer in answers:
        narrow = memory(session_id, "tea", Scope.SESSION)
        two.memories.apply(entry(None, narrow)).result()
        assert answer()[narrow.id] == narrow
        wide = replace(narrow, scope=Scope.USER, version=2)

        move = partial(two.memories.apply, entry(narrow, wide))

        def moved_meanwhile(log: MemoryLog, move: Callable[[], Future[JournalEntry]] = move) -> dict[str, Memory]:
            found = records(log)
            monkeypatch.setattr(MemoryLog, "records", records)
            move().result()
            return found

        monkeypatch.setattr(MemoryLog, "records", moved_meanwhile)
        assert answer()[narrow.id] == wide
    one.close()
    two.close()


def test_a_head_that_is_read_while_another_program_writes_is_not_believed(
    tmp_path: Path, session_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = UserFiles.open(tmp_path, "Ana"), UserFiles.open(tmp_path, "Ana")
    mine, theirs = one.library.open(session_id), two.library.open(session_id)
    mine.append(say(session_id, "1")).result()
    theirs.append(say(session_id, "2")).result()

    def written_meanwhile(path: Path, size: int, system: System) -> bytes:
        head = read_head(path, size, system)
        monkeypatch.setattr("chatbot.storage.messages.read_head", read_head)
        theirs.append(say(session_id, "3")).result()
        return head

    monkeypatch.setattr("chatbot.storage.messages.read_head", written_meanwhile)
    assert mine.count() == 3
    mine.append(say(session_id, "4")).result()
    assert [message.text for message in mine.messages()] == ["1", "2", "3", "4"]
    one.close()
    two.close()
