"""A long talk in short: what is said many times is known once and right, and what nobody said is not known.

`tests/benchmarks/soak.py` is the same with two thousand turns and a hundred facts.
"""

import socket
from collections.abc import Iterator

import pytest

from chatbot.domain.memory import Status
from chatbot.llm.offline import HELP_TEXT, OfflineCompanion
from chatbot.memory.forgetting import ForgettingPolicy
from chatbot.memory.tidying import Tidier, changes_of
from chatbot.persona.catalog import Catalog
from tests.soak.facts import Fact, all_facts
from tests.soak.house import House
from tests.soak.liar import Liar
from tests.soak.soak import Report, soak

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
