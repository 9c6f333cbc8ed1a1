"""A long talk in short: what is said many times is known once and right, and what nobody said is not known.

`tests/benchmarks/soak.py` is the same with two thousand turns and a hundred facts.
"""

import socket
from collections.abc import Iterator

import pytest

from chatbot.domain.memory import Memory, Status
from chatbot.domain.slots import Kind, Scope
from chatbot.llm.offline import HELP_TEXT, OfflineCompanion
from chatbot.memory.forgetting import ForgettingPolicy
from chatbot.memory.tidying import Tidier, changes_of
from chatbot.persona.catalog import Catalog
from tests.soak.facts import Fact, all_facts
from tests.soak.house import START, House
from tests.soak.liar import Liar
from tests.soak.soak import Report, near, soak

TURNS, SEED = 300, 11


def some_facts() -> tuple[Fact, ...]:
    """Thirty-odd facts of every sort; who is told of must be told of first."""
    every = all_facts()
    return tuple(fact for at, fact in enumerate(every) if at < 10 or at % 4 == 0)


def check(report: Report) -> None:
    assert report.skipped == []
    assert report.exact == []
    assert len(report.near) < 0.01 * report.present
    assert report.wrong == []
    assert report.past_as_present == []
    assert report.false == []


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Counts every try to make or use a socket of the network, and refuses it."""
    tries: list[str] = []

    def refuse(*args: object, **kwargs: object) -> None:
        tries.append(repr(args))
        raise OSError("the network is blocked")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    yield tries


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        (("likes", "documentaries"), ("likes", "good documentary"), True),
        (("allergy", "peanuts"), ("allergy", "peanut"), True),
        (("likes", "jazz"), ("likes", "poetry"), False),
        (("", "User's locker number is 42"), ("", "User's locker number is 42, you know"), True),
        (("", "User's locker number is 42"), ("", "User's locker number is 43"), False),
        (("pet.dog", "Biscuit"), ("", "User's pet.dog is Biscuit"), True),
    ],
)
def test_the_measure_sees_near_duplicates(one: tuple[str, str], other: tuple[str, str], is_near: bool) -> None:
    assert near(_record(*one), _record(*other)) is is_near


def _record(attribute: str, value: str) -> Memory:
    text = f"User's {attribute} is {value}" if attribute else value
    return Memory(
        id=value, text=text, kind=Kind.FACT, scope=Scope.USER, session_id="", persona_id="", subject="user",
        attribute=attribute, value=value if attribute else "", said_at=START, created_at=START, updated_at=START,
    )  # fmt: skip


async def test_three_hundred_turns_without_model_and_network(no_sockets: list[str]) -> None:
    facts = some_facts()
    house = House(OfflineCompanion(HELP_TEXT), Catalog(None))
    report = await soak(house, facts, TURNS, SEED)
    check(report)
    assert no_sockets == []
    assert report.turns == TURNS
    assert report.present >= 0.9 * len(facts)
    assert report.unexpected == []
    assert report.wrong_meanwhile == []
    assert report.answered >= 0.95 * report.asked > 0
    _tidying_has_nothing_to_join(house)


def _tidying_has_nothing_to_join(house: House) -> None:
    tidier = Tidier(house.memories, ForgettingPolicy(), house.clock, house.new_id)
    before = {key for key, one in house.known().items() if one.status is Status.ACTIVE}
    wanted = tidier.plan()
    assert wanted.merges == ()
    assert all(one.memory.expires_at for one in wanted.archives)
    tidier.apply(wanted).result()
    after = {key for key, one in house.known().items() if one.status is Status.ACTIVE}
    assert before - after == {change.memory_id for change in changes_of(wanted)}


@pytest.mark.parametrize("mode", ["hybrid", "background"])
async def test_a_model_that_lies_teaches_nothing(mode: str) -> None:
    liar = Liar()
    house = House(liar, Catalog(None), memory_mode=mode)
    report = await soak(house, some_facts(), 150, SEED)
    assert liar.asked > 50
    assert report.false == []
    assert report.exact == []
    assert report.past_as_present == []
    if mode == "hybrid":
        assert report.wrong == []
    else:
        assert report.present == 0
