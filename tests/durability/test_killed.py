"""Whole programs that chat, correct, back up and grow a page, killed at any moment, or two of them at once."""

import asyncio
import contextlib
import os
import random
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NoReturn

import pytest

from chatbot.assemble import Companion, assemble
from chatbot.config import load_settings
from chatbot.domain.message import Message, MessageState, Role
from chatbot.errors import MemoryRefused
from chatbot.paths import Paths
from chatbot.session.base import saved
from chatbot.session.events import TurnCommitted, TurnStarted

KILLS = int(os.environ.get("CHATBOT_TEST_KILLS", "12"))
"""How many programs are killed; a thousand before a release."""

TURNS = int(os.environ.get("CHATBOT_TEST_TURNS", "12"))
"""How many turns each of two programs has; a thousand before a release."""

FACTS = (
    "My dog is called {name}",
    "I live in {name}",
    "no, it's {name}",
    "I like {name}",
    "what's my dog's name?",
    "remember that {name} owes me a book",
    "My sister {name} visits on Friday",
    "thanks",
)
NAMES = ("Biscuit", "Bella", "Porto", "Utrecht", "Robin", "Maya", "Otto", "Ines", "Lisbon", "Rex")


def companion_of(home: Path) -> Companion:
    paths = Paths(home / "data", home / "config", home / "state")
    return assemble(load_settings(paths, user="ana", backend="offline"))


async def chat(out: IO[str], home: Path, session_id: str, seed: str, turns: int) -> None:
    """Talks; says what is saved, as the screen does: the user's words first, then the reply."""
    chance = random.Random(seed)
    companion = companion_of(home)
    session = await companion.sessions.open(session_id)
    done = 0
    while done < turns:
        done += 1
        text = chance.choice(FACTS).format(name=chance.choice(NAMES)) + f" ({seed}.{done})"
        stream = session.send(text)
        async for event in stream:
            match event:
                case TurnStarted(message=message) | TurnCommitted(message=message):
                    print("has", message.id, file=out, flush=True)
                case _:
                    pass
        known = sorted(companion.files.memories.everything().values(), key=lambda one: one.id)
        if known and chance.random() < 0.4:
            one = chance.choice(known)
            with contextlib.suppress(MemoryRefused):  # the other program changed it meanwhile
                entry = await saved(companion.book.pin(one.id, not one.pinned))
                print("entry", entry.id, file=out, flush=True)
        if chance.random() < 0.1:
            made = await asyncio.to_thread(companion.files.backups.create, "asked for")
            print("backup", made.id, file=out, flush=True)
    await companion.close()


def for_ever(out: IO[str], home: Path, session_id: str, seed: str) -> None:
    asyncio.run(chat(out, home, session_id, seed, 1_000_000))


def for_a_while(out: IO[str], home: Path, session_id: str, seed: str) -> None:
    asyncio.run(chat(out, home, session_id, seed, TURNS))


Act = Callable[[IO[str], Path, str, str], None]


def start(act: Act, home: Path, session_id: str, seed: str) -> tuple[int, IO[str]]:
    """A process of its own that does something, and what it says."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be(act, writing, home, session_id, seed)
    os.close(writing)
    return child, os.fdopen(reading, encoding="utf-8")


def _be(act: Act, writing: int, home: Path, session_id: str, seed: str) -> NoReturn:
    code = 1
    try:
        with os.fdopen(writing, "w", encoding="utf-8") as out:
            act(out, home, session_id, seed)
        code = 0
    finally:
        os._exit(code)


@pytest.fixture
def session_id(tmp_path: Path) -> str:
    """A session whose first page of messages is nearly full."""

    async def begin() -> str:
        companion = companion_of(tmp_path)
        session = await companion.sessions.create("plain")
        now = datetime(2026, 3, 1, tzinfo=UTC)
        for number in range(245):
            said = Message(f"{number:026d}", session.id, 0, number, Role.USER, "plain", f"before {number}", now)
            session.files.append(said)
        await companion.close()
        return session.id

    return asyncio.run(begin())


class Promises:
    """What was said to be saved."""

    def __init__(self) -> None:
        self.messages: set[str] = set()
        self.entries: set[str] = set()
        self.backups: list[str] = []

    def hear(self, line: str) -> None:
        word, _, what = line.strip().partition(" ")
        if word == "has":
            self.messages.add(what)
        elif word == "entry":
            self.entries.add(what)
        elif word == "backup":
            self.backups.append(what)

    async def check(self, home: Path, session_id: str) -> None:
        companion = companion_of(home)
        try:
            assert companion.problems == ()
            session = await companion.sessions.open(session_id)
            messages = session.files.messages(limit=100_000)
            present = {message.id for message in messages}
            assert len(present) == len(messages) == session.files.count()
            assert [message.seq for message in messages] == list(range(1, len(messages) + 1))
            assert self.messages <= present
            assert all(message.state is not MessageState.DRAFT for message in messages)
            assert self.entries <= {entry.id for entry in companion.files.memories.journal()}
            kept = {backup.id for backup in companion.files.backups.list()}
            assert set(self.backups[-1:]) <= kept
            assert companion.problems == ()
        finally:
            await companion.close()


def test_a_killed_chat_loses_nothing_that_was_saved(tmp_path: Path, session_id: str) -> None:
    chance = random.Random(5)
    promises = Promises()
    for number in range(KILLS):
        child, out = start(for_ever, tmp_path, session_id, str(number))
        lines = [out.readline() for _ in range(chance.randint(1, 12))]
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines += [line for line in out.readlines() if line.endswith("\n")]
        out.close()
        for line in lines:
            promises.hear(line)
        asyncio.run(promises.check(tmp_path, session_id))
        assert not list(tmp_path.rglob("*.tmp"))
    print(
        f"{KILLS} kills, {len(promises.messages)} messages, {len(promises.entries)} edits, "
        f"{len(promises.backups)} backups"
    )
    assert len(promises.messages) > KILLS


def test_two_programs_chat_in_one_session_and_lose_nothing(tmp_path: Path, session_id: str) -> None:
    promises = Promises()
    programs = [start(for_a_while, tmp_path, session_id, seed) for seed in ("one", "two")]
    codes = []
    for child, out in programs:
        for line in out:
            promises.hear(line)
        codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        out.close()
    assert codes == [0, 0]
    asyncio.run(promises.check(tmp_path, session_id))
    assert len(promises.messages) == 2 * 2 * TURNS
    print(f"{2 * TURNS} turns, {len(promises.messages)} messages, {len(promises.entries)} edits")
