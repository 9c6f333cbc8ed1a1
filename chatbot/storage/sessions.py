"""One session on disk: its state in `session.json`, its messages in pages, the reply being written in `draft.json`.

Satisfies `session.base.SessionFiles`. Memories of session scope lie in the same `session.json`; they
are `memories`' business.
"""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from chatbot.domain.message import Message, MessageState
from chatbot.domain.mood import MoodPoint
from chatbot.domain.session import Chapter, SessionState
from chatbot.domain.value import replace
from chatbot.errors import StorageDamaged
from chatbot.storage import codec
from chatbot.storage.batch import Pages
from chatbot.storage.codec import Document, Rows, Table, Tables
from chatbot.storage.lock import Presence
from chatbot.storage.messages import MessagePages
from chatbot.storage.page import Page
from chatbot.storage.writer import Writer

KIND = "session"
STATE_TABLE = "session"
MOOD_TABLE = "mood_points"
CHAPTER_TABLE = "chapters"
DRAFT_KIND = "draft"


def session_path(folder: Path) -> Path:
    """The file of a session's state."""
    return folder / "session.json"


def state_tables(state: SessionState) -> Tables:
    """A state as the tables of a fresh `session.json`."""
    points: Table = {str(key): codec.document_of(point, MoodPoint)[0] for key, point in enumerate(state.mood_points, 1)}
    chapters: Table = {str(key): codec.document_of(one, Chapter)[0] for key, one in enumerate(state.chapters, 1)}
    return {STATE_TABLE: {"1": _core_document(state)}, MOOD_TABLE: points, CHAPTER_TABLE: chapters}


def _core_document(state: SessionState) -> Document:
    document, _ = codec.document_of(replace(state, mood_points=(), chapters=()), SessionState)
    return {key: value for key, value in document.items() if key not in (MOOD_TABLE, CHAPTER_TABLE)}


def state_of(page: Page, rows: Rows) -> SessionState:
    """The state that a page's rows hold.

    Raises:
        StorageDamaged: they have another shape.
    """
    core = page.typed(rows, STATE_TABLE, SessionState).get(1)
    if core is None:
        raise StorageDamaged(f"{page.path} holds no session", "chatbot doctor says more")
    points = page.typed(rows, MOOD_TABLE, MoodPoint)
    chapters = page.typed(rows, CHAPTER_TABLE, Chapter)
    return replace(
        core,
        persona_moods=dict(core.persona_moods),
        mood_points=tuple(points[key] for key in sorted(points)),
        chapters=tuple(chapters[key] for key in sorted(chapters)),
    )


def _reuse(before: tuple[Any, ...], table: Table, after: tuple[Any, ...], kind: type[Any]) -> Table:
    """A table for `after`, with the documents of those that were there already."""
    documents = [table[key] for key in sorted(table, key=int)]
    known = {id(value): document for value, document in zip(before, documents, strict=True)}
    return {str(key): known.get(id(value)) or codec.document_of(value, kind)[0] for key, value in enumerate(after, 1)}


class SessionFolder:
    """One session's files. Satisfies `SessionFiles`; see there for what the methods promise.

    Args:
        folder: the session's folder; its name is the session's id.
        pages: the user's open pages.
        writer: the user's writer.
        presence: shows that this program runs, for the drafts that it writes.
    """

    def __init__(self, folder: Path, pages: Pages, writer: Writer, presence: Presence) -> None:
        self._folder = folder
        self._pages = pages
        self._writer = writer
        self._presence = presence
        self._messages = MessagePages(folder, pages)

    @property
    def session_id(self) -> str:
        """The session that these files are of."""
        return self._folder.name

    def _state_page(self) -> Page:
        return self._pages.page(session_path(self._folder), KIND)

    def _draft_page(self) -> Page:
        return self._pages.page(self._folder / "draft.json", DRAFT_KIND, optional=True)

    def _submit(self, act: Callable[[], Any], what: str = "", key: str = "") -> "Future[Any]":
        return self._writer.submit(act, f"{self.session_id} {what} {key}" if what else "")

    def state(self) -> SessionState:
        """Everything but messages and memories, as on disk now."""
        page = self._state_page()
        try:
            return state_of(page, page.rows())
        except StorageDamaged as error:
            page.mend(error)
            return state_of(page, page.rows())

    def change_state(self, change: Callable[[SessionState], SessionState]) -> "Future[SessionState]":
        """Reads the state afresh, applies a pure function, writes the result."""

        def act() -> SessionState:
            page = self._state_page()
            tables = page.current()
            before = state_of(page, page.current_rows())
            after = change(before)
            page.write(
                {
                    **tables,
                    STATE_TABLE: {"1": _core_document(after)},
                    MOOD_TABLE: _reuse(before.mood_points, tables.get(MOOD_TABLE, {}), after.mood_points, MoodPoint),
                    CHAPTER_TABLE: _reuse(before.chapters, tables.get(CHAPTER_TABLE, {}), after.chapters, Chapter),
                }
            )
            return after

        return self._submit(act)

    def last_seq(self) -> int:
        """The highest position in use; 0 for an empty session."""
        return self._messages.last_seq()

    def count(self) -> int:
        """How many messages there are."""
        return self._messages.count()

    def messages(self, before_seq: int | None = None, limit: int = 256) -> tuple[Message, ...]:
        """The newest `limit` messages with a seq below `before_seq` (None for the very newest), oldest first."""
        return self._messages.newest(before_seq, limit)

    def message(self, message_id: str) -> Message:
        """One message.

        Raises:
            NotFound: no message of this session has that id.
        """
        return self._messages.find(message_id)

    def append(self, message: Message, begins: bool = False) -> "Future[Message]":
        """Stores a message at the end; the result has its `seq`. Takes away the draft of the same id."""

        def act() -> Message:
            stored = self._messages.append(message, begins)
            self._drop_draft(message.id)
            return stored

        return self._submit(act, "append", message.id)

    def withdraw(self, message_id: str) -> None:
        """Gives up an `append` that failed."""
        self._writer.withdraw(f"{self.session_id} append {message_id}")

    def replace(self, message: Message) -> "Future[Message]":
        """Stores a changed message in its place, if its stored version is the one before."""
        return self._submit(lambda: self._messages.replace(message), "replace", f"{message.id} {message.version}")

    def remove(self, message_ids: tuple[str, ...]) -> "Future[tuple[Message, ...]]":
        """Takes messages away; the result is what they were, for an undo."""
        return self._submit(lambda: self._messages.remove(message_ids))

    def put_back(self, messages: tuple[Message, ...]) -> "Future[None]":
        """Undoes `remove`: the messages stand at their old positions again."""
        return self._submit(lambda: self._messages.put_back(messages))

    def keep_draft(self, message: Message) -> "Future[None]":
        """Stores the reply so far, outside the pages; replaces the draft before."""

        def act() -> None:
            document, _ = codec.document_of(message, Message)
            page = self._draft_page()
            kept = {key: one for key, one in page.current().get(DRAFT_KIND, {}).items() if not self._is_own(one)}
            own = {"owner": self._presence.token, "message": document}
            page.set_table(DRAFT_KIND, _numbered([*kept.values(), own]))

        return self._submit(act, "draft")

    def _is_own(self, draft: Document) -> bool:
        return draft.get("owner") == self._presence.token

    def _drop_draft(self, message_id: str) -> None:
        page = self._draft_page()
        drafts = page.current().get(DRAFT_KIND, {})
        kept = [one for one in drafts.values() if one.get("message", {}).get("id") != message_id]
        if len(kept) != len(drafts):
            page.set_table(DRAFT_KIND, _numbered(kept))

    def settle(self) -> "Future[tuple[str, ...]]":
        """Makes drafts of programs that died interrupted messages, and looks for lost pages.

        Returns (in the future):
            One line for each page that is lost.
        """
        return self._submit(self._settle)

    def _settle(self) -> tuple[str, ...]:
        lost = self._messages.find_losses()
        page = self._draft_page()
        drafts = page.current().get(DRAFT_KIND, {})
        alive = [one for one in drafts.values() if self._presence.runs(str(one.get("owner")))]
        for draft in drafts.values():
            if draft not in alive:
                message = codec.value_of(draft.get("message", {}), Message, str(page.path))
                self._messages.append(replace(message, state=MessageState.INTERRUPTED))
        if len(alive) != len(drafts):
            page.set_table(DRAFT_KIND, _numbered(alive))
        return lost

    @property
    def message_pages(self) -> MessagePages:
        """The message pages, for a search over all of them."""
        return self._messages


def _numbered(documents: list[Document]) -> Table:
    return {str(key): document for key, document in enumerate(documents, 1)}
