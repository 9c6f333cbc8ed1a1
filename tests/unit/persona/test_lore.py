import pytest

from chatbot.domain.lore import Lore, LoreEntry
from chatbot.persona.lore import activate, unusable_key


def words(text: str) -> int:
    return len(text.split())


def ids(lore: Lore, *messages: str) -> list[str]:
    found = activate(lore, messages, words)
    return [entry.id for entry in (*found.before, *found.after)]


def book(*entries: LoreEntry, scan_depth: int = 4, budget: int = 100, recursive: bool = False) -> Lore:
    return Lore(scan_depth=scan_depth, token_budget=budget, recursive=recursive, entries=entries)


@pytest.mark.parametrize(
    ("key", "text", "matches"),
    [
        ("dragon", "A Dragon!", True),
        ("dragon", "dragonfly", False),
        ("dragon", "a_dragon", False),
        ("red dragon", "the infrared dragons", True),
        ("竜", "大竜王", True),
        ("", "anything", False),
        ("  ", "a  b", False),
        ("c++", "I write c++ daily", True),
        ("/drag.n/", "dragon", False),
    ],
)
def test_plain_keys(key: str, text: str, matches: bool) -> None:
    assert bool(ids(book(LoreEntry("1", keys=(key,), content="c")), text)) is matches


def test_case_matters_where_it_is_set() -> None:
    entry = LoreEntry("1", keys=("Rose",), content="c", case_sensitive=True)
    assert ids(book(entry), "a rose") == []
    assert ids(book(entry), "Rose came") == ["1"]


@pytest.mark.parametrize(
    ("key", "text", "matches"),
    [
        ("/drag[oa]n/", "a Dragon", True),
        ("/drag[oa]n/i", "a DRAGAN", True),
        ("/^b/m", "a\nb", True),
        ("dragon", "a dragon", True),
        ("dr.gon", "dragon", False),
        ("/[/", "[", False),
        ("/(a+)+b/", "aab", False),
    ],
)
def test_regex_keys_are_written_between_slashes(key: str, text: str, matches: bool) -> None:
    assert bool(ids(book(LoreEntry("1", keys=(key,), content="c", use_regex=True)), text)) is matches


@pytest.mark.parametrize(
    ("key", "usable"),
    [
        ("plain", True),
        ("/release (process|flow)/i", True),
        ("/[+*]{2}/", True),
        (r"/\(a\)+b/", True),
        ("/(a+)+b/", False),
        ("/(a|aa)*b/", False),
        ("/(x){9}/", False),
        ("/a*a*a*b/", False),
        ("/" + "a?" * 30 + "/", False),
        (r"/(x)\1/", False),
        ("/" + "a" * 201 + "/", False),
        ("/[/", False),
    ],
)
def test_patterns_that_could_take_for_ever_are_refused(key: str, usable: bool) -> None:
    assert (unusable_key(key) == "") is usable


def test_only_the_last_messages_are_scanned() -> None:
    entry = LoreEntry("1", keys=("dragon",), content="c")
    assert ids(book(entry, scan_depth=1), "dragon", "no") == []
    assert ids(book(entry, scan_depth=2), "dragon", "no") == ["1"]


def test_depth_nought_means_constants_only() -> None:
    entries = (LoreEntry("1", keys=("a",), content="c"), LoreEntry("2", content="c", constant=True))
    assert ids(book(*entries, scan_depth=0), "a") == ["2"]


def test_disabled_and_empty_entries_never_come() -> None:
    entries = (
        LoreEntry("1", keys=("a",), content="c", enabled=False, constant=True),
        LoreEntry("2", keys=("a",), content="  ", constant=True),
    )
    assert ids(book(*entries), "a") == []


def test_a_selective_entry_needs_a_second_key() -> None:
    entry = LoreEntry("1", keys=("a",), secondary_keys=("b",), content="c", selective=True)
    assert ids(book(entry), "a") == []
    assert ids(book(entry), "b") == []
    assert ids(book(entry), "a b") == ["1"]
    loose = LoreEntry("1", keys=("a",), secondary_keys=("b",), content="c")
    assert ids(book(loose), "a") == ["1"]


def test_entries_come_by_order_and_place() -> None:
    entries = (
        LoreEntry("late", keys=("a",), content="c", order=9),
        LoreEntry("early", keys=("a",), content="c", order=1),
        LoreEntry("before", keys=("a",), content="c", order=5, position="before_char"),
    )
    found = activate(book(*entries), ["a"], words)
    assert [entry.id for entry in found.before] == ["before"]
    assert [entry.id for entry in found.after] == ["early", "late"]


def test_the_budget_drops_the_least_important_with_a_reason() -> None:
    entries = (
        LoreEntry("low", keys=("a",), content="x " * 4, priority=1, order=500),
        LoreEntry("high", keys=("a",), content="x " * 4, priority=9),
        LoreEntry("constant", content="x " * 4, constant=True, priority=-5),
        LoreEntry("by_order", keys=("a",), content="x " * 4, order=5),
    )
    found = activate(book(*entries, budget=12), ["a"], words)
    assert {entry.id for entry in found.after} == {"constant", "high", "by_order"}
    assert found.tokens == 12
    assert [(dropped.entry.id, dropped.reason) for dropped in found.dropped] == [
        ("low", "needs 4 tokens, and 0 of the lorebook's 12 were left")
    ]


def test_a_smaller_entry_may_still_fit() -> None:
    entries = (
        LoreEntry("big", keys=("a",), content="x " * 9, priority=9),
        LoreEntry("small", keys=("a",), content="x"),
    )
    assert ids(book(*entries, budget=3), "a") == ["small"]


def test_recursion_only_where_it_is_wanted() -> None:
    entries = (LoreEntry("1", keys=("a",), content="see b"), LoreEntry("2", keys=("b",), content="see c"))
    assert ids(book(*entries), "a") == ["1"]
    assert ids(book(*entries, recursive=True), "a") == ["1", "2"]


def test_recursion_ends_after_three_rounds_and_never_doubles() -> None:
    chain = tuple(LoreEntry(str(i), keys=(f"k{i}",), content=f"k{i + 1} k0") for i in range(6))
    assert ids(book(*chain, recursive=True), "k0") == ["0", "1", "2", "3"]


def test_direct_entries_outrank_called_ones_of_the_same_priority() -> None:
    entries = (
        LoreEntry("called", keys=("b",), content="x x", priority=5, order=1),
        LoreEntry("direct", keys=("a",), content="see b", priority=5, order=2),
    )
    assert ids(book(*entries, budget=2, recursive=True), "a") == ["direct"]


def test_hidden_keys_call_entries_in_recursion() -> None:
    lore = book(LoreEntry("1", keys=("secret",), content="c"), recursive=True)
    assert [entry.id for entry in activate(lore, ["hello"], words, hidden=("secret",)).after] == ["1"]
    assert activate(book(*lore.entries), ["hello"], words, hidden=("secret",)).after == ()


def test_a_comment_in_an_entry_calls_nothing() -> None:
    entries = (LoreEntry("1", keys=("a",), content="x {{// b }}"), LoreEntry("2", keys=("b",), content="y"))
    assert ids(book(*entries, recursive=True), "a") == ["1"]
