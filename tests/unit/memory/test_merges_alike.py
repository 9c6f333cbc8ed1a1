"""Looking up what may be the same gives the very merges of comparing each memory with every kept one."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.domain.memory import Memory, Polarity
from chatbot.domain.slots import Scope
from chatbot.memory import consolidate
from chatbot.memory.consolidate import merges, nearly_same, same
from chatbot.memory.similarity import duplicate, plain
from tests.unit.memory.making import memory


class _Plainly(consolidate._Kept):
    """Compares with all that share a key, one by one."""

    def keys_of(self, memory: Memory) -> consolidate._Keys:
        keys = super().keys_of(memory)
        slot, value = (memory.subject, memory.attribute, memory.polarity), plain(memory.value)
        words = value.split()
        parts = words if len(words) > 1 else [value[:4], value[-4:]]
        return keys._replace(slot=[*keys.slot[:1], *((*slot, "part", part) for part in parts if memory.attribute)])

    def same_as(self, memory: Memory, keys: consolidate._Keys) -> Memory | None:
        if memory.attribute:
            sharing = list(self._sharing(keys.slot))
            return next((one for test in (same, nearly_same) for one in sharing if test(one, memory)), None)
        words = self._words[memory.id]
        near = [
            one
            for one in self._sharing(keys.text)
            if len(words ^ self._words[one.id]) <= max(1, len(words) // 4) and consolidate._comparable(one, memory)
        ]
        return next((one for one in near if same(one, memory)), None) or duplicate(memory.text, near)


_VALUES = (
    "night trains", "a night train", "Night Train", "train night", "watercolour", "watercolor", "watercolours",
    "photography", "photografy", "42 photographs", "43 photographs", "jazz", "the jazz", "",
)  # fmt: skip
_TEXTS = (
    "User keeps the spare key under the green stone by the old gate",
    "User keeps the spare key under the green stone by the gate",
    "User keeps a spare key under that green stone by the gate",
    "User never keeps the spare key under the green stone by the gate",
    "boat", "the boat", "",
)  # fmt: skip


def _made(number: int, slot: str, value: str, text: str, fields: dict[str, Any]) -> Memory:
    return memory(f"{number:02}", f"User {slot}: {value}" if slot else text, slot, value if slot else "", **fields)


_memories = st.builds(
    _made,
    st.integers(0, 40),
    st.sampled_from(("likes", "likes", "hobby", "", "")),
    st.sampled_from(_VALUES),
    st.sampled_from(_TEXTS),
    st.fixed_dictionaries(
        {},
        optional={
            "polarity": st.sampled_from(Polarity),
            "scope": st.sampled_from(Scope),
            "pinned": st.booleans(),
            "uses": st.integers(0, 3),
        },
    ),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(_memories, max_size=20, unique_by=lambda one: one.id))
def test_the_same_merges(records: list[Memory], monkeypatch: pytest.MonkeyPatch) -> None:
    found = merges(records)
    with monkeypatch.context() as plainly:
        plainly.setattr(consolidate, "_Kept", _Plainly)
        assert merges(records) == found
