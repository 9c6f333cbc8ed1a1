"""One record of a file becomes a value of this program: text made inert, numbers in range, moments aware.

A file is somebody else's word. What does not fit its type is refused with the reason; nothing is guessed.
"""

from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from chatbot.domain.text import clean
from chatbot.domain.value import Value
from chatbot.errors import ChatbotError

T = TypeVar("T", bound=Value)

DEEPEST = 24
"""Levels of nesting; the deepest record of this program has 9."""

LARGEST_NUMBER = 2**31 - 1
_SIGNED = frozenset({"valence", "arousal"})
_SHARE = frozenset({"importance", "confidence", "weight"})
_COUNT = frozenset({"seq", "turn", "turns", "version", "uses", "first_seq", "last_seq", "level"})
_MOMENT = frozenset({
    "at", "created_at", "updated_at", "edited_at", "said_at", "event_start", "event_end", "valid_from", "valid_until",
    "expires_at", "last_used_at",
})  # fmt: skip
_YEARS = range(1000, 9000)


class RecordRefused(ChatbotError):
    """A record cannot be used."""


def to_value(document: Any, kind: type[T]) -> T:
    """A decoded JSON value as a value of this program.

    Args:
        document: as `msgspec.json.decode` gave it.
        kind: what it should be.

    Raises:
        RecordRefused: it is something else.
    """
    try:
        return msgspec.convert(_inert(document, "", DEEPEST), kind)
    except msgspec.ValidationError as error:
        raise RecordRefused(str(error)) from error


def moment_of(text: str) -> datetime:
    """An ISO 8601 moment as aware UTC; without a time zone it is read as UTC.

    Raises:
        RecordRefused: it is none, or of no year that anybody lives in.
    """
    try:
        moment = msgspec.convert(text, datetime)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (msgspec.ValidationError, OverflowError, ValueError) as error:
        raise RecordRefused(f"{text[:40]!r} is no date") from error
    if moment.year not in _YEARS:
        raise RecordRefused(f"{text[:40]!r} is too far away")
    return moment


def _inert(value: Any, name: str, depth: int) -> Any:
    if depth == 0:
        raise RecordRefused("nested too deeply")
    if isinstance(value, str):
        return moment_of(value) if name in _MOMENT else clean(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return _in_range(value, name)
    if isinstance(value, list):
        return [_inert(one, "", depth - 1) for one in value]
    if isinstance(value, dict):
        return {clean(str(key)): _inert(one, str(key), depth - 1) for key, one in value.items()}
    return value


def _in_range(value: int | float, name: str) -> int | float:
    if name in _SIGNED:
        return min(1.0, max(-1.0, value))
    if name in _SHARE:
        return min(1.0, max(0.0, value))
    if isinstance(value, int) and not (0 <= value <= LARGEST_NUMBER if name in _COUNT else abs(value) < 2**53):
        raise RecordRefused(f"{name or 'a number'} is out of range")
    return value
