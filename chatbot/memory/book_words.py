"""How words that a person types by hand become candidates or new values."""

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from chatbot.domain.memory import USER_SUBJECT, Candidate, Cue, Memory, Origin, Polarity
from chatbot.domain.message import Message, Role
from chatbot.domain.patterns import lazy
from chatbot.domain.records import records_of
from chatbot.domain.slots import Kind, is_single, slot_of
from chatbot.domain.text import clean, clean_line, fold
from chatbot.domain.value import replace
from chatbot.errors import MemoryRefused
from chatbot.memory.dates import find_dates
from chatbot.memory.extract import Focus, extract
from chatbot.memory.extract.line import read
from chatbot.memory.extract.moments import around, moment
from chatbot.memory.phrase import to_record
from chatbot.memory.pronouns import third_person
from chatbot.memory.retyped import meant, of_somebody
from chatbot.memory.secrets import find_secrets
from chatbot.memory.similarity import rare_words, same_value

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


def _extract(text: str, now: datetime, known: Mapping[str, Memory] = MappingProxyType({})) -> tuple[Candidate, ...]:
    focus = Focus(now, records_of(known))
    return extract(Message("", "", 0, 0, Role.USER, "", text, now), focus)


def _told(text: str, now: datetime, known: Mapping[str, Memory]) -> list[Candidate]:
    """The facts of a sentence in the first or in the third person."""
    found = _extract(text, now, known) or _extract(first_person(text), now, known)
    return [one for one in found if one.attribute and one.cue not in (Cue.FORGET, Cue.ENDING, Cue.DOUBT)]


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


def of_another(memory: Memory, text: str, now: datetime, known: Mapping[str, Memory]) -> tuple[Candidate, ...]:
    """What words that were typed over a memory tell of something else ("my cat is called Minka" over a home).

    Args:
        memory: in whose line they were typed.
        text: the line.
        now: aware UTC.
        known: what else is known, by id.

    Returns:
        Corrections of what they are about; empty where they are about the memory, or tell nothing that is known of.
    """
    line = meant(memory, clean_line(text, LONGEST), lambda words: _tells(memory, words, now, known))
    shared = rare_words(memory.text) & rare_words(line) - {"user"}
    if not memory.attribute or (shared and _DENIES.search(read(line).norm)):
        return ()
    told = _told(line, now, known)
    if not told and not shared and line != text and of_somebody(memory, line):
        return candidates(line, now)
    if any(_about(memory, one) for one in told):
        return ()
    return tuple(replace(one, cue=Cue.CORRECTION, origin=Origin.USER, confidence=1.0) for one in told)


_DENIES = lazy(
    r"^(?:no,? )?(?:[\w'-]+|(?:my|our) [\w' -]+?) (?:(?:do|does|did|am|is|are|was|were|have|has) (?:not|never)|"
    r"no longer|never|(?:have|has) no)\b|\bany ?more$"
)
_AHEAD = (Kind.PLAN, Kind.GOAL, Kind.EVENT, Kind.TASK)
"""What is told in many words, so that others may tell the same."""


def _about(memory: Memory, told: Candidate) -> bool:
    """Whether a fact is told of what a memory holds: the same slot, the same value, or the same thing ahead."""
    if (told.subject, told.attribute) == (memory.subject, memory.attribute) or same_value(told.value, memory.value):
        return True
    if memory.kind not in _AHEAD:
        return False
    return told.kind in _AHEAD or bool(rare_words(memory.text) & rare_words(told.text) - {"user"})


def edited(
    memory: Memory,
    text: str | None,
    value: str | None,
    attribute: str | None,
    now: datetime,
    known: Mapping[str, Memory] = MappingProxyType({}),
) -> dict[str, Any]:
    """The fields of a memory that new words change.

    Args:
        memory: as it is.
        text: how it should read; None for no text.
        value: its new value; None for what the text says.
        attribute: its new slot; None for the same.
        now: aware UTC.
        known: what else is known, by id: it tells who is meant by a name.

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
        line = meant(memory, clean_line(text, LONGEST), lambda words: _tells(memory, words, now, known))
        fields |= {"text": line} if value is not None else _reworded(memory, slot_name, line, now, known)
    return fields | _names(memory, fields.get("value", memory.value)) | _began(memory, fields)


def _began(memory: Memory, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Since when a memory holds, which goes with its value: another one has that of its own words, or none."""
    moved = not same_value(fields.get("value", memory.value), memory.value)
    return {"valid_from": None} if moved and memory.valid_from is not None else {}


def _names(memory: Memory, value: str) -> dict[str, Any]:
    """The names of a memory with its new value in the place of the old one; nothing where they stay."""
    old, new = memory.value.lower(), value.lower()
    kept = tuple(dict.fromkeys(new if one == old else one for one in memory.entities))
    named = tuple(one for one in kept if one) or ((new,) if value[:1].isupper() and new != old else ())
    return {"entities": named} if named != memory.entities else {}


def _tells(memory: Memory, words: str, now: datetime, known: Mapping[str, Memory]) -> bool:
    """Whether words tell something by themselves, or are the day of what a memory tells."""
    return bool(_on_another_day(memory, words, now)) or (" " in words and bool(_told(words, now, known)))


def _reworded(memory: Memory, attribute: str, line: str, now: datetime, known: Mapping[str, Memory]) -> dict[str, Any]:
    """New text, with the value and the day that it holds; a text that no longer fits its slot becomes a note."""
    if moved := _on_another_day(memory, line, now):
        return moved
    if not attribute:
        return {"text": third_person(line)}
    for one in _told(line, now, known):
        same = one.subject == memory.subject and same_value(one.value, memory.value) and memory.kind not in _AHEAD
        if (one.subject, one.attribute) == (memory.subject, attribute) or same:
            fields = {"text": one.text, "value": one.value, "polarity": one.polarity}
            fields |= {"attribute": one.attribute, "kind": one.kind} if one.attribute != attribute else {}
            return fields | (_happening(memory, one.event_start, one.event_end) if one.event_start else {})
    if memory.value and _DENIES.search(read(line).norm) and memory.value.casefold() in line.casefold():
        return {
            "text": to_record(memory.subject, attribute, memory.value, Polarity.NEGATIVE),
            "polarity": Polarity.NEGATIVE,
        }
    before, found, behind = memory.text.partition(memory.value)
    if memory.value and found and line.startswith(before) and line.endswith(behind):
        middle = line[len(before) : len(line) - len(behind) if behind else None].strip(" .")
        if middle:
            return {"text": line.rstrip("."), "value": middle}
    if memory.value and memory.value.casefold() in line.casefold():
        return {"text": third_person(line)}
    if (
        len(line.split()) <= 3
        and not re.match(r"(?i)(?:i|my|user)\b", line)
        and line.split()[0] != memory.text.split()[0]
    ):
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
