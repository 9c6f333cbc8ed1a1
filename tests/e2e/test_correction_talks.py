"""Whole conversations with the offline companion in which something is put right in natural words."""

import tomllib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from chatbot.assemble import Companion, assemble
from chatbot.config import Settings
from chatbot.domain.memory import Memory, Status
from chatbot.paths import Paths
from chatbot.persona.catalog import DEFAULT_PERSONA
from chatbot.session.session import Session

DATA = Path(__file__).parents[1] / "data/corrections/conversations.toml"
TALKS: list[dict[str, Any]] = tomllib.loads(DATA.read_text(encoding="utf-8"))["conversation"]
PRESENT = (Status.ACTIVE, Status.CONFLICT, Status.PENDING)

Opener = Callable[[], Companion]


@pytest.fixture
async def opener(tmp_path: Path) -> AsyncIterator[Opener]:
    opened: list[Companion] = []

    def make() -> Companion:
        companion = assemble(Settings(Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state"), "sam"))
        opened.append(companion)
        return companion

    yield make
    for companion in opened:
        await companion.close()


async def say(session: Session, line: str) -> str:
    trace = await session.send(line).wait()
    assert trace.failed is None
    assert trace.skipped == ()
    return trace.reply.text if trace.reply else ""


async def talk(lines: list[str], opener: Opener) -> Session:
    """Has the conversation; gives the session in which it ended."""
    on_disk = any(line.startswith("[") for line in lines)
    companion = opener()
    session = await companion.sessions.create(DEFAULT_PERSONA, private=not on_disk)
    for line in lines:
        if line == "[session]":
            session = await companion.sessions.create(DEFAULT_PERSONA)
        elif line == "[restart]":
            await companion.close()
            companion = opener()
            session = await companion.sessions.open(session.id)
        else:
            await say(session, line)
    return session


def slot_of(memory: Memory) -> str:
    return memory.slot.removeprefix("user.") if memory.attribute else "note"


@pytest.mark.parametrize("expected", TALKS, ids=lambda one: one["id"])
async def test_it_ends_with_the_right_value(expected: dict[str, Any], opener: Opener) -> None:
    session = await talk(expected["say"], opener)
    records = session.memories.everything().values()
    present = [memory for memory in records if memory.status in PRESENT]
    for slot, values in expected["now"].items():
        assert [memory.value or memory.text for memory in present if slot_of(memory) == slot] == values
    told_once = [change.before or change.after for entry in session.memories.journal() for change in entry.changes]
    for value in expected.get("past", ()):
        assert any(value in memory.text for memory in told_once if memory is not None)
    reply = await say(session, expected["ask"])
    if "told" in expected:
        assert expected["told"] in reply
    for value in (*expected.get("gone", ()), *(one for one in expected.get("past", ()) if one != expected.get("told"))):
        assert value not in reply


def test_there_are_enough() -> None:
    assert len(TALKS) >= 50
    assert len({one["id"] for one in TALKS}) == len(TALKS)
