"""Chats of SillyTavern: a head line that names both sides, then a message a line, replies with their alternatives."""

from collections.abc import Iterable
from typing import Any

from chatbot.domain.message import Role
from chatbot.domain.text import clean_line
from chatbot.interchange.parts import Trouble
from chatbot.interchange.reading import Record
from chatbot.interchange.talks import LONGEST_TEXT, Gathering, Said, Talk, moment


def is_line(document: object) -> bool:
    """Whether a decoded line belongs to such a chat."""
    if not isinstance(document, dict):
        return False
    return "mes" in document or ("character_name" in document and "user_name" in document)


def read(records: Iterable[Record | Trouble], name: str) -> tuple[tuple[Talk, ...], int, tuple[Trouble, ...]]:
    """The chat of a file, how many lines were left out, and what could not be used.

    Args:
        records: its lines.
        name: the file's, for the title.
    """
    found = Gathering()
    character = ""
    for record in records:
        if isinstance(record, Trouble):
            found.add(record.where, record.what)
            continue
        document = record.value
        if isinstance(document, dict) and "mes" not in document and "character_name" in document:
            character = clean_line(str(document["character_name"]), 80)
            continue
        one = _read(document)
        found.add(record.where, one)
        if isinstance(one, Said) and one.role is Role.PERSONA and not character:
            character = clean_line(str(document.get("name") or ""), 80)
    character = "" if character == "unused" else character
    title = f"{character} ({name})" if character else name
    talks = (Talk(title, tuple(found.said), character),) if found.said else ()
    return talks, found.left_out, tuple(found.troubles)


def _read(document: Any) -> Said | str | None:
    if not isinstance(document, dict) or not isinstance(document.get("mes"), str):
        return "has no message text (mes)"
    text = document["mes"]
    if len(text) > LONGEST_TEXT:
        return "is longer than a message can be"
    if document.get("is_system") is True or not text.strip():
        return None
    is_user = document.get("is_user", False)
    if not isinstance(is_user, bool):
        return "says not who speaks (is_user)"
    swipes = document.get("swipes")
    others: list[str] = []
    if not is_user and isinstance(swipes, list):
        others = [one for one in swipes if isinstance(one, str) and one.strip() and one != text][:20]
    at = moment(document.get("send_date"))
    return Said(Role.USER if is_user else Role.PERSONA, text, at, tuple(others))
