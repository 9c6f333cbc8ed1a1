"""Which fields of a document hold somebody's words, and how these are taken out of any document, whatever its kind."""

import json
from typing import Any

from chatbot.domain.erasure import Words

_FIXED = """
    id session_id message_id persona_id kind scope status origin polarity op who whose role state found fate backend
    memory_mode forked_from supersedes superseded_by undoes owner emotion strategy attribute name user sha256
    fingerprint at said_at created_at updated_at edited_at expires_at last_used_at event_start event_end valid_from
    valid_until
"""
STRUCTURE = frozenset(_FIXED.split())
"""Fields that hold no words of anybody: identifiers, moments, and names that the program gave."""


def scrubbed(value: Any, words: Words, gone: frozenset[str], whole: bool) -> Any:
    """A document, or a part of one, with its texts scrubbed, and without identifiers of what is gone.

    Args:
        value: as decoded from JSON.
        words: what goes.
        gone: identifiers of what is erased.
        whole: True to leave nothing of a text that holds something.
    """
    if isinstance(value, str):
        return "" if value in gone else _taken(value, words, gone, whole)
    if isinstance(value, list):
        kept = (one for one in value if not (isinstance(one, str) and one in gone))
        return [scrubbed(one, words, gone, whole) for one in kept]
    if isinstance(value, dict):
        return {key: _field(key, one, words, gone, whole) for key, one in value.items()}
    return value


def _field(key: str, value: Any, words: Words, gone: frozenset[str], whole: bool) -> Any:
    if key in STRUCTURE and isinstance(value, str):
        return "" if value in gone else value
    return scrubbed(value, words, gone, whole)


def _taken(text: str, words: Words, gone: frozenset[str], whole: bool) -> str:
    """A text; one that is itself a JSON object, as settings are, is scrubbed entry by entry."""
    if text[:1] == "{":
        try:
            inner = json.loads(text)
        except (ValueError, RecursionError):
            inner = None
        if isinstance(inner, dict):
            kept = scrubbed({key: one for key, one in inner.items() if key not in gone}, words, gone, whole)
            return text if kept == inner else json.dumps(kept, ensure_ascii=False)
    return words.taken_from(text, whole)


def words_in(value: Any) -> list[str]:
    """All texts in a document that somebody wrote: without the names and identifiers that the program gave."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for one in value for text in words_in(one)]
    if isinstance(value, dict):
        fields = (one for key, one in value.items() if not (key in STRUCTURE and isinstance(one, str)))
        return [text for one in fields for text in words_in(one)]
    return []
