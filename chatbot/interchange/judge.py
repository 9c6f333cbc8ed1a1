"""Decides what becomes of each memory that comes in, beside those that are there. Pure.

What was forgotten here stays forgotten; what is known here is not doubled; of two versions of one record the later one
holds; two present values of a slot that has room for one are a conflict, which the user decides.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from chatbot.domain.fingerprint import is_erased
from chatbot.domain.memory import Memory, Polarity, Status
from chatbot.domain.slots import Scope, is_single
from chatbot.memory import similarity

_CURRENT = (Status.ACTIVE, Status.CONFLICT, Status.PENDING)


class Verdict(StrEnum):
    """What becomes of a memory that comes in."""

    ADD = "add"
    UPDATE = "update"
    SAME = "same"
    REPEATED = "repeated"
    FORGOTTEN = "forgotten"
    HOMELESS = "homeless"


class Judge:
    """Judges memories against those that are there.

    Args:
        known: every record that is there, by id, of every status.
        incoming: ids of all that come in: records of one origin are no strangers to one another.
        has_session: whether a session is, or will be, on disk.
    """

    def __init__(
        self, known: Mapping[str, Memory], incoming: frozenset[str], has_session: Callable[[str], bool]
    ) -> None:
        self._known = known
        self._has_session = has_session
        self._strangers: dict[tuple[str, str], list[Memory]] = {}
        self._erased: list[Memory] = []
        for memory in known.values():
            if memory.id not in incoming:
                self.meet(memory)

    def meet(self, memory: Memory) -> None:
        """Takes in one more record that is there."""
        self._strangers.setdefault((memory.subject, memory.attribute), []).append(memory)
        if memory.fingerprint:
            self._erased.append(memory)

    def verdict(self, memory: Memory) -> Verdict:
        """What becomes of one record."""
        if memory.scope is Scope.SESSION and not self._has_session(memory.session_id):
            return Verdict.HOMELESS
        present = self._known.get(memory.id)
        if present is not None:
            if present.status is Status.FORGOTTEN and memory.status is not Status.FORGOTTEN:
                return Verdict.FORGOTTEN
            return Verdict.SAME if present.version >= memory.version else Verdict.UPDATE
        if memory.status not in _CURRENT:
            return Verdict.ADD
        if self.is_forgotten(memory):
            return Verdict.FORGOTTEN
        return Verdict.REPEATED if self.repeats(memory) else Verdict.ADD

    def is_forgotten(self, memory: Memory) -> bool:
        """Whether the user had this fact forgotten, or erased, here."""
        about = (memory.subject, memory.attribute, memory.value, memory.text)
        gone = (one for one in self._near(memory) if one.status is Status.FORGOTTEN and not one.fingerprint)
        if any(one.polarity is memory.polarity and similarity.fingerprint_matches(one, *about) for one in gone):
            return True
        return any(one.polarity is memory.polarity and is_erased(one.fingerprint, *about) for one in self._erased)

    def repeats(self, memory: Memory) -> Memory | None:
        """The record that says the same here already, to whom it may be said."""
        same = [
            one
            for one in self._near(memory)
            if one.status in _CURRENT and one.polarity is memory.polarity and _share(one, memory)
        ]
        if not memory.attribute:
            return similarity.duplicate(memory.text, same)
        return next((one for one in same if similarity.same_value(one.value, memory.value)), None)

    def rivals(self, memory: Memory) -> tuple[Memory, ...]:
        """Present records that cannot hold beside one that comes in, and that it does not replace."""
        if memory.status is not Status.ACTIVE or not is_single(memory.attribute):
            return ()
        if memory.polarity is not Polarity.POSITIVE:
            return ()
        return tuple(
            one
            for one in self._near(memory)
            if one.status is Status.ACTIVE
            and one.polarity is Polarity.POSITIVE
            and _share(one, memory)
            and not similarity.same_value(one.value, memory.value)
        )

    def _near(self, memory: Memory) -> Iterable[Memory]:
        return self._strangers.get((memory.subject, memory.attribute), ())


def _share(one: Memory, other: Memory) -> bool:
    """Whether some turn can read both."""
    wide, narrow = (one, other) if one.scope.width >= other.scope.width else (other, one)
    return wide.readable_in(narrow.session_id, narrow.persona_id)
