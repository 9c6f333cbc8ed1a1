"""How words that a person types by hand become candidates or new values."""

import re
from datetime import datetime
from typing import Any

from chatbot.domain.memory import USER_SUBJECT, Candidate, Cue, Memory, Polarity
from chatbot.domain.message import Message, Role
from chatbot.domain.patterns import lazy
from chatbot.domain.slots import Kind, is_single, slot_of
from chatbot.domain.text import clean, clean_line, fold
from chatbot.domain.value import replace
from chatbot.errors import MemoryRefused
from chatbot.memory.dates import find_dates
from chatbot.memory.extract import Focus, extract
from chatbot.memory.extract.moments import around, moment
from chatbot.memory.phrase import to_record
from chatbot.memory.pronouns import third_person
from chatbot.memory.retyped import meant
from chatbot.memory.secrets import find_secrets
from chatbot.memory.similarity import same_value

LONGEST = 1000
"""Characters of a memory's text."""


def check_text(text: str) -> None:
    """Refuses what must not be stored.

    Raises:
        MemoryRefused: the text is empty, too long or holds a secret.
    """
    if not text.strip():
        raise MemoryRefused("There is nothing to remember", "give a sentence")
    if len(text) > LONGEST:
        raise MemoryRefused(f"A memory has at most {LONGEST} characters", "say it shorter, or in several")
    if find_secrets(text):
        raise MemoryRefused("That holds a secret, and secrets are never stored", "leave out the key or password")


def candidates(text: str, now: datetime) -> tuple[Candidate, ...]:
    """What a typed sentence says, as orders to remember: facts for slots where it has some, else one note.

    Args:
        text: in the first person ("I live in Porto") or the third ("User lives in Porto").
        now: aware UTC.
    """
    text = clean(text).strip()
    for wording in dict.fromkeys((text, first_person(text))):
        found = [one for one in _extract(wording, now) if one.cue not in (Cue.FORGET, Cue.ENDING)]
        if found and any(one.attribute for one in found):
            return tuple(replace(one, cue=Cue.REMEMBER, quote=clean_line(text, 400)) for one in found)
    line = clean_line(re.sub(r"(?i)^(?:please )?remember(?: that)?:? ", "", text), LONGEST)
    return (
        Candidate(
            third_person(line), Kind.FACT, USER_SUBJECT, "", "", clean_line(text, 400), Cue.REMEMBER, importance=0.7
        ),
    )


def _extract(text: str, now: datetime) -> tuple[Candidate, ...]:
    return extract(Message("", "", 0, 0, Role.USER, "", text, now), Focus(now))


_PERSON = (
    (lazy(r"\b[Uu]ser's\b"), "my"),
    (lazy(r"\b[Uu]ser is\b"), "I am"),
    (lazy(r"\b[Uu]ser has\b"), "I have"),
    (lazy(r"\b[Uu]ser does\b"), "I do"),
    (lazy(r"\b[Uu]ser goes\b"), "I go"),
    (lazy(r"\b[Uu]ser (\w+?)s\b"), r"I \1"),
    (lazy(r"\b[Uu]ser\b"), "I"),
)


def first_person(text: str) -> str:
    """A record's sentence in the user's mouth ("User lives in Porto" -> "I live in Porto")."""
    for pattern, words in _PERSON:
        text = pattern.sub(words, text)
    return text


def edited(memory: Memory, text: str | None, value: str | None, attribute: str | None, now: datetime) -> dict[str, Any]:
    """The fields of a memory that new words change.

    Raises:
        MemoryRefused: as `check_text`, or the slot is unknown.
    """
    fields: dict[str, Any] = {}
    if attribute is not None:
        slot = slot_of(attribute)
        if attribute and slot is None:
            raise MemoryRefused(f"There is no slot “{clean_line(attribute, 40)}”", "use one such as home or pet.dog")
        fields |= {"attribute": attribute, "kind": slot.kind if slot else memory.kind}
    slot_name = attribute if attribute is not None else memory.attribute
    if value is not None:
        check_text(value)
        value = clean_line(value, 200)
        fields |= {"value": value, "text": to_record(memory.subject, slot_name, value, memory.polarity)}
    if text is not None:
        check_text(text)
        line = meant(memory, clean_line(text, LONGEST), lambda words: _tells(memory, words, now))
        fields |= {"text": line} if value is not None else _reworded(memory, slot_name, line, now)
    return fields | _names(memory, fields.get("value", memory.value))


def _names(memory: Memory, value: str) -> dict[str, Any]:
    """The names of a memory with its new value in the place of the old one; nothing where they stay."""
    old, new = memory.value.lower(), value.lower()
    kept = tuple(dict.fromkeys(new if one == old else one for one in memory.entities))
    named = tuple(one for one in kept if one) or ((new,) if value[:1].isupper() and new != old else ())
    return {"entities": named} if named != memory.entities else {}


def _tells(memory: Memory, words: str, now: datetime) -> bool:
    """Whether words say by themselves what a memory's slot holds, or are the day of what it tells."""
    if _on_another_day(memory, words, now):
        return True
    found = _extract(words, now) if memory.attribute and " " in words else ()
    return any((one.subject, one.attribute) == (memory.subject, memory.attribute) for one in found)


def _reworded(memory: Memory, attribute: str, line: str, now: datetime) -> dict[str, Any]:
    """New text, with the value and the day that it holds; a text that no longer fits its slot becomes a note."""
    if moved := _on_another_day(memory, line, now):
        return moved
    if not attribute:
        return {"text": third_person(line)}
    for one in (*_extract(line, now), *_extract(first_person(line), now)):
        if (one.subject, one.attribute) == (memory.subject, attribute) and one.cue is not Cue.ENDING:
            fields = {"text": one.text, "value": one.value, "polarity": one.polarity}
            return fields | (_happening(memory, one.event_start, one.event_end) if one.event_start else {})
    before, found, behind = memory.text.partition(memory.value)
    if memory.value and found and line.startswith(before) and line.endswith(behind):
        middle = line[len(before) : len(line) - len(behind) if behind else None].strip(" .")
        if middle:
            return {"text": line.rstrip("."), "value": middle}
    if memory.value and memory.value.casefold() in line.casefold():
        return {"text": third_person(line)}
    if len(line.split()) <= 3 and not re.match(r"(?i)(?:i|my|user)\b", line):
        if memory.event_start is not None and memory.value and found:  # the rest of the sentence tells the day
            return {"text": f"{before}{line}{behind}", "value": line}
        return {"text": to_record(memory.subject, attribute, line, memory.polarity), "value": line}
    return {"text": third_person(line), "attribute": "", "value": ""}


def _on_another_day(memory: Memory, line: str, now: datetime) -> dict[str, Any]:
    """The memory's sentence with a day that is typed alone ("5 May") in the place of its own; empty for other words."""
    days = find_dates(fold(line), now)
    if (
        memory.event_start is None
        or memory.event_end is None
        or len(days) != 1
        or days[0].end - days[0].start < len(line)
    ):
        return {}
    first, last = days[0].first, days[0].last
    for said, then in (
        (moment(memory.event_start, memory.event_end), moment(first, last)),
        (moment(memory.event_start, memory.event_end).removeprefix("on "), moment(first, last).removeprefix("on ")),
        (around(memory.event_start), moment(first, last)),
    ):
        if said in memory.text:
            return {"text": memory.text.replace(said, then)} | _happening(memory, first, last)
    return {}


def _happening(memory: Memory, first: datetime, last: datetime | None) -> dict[str, Any]:
    """The days of a memory that happens at another time; what was to fade so long after it still does."""
    fields: dict[str, Any] = {"event_start": first, "event_end": last}
    if memory.expires_at is not None and memory.event_start is not None:
        fields["expires_at"] = memory.expires_at + (first - memory.event_start)
    return fields


def excludes(kept: Memory, other: Memory) -> bool:
    """Whether two present records cannot both hold: one single slot, the same value twice, or the one replaced.

    What more may know than the one that is kept stands beside it.
    """
    if other.scope.width > kept.scope.width:
        return False
    if kept.supersedes == other.id:
        return True
    if (
        (kept.subject, kept.attribute) != (other.subject, other.attribute)
        or not kept.attribute
        or not share(kept, other)
    ):
        return False
    if same_value(kept.value, other.value):
        return True
    return is_single(kept.attribute) and kept.polarity is Polarity.POSITIVE is other.polarity


def share(kept: Memory, other: Memory) -> bool:
    """Whether some turn can read both: where none can, they neither repeat nor contradict each other."""
    wide = kept if kept.scope.width >= other.scope.width else other
    narrow = other if wide is kept else kept
    return wide.readable_in(narrow.session_id, narrow.persona_id)
