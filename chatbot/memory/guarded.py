"""What past messages give away: a forgotten memory must not come back through them, nor a local one leave the machine.

It only judges; recall leaves out or marks what it says.
"""

from collections.abc import Iterable, Mapping

from chatbot.domain.memory import Memory, Status
from chatbot.domain.value import Value
from chatbot.memory.reconcile_rivals import generic
from chatbot.memory.similarity import same_value
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


class Watch:
    """Judges the texts that one turn could be told.

    A text gives a memory away where it taught it, or names its value. What is known anew, or was only put right
    and not forgotten, is no secret.

    Args:
        guards: of every memory that has one.
        known: all memories by id, of every status.
        session_id, persona_id: where the turn happens.
    """

    def __init__(self, guards: Iterable[Guard], known: Mapping[str, Memory], session_id: str, persona_id: str) -> None:
        self._by_source: dict[str, list[Guard]] = {}
        self._by_word: dict[str, list[Guard]] = {}
        for guard in guards:
            self._by_source.setdefault(guard.memory.source.message_id, []).append(guard)
            self._by_word.setdefault(guard.first, []).append(guard)
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

    def _told(self, text: str, message_id: str) -> Iterable[Guard]:
        if message_id:
            yield from self._by_source.get(message_id, ())
        if not self._by_word:
            return
        said = words(text)
        spaced = f" {' '.join(said)} "
        for word in self._by_word.keys() & said:
            for guard in self._by_word[word]:
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
        return any(
            memory.status in _LIVE
            and (memory.subject, memory.attribute, memory.polarity) == (gone.subject, gone.attribute, gone.polarity)
            and (same_value(memory.value, gone.value) if gone.attribute else memory.text == gone.text)
            and memory.readable_in(*self._at)
            for memory in self._known.values()
        )


def watch_over(known: Mapping[str, Memory], session_id: str, persona_id: str) -> Watch:
    """The watch of a turn over these memories, by id, of every status."""
    guards = (guard for memory in known.values() if (guard := guard_of(memory)) is not None)
    return Watch(guards, known, session_id, persona_id)
