"""Times recall and remembering at the size of years: 10,000 memories and 100,000 messages. Asserts nothing.

    python tests/benchmarks/bench_recall.py [--memories N] [--messages N] [--store]

It runs what the program runs: the index with its guards (one memory in ten was forgotten, one in fifty must stay on
this machine), the memory book on a store on disk, and the opening of a session of that length. Every figure stands
beside a floor on the same machine, because milliseconds alone say more about the machine than about the program.
Times are of the processor where nothing waits for the disk, so that a busy machine counts less, and of the clock else.
"""

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import new_id, utc_now
from chatbot.domain.memory import USER_SUBJECT, Memory, Source, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.persona import MemoryLens
from chatbot.domain.records import records_of
from chatbot.domain.session import SessionMeta
from chatbot.domain.slots import Kind, Scope
from chatbot.memory.book import MemoryBook
from chatbot.memory.extract import Focus, extract
from chatbot.memory.index import RecallIndex
from chatbot.memory.recall import Query, recall
from chatbot.memory.reconcile import Setting, reconcile
from chatbot.session.recollection import Recollection
from chatbot.storage.atomic import System
from chatbot.storage.user import UserFiles

QUESTIONS, ADDED, VOCABULARY = 200, 200, 20_000
SLOTS = ("likes", "dislikes", "hobby", "job", "friend", "event", "plan", "owns", "skill", "")
START = datetime(2020, 1, 1, tzinfo=UTC)


def word(chance: random.Random) -> str:
    """A word whose frequency follows Zipf's law, as words do, without the thirty commonest, which are stop words."""
    rank = int(30 * (VOCABULARY / 30) ** chance.random()) * 7919
    return "".join(chr(97 + rank // 12**place % 12) for place in range(7))


def sentence(chance: random.Random, words: int) -> str:
    return " ".join(word(chance) for _ in range(words))


def said(chance: random.Random, count: int, session_id: str) -> Iterable[Message]:
    for seq in range(1, count + 1):
        role = Role.USER if seq % 2 else Role.PERSONA
        at = START + timedelta(minutes=20 * seq)
        yield Message(new_id(), session_id, seq, seq, role, "plain", sentence(chance, 14), at)


def remembered(chance: random.Random, count: int, message_ids: list[str]) -> Iterable[Memory]:
    for number in range(count):
        attribute, value = SLOTS[number % len(SLOTS)], sentence(chance, 1 + number % 3)
        yield Memory(
            new_id(), f"{sentence(chance, 4)} {value}", Kind.FACT, Scope.USER, "", "", USER_SUBJECT, attribute,
            value if attribute else "", START, START, START,
            status=Status.FORGOTTEN if number % 10 == 3 else Status.ACTIVE,
            local_only=number % 50 == 0,
            source=Source("", message_ids[number * 7 % len(message_ids)], value),
        )  # fmt: skip


def milliseconds(act: Callable[[], object], clock: Callable[[], float] = time.thread_time) -> float:
    started = clock()
    act()
    return (clock() - started) * 1000.0


def shown(name: str, times: list[float], floor: float = 0.0, bar: float = 0.0) -> None:
    ordered = sorted(times)
    p50, p95 = ordered[len(ordered) // 2], ordered[int(0.95 * len(ordered))]
    beside = f"   p95/floor {p95 / floor:8.3f}" if floor else ""
    print(f"{name:<34} p50 {p50:8.3f} ms   p95 {p95:8.3f} ms{beside}{f'   bar {bar:g} ms' if bar else ''}")


def bench_index(chance: random.Random, messages: list[Message], memories: list[Memory]) -> None:
    index = RecallIndex()
    adding = [milliseconds(lambda one=one: index.add_message(one)) for one in messages]  # type: ignore[misc]
    putting = [milliseconds(lambda one=one: index.put_memory(one)) for one in memories]  # type: ignore[misc]
    texts = {one.id: one.text for one in messages} | {one.id: one.text for one in memories}
    asked = [sentence(chance, 6) for _ in range(QUESTIONS)]

    def scan(text: str) -> list[str]:
        wanted = set(text.split())
        return sorted(texts, key=lambda key: -len(wanted.intersection(texts[key].split())))[:10]

    def ask(text: str) -> object:
        now, session_id = messages[-1].created_at, messages[0].session_id
        query = Query(text, now, session_id, "plain", user_name="Ana", persona_names={"plain": "Companion"})
        return recall(query, index)

    floor = sorted(milliseconds(lambda text=text: scan(text)) for text in asked[:10])[5]  # type: ignore[misc]
    print(f"floor: dictionary scan             {floor:8.3f} ms")
    shown("recall", [milliseconds(lambda text=text: ask(text)) for text in asked], floor, 15)  # type: ignore[misc]
    shown("the same question again", [milliseconds(lambda text=text: ask(text)) for text in asked[-30:]], floor)  # type: ignore[misc]
    shown("add a message to the index", adding, bar=5)
    shown("add a memory to the index", putting, bar=5)


class Timed(System):
    """Adds up how long the disk made the program wait for what it had written."""

    waited = 0.0

    def fsync(self, fd: int) -> None:
        """As the system's."""
        started = time.perf_counter()
        super().fsync(fd)
        self.waited += (time.perf_counter() - started) * 1000.0


def bench_store(chance: random.Random, folder: Path, memories: list[Memory]) -> None:
    files = UserFiles.open(folder, "ana")
    for start in range(0, len(memories), 100):
        changes = tuple(Change(Op.ADD, None, one, "") for one in memories[start : start + 100])
        files.memories.apply(JournalEntry(new_id(), utc_now(), Who.IMPORT, changes)).result()
    files.close()
    disk = Timed()
    files = UserFiles.open(folder, "ana", system=disk)
    print(f"open the store, read all           {milliseconds(lambda: files.memories.readable('', '')):8.3f} ms")
    book = MemoryBook(files.memories, utc_now, new_id)
    kept = [one.id for one in memories if one.status is Status.ACTIVE]
    likes: list[str] = []

    def liked() -> str:
        likes.append(f"I love {sentence(chance, 2)}")
        return likes[-1]

    deeds: dict[str, Callable[[], Iterable[Future[JournalEntry]]]] = {
        "add a like": lambda: [book.add(f"I like {sentence(chance, 2)}")],
        "add a note": lambda: [book.add(f"my locker {word(chance)} is {sentence(chance, 3)}")],
        "edit": lambda: [book.edit(kept.pop(), value=sentence(chance, 2))],
        "forget": lambda: [book.forget([kept.pop()])],
        "a turn that learns": lambda: said_to(files, liked()),
        "a turn that says it again": lambda: said_to(files, chance.choice(likes)),
        "a turn that replaces": lambda: said_to(files, f"I live in {word(chance).title()}"),
    }
    print(
        f"{ADDED} each; asked: read, compared and given to the writer, then the screen goes on; clock: until it is on"
    )
    print("disk and read again; floor: the same bytes written and synced by bare calls")
    for name, act in deeds.items():
        bench_deed(name, act, files, disk, folder)
    files.close()


def bench_deed(
    name: str, act: Callable[[], Iterable[Future[JournalEntry]]], files: UserFiles, disk: Timed, folder: Path
) -> None:
    """One kind of change: what the screen waits for, until it is on disk, of the processor, and the floor."""
    holds, waits, works, syncs, floors = [], [], [], [], []

    def done() -> None:
        started = time.perf_counter()
        futures = act()
        holds.append((time.perf_counter() - started) * 1000.0)
        for future in futures:
            future.result()
        files.memories.readable("", "")

    for _ in range(ADDED):
        disk.waited, started = 0.0, time.process_time()
        waits.append(milliseconds(done, time.perf_counter))
        works.append((time.process_time() - started) * 1000.0)
        syncs.append(disk.waited)
        newest = max(files.folder.glob("memories*.json"), key=lambda path: path.stat().st_mtime_ns)
        size = newest.stat().st_size
        floors.append(milliseconds(lambda size=size: synced(folder / "floor", size), time.perf_counter))  # type: ignore[misc]
    columns = (("asked", holds), ("clock", waits), ("processor", works), ("sync", syncs), ("floor", floors))
    figures = [(label, sorted(times[10:])) for label, times in columns]
    told = "   ".join(f"{label} {of[len(of) // 2]:6.2f} /{of[int(0.95 * len(of))]:6.2f}" for label, of in figures)
    print(f"  {name:<26} p50 / p95 ms   {told}   first {waits[0]:6.1f}")


def said_to(files: UserFiles, text: str) -> Iterable[Future[JournalEntry]]:
    """What a turn learns from a sentence, as its stage does it."""
    now = utc_now()
    message = Message(new_id(), "", 1, 1, Role.USER, "", text, now)
    known = records_of(files.memories.readable("", ""))
    candidates = extract(message, Focus(now, known))
    changes = reconcile(candidates, known, MemoryLens(), Setting(now, new_id, "", "", message))
    assert changes, text
    return [files.memories.apply(JournalEntry(new_id(), now, Who.RULE, changes, "", message.id))]


def synced(path: Path, size_bytes: int) -> None:
    """What a safe write of a page costs at least."""
    temporary = path.with_suffix(".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(descriptor, b"x" * size_bytes)
    os.fsync(descriptor)
    os.close(descriptor)
    temporary.rename(path)
    parent = os.open(path.parent, os.O_RDONLY)
    os.fsync(parent)
    os.close(parent)


async def bench_opening(folder: Path, messages: list[Message]) -> None:
    """How long the first question of a long session waits, and what the filling of its index takes of the loop."""
    files = UserFiles.open(folder, "ana")
    meta = SessionMeta(messages[0].session_id, "long", "plain", START, START)
    session = files.library.create(meta)
    for future in [session.append(one) for one in messages]:
        future.result()
    recollection = Recollection(files.memories)
    started = time.perf_counter()
    recollection.follow(session, (), "plain")
    query = Query("heron", utc_now(), meta.id, "plain")
    await recollection.recall(query, session)
    print(f"first question, asked at opening   {(time.perf_counter() - started) * 1000:8.3f} ms of the clock")
    lags = []
    settling = asyncio.create_task(recollection.settled())
    while not settling.done():
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        lags.append((time.perf_counter() - before) * 1000 - 5)
    print(f"its index is complete after        {(time.perf_counter() - started) * 1000:8.0f} ms of the clock")
    shown("meanwhile a key waits", lags)
    await recollection.close()
    files.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--memories", type=int, default=10_000)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--store", action="store_true", help="only what is written: adding, editing, forgetting")
    wanted = parser.parse_args()
    print(f"the machine's load: {os.getloadavg()[0]:.1f}")
    chance = random.Random(7)
    messages = list(said(chance, wanted.messages, new_id()))
    memories = list(remembered(chance, wanted.memories, [one.id for one in messages]))
    if not wanted.store:
        bench_index(chance, messages, memories)
    with tempfile.TemporaryDirectory() as folder:
        bench_store(chance, Path(folder), memories)
        if not wanted.store:
            asyncio.run(bench_opening(Path(folder), messages[:20_000]))


if __name__ == "__main__":
    main()
