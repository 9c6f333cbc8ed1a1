"""One session on disk: its state, its messages in pages, the reply being written in `draft.json`.

Satisfies `session.base.SessionFiles`. Where the state lies is in `session_state`.
"""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from chatbot.domain.message import Message, MessageState
from chatbot.domain.session import SessionState
from chatbot.domain.value import replace
from chatbot.storage import codec
from chatbot.storage.batch import Pages
from chatbot.storage.codec import Document, Table
from chatbot.storage.lock import Presence
from chatbot.storage.messages import MessagePages
from chatbot.storage.page import Page
from chatbot.storage.session_state import StatePages
from chatbot.storage.writer import Writer

DRAFT_KIND = "draft"


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
        self._state = StatePages(folder, pages)
        self._messages = MessagePages(folder, pages)

    @property
    def session_id(self) -> str:
        """The session that these files are of."""
        return self._folder.name

    def _draft_page(self) -> Page:
        return self._pages.page(self._folder / "draft.json", DRAFT_KIND, optional=True)

    def _submit(self, act: Callable[[], Any], what: str = "", key: str = "") -> "Future[Any]":
        return self._writer.submit(act, f"{self.session_id} {what} {key}" if what else "")

    def state(self) -> SessionState:
        """Everything but messages and memories, as on disk now."""
        return self._state.read()

    def change_state(self, change: Callable[[SessionState], SessionState]) -> "Future[SessionState]":
        """Reads the state afresh, applies a pure function, writes the result."""
        return self._submit(lambda: self._state.change(change))

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
