"""A session as JSON and back, without loss: what the file says again is what the session was.

The file has one message, memory and journal entry a line, so that it can be read, compared and mended by hand. The
same session gives the same bytes.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from chatbot.domain.change import Change, JournalEntry
from chatbot.domain.ids import is_id
from chatbot.domain.memory import Memory, Status
from chatbot.domain.message import Message
from chatbot.domain.patterns import lazy
from chatbot.domain.session import SessionState
from chatbot.domain.slots import Scope
from chatbot.domain.text import clean_line
from chatbot.domain.value import Value, replace
from chatbot.interchange.parts import SESSION_FORMAT, FileContent, SessionContent, Trouble
from chatbot.interchange.reading import MOST_TROUBLES, ImportRefused, decode
from chatbot.interchange.records import RecordRefused, to_value

T = TypeVar("T", bound=Value)

LONGEST_MEMORY = 4_000
"""Characters of a memory's text; the longest that can be typed has a quarter of that."""

LARGEST_STATE_BYTES = 32 << 20
"""Of moods and summary: a hundred times what a year of talk leaves."""

_FINGERPRINT = lazy(r"(?:[0-9a-f]{2}){4,64}:[0-9a-f]{40}")
_encoder = msgspec.json.Encoder()


def write(
    state: SessionState, messages: Iterable[Message], memories: Iterable[Memory], journal: Iterable[JournalEntry]
) -> Iterator[bytes]:
    """The file's bytes, piece by piece, so that a long session is never whole in RAM.

    Args:
        state: the session's.
        messages: by position.
        memories: of session scope.
        journal: of these memories, oldest first.
    """
    yield b'{"format":"' + SESSION_FORMAT.encode() + b'",\n"session":' + _encoder.encode(state)
    for name, values in (("messages", messages), ("memories", memories), ("journal", journal)):
        yield b',\n"' + name.encode() + b'":['
        first = True
        for value in values:
            yield (b"\n" if first else b",\n") + _encoder.encode(value)
            first = False
        yield b"]"
    yield b"}\n"


def is_session(document: object) -> bool:
    """Whether a decoded file is a session that this program wrote, in whatever version."""
    return isinstance(document, dict) and str(document.get("format", "")).startswith("chatbot-session/")


class _Raw(msgspec.Struct):
    """A session's file with its records still undecoded: decoded all at once they take six times the file's size."""

    format: str
    session: msgspec.Raw
    messages: list[msgspec.Raw] = []
    memories: list[msgspec.Raw] = []
    journal: list[msgspec.Raw] = []


def opened(text: str) -> dict[str, Any] | None:
    """The document of a whole and sound session file, its records undecoded; None for any other text."""
    if not text.startswith('{"format":"chatbot-session/'):
        return None
    try:
        raw = msgspec.json.decode(text, type=_Raw)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None
    if len(bytes(raw.session)) > LARGEST_STATE_BYTES:
        return None
    try:
        return {name: getattr(raw, name) for name in raw.__struct_fields__} | {"session": _decoded(raw.session)}
    except ValueError:
        return None


def _decoded(document: Any) -> Any:
    """A record of a file, where it is still undecoded.

    Raises:
        ValueError: it is no JSON, or nested too deeply.
    """
    return decode(bytes(document).decode()) if isinstance(document, msgspec.Raw) else document


def read(document: dict[str, Any]) -> FileContent:
    """The session of a decoded file. Records that cannot be used are named by their number.

    Raises:
        ImportRefused: it is of a newer form, or the session's own data cannot be used.
    """
    check_format(document, SESSION_FORMAT)
    troubles: list[Trouble] = []
    try:
        state = to_value(document.get("session"), SessionState)
    except RecordRefused as error:
        raise ImportRefused(f"The session's own data cannot be used: {error.message}", "Export it again.") from error
    messages = values(document.get("messages"), Message, "message", troubles, message_fault)
    memories = values(document.get("memories"), Memory, "memory", troubles, memory_fault)
    journal = values(document.get("journal"), JournalEntry, "journal entry", troubles, entry_fault)
    meta = replace(state.meta, title=clean_line(state.meta.title), private=False)
    sound = _sound(replace(state, meta=meta), messages, memories, journal)
    return FileContent("a session of this program", sessions=(sound,), troubles=tuple(troubles))


def check_format(document: dict[str, Any], known: str) -> None:
    """Refuses what a later version wrote.

    Raises:
        ImportRefused: so it is.
    """
    if document.get("format") != known:
        found = clean_line(str(document.get("format")), 40)
        raise ImportRefused(f"The file has the form {found}, and this version reads {known}.", "Update chatbot.")


def values(
    documents: object, kind: type[T], name: str, troubles: list[Trouble], fault: Callable[[T], str]
) -> tuple[T, ...]:
    """The usable values of a list; what cannot be used joins the troubles.

    Args:
        documents: decoded, or raw records; anything but a list is one trouble, None is nothing.
        kind: what each should be.
        name: how a trouble calls one.
        troubles: is added to.
        fault: why a value of that type still cannot be used; empty where it can.

    Raises:
        ImportRefused: nearly nothing can be used.
    """
    if documents is None:
        return ()
    if not isinstance(documents, list):
        troubles.append(Trouble(f"the list of {name}s", "is no list"))
        return ()
    found: list[T] = []
    for number, document in enumerate(documents, 1):
        try:
            value = to_value(_decoded(document), kind)
            why = fault(value)
        except RecordRefused as error:
            why = error.message
        except ValueError as error:
            why = str(error)
        if why:
            troubles.append(Trouble(f"{name} {number}", why))
            if len(troubles) > MOST_TROUBLES:
                raise ImportRefused(f"More than {MOST_TROUBLES} records cannot be used.", "Is it the right file?")
        else:
            found.append(value)
    return tuple(found)


def message_fault(message: Message) -> str:
    """Why a message cannot be stored; empty where it can."""
    if not is_id(message.id):
        return "its id is none of this program"
    return "" if message.seq > 0 else "it has no position"


def memory_fault(memory: Memory) -> str:
    """The same for a memory."""
    if not is_id(memory.id):
        return "its id is none of this program"
    if memory.scope is Scope.SESSION and not is_id(memory.session_id):
        return "it belongs to no session"
    if memory.fingerprint and (memory.status is not Status.FORGOTTEN or not _FINGERPRINT.fullmatch(memory.fingerprint)):
        return "its fingerprint is none"
    if len(memory.text) > LONGEST_MEMORY or len(memory.value) > LONGEST_MEMORY:
        return f"it is longer than {LONGEST_MEMORY} characters"
    if memory.version < 1:
        return "it has no version"
    return "" if memory.text.strip() or memory.status is Status.FORGOTTEN else "it is empty"


def entry_fault(entry: JournalEntry) -> str:
    """The same for a journal entry."""
    if not is_id(entry.id):
        return "its id is none of this program"
    return next((why for change in entry.changes if change.after and (why := memory_fault(change.after))), "")


def _sound(
    state: SessionState,
    messages: tuple[Message, ...],
    memories: tuple[Memory, ...],
    journal: tuple[JournalEntry, ...],
) -> SessionContent:
    """The parts put together: one message a position and an id, everything stamped with its session."""
    session_id = state.meta.id
    positions: dict[int, Message] = {}
    known: set[str] = set()
    for message in messages:
        if message.id not in known and message.seq not in positions:
            known.add(message.id)
            positions[message.seq] = replace(message, session_id=session_id)
    own = {one.id: one for one in memories if one.scope is Scope.SESSION and one.session_id == session_id}
    entries = {one.id: one for one in journal}
    kept = (_bounded(entries[key], own, session_id) for key in sorted(entries))
    ordered = tuple(positions[seq] for seq in sorted(positions))
    return SessionContent(state, ordered, tuple(own.values()), tuple(one for one in kept if one.changes))


def _bounded(entry: JournalEntry, own: dict[str, Memory], session_id: str) -> JournalEntry:
    """An entry without changes that would reach beyond the session's own memories, as they are in the file."""

    def fits(change: Change) -> bool:
        record, after = own.get(change.memory_id), change.after
        if record is None or after is None or after.version < record.version:
            return record is not None
        is_own = after.scope is Scope.SESSION and after.session_id == session_id
        return after.version == record.version and is_own

    return replace(entry, changes=tuple(filter(fits, entry.changes)))
