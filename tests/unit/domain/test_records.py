from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from chatbot.domain.memory import Memory
from chatbot.domain.records import Records
from chatbot.domain.slots import Kind, Scope

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def memory(key: str, subject: str, attribute: str) -> Memory:
    return Memory(key, key, Kind.FACT, Scope.USER, "", "", subject, attribute, "x", NOW, NOW, NOW)


memories = st.builds(memory, st.sampled_from("abcdef"), st.sampled_from(("user", "maya")), st.sampled_from(("", "job")))
steps = st.lists(st.tuples(st.lists(memories, max_size=3), st.lists(st.sampled_from("abcdef"), max_size=3)), max_size=6)


@given(st.lists(memories, max_size=4), steps, st.integers(0, 6))
def test_a_state_that_followed_changes_is_the_one_made_anew(
    start: list[Memory], changes: list[tuple[list[Memory], list[str]]], asked_at: int
) -> None:
    plain = {one.id: one for one in start}
    followed = Records(plain)
    for number, (changed, gone) in enumerate(changes):
        if number == asked_at:
            followed.filling("user", "job")  # from here on it follows the slots too
        before, was = followed, dict(followed)
        followed = followed.with_changes(changed, gone)
        assert dict(before) == was
        plain = {key: one for key, one in plain.items() if key not in gone} | {one.id: one for one in changed}
    assert dict(followed) == plain == {key: followed[key] for key in followed}
    assert len(followed) == len(plain)
    for subject in ("user", "maya"):
        for attribute in ("", "job"):
            expected = [one for one in plain.values() if (one.subject, one.attribute) == (subject, attribute)]
            assert sorted(followed.filling(subject, attribute), key=lambda one: one.id) == sorted(
                expected, key=lambda one: one.id
            )


@given(st.lists(memories, max_size=4), steps)
def test_a_state_is_known_one_by_one_before_anybody_went_through_all(
    start: list[Memory], changes: list[tuple[list[Memory], list[str]]]
) -> None:
    plain = {one.id: one for one in start}
    followed = Records(plain)
    for changed, gone in changes:
        followed = followed.with_changes(changed, gone)
        plain = {key: one for key, one in plain.items() if key not in gone} | {one.id: one for one in changed}
    for key in "abcdefg":
        assert followed.get(key) is plain.get(key)
        assert (key in followed) is (key in plain)
    assert len(followed) == len(plain)
    assert dict(followed) == plain


def test_a_state_after_many_small_changes_holds_them_all() -> None:
    followed = Records({"0": memory("0", "user", "")})
    for number in range(1, 1200):
        followed = followed.with_changes([memory(str(number), "user", "")], [str(number - 1)] if number % 2 else [])
    assert followed.keys() == {str(number) for number in range(1, 1200, 2)}


@given(st.lists(memories, max_size=4), steps)
def test_what_is_supposed_is_listed_as_if_it_were_and_leaves_what_is(
    start: list[Memory], worlds: list[tuple[list[Memory], list[str]]]
) -> None:
    plain = {one.id: one for one in start}
    real = Records(plain)
    for changed, gone in worlds:
        there = {key: one for key, one in plain.items() if key not in gone} | {one.id: one for one in changed}
        supposed = real.supposing(changed, gone)
        for state, expected in ((supposed, there), (real, plain)):
            assert dict(state) == expected
            for slot in (("user", "job"), ("maya", "")):
                filling = [one for one in expected.values() if (one.subject, one.attribute) == slot]
                assert {one.id for one in state.filling(*slot)} == {one.id for one in filling}
                named = [one for one in state.sharing(_subjects, slot[0]) if one.subject == slot[0]]
                assert {one.id for one in named} == {one.id for one in expected.values() if one.subject == slot[0]}


def test_what_is_asked_of_one_world_is_looked_up_in_the_next() -> None:
    asked: list[Memory] = []

    def keys(one: Memory) -> tuple[str, ...]:
        asked.append(one)
        return (one.subject,)

    real = Records({f"m{number}": memory(f"m{number}", "user", "job") for number in range(100)})
    for _ in range(5):
        real.supposing([memory("m1", "maya", "job")], ["m2"]).sharing(keys, "maya")
    assert len(asked) < 200


def _subjects(one: Memory) -> tuple[str, ...]:
    return (one.subject,)
