"""Reads a session out of its files, for every form in which it can be exported."""

from collections.abc import Callable, Iterator
from typing import Literal, Protocol

from chatbot.domain.change import JournalEntry
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message
from chatbot.domain.receipt import Receipt
from chatbot.domain.session import SessionState
from chatbot.domain.slots import Scope
from chatbot.domain.value import Value, replace
from chatbot.errors import NotFound, StorageError
from chatbot.interchange import session_html, session_json, session_text
from chatbot.interchange.arrange import own_journal
from chatbot.memory.base import MemoryStore
from chatbot.persona.catalog import Catalog

Form = Literal["json", "markdown", "jsonl", "html"]
FORMS: tuple[Form, ...] = ("json", "markdown", "jsonl", "html")
SUFFIX: dict[Form, str] = {"json": ".json", "markdown": ".md", "jsonl": ".jsonl", "html": ".html"}

_WINDOW = 256


class SessionSource(Protocol):
    """As much of a session's files as an export reads; on disk, or of a private session in memory."""

    @property
    def session_id(self) -> str:
        """The session."""

    def state(self) -> SessionState:
        """Everything but messages and memories."""

    def last_seq(self) -> int:
        """The highest position in use."""

    def messages(self, before_seq: int | None = None, limit: int = 256) -> tuple[Message, ...]:
        """The newest `limit` messages below a position, oldest first."""


class Wish(Value):
    """How somebody wants their data.

    Attributes:
        user: what the user is called in transcripts.
        named: gives a persona's name by its id.
        local_only: False to leave out what must stay on this machine.
        lost: gets one line for each stretch of messages that cannot be read; None to let the error through.
    """

    user: str
    named: Callable[[str], str]
    local_only: bool = True
    lost: list[str] | None = None


def all_messages(files: SessionSource, wish: Wish) -> Iterator[Message]:
    """Every message, oldest first, a page at a time.

    Args:
        files: the session's.
        wish: what to leave out of receipts, and what to do about a page that cannot be read.

    Raises:
        StorageError: so it is, and `wish.lost` is None.
    """
    last = files.last_seq()
    for start in range(1, last + 1, _WINDOW):
        for message in _window(files, start, wish):
            if message.seq >= start:
                yield message if wish.local_only else _without_local(message)


def _window(files: SessionSource, start: int, wish: Wish) -> list[Message]:
    """The messages of some positions. Where a page of them cannot be read, those of its neighbours are still there."""
    try:
        return list(files.messages(start + _WINDOW, _WINDOW))
    except StorageError:
        if wish.lost is None:
            raise
    found: list[Message] = []
    bad: list[int] = []
    why = ""
    for seq in range(start, start + _WINDOW):
        try:
            found += [one for one in files.messages(seq + 1, 1) if one.seq == seq]
        except StorageError as error:
            bad.append(seq)
            why = error.message
    if bad:
        lost = f"messages {bad[0]} to {bad[-1]} of session {files.session_id}: {why}"
        if lost not in wish.lost:
            wish.lost.append(lost)
    return found


def wish_for(user: str, catalog: Catalog, local_only: bool = True) -> Wish:
    """The wish of a user whose personas are known; what cannot be read is collected in `lost`."""

    def named(persona_id: str) -> str:
        try:
            persona = catalog.get(persona_id)
        except NotFound:
            return persona_id
        return persona.meta.name or persona.id

    return Wish(user, named, local_only, [])


Own = tuple[tuple[Memory, ...], tuple[JournalEntry, ...]]
"""The memories that go with a session, by id, and their journal."""


def own_memories(session_id: str, store: MemoryStore, wish: Wish) -> Own:
    """The memories of session scope with their journal."""
    every = store.everything().values()
    mine = [one for one in every if one.scope is Scope.SESSION and one.session_id == session_id]
    kept = sorted((one for one in mine if wish.local_only or not one.local_only), key=lambda one: one.id)
    ids = frozenset(one.id for one in kept)
    return tuple(kept), own_journal(store.journal(), ids) if ids else ()


def private_memories(store: MemoryStore, wish: Wish) -> Own:
    """All memories of a private session, of session scope from now on: outside it they were never known."""
    every = sorted(store.everything().values(), key=lambda one: one.id)
    return tuple(replace(one, scope=Scope.SESSION) for one in every if wish.local_only or not one.local_only), ()


def written(
    files: SessionSource,
    own: Own,
    form: Form,
    wish: Wish,
) -> Iterator[bytes]:
    """A session in one of the forms, piece by piece.

    Args:
        files: the session's.
        own: from `own_memories` or `private_memories`.
        form: see `FORMS`; only `json` holds everything and can be imported without loss.
        wish: see there.

    Raises:
        StorageError: it cannot be read.
    """
    state = files.state()
    messages = all_messages(files, wish)
    if form == "json":
        yield from session_json.write(state, messages, *own)
        return
    if form == "jsonl":
        pieces = session_text.jsonl(messages)
    elif form == "markdown":
        pieces = session_text.markdown(state, messages, wish.user, wish.named)
    else:
        pieces = session_html.html(state, messages, wish.user, wish.named)
    for piece in pieces:
        yield piece.encode()


def _without_local(message: Message) -> Message:
    """A message whose receipts hold nothing that must stay on this machine."""
    versions = tuple(replace(one, receipt=_reduced(one.receipt)) for one in message.versions)
    return replace(message, receipt=_reduced(message.receipt), versions=versions)


def _reduced(receipt: Receipt | None) -> Receipt | None:
    if receipt is None or not any(item.local_only for item in receipt.recalled):
        return receipt
    recalled = tuple(item for item in receipt.recalled if not item.local_only)
    sections = tuple(replace(section, text="") for section in receipt.sections)
    return replace(receipt, recalled=recalled, sections=sections)
