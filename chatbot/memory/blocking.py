"""What memories share that say the same or speak of each other, so that few of many are compared. Compares none."""

from collections.abc import Hashable, Iterable
from itertools import islice

from chatbot.domain.memory import Memory, Status
from chatbot.domain.records import Records
from chatbot.memory.similarity import initials, plain, rare_words

FORGOTTEN = "forgotten"
"""The key of what was forgotten in a slot."""
ERASED = "erased"
"""The key of the fingerprints that erased facts left."""

_ABOUT = "about"


def saying(value: str) -> Hashable:
    """The key that two values of one slot have in common which are equal, or equal but for endings and order.

    Others have it too, some in a hundred: to find all that it takes to tell them apart for ten thousand values would
    keep whoever asks first waiting.
    """
    return ("saying", *initials(value))


def value_keys(memory: Memory) -> Iterable[Hashable]:
    """What a memory in a slot is found by: its value, and whether it was forgotten."""
    yield saying(memory.value)
    if memory.status is Status.FORGOTTEN:
        yield FORGOTTEN


def note_keys(memory: Memory) -> Iterable[Hashable]:
    """What a free note is found by: its rare words."""
    return rare_words(memory.text)


def erased_keys(memory: Memory) -> Iterable[Hashable]:
    """Whether a note is only a fingerprint."""
    return (ERASED,) if memory.fingerprint else ()


def mention_keys(memory: Memory) -> Iterable[Hashable]:
    """What a memory speaks of: whom it is about, and each word of its text with the marks at it."""
    return {(_ABOUT, memory.subject), *plain(memory.text).split(" ")}


def near_notes(text: str, subject: str, known: Records) -> list[Memory]:
    """The notes about a subject among which `similarity.duplicates` finds all that say the same as a text.

    Two that say the same differ by at most a quarter of the words, or by one. So of a quarter and one of the
    words more they share one, and looking under as many of the rarest is enough.

    Args:
        text: of a note.
        subject: whom it is about.
        known: where to look.
    """
    slot = (subject, "")
    words = sorted(rare_words(text), key=lambda word: known.count(note_keys, word, slot))
    looked_up = islice(words, max(1, len(words) // 4) + 1)
    return _distinct(one for word in looked_up for one in known.sharing(note_keys, word, slot))


def about(subject: str, known: Records) -> list[Memory]:
    """The memories about a subject, of every status, and perhaps others."""
    return known.sharing(mention_keys, (_ABOUT, subject))


def speaking_of(value: str, known: Records) -> list[Memory]:
    """The memories among which `dependents.leans_on` finds all that are about a value, or name it.

    Args:
        value: from `dependents.telling`, not empty.
        known: where to look.
    """
    rarest = min(value.split(" "), key=lambda word: known.count(mention_keys, word))
    return _distinct((*about(value, known), *known.sharing(mention_keys, rarest)))


def _distinct(memories: Iterable[Memory]) -> list[Memory]:
    return [*{one.id: one for one in memories}.values()]
