"""Whatever is done with memories, in whatever order: the journal tells it exactly, and all of it can be taken back."""

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.domain.change import JournalEntry, Who
from chatbot.domain.ids import UlidSource
from chatbot.domain.memory import Memory, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.persona import MemoryLens
from chatbot.domain.records import records_of
from chatbot.domain.session import SessionMeta
from chatbot.domain.slots import Scope
from chatbot.domain.timeline import replayed
from chatbot.domain.value import replace
from chatbot.errors import MemoryRefused, NotFound
from chatbot.memory.base import MemoryStore
from chatbot.memory.book import MemoryBook
from chatbot.memory.extract import Focus, extract
from chatbot.memory.forgetting import ForgettingPolicy
from chatbot.memory.reconcile import Setting, reconcile
from chatbot.memory.similarity import same_value
from chatbot.memory.tidying import Tidier
from chatbot.storage.in_memory import MemoriesInMemory
from chatbot.storage.user import UserFiles

START = datetime(2026, 5, 13, 12, tzinfo=UTC)
LINES = (
    "My dog is called Rex", "no, it's Max", "I live in Porto", "I moved to Lisbon", "no, Porto", "I love jazz",
    "I hate jazz", "forget that", "My sister is called Maya", "Maya lives in Porto", "that's wrong", "it's Braga",
    "I live in Porto and I live in Lisbon", "I no longer live in Porto", "just for this chat, call me Bo", "I love tea",
    "remember that my locker is number 42 and my desk is by the window", "I'm 35", "I'm 36, not 35",
    "remember that my locker is number 43, not 42",
)  # fmt: skip
TEXTS = ("User lives in Braga", "Bella", "User's locker is blue and big", "User likes jazz, tea and chess")
LIVE = (Status.ACTIVE, Status.CONFLICT)
Step = tuple[str, int, int]

steps = st.lists(
    st.tuples(
        st.sampled_from(
            ("say",) * 8
            + ("edit", "forget", "restore", "undo", "undo", "redo", "lock", "pin", "merge", "split", "rate", "accept")
            + ("resolve", "move", "tidy", "restart", "settle", "reject")
        ),
        st.integers(0, 40),
        st.integers(0, 40),
    ),
    min_size=1,
    max_size=22,
)
few = settings(max_examples=30)


class World:
    """One user's memories, in memory or on a disk of their own."""

    def __init__(self, folder: Path | None) -> None:
        self.minute = 0
        self.new_id = UlidSource(lambda: 1_000 + self.minute)
        self.session = self.new_id()
        self.recent: tuple[str, ...] = ()
        self.told: Message | None = None
        self.barred: list[tuple[datetime, Memory]] = []
        self._folder = folder
        self._user: UserFiles | None = None
        self.store: MemoryStore = MemoriesInMemory(self.clock)
        self.open()
        if self._user is not None:
            self._user.library.create(SessionMeta(self.session, "", "p1", START, START))

    def clock(self) -> datetime:
        return START + timedelta(minutes=self.minute)

    def open(self) -> None:
        if self._folder is not None:
            self._user = UserFiles.open(self._folder, "Ana", self.clock)
            self.store = self._user.memories
        self.book = MemoryBook(self.store, self.clock, self.new_id)

    def close(self) -> None:
        if self._user is not None:
            self._user.close()

    def do(self, step: Step) -> None:
        """Takes a step; one that the program refuses changes nothing."""
        deed, one, other = step
        self.minute += 1
        before = self.records()
        try:
            getattr(self, f"_{deed}")(one, other)
        except (MemoryRefused, NotFound):
            assert self.records() == before

    def records(self) -> dict[str, Memory]:
        return dict(self.store.everything())

    def _some(self, number: int, *statuses: Status) -> Memory:
        """One of the memories, where possible of a wanted status."""
        every = list(self.records().values())
        records = [one for one in every if one.status in statuses] or every
        if not records:
            raise NotFound("there is none yet")
        return records[number % len(records)]

    def _say(self, one: int, other: int) -> None:
        message = Message(
            self.new_id(),
            self.session,
            self.minute,
            self.minute,
            Role.USER,
            "p1",
            LINES[one % len(LINES)],
            self.clock(),
        )
        known = self.store.readable(self.session, "p1")
        recent = tuple(known[key] for key in self.recent if key in known and known[key].status is Status.ACTIVE)
        candidates = extract(message, Focus(self.clock(), records_of(known), recent, "", self.told))
        setting = Setting(self.clock(), self.new_id, self.session, "p1", message)
        changes = reconcile(candidates, known, MemoryLens(), setting)
        if any("remember" in change.reason for change in changes):
            self.barred = []
        if changes:
            entry = JournalEntry(self.new_id(), self.clock(), Who.RULE, changes, self.session, message.id)
            self.store.apply(entry).result()
        self.recent = (*(change.memory_id for change in changes if change.after), *self.recent)[:8]
        self.told = message

    def _edit(self, one: int, other: int) -> None:
        self.book.edit(self._some(one, *LIVE).id, text=TEXTS[other % len(TEXTS)]).result()
        self.barred = []

    def _forget(self, one: int, other: int) -> None:
        memory = self._some(one)
        self.book.forget([memory.id]).result()
        self.barred.append((self.clock(), memory))

    def _restore(self, one: int, other: int) -> None:
        memory = self._some(one, Status.FORGOTTEN, Status.SUPERSEDED, Status.ARCHIVED)
        self.book.restore(memory.id, other % memory.version + 1 if other % 2 else None).result()
        self.barred = []

    def _undo(self, one: int, other: int) -> None:
        self.book.undo(one % 3 + 1).result()
        self.barred = []

    def _redo(self, one: int, other: int) -> None:
        self.book.redo(one % 3 + 1).result()
        self.barred = []

    def _lock(self, one: int, other: int) -> None:
        self.book.lock(self._some(one, *LIVE).id, other % 4 > 0).result()

    def _pin(self, one: int, other: int) -> None:
        self.book.pin(self._some(one).id, other % 2 > 0).result()

    def _merge(self, one: int, other: int) -> None:
        self.book.merge([self._some(one, *LIVE).id, self._some(other, *LIVE).id]).result()
        self.barred = []

    def _split(self, one: int, other: int) -> None:
        self.book.split(self._some(one, *LIVE).id).result()
        self.barred = []

    def _rate(self, one: int, other: int) -> None:
        self.book.rate(self._some(one, *LIVE).id, ("useful", "irrelevant", "wrong")[other % 3]).result()

    def _accept(self, one: int, other: int) -> None:
        self.book.accept(self._some(one, Status.PENDING).id).result()
        self.barred = []

    def _reject(self, one: int, other: int) -> None:
        self.book.reject(self._some(one, Status.PENDING).id).result()

    def _resolve(self, one: int, other: int) -> None:
        self.book.resolve(self._some(one, Status.CONFLICT).id, ("new", "old", "both", "merge")[other % 4]).result()
        self.barred = []

    def _settle(self, one: int, other: int) -> None:
        marked = self.book.to_check()
        self.book.settle((marked[one % len(marked)] if marked else self._some(one)).id).result()

    def _move(self, one: int, other: int) -> None:
        self.book.move(self._some(one).id, tuple(Scope)[other % 3]).result()

    def _tidy(self, one: int, other: int) -> None:
        self.minute += one * 24 * 60 * 20
        tidier = Tidier(self.store, ForgettingPolicy(threshold=0.6, grace_days=0.0), self.clock, self.new_id)
        wanted = tidier.plan()
        if not wanted.is_empty:
            tidier.apply(wanted).result()

    def _restart(self, one: int, other: int) -> None:
        self.close()
        self.open()


def uncounted(records: Mapping[str, Memory]) -> dict[str, Memory]:
    """Records without what is counted outside the journal."""
    return {key: replace(one, uses=0, last_used_at=None) for key, one in records.items()}


def run(world: World, done: list[Step]) -> None:
    """Takes the steps and checks after each of them, then takes everything back."""
    try:
        seen: list[tuple[datetime, dict[str, Memory]]] = []
        for step in done:
            before = world.records()
            world.do(step)
            after = world.records()
            seen.append((world.clock(), after))
            if step[0] in ("say", "tidy", "restart"):
                locked = {key for key, one in before.items() if one.locked}
                assert {key: after[key] for key in locked} == {key: before[key] for key in locked}
            assert not [one for one in after.values() if one.status is Status.ACTIVE and _returned(one, world.barred)]
        journal = world.store.journal()
        for moment, records in seen:
            then = replayed(journal, moment)
            assert uncounted(then) == uncounted(records)
            assert world.store.as_of(moment) == then
        take_everything_back(world)
    finally:
        world.close()


def _returned(memory: Memory, barred: list[tuple[datetime, Memory]]) -> bool:
    """Whether a record says what was forgotten before it was made."""
    return any(
        (memory.slot, memory.polarity) == (gone.slot, gone.polarity)
        and memory.created_at > forgotten_at
        and (same_value(memory.value, gone.value) if gone.attribute else memory.text == gone.text)
        for forgotten_at, gone in barred
    )


def take_everything_back(world: World) -> None:
    present = {key for key, one in world.records().items() if one.status is Status.ACTIVE}
    taken = 0
    while True:
        world.minute += 1
        try:
            world.book.undo().result()
        except MemoryRefused:
            break
        taken += 1
    gone = (Status.FORGOTTEN, Status.SUPERSEDED)
    assert [one.text for one in world.records().values() if one.status not in gone] == []
    for _ in range(taken):
        world.minute += 1
        world.book.redo().result()
    assert {key for key, one in world.records().items() if one.status is Status.ACTIVE} == present


@few
@given(steps)
def test_history_replays_and_everything_can_be_taken_back(done: list[Step]) -> None:
    run(World(None), done)


@settings(few, max_examples=6)
@given(steps)
def test_the_same_on_a_disk_with_restarts(done: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run(World(Path(folder)), done)


@settings(few, max_examples=6)
@given(steps)
def test_the_same_on_a_disk_where_many_pages_hold_the_journal(done: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr("chatbot.storage.memory_log.PAGE_BYTES", 6000)
        run(World(Path(folder)), done)
