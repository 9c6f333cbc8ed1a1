"""What past messages give away: a forgotten memory must not come back through them, nor a local one leave the machine.

It only judges; recall leaves out or marks what it says.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import TypeVar

from chatbot.domain.memory import Memory, Polarity, Status
from chatbot.domain.value import Value
from chatbot.memory.reconcile_rivals import generic
from chatbot.memory.similarity import plain
from chatbot.memory.tokens import terms, words

_LIVE = (Status.ACTIVE, Status.CONFLICT)


class Guard(Value):
    """A memory that messages may give away.

    Attributes:
        memory: the memory.
        named: its value as words between spaces; empty where that is no sign.
        first: the first of these words.
    """

    memory: Memory
    named: str = ""
    first: str = ""


def guard_of(memory: Memory) -> Guard | None:
    """The guard of a memory that is forgotten or must stay on this machine; None for any other."""
    if memory.status is not Status.FORGOTTEN and not memory.local_only:
        return None
    telling = len(memory.value) > 2 and bool(terms(memory.value)) and not memory.value.isdigit()
    if not telling or generic(memory.attribute, memory.value):
        return Guard(memory)
    said = words(memory.value)
    return Guard(memory, f" {' '.join(said)} ", said[0])


class Guards:
    """The guards of all memories, kept in step with them, so that a turn need not look at every memory."""

    def __init__(self) -> None:
        self._held: dict[str, Guard] = {}
        self._by_source: dict[str, dict[str, Guard]] = {}
        self._by_word: dict[str, dict[str, Guard]] = {}
        self._living: dict[_Said, dict[str, Memory]] = {}

    def put(self, memory: Memory) -> None:
        """A memory is new. One that was changed is first removed as it was."""
        if memory.status in _LIVE:
            self._living.setdefault(_said(memory), {})[memory.id] = memory
        guard = guard_of(memory)
        if guard is not None:
            self._held[memory.id] = guard
            self._by_source.setdefault(memory.source.message_id, {})[memory.id] = guard
            if guard.first:
                self._by_word.setdefault(guard.first, {})[memory.id] = guard

    def remove(self, memory: Memory) -> None:
        """A memory is gone, or no longer what it was."""
        if memory.status in _LIVE:
            _drop(self._living, _said(memory), memory.id)
        guard = self._held.pop(memory.id, None)
        if guard is not None:
            _drop(self._by_source, memory.source.message_id, memory.id)
            if guard.first:
                _drop(self._by_word, guard.first, memory.id)

    def of_message(self, message_id: str) -> Iterable[Guard]:
        """Guards of what a message taught."""
        return self._by_source.get(message_id, {}).values()

    @property
    def name_any(self) -> bool:
        """Whether there is a guard whose value words could name."""
        return bool(self._by_word)

    def named_among(self, said: list[str]) -> Iterable[Guard]:
        """Guards whose value the words spoken may name."""
        for word in self._by_word.keys() & said:
            yield from self._by_word[word].values()

    def all(self) -> Iterable[Guard]:
        """Every guard."""
        return self._held.values()

    def of_memory(self, memory_id: str) -> Guard | None:
        """The guard of a memory; None where it has none."""
        return self._held.get(memory_id)

    def any_told(self, text: str, message_id: str = "") -> bool:
        """Whether a text gives away any of the memories, wherever these may be known."""
        if message_id and any(True for _ in self.of_message(message_id)):
            return True
        said = words(text)
        spaced = f" {' '.join(said)} "
        return any(guard.named in spaced for guard in self.named_among(said))

    def living(self, gone: Memory) -> Iterable[Memory]:
        """Memories that hold and say what a memory says."""
        return self._living.get(_said(gone), {}).values()


class SupposedGuards(Guards):
    """The guards without those of some memories, and with those of what is put; good until the real ones change.

    Args:
        real: the guards.
        gone: ids of memories that are left out.
    """

    def __init__(self, real: Guards, gone: Set[str]) -> None:
        super().__init__()
        self._real = real
        self._gone = gone

    def of_message(self, message_id: str) -> Iterable[Guard]:
        """As `Guards.of_message`."""
        return [*self._kept(self._real.of_message(message_id)), *super().of_message(message_id)]

    @property
    def name_any(self) -> bool:
        """Whether there may be a guard whose value words could name."""
        return self._real.name_any or super().name_any

    def named_among(self, said: list[str]) -> Iterable[Guard]:
        """As `Guards.named_among`."""
        yield from self._kept(self._real.named_among(said))
        yield from super().named_among(said)

    def all(self) -> Iterable[Guard]:
        """Every guard."""
        return [*self._kept(self._real.all()), *super().all()]

    def of_memory(self, memory_id: str) -> Guard | None:
        """As `Guards.of_memory`."""
        return super().of_memory(memory_id) if memory_id in self._gone else self._real.of_memory(memory_id)

    def living(self, gone: Memory) -> Iterable[Memory]:
        """As `Guards.living`."""
        kept = (memory for memory in self._real.living(gone) if memory.id not in self._gone)
        return [*kept, *super().living(gone)]

    def _kept(self, guards: Iterable[Guard]) -> Iterator[Guard]:
        return (guard for guard in guards if guard.memory.id not in self._gone)


_Said = tuple[str, str, Polarity, str]
_Key = TypeVar("_Key")
_Kept = TypeVar("_Kept")


def _said(memory: Memory) -> _Said:
    """What a memory says: its slot with the value as comparisons see it, or the text of a note."""
    value = plain(memory.value) if memory.attribute else memory.text
    return memory.subject, memory.attribute, memory.polarity, value


def _drop(lists: dict[_Key, dict[str, _Kept]], key: _Key, memory_id: str) -> None:
    listed = lists[key]
    del listed[memory_id]
    if not listed:
        del lists[key]


class Watch:
    """Judges the texts that one turn could be told.

    A text gives a memory away where it taught it, or names its value. What is known anew, or was only put right
    and not forgotten, is no secret.

    Args:
        guards: of every memory that has one.
        known: all memories by id, of every status.
        session_id: where the turn happens.
        persona_id: who is talked to.
    """

    def __init__(self, guards: Guards, known: Mapping[str, Memory], session_id: str, persona_id: str) -> None:
        self._guards = guards
        self._known = known
        self._at = (session_id, persona_id)
        self._void: dict[str, bool] = {}

    def forbids(self, text: str, message_id: str = "") -> bool:
        """Whether a text holds what the user had forgotten.

        Args:
            text: of a message or chapter.
            message_id: of the message; empty for other texts.
        """
        gone = (guard for guard in self._told(text, message_id) if guard.memory.status is Status.FORGOTTEN)
        return any(not self._is_void(guard.memory) for guard in gone)

    def keeps_here(self, text: str, message_id: str = "") -> bool:
        """Whether a text holds what must not leave this machine; arguments as for `forbids`."""
        return any(guard.memory.local_only for guard in self._told(text, message_id))

    def hidden(self, text: str, message_id: str = "", remote: bool = False) -> tuple[Memory, ...]:
        """The memories that a text gives away and that may not be told.

        Args:
            text: of a message or chapter.
            message_id: of the message; empty for other texts.
            remote: True for who sits on another machine.
        """
        return tuple(guard.memory for guard in self._told(text, message_id) if self.hides(guard.memory, remote))

    def hides(self, memory: Memory, remote: bool) -> bool:
        """Whether a guarded memory may not be told at all; `remote` as for `hidden`."""
        if remote and memory.local_only:
            return True
        return memory.status is Status.FORGOTTEN and not self._is_void(memory)

    def guards(self, remote: bool) -> Iterable[Guard]:
        """The guards of all memories that may not be told; `remote` as for `hidden`."""
        return (guard for guard in self._guards.all() if self.hides(guard.memory, remote))

    def guard(self, memory_id: str, remote: bool) -> Guard | None:
        """The guard of a memory that may not be told; None for any other."""
        found = self._guards.of_memory(memory_id)
        return found if found is not None and self.hides(found.memory, remote) else None

    def _told(self, text: str, message_id: str) -> Iterable[Guard]:
        if message_id:
            yield from self._guards.of_message(message_id)
        if not self._guards.name_any:
            return
        said = words(text)
        spaced = f" {' '.join(said)} "
        for guard in self._guards.named_among(said):
            if guard.named in spaced and guard.memory.readable_in(*self._at):
                yield guard

    def _is_void(self, gone: Memory) -> bool:
        found = self._void.get(gone.id)
        if found is None:
            found = self._void[gone.id] = self._put_right(gone) or self._known_anew(gone)
        return found

    def _put_right(self, gone: Memory) -> bool:
        heir = self._known.get(gone.superseded_by)
        return heir is not None and heir.status in _LIVE and heir.source == gone.source

    def _known_anew(self, gone: Memory) -> bool:
        return any(memory.readable_in(*self._at) for memory in self._guards.living(gone))
