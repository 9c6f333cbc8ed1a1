"""Times what corrections compute on 10,000 memories and a journal of years: as of a moment, what if, repair, tidying.

    python tests/benchmarks/corrections.py
    python tests/benchmarks/corrections.py --store FOLDER

Every figure is of a fresh process each: the first call in it, once the session is open and its index filled, and the
middle of later ones. Each stands beside a floor on the same machine, because milliseconds alone say more about the
machine than about the program: copying a dictionary of as many records, and reading the bytes of every page. The
disk's own cache is warm; the model's time is no part of any. Asserts nothing.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from chatbot.assemble import Companion, assemble
from chatbot.collecting import collect_seldom
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

MEMORIES, ENTRIES, TOGETHER, ROUNDS = 10_000, 20_000, 256, 11
EVERY = timedelta(minutes=30)
START = datetime(2024, 1, 1, tzinfo=UTC)
SLOTS = ("", "likes", "owns", "friend")
DEEDS = ((Op.REINFORCE, 60), (Op.EDIT, 15), (Op.SUPERSEDE, 12), (Op.FORGET, 5), (Op.PIN, 4), (Op.RESTORE, 4))
"""What is done with a memory after it was learnt, of a hundred times."""


def word(chance: random.Random) -> str:
    """One of some thousand words, the first ones often."""
    rank = int(3000 ** chance.random()) * 7919
    return "".join(chr(97 + rank // 12**place % 12) for place in range(6))


class Life:
    """A journal of years in the order in which it was written: half of it learns, half changes what is known.

    Args:
        session_id: where everything was said.
        chance: draws what happens.
    """

    def __init__(self, session_id: str, chance: random.Random) -> None:
        self._session_id = session_id
        self._chance = chance
        self._known: list[Memory] = []
        self._entries = 0
        milliseconds = int(START.timestamp() * 1000)
        self._ids = UlidSource(lambda: milliseconds + self._entries * int(EVERY.total_seconds() * 1000))

    def entry(self) -> JournalEntry:
        """The next change set."""
        self._entries += 1
        at = START + EVERY * self._entries
        behind = self._entries > ENTRIES * len(self._known) / MEMORIES
        changes = self._learnt(at) if behind or not self._known else self._changed(at)
        return JournalEntry(self._ids(), at, Who.RULE, changes, self._session_id, f"m{self._entries}")

    def _learnt(self, at: datetime, supersedes: str = "") -> tuple[Change, ...]:
        value = f"{word(self._chance)} {word(self._chance)}"
        text = f"User knows {value} and {' '.join(word(self._chance) for _ in range(5))}"
        memory = Memory(
            self._ids(), text, Kind.FACT, Scope.USER, self._session_id, "plain", USER_SUBJECT,
            SLOTS[len(self._known) % 4], value, at, at, at, source=Source(self._session_id, f"m{self._entries}", text),
            supersedes=supersedes,
        )  # fmt: skip
        self._known.append(memory)
        return (Change(Op.ADD, None, self._known[-1], "you said so"),)

    def _changed(self, at: datetime) -> tuple[Change, ...]:
        (op,) = self._chance.choices([op for op, _ in DEEDS], [share for _, share in DEEDS])
        place = self._chance.randrange(len(self._known))
        old = self._known[place]
        every: dict[Op, dict[str, Any]] = {
            Op.REINFORCE: {"confidence": 0.9},
            Op.EDIT: {"text": f"{old.text} {word(self._chance)}"},
            Op.SUPERSEDE: {"status": Status.SUPERSEDED, "valid_until": at},
            Op.FORGET: {"status": Status.FORGOTTEN},
            Op.PIN: {"pinned": not old.pinned and self._chance.random() < 0.05},
            Op.RESTORE: {"status": Status.ACTIVE, "valid_until": None},
        }
        changes = self._learnt(at, supersedes=old.id) if op is Op.SUPERSEDE else ()
        heir = {"superseded_by": self._known[-1].id} if op is Op.SUPERSEDE else {}
        self._known[place] = replace(old, version=old.version + 1, updated_at=at, **every[op], **heir)
        return (*changes, Change(op, old, self._known[place], "you put it right"))


async def made(folder: Path) -> None:
    """Fills a store."""
    companion = opened(folder)
    session = await companion.sessions.create("plain")
    for line in ("I live in Porto", "I love jazz", "Where do I live?", "no, I live in Lisbon", "Where do I live?"):
        await session.send(line).wait()
    life = Life(session.id, random.Random(7))
    for _ in range(0, ENTRIES, TOGETHER):
        for future in [companion.files.memories.apply(life.entry()) for _ in range(TOGETHER)]:
            future.result()
    await companion.close()


def opened(folder: Path) -> Companion:
    """The program on a store, as far as it runs without a screen."""
    return assemble(Settings(Paths(folder / "data", folder / "config", folder / "state"), "sam"))


def pages_of(folder: Path) -> list[Path]:
    """The files that hold memories."""
    return sorted(folder.glob("data/**/memories*.json"))


async def now_of(act: Callable[[], object]) -> object:
    """What a plain function gives."""
    return act()


def deeds(companion: Companion, session: Session) -> dict[str, Callable[[], Awaitable[object]]]:
    """What is measured, by name."""
    book, store = companion.book, companion.files.memories
    home = next(one for one in store.everything().values() if one.attribute == "home" and one.status is Status.ACTIVE)
    asked = session.files.messages()[-2]
    moments = {share: START + EVERY * int(ENTRIES * share) for share in (0.05, 0.5, 0.95)}

    async def recalled(moment: datetime) -> object:
        return await recalled_as_of(session, book.as_of(moment), moment, asked.text)

    found: dict[str, Callable[[], Awaitable[object]]] = {}
    for share, moment in moments.items():
        found[f"list as of, {share:.0%} of the journal"] = partial(now_of, partial(book.as_of, moment))
    for share, moment in moments.items():
        found[f"recall as of, {share:.0%} of the journal"] = partial(recalled, moment)
    for label, supposed in (
        ("without a memory", Supposition(without=(home.id,))),
        ("with one put right", Supposition(instead=((home.id, "User lives in Braga"),))),
        ("another persona", Supposition(persona_id="mara")),
    ):
        found[f"what if, {label} (request)"] = partial(composed_as_if, session, asked, supposed)
    found["repair: who was told it wrong"] = partial(affected, companion.sessions, store, home.id)
    found["tidying: the plan"] = partial(now_of, companion.tidier().plan)
    return found


async def measure(folder: Path, name: str) -> None:
    """Prints CPU and clock milliseconds of the first call, the middle of the later ones, and the floors, as JSON."""
    companion = opened(folder)
    (meta,) = companion.sessions.all()
    session = await companion.sessions.open(meta.id)
    await companion.sessions.recollection.settled()
    collect_seldom()  # as the screen has it
    act = deeds(companion, session)[name]
    taken, clocks = [], []
    for _ in range(ROUNDS):
        clock, started = time.perf_counter(), time.process_time()
        await act()
        taken.append((time.process_time() - started) * 1000.0)
        clocks.append((time.perf_counter() - clock) * 1000.0)
    records = dict(companion.files.memories.everything())
    started = time.process_time()
    dict(records)
    copied = (time.process_time() - started) * 1000.0
    started = time.process_time()
    for path in pages_of(folder):
        path.read_bytes()
    reading = (time.process_time() - started) * 1000.0
    print(json.dumps([taken[0], clocks[0], sorted(taken[1:])[ROUNDS // 2], copied, reading]))
    await companion.close()


async def names(folder: Path) -> list[str]:
    """What can be measured."""
    companion = opened(folder)
    (meta,) = companion.sessions.all()
    found = [*deeds(companion, await companion.sessions.open(meta.id))]
    await companion.close()
    return found


def report(folder: Path) -> None:
    """Measures everything, each in a process of its own."""
    paths = pages_of(folder)
    size = sum(path.stat().st_size for path in paths) / 1e6
    print(f"{MEMORIES:,} memories, {ENTRIES:,} journal entries in {len(paths)} pages of {size:.1f} MB together")
    print(f"the machine's load: {os.getloadavg()[0]:.1f}")
    floors = []
    for name in asyncio.run(names(folder)):
        command = [sys.executable, __file__, "--store", str(folder), "--one", name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        first, clock, later, *floor = json.loads(done.stdout.splitlines()[-1])
        floors.append(floor)
        print(f"{name:<38} first {first:7.1f} ms CPU ({clock:7.1f} by the clock)   later {later:7.1f} ms CPU")
    copied, reading = (sorted(column)[len(floors) // 2] for column in zip(*floors, strict=True))
    print(f"floors: copy a dictionary of the records {copied:.2f} ms, read the bytes of every page {reading:.1f} ms")


def main() -> None:
    """Fills a store where there is none, and measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", metavar="FOLDER", help="use this store again, or make it there; else a passing one")
    parser.add_argument("--one", metavar="NAME", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        asyncio.run(measure(Path(options.store), options.one))
        return
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(options.store or passing)
        if not pages_of(folder):
            started = time.perf_counter()
            asyncio.run(made(folder))
            print(f"made a store in {time.perf_counter() - started:.0f} s")
        report(folder)


if __name__ == "__main__":
    main()
