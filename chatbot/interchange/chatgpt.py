"""Conversations of a ChatGPT export: a tree of messages each, of which the branch last looked at is taken."""

from collections.abc import Mapping
from typing import Any

from chatbot.domain.message import Role
from chatbot.domain.patterns import lazy
from chatbot.domain.text import clean_line
from chatbot.interchange.parts import Trouble
from chatbot.interchange.talks import LONGEST_TEXT, Gathering, Said, Talk, moment, role_of, text_of

_CITATION = lazy("\ue200[^\ue201]{0,400}\ue201")
_UNSPOKEN = ("thoughts", "reasoning_recap", "user_editable_context", "model_editable_context", "execution_output",
             "tether_browsing_display", "tether_quote", "system_error")  # fmt: skip


def is_conversation(document: object) -> bool:
    """Whether a decoded value is one conversation of such an export."""
    return isinstance(document, dict) and isinstance(document.get("mapping"), dict)


def read(documents: list[Any]) -> tuple[tuple[Talk, ...], int, tuple[Trouble, ...]]:
    """The talks of an export, how many records were left out, and what could not be used.

    Args:
        documents: decoded conversations.
    """
    talks: list[Talk] = []
    whole = Gathering()
    for number, document in enumerate(documents, 1):
        where = f"conversation {number}"
        if not is_conversation(document):
            whole.add(where, "has no messages in it")
            continue
        found = _read_branch(document, where)
        for trouble in found.troubles:
            whole.add(trouble.where, trouble.what)
        whole.left_out += found.left_out
        if found.said:
            title = document.get("title")
            talks.append(Talk(title if isinstance(title, str) else "", tuple(found.said)))
    return tuple(talks), whole.left_out, tuple(whole.troubles)


def _read_branch(document: dict[str, Any], where: str) -> Gathering:
    mapping = document["mapping"]
    found = Gathering()
    for key in _branch(mapping, document.get("current_node")):
        node = mapping[key]
        place = f"{where}, node {clean_line(key, 40)}"
        if not isinstance(node, dict):
            found.add(place, "is no message")
        elif node.get("message") is not None:
            one = _read(node["message"])
            found.add(place, _with_siblings(one, key, node, mapping) if isinstance(one, Said) else one)
    return found


def _branch(mapping: Mapping[str, Any], current: Any) -> list[str]:
    """Ids from the root to the current node; without one, to the newest leaf. A circle is followed once."""
    if not isinstance(current, str) or current not in mapping:
        leaves = [key for key, node in mapping.items() if isinstance(node, dict) and not node.get("children")]
        current = max(leaves, key=lambda key: (_written(mapping[key]), key), default=None)
    branch: list[str] = []
    seen: set[str] = set()
    while isinstance(current, str) and current in mapping and current not in seen:
        seen.add(current)
        branch.append(current)
        node = mapping[current]
        current = node.get("parent") if isinstance(node, dict) else None
    return branch[::-1]


def _written(node: dict[str, Any]) -> float:
    message = node.get("message")
    at = moment(message.get("create_time")) if isinstance(message, dict) else None
    return at.timestamp() if at else 0.0


def _read(message: Any) -> Said | str | None:
    """What a message says; None for what nobody said to anybody, a text for what is wrong with it."""
    if not isinstance(message, dict) or not isinstance(message.get("author"), dict):
        return "says not who speaks"
    content = message.get("content")
    role = role_of(message["author"].get("role"))
    metadata = message.get("metadata")
    hidden = isinstance(metadata, dict) and metadata.get("is_visually_hidden_from_conversation")
    if role is None or hidden or message.get("recipient") not in (None, "all"):
        return None
    if not isinstance(content, dict):
        return "has no content"
    if content.get("content_type") in _UNSPOKEN:
        return None
    parts = content.get("parts")
    text = text_of(parts) if isinstance(parts, list) else text_of(content.get("text"))
    text = _CITATION.sub("", text)
    if len(text) > LONGEST_TEXT:
        return "is longer than a message can be"
    return Said(role, text, moment(message.get("create_time"))) if text.strip() else None


def _with_siblings(said: Said, key: str, node: dict[str, Any], mapping: Mapping[str, Any]) -> Said:
    """A reply with the other replies to the same message, which stay as its earlier versions."""
    above = node.get("parent")
    parent = mapping.get(above) if isinstance(above, str) else None
    if said.role is not Role.PERSONA or not isinstance(parent, dict):
        return said
    keys = parent.get("children")
    others = []
    for other in keys if isinstance(keys, list) else ():
        sibling = mapping.get(other) if isinstance(other, str) and other != key else None
        one = _read(sibling.get("message")) if isinstance(sibling, dict) and sibling.get("message") else None
        if isinstance(one, Said) and one.role is Role.PERSONA:
            others.append(one.text)
    return Said(said.role, said.text, said.at, tuple(others[:20])) if others else said
