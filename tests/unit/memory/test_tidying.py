"""Tidying as a whole: done once, taken back whole, and never against what the user said."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.memory import Memory, Origin, Status
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.memory.book import MemoryBook
from chatbot.memory.forgetting import ForgettingPolicy, protected, spared
from chatbot.memory.tidying import Plan, Tidier, changes_of, plan
from chatbot.storage.in_memory import MemoriesInMemory
from tests.unit.memory.making import NOW, memory

BUDGETS = {Kind.FACT: 4, Kind.PREFERENCE: 3}
POLICY = ForgettingPolicy(budgets=BUDGETS)


class House:
    """A store with records in it, and everything that works on it."""

    def __init__(self, records: list[Memory]) -> None:
        self.count = 0
        self.now = NOW
        self.store = MemoriesInMemory(self.clock)
        self.book = MemoryBook(self.store, self.clock, self.new_id)
        self.tidier = Tidier(self.store, POLICY, self.clock, self.new_id)
        adds = tuple(Change(Op.ADD, None, one, "") for one in records)
        self.store.apply(JournalEntry(self.new_id(), NOW, Who.RULE, adds)).result()

    def clock(self) -> datetime:
        return self.now

    def new_id(self) -> str:
        self.count += 1
        return f"{self.count:06}"

    def tidy(self) -> Plan:
        wanted = self.tidier.plan()
        if not wanted.is_empty:
            self.tidier.apply(wanted).result()
        return wanted

    def content(self) -> dict[str, Memory]:
        return {key: replace(one, version=1, updated_at=NOW) for key, one in self.store.everything().items()}


_records = st.lists(
    st.builds(
        lambda attribute, value, scope, status, days, flags, uses, importance, origin, owner: memory(
            "", f"User {attribute} {value}" if attribute else f"User keeps {value} in the shed", attribute,
            value if attribute else "", scope=scope, status=status, pinned=flags == 1, locked=flags == 2, uses=uses,
            importance=importance, origin=origin, session_id=owner, persona_id=owner,
            kind=Kind.PREFERENCE if attribute in ("likes", "allergy") else Kind.FACT,
            said_at=NOW - timedelta(days=days), created_at=NOW - timedelta(days=days),
            updated_at=NOW - timedelta(days=days),
        ),
        st.sampled_from(["likes", "owns", "allergy", "home", ""]),
        st.sampled_from(["jazz", "Jazz", "a kayak", "kayaks", "42 stamps", "43 stamps", "old cameras", "cameras, old"]),
        st.sampled_from(Scope),
        st.sampled_from([Status.ACTIVE] * 5 + list(Status)),
        st.sampled_from([0, 10, 400, 4000]),
        st.sampled_from([0, 0, 0, 0, 1, 2]),
        st.sampled_from([0, 1, 9]),
        st.sampled_from([0.3, 0.5, 0.95]),
        st.sampled_from([Origin.RULE, Origin.RULE, Origin.MODEL, Origin.USER]),
        st.sampled_from(["p", "q"]),
    ),
    max_size=24,
).map(lambda made: [replace(one, id=f"m{at:02}") for at, one in enumerate(made)])  # fmt: skip
some = settings(max_examples=60, deadline=None)


@some
@given(_records)
def test_tidying_twice_does_nothing_the_second_time(records: list[Memory]) -> None:
    house = House(records)
    house.tidy()
    assert house.tidier.plan().is_empty


@some
@given(_records)
def test_one_undo_gives_the_store_before_and_it_is_not_done_again(records: list[Memory]) -> None:
    house = House(records)
    before = house.content()
    if house.tidy().is_empty:
        return
    house.book.undo().result()
    assert house.content() == before
    touched = {change.memory_id for change in house.store.journal()[1].changes}
    assert not touched & {change.memory_id for change in changes_of(house.tidier.plan())}
    house.book.redo().result()
    assert house.content() != before


@some
@given(_records)
def test_what_is_protected_or_waits_is_not_touched(records: list[Memory]) -> None:
    house = House(records)
    before = dict(house.store.everything())
    house.tidy()
    for key, one in house.store.everything().items():
        if protected(one) or before[key].status is not Status.ACTIVE:
            assert one == before[key]


@some
@given(_records)
def test_budgets_hold_but_for_what_is_spared(records: list[Memory]) -> None:
    house = House(records)
    house.tidy()
    active = [one for one in house.store.everything().values() if one.status is Status.ACTIVE]
    for kind, budget in BUDGETS.items():
        of_kind = [one for one in active if one.kind is kind]
        assert len(of_kind) <= budget or all(spared(one, POLICY) for one in of_kind)


@some
@given(_records)
def test_nothing_is_lost_and_the_plan_is_pure(records: list[Memory]) -> None:
    house = House(records)
    known: Mapping[str, Memory] = {one.id: one for one in records}
    assert plan(known, POLICY, NOW) == plan(known, POLICY, NOW)
    house.tidy()
    assert set(house.store.everything()) == set(known)
    for one in house.store.everything().values():
        if one.status is Status.SUPERSEDED and one.superseded_by:
            heir = house.store.everything()[one.superseded_by]
            assert heir.status in (Status.ACTIVE, Status.ARCHIVED)


def _old(memory_id: str, value: str, **fields: object) -> Memory:
    at = NOW - timedelta(days=4000)
    return memory(memory_id, f"User has {value}", "owns", value, said_at=at, created_at=at, updated_at=at, **fields)


def test_what_one_joins_is_stronger() -> None:
    house = House([
        memory("a", "User likes jazz", "likes", "jazz", uses=2, importance=0.8, topics=("music",)),
        memory("b", "User likes Jazz", "likes", "Jazz", uses=3, importance=0.4, topics=("fun",)),
    ])  # fmt: skip
    house.tidy()
    gone, kept = house.store.everything()["a"], house.store.everything()["b"]
    assert (kept.uses, kept.importance, kept.topics) == (3, 0.8, ("fun", "music"))
    assert (gone.status, gone.superseded_by, gone.valid_until) == (Status.SUPERSEDED, "b", None)
    (_, entry) = house.store.journal()
    assert entry.who is Who.MAINTENANCE
    assert [change.op for change in entry.changes] == [Op.MERGE, Op.REINFORCE]


def test_what_the_user_brought_back_stays() -> None:
    house = House([_old("a", "a kayak"), _old("b", "a tent")])
    house.tidy()
    assert {one.status for one in house.store.everything().values()} == {Status.ARCHIVED}
    house.book.restore("a").result()
    house.now += timedelta(days=9000)
    house.tidy()
    assert house.store.everything()["a"].status is Status.ACTIVE


def test_the_quiet_part_asks_nothing() -> None:
    house = House([
        memory("a", "User likes hiking", "likes", "hiking"), memory("b", "User likes hikes", "likes", "hikes"),
        memory("c", "User likes jazz", "likes", "jazz"), memory("d", "User likes jazz", "likes", "jazz"),
        _old("e", "a kayak"),
    ])  # fmt: skip
    whole = house.tidier.plan()
    assert {one.drop[0].id for one in whole.merges} == {"b", "d"}
    assert {one.drop[0].id for one in whole.quiet.merges} == {"d"}
    assert [one.memory.id for one in whole.quiet.archives] == ["e"]


def test_an_offer_is_taken_or_declined_for_good() -> None:
    def told(value: str, start: int) -> list[Memory]:
        return [
            memory(f"m{start + at}", f"User has {value}", "owns", value, scope=Scope.PERSONA, persona_id=one)
            for at, one in enumerate("pq")
        ]

    house = House(told("a kayak", 1) + told("a tent", 3))
    kayak, tent = house.tidier.plan().promotions
    house.tidier.promote(kayak).result()
    house.tidier.decline(tent).result()
    after = house.tidier.plan()
    assert after.promotions == ()
    assert after.is_empty
    known = house.store.everything()
    assert [known[f"m{at}"].scope for at in (1, 2, 3, 4)] == [Scope.PERSONA, Scope.USER, Scope.PERSONA, Scope.PERSONA]
    assert known["m1"].superseded_by == "m2"
    house.book.undo().result()
    assert house.store.everything()["m2"].scope is Scope.PERSONA
