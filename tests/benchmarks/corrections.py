"""Times what corrections compute on 10,000 memories: the store as of a moment, what if, and repair. Asserts nothing.

    python tests/benchmarks/corrections.py

Every figure stands beside a floor on the same machine, a plain copy of a dictionary of as many records, because
milliseconds alone say more about the machine than about the program. The model's own time is no part of any.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from chatbot.assemble import Companion, assemble
from chatbot.config import Settings
from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import UlidSource
from chatbot.domain.memory import USER_SUBJECT, Memory, Source, Status
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.paths import Paths
from chatbot.session.repair import affected
from chatbot.session.session import Session
from chatbot.session.supposing import Supposition, composed_as_if, recalled_as_of

MEMORIES, EDITED, CONFIRMED, ROUNDS, BATCH = 10_000, 200, 1_000, 15, 50
START = datetime(2024, 1, 1, tzinfo=UTC)
SLOTS = ("", "likes", "owns", "friend")


def word(chance: random.Random) -> str:
    """One of some thousand words, the first ones often."""
    rank = int(3000 ** chance.random()) * 7919
    return "".join(chr(97 + rank // 12**place % 12) for place in range(6))


def record(number: int, chance: random.Random, session_id: str, ids: Callable[[], str]) -> Memory:
    at = START + timedelta(hours=number)
    value = f"{word(chance)} {word(chance)}"
    text = f"User knows {value} and {' '.join(word(chance) for _ in range(5))}"
    source = Source(session_id, f"m{number}", text)
    return Memory(
        ids(), text, Kind.FACT, Scope.USER, session_id, "plain", USER_SUBJECT, SLOTS[number % 4], value, at, at, at,
        source=source,
    )  # fmt: skip


def fill(companion: Companion, session_id: str) -> None:
    """Memories learnt over a year; some were put right since, and more were said again."""
    chance, ids, store = random.Random(7), UlidSource(), companion.files.memories
    made = [record(number, chance, session_id, ids) for number in range(MEMORIES)]
    edits = [(one, replace(one, text=f"{one.text} {word(chance)}", version=2)) for one in made[:: MEMORIES // EDITED]]
    again = [(one, replace(one, confidence=0.9, version=2)) for one in made[1 :: MEMORIES // CONFIRMED]]
    changes = [Change(Op.ADD, None, one, "you said so") for one in made]
    changes += [Change(Op.EDIT, old, new, "you put it right") for old, new in edits]
    changes += [Change(Op.REINFORCE, old, new, "you said it again") for old, new in again]
    for first in range(0, len(changes), BATCH):
        at = START + timedelta(hours=first)
        store.apply(JournalEntry(ids(), at, Who.RULE, tuple(changes[first : first + BATCH]))).result()


async def timed(name: str, act: Callable[[], Awaitable[object]], floor: float) -> None:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        await act()
        taken.append((time.perf_counter() - started) * 1000.0)
    first, rest = taken[0], sorted(taken[1:])
    print(
        f"{name:<52} first {first:8.1f} ms   p50 {rest[len(rest) // 2]:7.1f} ms   max {rest[-1]:7.1f} ms"
        f"   p50/floor {rest[len(rest) // 2] / floor:7.1f}"
    )


async def now_of(value: object) -> object:
    return value


async def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        companion = assemble(Settings(Paths(folder / "data", folder / "config", folder / "state"), "sam"))
        session = await companion.sessions.create("plain")
        fill(companion, session.id)
        print(f"{MEMORIES} memories, {EDITED} of them put right and {CONFIRMED} said again")
        for line in ("I live in Porto", "I love jazz", "Where do I live?"):
            await session.send(line).wait()
        await measure(companion, session)
        await companion.close()


async def measure(companion: Companion, session: Session) -> None:
    book, store = companion.book, companion.files.memories
    home = next(one for one in store.everything().values() if one.attribute == "home" and one.status is Status.ACTIVE)
    asked = session.files.messages()[-2]
    everything = dict(store.everything())
    started = time.perf_counter()
    for _ in range(ROUNDS):
        dict(everything)
    floor = (time.perf_counter() - started) * 1000.0 / ROUNDS
    print(f"floor: copy of a dictionary of {len(everything)} records {floor:.3f} ms")
    half, late = START + timedelta(hours=MEMORIES // 2), datetime.now(UTC) - timedelta(seconds=1)
    await timed("as of a moment (first: the journal from the disk)", lambda: now_of(book.as_of(half)), floor)
    for label, moment in (("half of it then", half), ("nearly all of it", late)):
        then = book.as_of(moment)
        await timed(f"recalled as of, {label}", partial(recalled_as_of, session, then, moment, asked.text), floor)
    for label, supposed in (
        ("without a memory", Supposition(without=(home.id,))),
        ("with one put right", Supposition(instead=((home.id, "User lives in Lisbon"),))),
        ("another persona", Supposition(persona_id="mara")),
    ):
        await timed(f"what if, {label} (request)", partial(composed_as_if, session, asked, supposed), floor)
    await session.send("no, I live in Lisbon").wait()
    await timed("repair: who told it wrong", lambda: affected(companion.sessions, store, home.id), floor)


if __name__ == "__main__":
    asyncio.run(main())
