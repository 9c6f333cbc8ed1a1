"""What pages and logs hold is joined by record and version: whatever page changes, in any order, once or twice."""

from datetime import UTC, datetime
from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.domain.memory import Memory
from chatbot.domain.slots import Kind, Scope
from chatbot.storage.answers import newest_of
from chatbot.storage.memory_contents import Contents, Copy, Joined, Row

NOW = datetime(2026, 3, 1, tzinfo=UTC)
IDS = [f"{number:02d}" for number in range(80)]
FEW = IDS[:4]
"""Ids that meet often; of all of them so many can change at once that everything is joined anew."""


@cache
def copy_of(memory_id: str, version: int) -> Memory:
    """The one record that there is of an id and version."""
    text = f"{memory_id} as said the {version}. time"
    return Memory(memory_id, text, Kind.FACT, Scope.USER, "s", "mara", "user", "", "", NOW, NOW, NOW, version=version)


def page_of(records: dict[str, int], moved: dict[str, int], rows: list[str], unfinished: bool) -> Contents:
    """A page with copies of those versions, and journal rows of those ids."""
    journal = tuple(Row(key, NOW, "", (Copy(key, 1, "1"),), (), 1) for key in rows)
    return Contents({key: copy_of(key, version) for key, version in records.items()}, moved, journal, unfinished)


def full_page(number: int) -> Contents:
    """A page with a copy of every record, of some version."""
    return page_of({key: 1 + number * place % 5 for place, key in enumerate(IDS)}, {}, [], False)


versions = st.dictionaries(st.sampled_from(FEW), st.integers(1, 5))
contents = st.builds(
    page_of, versions, versions, st.lists(st.sampled_from(FEW), max_size=2), st.booleans()
) | st.integers(1, 4).map(full_page)
puts = st.lists(st.tuples(st.integers(1, 4), contents), min_size=1, max_size=8)
always_the_same = settings(max_examples=60, derandomize=True, deadline=None)


def merged(pages: dict[int, Contents]) -> dict[str, Memory]:
    """The highest version of each record, unless a higher one is in another log: by looking at everything."""
    found = {}
    for memory_id in IDS:
        version = max(
            (page.records[memory_id].version for page in pages.values() if memory_id in page.records), default=0
        )
        if version >= max([1, *(page.moved.get(memory_id, 0) for page in pages.values())]):
            found[memory_id] = copy_of(memory_id, version)
    return found


@always_the_same
@given(puts)
def test_pages_that_change_one_by_one_are_joined_as_if_all_were_read_at_once(taken: list[tuple[int, Contents]]) -> None:
    joined = Joined()
    pages: dict[int, Contents] = {}
    for number, page in taken:
        before, held = dict(joined.records), pages.get(number)
        changed = joined.put(number, page)
        pages[number] = page
        assert joined.records == merged(pages)
        assert list(joined.rows()) == [row for _, one in sorted(pages.items()) for row in one.rows]
        assert joined.unfinished is any(one.unfinished for one in pages.values())
        assert (changed is None) is (held == page)
        now = joined.records
        assert {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)} <= (
            changed or frozenset()
        )


@always_the_same
@given(puts, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_changes_what_is_joined(taken: list[tuple[int, Contents]], chance: Random) -> None:
    pages = list(dict(taken).items())
    shuffled = [*pages, *chance.sample(pages, chance.randint(0, len(pages)))]
    chance.shuffle(shuffled)
    joined, again = Joined(), Joined()
    for number, page in pages:
        joined.put(number, page)
    for number, page in shuffled:
        again.put(number, page)
    assert (again.records, again.unfinished, list(again.rows())) == (
        joined.records, joined.unfinished, list(joined.rows())
    )  # fmt: skip


@always_the_same
@given(
    st.lists(contents.map(lambda page: page.records), max_size=5), st.integers(0, 5), st.randoms(use_true_random=False)
)
def test_logs_are_joined_in_any_order_and_grouping(logs: list[dict[str, Memory]], at: int, chance: Random) -> None:
    joined = newest_of(logs)
    assert joined == merged({number: Contents(log, {}, (), False) for number, log in enumerate(logs)})
    shuffled = [*logs, *logs]
    chance.shuffle(shuffled)
    assert newest_of(shuffled) == joined
    assert newest_of([newest_of(logs[:at]), newest_of(logs[at:])]) == newest_of([joined, *logs]) == joined
    assert not any(joined is log for log in logs)
