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
