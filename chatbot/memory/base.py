"""What the memory policies need from outside: a store, as a Protocol."""

from collections.abc import Mapping
from concurrent.futures import Future
from datetime import datetime
from typing import Protocol

from chatbot.domain.change import JournalEntry
from chatbot.domain.memory import Memory


class MemoryStore(Protocol):
    """All memories of one user, those of user and persona scope and those inside sessions.

    Reads come from a cache that follows the files: what another process wrote is seen at the next read.
    Every write is one journal entry, all or nothing.
    """

    @property
    def revision(self) -> int:
        """Changes whenever what the store would answer changes; for caches built from it."""

    def readable(self, session_id: str, persona_id: str) -> Mapping[str, Memory]:
        """By id: what a turn of that session with that persona may know, of every status."""

    def everything(self) -> Mapping[str, Memory]:
        """By id: every memory of the user, of every status, those of all sessions included."""

    def as_of(self, moment: datetime) -> Mapping[str, Memory]:
        """By id: every memory as it stood at a moment, of every status, as `domain.timeline.replayed` tells it.

        Args:
            moment: aware.
        """

    def journal(self, memory_id: str = "", message_id: str = "", limit: int = 0) -> tuple[JournalEntry, ...]:
        """Journal entries, oldest first.

        Args:
            memory_id: only entries that changed this memory; empty for all.
            message_id: only entries that came from this message; empty for all.
            limit: only the newest so many; 0 for all.
        """

    def apply(self, entry: JournalEntry) -> Future[JournalEntry]:
        """Writes a change set. The future is done when it is on disk.

        A record whose version in the store is not the `before` version of its change was changed by
        somebody else meanwhile: then nothing of the entry is written.

        Raises (in the future):
            MemoryRefused: a record changed meanwhile; read again and decide again.
            StorageError: it could not be written.
        """

    def count_uses(self, memory_ids: tuple[str, ...]) -> None:
        """Counts that memories entered a prompt. Written some time later, and may be lost in a crash."""
