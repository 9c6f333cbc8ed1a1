"""Sortable identifiers and the clock, both handed to whoever needs them."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from random import SystemRandom

Clock = Callable[[], datetime]
"""Gives the present moment as aware UTC."""

NewId = Callable[[], str]
"""Gives a fresh identifier, larger than every one that the same source gave before."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32, as the ULID specification names it
_RANDOM_BITS = 80
_RANDOM = SystemRandom()  # as `secrets` has it, without its import
ID_LENGTH = 26


def utc_now() -> datetime:
    """The present moment, aware UTC."""
    return datetime.now(UTC)


class UlidSource:
    """ULIDs: 48 bits of milliseconds, then 80 random bits, 26 characters, sortable as text.

    Within one source an id is always larger than the one before, also when the system clock goes
    back or many are made in one millisecond: then the last id is counted up by one.

    Args:
        milliseconds: the clock, in milliseconds since 1970.
    """

    def __init__(self, milliseconds: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> None:
        self._milliseconds = milliseconds
        self._last = 0
        self._lock = threading.Lock()

    def __call__(self) -> str:
        """The next identifier. Safe from several threads."""
        with self._lock:
            fresh = (self._milliseconds() << _RANDOM_BITS) | _RANDOM.getrandbits(_RANDOM_BITS)
            self._last = fresh if fresh > self._last else self._last + 1
            return _encode(self._last)


def _encode(number: int) -> str:
    characters = []
    for _ in range(ID_LENGTH):
        characters.append(_ALPHABET[number & 31])
        number >>= 5
    return "".join(reversed(characters))


def is_id(text: str) -> bool:
    """Whether a text has the form of an identifier, and so may be part of a path."""
    return len(text) == ID_LENGTH and all(character in _ALPHABET for character in text)


new_id: NewId = UlidSource()
"""The program's own source; tests hand in their own."""
