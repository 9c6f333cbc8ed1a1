"""What was never true: values that were put right, and texts that still say them. Decides nothing."""

import re
from collections.abc import Iterable, Mapping

from chatbot.domain.memory import Memory, Status
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.domain.value import Value
from chatbot.memory.dependents import telling
from chatbot.memory.similarity import plain, rare_words


class Wrong(Value):
    """A value that was put right.

    Attributes:
        memory: the record as it was wrong.
        right: the record that took its place.
    """

    memory: Memory
    right: Memory


def never_true(memory: Memory) -> bool:
    """Whether a record was put right, and not outlived by what came after: it held for no time at all."""
    return memory.status is Status.SUPERSEDED and memory.valid_until == memory.said_at


def wrongs(records: Mapping[str, Memory]) -> tuple[Wrong, ...]:
    """Every value that was put right: by a correction in the chat, or by an edit.

    Args:
        records: by id, of every status; an edit leaves the old words as a tombstone that points to the record.
    """
    found = []
    for memory in records.values():
        if not memory.superseded_by:
            continue
        if never_true(memory) or memory.status is Status.FORGOTTEN:
            right = _heir(memory, records)
            if right is not None and plain(right.value or right.text) != plain(memory.value or memory.text):
                found.append(Wrong(memory, right))
    return tuple(found)


def _heir(memory: Memory, records: Mapping[str, Memory]) -> Memory | None:
    """The record that says it right: the next one that was not put right itself; None where it was forgotten."""
    seen = {memory.id}
    heir = records.get(memory.superseded_by)
    while heir is not None and never_true(heir) and heir.id not in seen:
        seen.add(heir.id)
        heir = records.get(heir.superseded_by)
    return None if heir is None or heir.status is Status.FORGOTTEN else heir


def says(text: str, wrong: Wrong, user_name: str = "") -> bool:
    """Whether a text tells the wrong value as the fact that it was.

    Args:
        text: a line or more, such as a chapter or a reply.
        wrong: what was put right.
        user_name: what the user's lines begin with in a chapter; empty where lines have no speaker.
    """
    pieces = (before + one for line in text.splitlines() for before, told in [_apart(line)] for one in told)
    return any(_line_says(piece, wrong, user_name) for piece in pieces)


def righted(text: str, found: Iterable[Wrong], user_name: str = "") -> str:
    """A text with the right values in the lines that told the wrong ones; arguments as for `says`."""
    for wrong in found:
        text = "\n".join(_line_righted(line, wrong, user_name) for line in text.split("\n"))
    return text


def _line_righted(line: str, wrong: Wrong, user_name: str) -> str:
    before, told = _apart(line)
    return before + " ".join(swapped(one, wrong) if _line_says(before + one, wrong, user_name) else one for one in told)


_SPEAKER = lazy(r"[^\W\d_][^:\n]{0,38}: (?=\S)")
_SENTENCE_END = lazy(r"(?<=[.!?…]) ")


def _apart(line: str) -> tuple[str, list[str]]:
    """What stands before a line's sentences ("Ana: "), and these; one that says something wrong leaves the others."""
    told = _SPEAKER.match(line)
    before = told.group() if told else ""
    return before, _SENTENCE_END.split(line[len(before) :])


def swapped(text: str, wrong: Wrong) -> str:
    """A text with the right value wherever the wrong one stands as words of its own."""
    value, right = wrong.memory.value, wrong.right.value
    if not value or not right:
        return text
    return re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", lambda _: right, text, flags=re.IGNORECASE)


def _line_says(line: str, wrong: Wrong, user_name: str) -> bool:
    memory = wrong.memory
    value = plain(memory.value)
    said = fold(line)
    if not value or re.search(rf"(?<!\w){re.escape(value)}(?!\w)", said) is None:
        return False
    quote = fold(memory.source.quote).strip(" .!?")
    if quote and quote in said:
        return True
    if not telling(memory):
        return False
    if user_name and said.startswith(f"{fold(user_name)}: "):
        body = said.partition(": ")[2].strip(" .!?")
        return bool(quote) and body in quote
    if said.startswith("also: "):
        return True
    about = (rare_words(memory.text) | _stems(memory.attribute)) - rare_words(memory.value) - {"user"}
    shared = about & rare_words(line)
    return bool(shared) or re.search(r"\byou(?:r|'re|'ve)?\b", said) is not None


def _stems(attribute: str) -> frozenset[str]:
    return frozenset(word for word in re.split(r"[._]", attribute) if len(word) > 2)
