"""Says what a file is, by its content alone, and reads it. Its name is only used for titles."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chatbot.domain.ids import NewId
from chatbot.domain.value import Value, replace
from chatbot.interchange import chatgpt, memory_files, roleplay, roles, session_json
from chatbot.interchange.parts import EXPORT_FORMAT, FileContent, SessionContent, Trouble
from chatbot.interchange.reading import MOST_TROUBLES, MOST_VALUES, ImportRefused, Record, decode, lines, to_text, whole
from chatbot.interchange.talks import Talk, to_session

_KNOWN = (
    "Known are: exports of this program, ChatGPT, Claude, SillyTavern, gptme, mem0, and messages with role and content."
)
_PICTURE = b"\x89PNG"
_HEAD_LINES = 20
_HEAD_CHARACTERS = 4_000_000
"""Enough for twenty long messages; the form of a file shows in its first lines."""


class Reader(Value):
    """What reading needs besides the bytes.

    Attributes:
        name: the file's, as a title for what has none.
        persona_of: the id of the persona that is called like this; the default one's for an unknown or empty name.
        now: aware UTC.
        new_id: gives ids.
        as_notes: the user says that the file is plain lines, one fact each.
        file: as errors call the file; empty for its name.
    """

    name: str
    persona_of: Callable[[str], str]
    now: datetime
    new_id: NewId
    as_notes: bool = False
    file: str = ""

    def session(self, talk: Talk) -> SessionContent:
        """A talk as a session of the persona that it names."""
        return to_session(talk, self.persona_of(talk.persona_name), self.now, self.new_id)


def read(data: bytes, reader: Reader) -> FileContent:
    """What a file holds.

    Args:
        data: the whole file; archives are opened by `archives`.
        reader: see there.

    Raises:
        ImportRefused: it is of no known form, or nothing in it can be used.
    """
    if data.startswith(_PICTURE):
        raise ImportRefused(
            f"The file {reader.file or reader.name} is a picture.", "For a character card, use: chatbot persona import"
        )
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefused(f"The file {reader.file or reader.name} is no text.", _KNOWN)
    text = to_text(data)
    content = memory_files.read_lines(text) if reader.as_notes else _read_text(text, reader)
    if len(content.troubles) > MOST_TROUBLES:
        raise ImportRefused(
            f"More than {MOST_TROUBLES} records of the file {reader.file or reader.name} cannot be used.", _KNOWN
        )
    if not (content.sessions or content.memories or content.notes):
        first = f" First: {content.troubles[0]}." if content.troubles else ""
        raise ImportRefused(f"Nothing in the file {reader.file or reader.name} can be imported.{first}", _KNOWN)
    return content


def _read_text(text: str, reader: Reader) -> FileContent:
    """One JSON value, else one a line, else what is left of one that is broken.

    Raises:
        ImportRefused: it is nothing of these.
    """
    own = session_json.opened(text)
    if own is not None:
        return session_json.read(own)
    if text.count(",") > MOST_VALUES and not _has_lines(text):
        raise ImportRefused(f"The file {reader.file or reader.name} has more than {MOST_VALUES} values.", "Split it.")
    try:
        return _classify(decode(text), reader)
    except ValueError as error:
        if _has_lines(text):
            return _read_lines(text, reader)
        try:
            document, lost = whole(text, "messages")
        except ValueError:
            hint = _KNOWN if text.lstrip()[:1] in ("{", "[") else f"{_KNOWN} For plain lines, a fact each: --notes."
            raise ImportRefused(f"The file {reader.file or reader.name} cannot be read: {error}.", hint) from error
    content = _classify(document, reader)
    return replace(content, troubles=(*content.troubles, *lost))


def _has_lines(text: str) -> bool:
    """Whether at least half of the first lines are objects that this program knows."""
    head = [line for line in text[:_HEAD_CHARACTERS].split("\n", _HEAD_LINES)[:_HEAD_LINES] if line.strip()]
    known = sum(1 for one in lines("\n".join(head)) if isinstance(one, Record) and _is_known(one.value))
    return known > 0 and 2 * known >= len(head)


def _read_lines(text: str, reader: Reader) -> FileContent:
    first = next(one.value for one in lines(text) if isinstance(one, Record) and _is_known(one.value))
    if roleplay.is_line(first):
        return _talks("a SillyTavern chat", roleplay.read(lines(text), reader.name), reader)
    if roles.is_message(first):
        kind = "a gptme conversation" if "timestamp" in first else "messages with role and content"
        return _talks(kind, roles.read_messages(lines(text), reader.name), reader)
    return memory_files.read_notes(lines(text), "facts of another program")


def _is_known(value: object) -> bool:
    return roleplay.is_line(value) or roles.is_message(value) or memory_files.is_note(value)


def _classify(document: Any, reader: Reader) -> FileContent:
    if session_json.is_session(document):
        return session_json.read(document)
    if memory_files.is_own(document):
        return memory_files.read_own(document)
    if isinstance(document, dict):
        _refuse_others(document, reader)
    several = document if isinstance(document, list) else [document]
    if roleplay.is_line(document):
        return _talks("a SillyTavern chat", roleplay.read([Record("line 1", document)], reader.name), reader)
    if any(map(chatgpt.is_conversation, several)):
        return _talks("a ChatGPT export", chatgpt.read(several), reader)
    if any(map(roles.is_conversation, several)):
        return _talks("conversations with role and content", roles.read_conversations(several, reader.name), reader)
    if any(map(roles.is_message, several)):
        records = (Record(f"message {at}", one) for at, one in enumerate(several, 1))
        return _talks("messages with role and content", roles.read_messages(records, reader.name), reader)
    facts = memory_files.notes_of(document)
    if facts is not None:
        placed = [Record(f"record {at}", one) for at, one in enumerate(facts, 1)]
        return memory_files.read_notes(placed, "facts of another program")
    raise ImportRefused(f"The file {reader.file or reader.name} is of no known form.", _KNOWN)


def _refuse_others(document: dict[str, Any], reader: Reader) -> None:
    if document.get("format") == EXPORT_FORMAT:
        raise ImportRefused(
            f"The file {reader.file or reader.name} only lists what an export holds.",
            "Import the folder that it lies in.",
        )
    if str(document.get("spec", "")).startswith("chara_card") or "first_mes" in document:
        raise ImportRefused(
            f"The file {reader.file or reader.name} is a character card.", "Use: chatbot persona import"
        )


def _talks(kind: str, found: tuple[tuple[Talk, ...], int, tuple[Trouble, ...]], reader: Reader) -> FileContent:
    talks, left_out, troubles = found
    return FileContent(kind, True, tuple(map(reader.session, talks)), left_out=left_out, troubles=troubles)
