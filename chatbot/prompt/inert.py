"""Makes remembered text harmless inside a prompt: it cannot close a tag, open a role or start a new line."""

import re

from chatbot.domain.patterns import lazy
from chatbot.domain.text import clean, clean_line

_ANGLES = str.maketrans({"<": "‹", ">": "›", "＜": "‹", "＞": "›"})
_ROLE = lazy(r"\b(system|assistant|user|developer|tool|human|instructions?)(\s*)[:：]", re.IGNORECASE)
_MARKERS = lazy(r"\[(/?(?:INST|SYS|SYSTEM|ASSISTANT|USER)[^\]]*)\]", re.IGNORECASE)
_FENCE = lazy(r"`{3,}|~{3,}|#{2,}|-{3,}|={3,}")


def inert(text: str, limit: int = 500) -> str:
    """One line that stays inside its place.

    Angle brackets become single quotation marks (no tag or chat marker survives), a role word loses its colon,
    bracketed chat markers become round, and fences, rules and headings are dropped.

    Args:
        text: a memory, name, summary line: anything a person, model or file wrote.
        limit: the most characters to keep.
    """
    line = clean_line(text, limit).translate(_ANGLES)
    line = _ROLE.sub(r"\1\2 –", line)
    line = _MARKERS.sub(r"(\1)", line)
    return " ".join(_FENCE.sub(" ", line).split())


def inert_name(name: str) -> str:
    """A name for use inside a sentence of the prompt; `somebody` where nothing is left of it."""
    return inert(name, 60).strip("[](){}\"'.:;, ") or "somebody"


def inert_block(text: str) -> str:
    """A text of several lines, such as a lore entry or a character's description, that cannot close our tags."""
    return _MARKERS.sub(r"(\1)", clean(text)).replace("<|", "‹|").replace("|>", "|›").translate(_ANGLES).strip()
