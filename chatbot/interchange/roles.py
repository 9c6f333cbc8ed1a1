"""Messages with a role and a content: gptme, the OpenAI API's form, Claude's export, this program's JSON lines."""

from collections.abc import Iterable
from typing import Any

from chatbot.domain.text import clean_line
from chatbot.interchange.parts import Trouble
from chatbot.interchange.reading import MOST_TROUBLES, Record
from chatbot.interchange.talks import LONGEST_TEXT, Gathering, Said, Talk, moment, role_of, text_of

_LISTS = ("messages", "chat_messages")
_TITLES = ("title", "name", "summary")
_MOMENTS = ("timestamp", "created_at", "create_time", "at", "date", "time")
_UNSPOKEN = ("system", "tool", "function", "developer")


def is_message(document: object) -> bool:
    """Whether a decoded value is one message: who speaks, and what."""
    if not isinstance(document, dict) or not ("role" in document or "sender" in document):
        return False
    return "content" in document or "text" in document


def is_conversation(document: object) -> bool:
    """Whether a decoded value is a conversation: an object with a list of messages."""
    return isinstance(document, dict) and any(isinstance(document.get(key), list) for key in _LISTS)


def read_messages(
    records: Iterable[Record | Trouble], title: str, where: str = ""
) -> tuple[tuple[Talk, ...], int, tuple[Trouble, ...]]:
    """One talk of a list of messages, how many were left out, and what could not be used.

    Args:
        records: the messages, in order.
        title: of the talk.
        where: names the talk in a trouble; empty for the only one.
    """
    found = Gathering()
    for record in records:
        if isinstance(record, Trouble):
            found.add(record.where, record.what)
        else:
            found.add(f"{where}{record.where}", _read(record.value))
    return ((Talk(title, tuple(found.said)),) if found.said else ()), found.left_out, tuple(found.troubles)


def read_conversations(documents: list[Any], name: str) -> tuple[tuple[Talk, ...], int, tuple[Trouble, ...]]:
    """The talks of a list of conversations; the rest as above.

    Args:
        documents: decoded conversations.
        name: the file's, for the title of one that has none.
    """
    talks: list[Talk] = []
    troubles: list[Trouble] = []
    left_out = 0
    for number, document in enumerate(documents, 1):
        if not is_conversation(document):
            troubles.append(Trouble(f"conversation {number}", "has no messages in it"))
            continue
        messages = next(document[key] for key in _LISTS if isinstance(document.get(key), list))
        title = next((document[key] for key in _TITLES if isinstance(document.get(key), str) and document[key]), name)
        records = (Record(f"message {at}", one) for at, one in enumerate(messages, 1))
        where = f"conversation {number}, " if len(documents) > 1 else ""
        found, skipped, wrong = read_messages(records, clean_line(title), where)
        talks += found
        left_out += skipped
        troubles += wrong
        if len(troubles) > MOST_TROUBLES:
            break
    return tuple(talks), left_out, tuple(troubles)


def _read(document: Any) -> Said | str | None:
    if not isinstance(document, dict):
        return "is no message"
    name = document.get("role", document.get("sender"))
    role = role_of(name)
    if role is None:
        if isinstance(name, str) and name.casefold() in _UNSPOKEN:
            return None
        return f"says not who speaks: {clean_line(str(name), 40)!r}"
    content = document.get("content")
    text = text_of(content) or text_of(document.get("text"))
    if not text.strip():
        return None if content in (None, "", []) or isinstance(content, str) else "has no text"
    if len(text) > LONGEST_TEXT:
        return "is longer than a message can be"
    at = next((found for key in _MOMENTS if (found := moment(document.get(key)))), None)
    persona = document.get("persona")
    return Said(role, text, at, (), clean_line(persona, 48) if isinstance(persona, str) else "")
