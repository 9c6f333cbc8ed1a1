"""Which memories lean on another one, so that they are looked at again when it changes. Decides nothing."""

from collections.abc import Iterable

from chatbot.domain.memory import Memory, Status
from chatbot.memory.similarity import plain

_LIVE = (Status.ACTIVE, Status.CONFLICT)
_SHORTEST = 3
"""Characters of a value that may be told by: shorter ones stand in texts that have nothing to do with it."""


def telling(memory: Memory) -> str:
    """The value by which other texts speak of a memory, folded; empty where its value says too little by itself."""
    value = plain(memory.value)
    return "" if len(value) < _SHORTEST or value.isdigit() else value


def leans_on(memory: Memory, value: str) -> bool:
    """Whether a memory is about a value, or names it.

    Args:
        memory: any.
        value: from `telling`, not empty.
    """
    return memory.subject == value or f" {value} " in f" {plain(memory.text)} "


def dependents(old: Memory, records: Iterable[Memory]) -> tuple[Memory, ...]:
    """The present memories that lean on one that changed, and that may be marked: unlocked, not marked already.

    Args:
        old: as it was before it changed.
        records: among which to look.
    """
    value = telling(old)
    if not value:
        return ()
    return tuple(
        one
        for one in records
        if one.status in _LIVE
        and one.id != old.id
        and not one.locked
        and not one.check
        and _differs(one, old)
        and leans_on(one, value)
    )


def _differs(one: Memory, old: Memory) -> bool:
    """Whether it says something of its own: another record of the same value in the same slot leans on nothing."""
    return (one.subject, one.attribute, plain(one.value)) != (old.subject, old.attribute, plain(old.value))
