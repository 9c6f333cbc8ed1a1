"""A private session's files and memories: the same behaviour as on disk, with nothing on disk.

What is kept here is gone with the program. Futures are done at once.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from datetime import datetime
from typing import TypeVar

from chatbot.domain.change import JournalEntry
from chatbot.domain.ids import Clock, utc_now
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message
from chatbot.domain.records import Records
from chatbot.domain.session import SessionMeta, SessionState
from chatbot.domain.value import replace
from chatbot.errors import ChatbotError, NotFound, StorageRefused
from chatbot.storage.versions import check_versions, concerns

T = TypeVar("T")


def _done(act: Callable[[], T]) -> "Future[T]":
    future: Future[T] = Future()
    try:
        future.set_result(act())
    except ChatbotError as error:
        future.set_exception(error)
    return future


class SessionInMemory:
    """One session that leaves no trace. Satisfies `SessionFiles`; see there for what the methods promise.

    Args:
        meta: as the session begins.
    """

    def __init__(self, meta: SessionMeta) -> None:
        self._state = SessionState(meta)
        self._messages: dict[int, Message] = {}
        self._last_used = 0
        self._guard = threading.RLock()

    @property
    def session_id(self) -> str:
        """The session that these files are of."""
        return self._state.meta.id

    def state(self) -> SessionState:
        """Everything but messages and memories."""
        return self._state

    def change_state(self, change: Callable[[SessionState], SessionState]) -> "Future[SessionState]":
        """Applies a pure function to the state."""

        def act() -> SessionState:
            with self._guard:
                self._state = change(self._state)
                return self._state

        return _done(act)

    def last_seq(self) -> int:
        """The highest position in use; 0 for an empty session."""
        return max(self._messages, default=0)

    def count(self) -> int:
        """How many messages there are."""
        return len(self._messages)

    def messages(self, before_seq: int | None = None, limit: int = 256) -> tuple[Message, ...]:
        """The newest `limit` messages with a seq below `before_seq` (None for the very newest), oldest first."""
        with self._guard:
            seqs = sorted(seq for seq in self._messages if before_seq is None or seq < before_seq)
            return tuple(self._messages[seq] for seq in seqs[max(0, len(seqs) - limit) :])

    def message(self, message_id: str) -> Message:
        """One message.

        Raises:
            NotFound: no message has that id.
        """
        found = self._locate(message_id)
        if found is None:
            raise NotFound(f"There is no message {message_id} in session {self.session_id}")
        return found

    def _locate(self, message_id: str) -> Message | None:
        with self._guard:
            return next((one for one in self._messages.values() if one.id == message_id), None)

    def append(self, message: Message, begins: bool = False) -> "Future[Message]":
        """Keeps a message at the end; the result has its `seq`."""

        def act() -> Message:
            with self._guard:
                there = self._locate(message.id)
                if there is not None:
                    return there
                self._last_used += 1
                turns = [one.turn + 1 for one in self._messages.values()] if begins else []
                stored = replace(message, seq=self._last_used, turn=max(message.turn, *turns, 0))
                self._messages[stored.seq] = stored
                return stored

        return _done(act)

    def withdraw(self, message_id: str) -> None:
        """Nothing is ever left to be tried again."""

    def replace(self, message: Message) -> "Future[Message]":
        """Keeps a changed message in its place, if the kept version is the one before."""

        def act() -> Message:
            with self._guard:
                stored = self.message(message.id)
                changed = replace(message, seq=stored.seq)
                if changed != stored and stored.version != message.version - 1:
                    raise StorageRefused(f"Message {message.id} was changed meanwhile", "look at it again, then decide")
                self._messages[stored.seq] = changed
                return changed

        return _done(act)

    def remove(self, message_ids: tuple[str, ...]) -> "Future[tuple[Message, ...]]":
        """Takes messages away; the result is what they were, for an undo."""

        def act() -> tuple[Message, ...]:
            with self._guard:
                seqs = sorted(seq for seq, one in self._messages.items() if one.id in message_ids)
                return tuple(self._messages.pop(seq) for seq in seqs)

        return _done(act)

    def put_back(self, messages: tuple[Message, ...]) -> "Future[None]":
        """Undoes `remove`: the messages stand at their old positions again."""

        def act() -> None:
            with self._guard:
                for message in messages:
                    if self._locate(message.id) is not None:
                        continue
                    if message.seq in self._messages:
                        raise StorageRefused(f"Another message stands at position {message.seq}", "reload the session")
                    self._messages[message.seq] = message

        return _done(act)

    def keep_draft(self, message: Message) -> "Future[None]":
        """Keeps nothing: when the program dies, the session is gone with it."""
        return _done(lambda: None)


class MemoriesInMemory:
    """Memories that leave no trace. Satisfies `MemoryStore`; see there for what the methods promise.

    Args:
        clock: for the moments of use.
    """

    def __init__(self, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._records = Records()
        self._answers: dict[tuple[str, str], Records] = {}
        self._journal: list[JournalEntry] = []
        self._revision = 0
        self._guard = threading.RLock()

    @property
    def revision(self) -> int:
        """Changes whenever what the store would answer changes."""
        return self._revision

    def readable(self, session_id: str, persona_id: str) -> Mapping[str, Memory]:
        """By id: what a turn of that session with that persona may know, of every status."""
        with self._guard:
            answer = self._answers.get((session_id, persona_id))
            if answer is None:
                known = {key: one for key, one in self._records.items() if one.readable_in(session_id, persona_id)}
                answer = self._answers[session_id, persona_id] = Records(known)
            return answer

    def everything(self) -> Mapping[str, Memory]:
        """By id: every memory, of every status."""
        with self._guard:
            return self._records

    def as_of(self, moment: datetime) -> Mapping[str, Memory]:
        """By id: every memory as it stood at a moment, of every status."""
        from chatbot.domain.timeline import replayed

        return replayed(self.journal(), moment)

    def journal(self, memory_id: str = "", message_id: str = "", limit: int = 0) -> tuple[JournalEntry, ...]:
        """Journal entries, oldest first; see `MemoryStore`."""
        with self._guard:
            found = [entry for entry in self._journal if concerns(entry, memory_id, message_id)]
        found.sort(key=lambda entry: entry.id)
        return tuple(found[-limit:] if limit else found)

    def apply(self, entry: JournalEntry) -> "Future[JournalEntry]":
        """Keeps a change set, all of it or nothing."""

        def act() -> JournalEntry:
            with self._guard:
                if all(entry.id != known.id for known in self._journal):
                    self._keep(check_versions(entry, self._versions_of(entry)).values())
                    self._journal.append(entry)
                return entry

        return _done(act)

    def _keep(self, changed: Iterable[Memory]) -> None:
        self._records = self._records.with_changes(changed)
        self._answers.clear()
        self._revision += 1

    def _versions_of(self, entry: JournalEntry) -> dict[str, int]:
        ids = {change.memory_id for change in entry.changes}
        return {key: self._records[key].version for key in ids if key in self._records}

    def count_uses(self, memory_ids: tuple[str, ...]) -> None:
        """Counts that memories entered a prompt."""
        now: datetime = self._clock()
        with self._guard:
            used = (self._records[key] for key in memory_ids if key in self._records)
            self._keep([replace(record, uses=record.uses + 1, last_used_at=now) for record in used])
