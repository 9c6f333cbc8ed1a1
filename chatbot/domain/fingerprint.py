"""What is left of a fact that was erased, so that it is not learnt again: a salted digest that gives nothing back.

The digest is slow to compute on purpose, because names are short and could be guessed one after the other. It knows a
fact said again in the same words, whatever their case, order of articles and marks; not one said in other words.
"""

import hashlib
from functools import lru_cache

from chatbot.domain.memory import Memory
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold

_COST, _BLOCK, _LANES, _BYTES = 2**12, 8, 1, 20
"""For scrypt (RFC 7914): 4 MB and about 10 ms a guess."""

_WORD = lazy(r"\w+")
_ARTICLES = frozenset(("a", "an", "the", "my", "some"))


def fingerprint_of(memory: Memory, salt: str) -> str:
    """The fingerprint of a memory: the salt and a digest of what it says, with a colon between.

    Args:
        memory: what is erased.
        salt: hexadecimal; one for all of a user's memories, so that a new fact has to be digested only once.
    """
    return f"{salt}:{_digest(salt, _essence(memory.subject, memory.attribute, memory.value, memory.text))}"


def is_erased(fingerprint: str, subject: str, attribute: str, value: str, text: str) -> bool:
    """Whether a fact is the one of a fingerprint.

    Args:
        fingerprint: from `fingerprint_of`.
        subject: of the fact, as in `Memory`, as are the following.
        attribute: its slot.
        value: its value.
        text: its sentence, for a note.
    """
    salt, _, digest = fingerprint.partition(":")
    return _digest(salt, _essence(subject, attribute, value, text)) == digest


def _essence(subject: str, attribute: str, value: str, text: str) -> str:
    words = [word for word in _WORD.findall(fold(value if attribute else text)) if word not in _ARTICLES]
    return "\n".join((fold(subject), attribute, " ".join(words)))


@lru_cache(maxsize=256)
def _digest(salt: str, essence: str) -> str:
    digest = hashlib.scrypt(essence.encode(), salt=bytes.fromhex(salt), n=_COST, r=_BLOCK, p=_LANES, dklen=_BYTES)
    return digest.hex()
