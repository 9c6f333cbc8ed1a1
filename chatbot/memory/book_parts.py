"""What several memories say as one, and what one says as several. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chatbot.domain.memory import Memory
from chatbot.domain.patterns import lazy
from chatbot.domain.slots import Scope, is_single
from chatbot.domain.text import clean_line, fold
from chatbot.errors import MemoryRefused
from chatbot.memory import book_words
from chatbot.memory.book_words import LONGEST
from chatbot.memory.phrase import to_record
from chatbot.memory.pronouns import third_person

_BETWEEN = lazy(r"\s*(?:;|,(?! \d)(?: and\b| or\b)?|\band\b(?! (?:a half|so on)\b)|\bas well as\b)\s*")
_SENTENCE = lazy(r"(?<=[.!?;])\s+")
_MOST_PARTS = 20


def merged(sides: Sequence[Memory], text: str | None, now: datetime) -> tuple[Memory, dict[str, Any]]:
    """The record that stays when memories become one, and its new fields.

    Raises:
        MemoryRefused: see `BookShaper.merge`.
    """
    kept = max(sides, key=lambda one: (len(one.value or one.text), one.said_at, one.id))
    fields: dict[str, Any] = {}
    if text is not None:
        fields = book_words.edited(kept, text, None, None, now) | {"text": third_person(clean_line(text, LONGEST))}
    elif len({one.attribute for one in sides}) > 1 or not kept.attribute:
        told = list(dict.fromkeys(one.text.rstrip(" .") for one in sides))
        whole = "; ".join(one for one in told if not any(one != other and one in other for other in told))
        book_words.check_text(whole)
        fields = {"text": whole, "attribute": "", "value": ""} if len(told) > 1 else {}
    else:
        fields = _every_value(kept, sides)
    return kept, {
        **fields,
        **_place(sides),
        "importance": max(one.importance for one in sides),
        "said_at": min(one.said_at for one in sides),
        "entities": tuple(dict.fromkeys(name for one in sides for name in one.entities)),
        "topics": tuple(dict.fromkeys(name for one in sides for name in one.topics)),
        "useful": sum(one.useful for one in sides),
        "irrelevant": sum(one.irrelevant for one in sides),
        "pinned": any(one.pinned for one in sides),
        "locked": any(one.locked for one in sides),
        "local_only": any(one.local_only for one in sides),
    }


def _every_value(kept: Memory, sides: Sequence[Memory]) -> dict[str, Any]:
    """The values of a slot that holds several as one, so that none is lost; what a fuller one says is left out."""
    if is_single(kept.attribute) or any(one.polarity is not kept.polarity for one in sides):
        return {}
    values = list(dict.fromkeys(one.value.strip() for one in sides))
    said = {value: fold(value) for value in values}
    left = [one for one in values if not any(said[one] != said[other] and said[one] in said[other] for other in values)]
    if len(left) < 2:
        return {}
    value = f"{', '.join(left[:-1])} and {left[-1]}"
    return {"value": value, "text": to_record(kept.subject, kept.attribute, value, kept.polarity)}


def _place(sides: Sequence[Memory]) -> dict[str, Any]:
    """Who may know what comes of them: no more than may know each."""
    scope = min((one.scope for one in sides), key=lambda one: one.width)
    bound = [one for one in sides if one.scope is not Scope.USER]
    sessions = {one.session_id for one in bound if one.scope is Scope.SESSION}
    personas = {one.persona_id for one in bound if one.scope is Scope.PERSONA}
    if len(sessions) > 1 or len(personas) > 1:
        raise MemoryRefused(
            "They are known to different sessions or personas, and together to none",
            "move them first (chatbot memory move)",
        )
    holder = next((one for one in sides if one.scope is scope), sides[0])
    return {"scope": scope, "session_id": holder.session_id, "persona_id": holder.persona_id}


def parted(memory: Memory, texts: Sequence[str], now: datetime) -> list[dict[str, Any]]:
    """The fields of each part of a memory, the first for the record itself.

    Raises:
        MemoryRefused: there are no two parts, or a text may not be stored.
    """
    if texts:
        if len(texts) < 2:
            raise MemoryRefused("One text is no split", "give the text of each part")
        for text in texts:
            book_words.check_text(text)
        return [{"text": memory.text, "attribute": "", "value": ""} | _read(memory, text, now) for text in texts]
    if memory.attribute:
        values = _pieces(memory.value)
        return [
            {"value": value, "text": to_record(memory.subject, memory.attribute, value, memory.polarity)}
            for value in values
        ]
    told = [one.rstrip(" .;") for one in _SENTENCE.split(memory.text) if one.strip(" .;")]
    if len(told) < 2:
        told = _pieces(memory.text)
        head = " ".join(told[0].split()[:2])
        told = [told[0], *(one if one.casefold().startswith("user") else f"{head} {one}" for one in told[1:])]
    return [{"text": one[:1].upper() + one[1:]} for one in told[:_MOST_PARTS]]


def _pieces(text: str) -> list[str]:
    pieces = [one.strip() for one in _BETWEEN.split(text) if one.strip()]
    if len(pieces) < 2:
        raise MemoryRefused(f"“{text}” does not fall into parts by itself", "give the text of each part")
    return pieces[:_MOST_PARTS]


def _read(memory: Memory, text: str, now: datetime) -> dict[str, Any]:
    """The fields that a part's own words give it: its slot and value where the rules find one, else a note's."""
    candidates = book_words.candidates(text, now)
    first = candidates[0]
    if len(candidates) == 1 and first.attribute:
        return {
            "text": first.text,
            "subject": first.subject,
            "attribute": first.attribute,
            "value": first.value,
            "kind": first.kind,
            "polarity": first.polarity,
        }
    if memory.attribute and not is_single(memory.attribute) and len(text.split()) <= 3:
        return {
            "text": to_record(memory.subject, memory.attribute, text.strip(), memory.polarity),
            "attribute": memory.attribute,
            "value": text.strip(),
        }
    return {"text": first.text if len(candidates) == 1 else text.strip()}
