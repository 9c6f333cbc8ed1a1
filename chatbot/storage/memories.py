"""All memories of one user on disk. Satisfies `memory.base.MemoryStore`.

Records of user and persona scope lie in the user's log, those of session scope in their session's, so
that deleting the session takes them along. A change set that concerns several logs is first kept
whole in one of them, so that a crash between two writes is made good at the next start.
"""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from chatbot.domain.change import Change, JournalEntry
from chatbot.domain.ids import Clock, is_id
from chatbot.domain.memory import Memory
from chatbot.domain.slots import Scope
from chatbot.errors import MemoryRefused, StorageError
from chatbot.storage import session_state
from chatbot.storage.answers import Answers, Parts
from chatbot.storage.batch import Pages
from chatbot.storage.index import SessionIndex
from chatbot.storage.memory_journal import read_entries
from chatbot.storage.memory_log import KIND, MemoryLog
from chatbot.storage.uses import Uses
from chatbot.storage.versions import check_versions, outdated_by
from chatbot.storage.writer import Writer

Result = TypeVar("Result")
FIRST_PAGE = "memories.json"


@dataclass(slots=True)
class _Part:
    """What one log gets of a change set: changes with their places in it, and records that left."""

    changes: list[tuple[int, Change]]
    gone: dict[str, int]


class FileMemories:
    """All memories of one user; see `MemoryStore` for what the methods promise.

    Args:
        folder: the user's folder.
        pages: the user's open pages.
        writer: the user's writer.
        index: the list of sessions.
        clock: for the moments of use.
        outdated: called in the writer's thread with ids of memories that are gone or read otherwise now, and the
            session whose they were (empty for none), so that what was made of their text can go.
    """

    def __init__(
        self,
        folder: Path,
        pages: Pages,
        writer: Writer,
        index: SessionIndex,
        clock: Clock,
        outdated: Callable[[frozenset[str], str], None] = lambda ids, session_id: None,
    ) -> None:
        self._outdated = outdated
        self._sessions = folder / "sessions"
        self._pages = pages
        self._writer = writer
        self._index = index
        self._uses = Uses(folder / "uses.json", pages, writer, clock, self.everything)
        self._user = MemoryLog(folder, FIRST_PAGE, KIND, pages)
        self._logs: dict[str, MemoryLog] = {}
        self._guard = threading.RLock()
        self._healing: Future[None] | None = None
        self._seen: tuple[object, ...] = ()
        self._revision = 0
        self._answers = Answers(self._uses)

    @property
    def revision(self) -> int:
        """Changes whenever what the store would answer changes; for caches built from it."""

        def read() -> int:
            self._read_all()
            return self._revision

        return self._whole(read)

    def readable(self, session_id: str, persona_id: str) -> Mapping[str, Memory]:
        """By id: what a turn of that session with that persona may know, of every status."""

        def read() -> Mapping[str, Memory]:
            logs = [self._user, *([self._log(session_id)] if self._has(session_id) else [])]
            parts = _at_one_moment(logs, MemoryLog.records)
            self._heal_where_needed(logs)
            return self._answers.get((session_id, persona_id), [log.changed for log in logs], parts)

        return self._whole(read)

    def everything(self) -> Mapping[str, Memory]:
        """By id: every memory of the user, of every status, those of all sessions included."""

        def read() -> Mapping[str, Memory]:
            logs, parts = self._read_all()
            return self._answers.get(None, [log.changed for log in logs], parts)

        return self._whole(read)

    def _whole(self, read: Callable[[], Result]) -> Result:
        """What is read, once a change set that a crash cut off is made good; as it is where the disk refuses that."""
        with self._guard:
            result = read()
            healing = self._healing
        if healing is None or self._writer.is_current():
            return result
        healing.exception()
        with self._guard:
            return read()

    def _read_all(self) -> tuple[list[MemoryLog], Parts]:
        """The logs that can be read, and the records of each."""
        logs = self._every_log()
        found = [one for one in _at_one_moment(logs, self._with_records) if one is not None]
        self._heal_where_needed(logs)
        seen = (*((log.folder, log.changed.generation) for log in logs), self._uses.changed().generation)
        if seen != self._seen:
            self._seen = seen
            self._revision += 1
        return [log for log, _ in found], [records for _, records in found]

    def _with_records(self, log: MemoryLog) -> tuple[MemoryLog, dict[str, Memory]] | None:
        try:
            return log, log.records()
        except StorageError:
            if log is self._user:
                raise
            return None  # opening that session tells its user; the others' memories must still be read

    def _every_log(self) -> list[MemoryLog]:
        ids = self._index.ids()
        for session_id in self._logs.keys() - set(ids):
            del self._logs[session_id]
        return [self._user, *map(self._log, ids)]

    def _log(self, session_id: str) -> MemoryLog:
        log = self._logs.get(session_id)
        if log is None:
            path = session_state.session_path(self._sessions / session_id)
            log = self._logs[session_id] = MemoryLog(path.parent, path.name, session_state.KIND, self._pages)
        return log

    def _has(self, session_id: str) -> bool:
        return is_id(session_id) and (self._sessions / session_id).is_dir()

    def journal(self, memory_id: str = "", message_id: str = "", limit: int = 0) -> tuple[JournalEntry, ...]:
        """Journal entries, oldest first; see `MemoryStore`."""

        def read() -> tuple[JournalEntry, ...]:
            logs = self._every_log()
            places = [
                (log, row) for log in logs for row in log.rows() if not message_id or row.message_id == message_id
            ]
            self._heal_where_needed(logs)
            ids = sorted({row.id for _, row in places if not memory_id or row.concerns(memory_id)})
            wanted = frozenset(ids[-limit:])
            return read_entries([(log, row) for log, row in places if row.id in wanted])

        return self._whole(read)

    def as_of(self, moment: datetime) -> Mapping[str, Memory]:
        """By id: every memory as it stood at a moment, of every status; see `MemoryStore`."""
        from chatbot.domain.timeline import replayed
        from chatbot.storage.memory_past import records_at

        def read() -> Mapping[str, Memory]:
            logs = self._every_log()
            then = records_at(moment, logs)
            self._heal_where_needed(logs)
            return replayed(self.journal(), moment) if then is None else then

        return self._whole(read)

    def apply(self, entry: JournalEntry) -> "Future[JournalEntry]":
        """Writes a change set, all of it or nothing. The future is done when it is on disk.

        Raises (in the future):
            MemoryRefused: a record changed meanwhile, or its session is not on disk.
            StorageError: it could not be written.
        """

        def act() -> JournalEntry:
            with self._guard:
                parts = self._parts(entry)
                if all(log.holds(entry.id) for log, part in parts.items() if part.changes):
                    for log in parts:
                        log.rewrite()
                    return entry
                check_versions(entry, self._versions_of(entry))
                self._write(entry, parts)
                for session_id, ids in outdated_by(entry).items():
                    self._outdated(ids, session_id)
                return entry

        return self._writer.submit(act, f"memories {entry.id}")

    def count_uses(self, memory_ids: tuple[str, ...]) -> None:
        """Counts that memories entered a prompt. Written some time later, and may be lost in a crash."""
        self._uses.count(memory_ids)

    def _versions_of(self, entry: JournalEntry) -> dict[str, int]:
        """By id, the present versions of a change set's records; looks only where they can be, and once for all."""
        records = [one for change in entry.changes for one in (change.before, change.after) if one is not None]
        wanted = frozenset(one.id for one in records)
        logs = [self._user, *map(self._log, {one.session_id for one in records if self._has(one.session_id)})]
        found = sorted((version, key) for log in logs for key, version in log.versions(wanted).items())
        return {key: version for version, key in found}

    def _home(self, record: Memory) -> MemoryLog:
        if record.scope is not Scope.SESSION:
            return self._user
        if not self._has(record.session_id):
            raise MemoryRefused(f"Session {record.session_id} is not on disk", "give the memory a wider scope")
        return self._log(record.session_id)

    def _parts(self, entry: JournalEntry) -> dict[MemoryLog, _Part]:
        parts: dict[MemoryLog, _Part] = {}
        homeless = []
        for at, change in enumerate(entry.changes):
            if change.after is None:
                homeless.append((at, change))
                continue
            home = self._home(change.after)
            parts.setdefault(home, _Part([], {})).changes.append((at, change))
        if homeless or not parts:
            home = next(iter(parts), None) or (
                self._log(entry.session_id) if self._has(entry.session_id) else self._user
            )
            parts.setdefault(home, _Part([], {})).changes.extend(homeless)
        for _, change in enumerate(entry.changes):
            if change.before is not None and change.after is not None and self._left(change.before, change.after):
                source = self._home(change.before)
                parts.setdefault(source, _Part([], {})).gone[change.after.id] = change.after.version
        return parts

    def _left(self, before: Memory, after: Memory) -> bool:
        if before.scope is Scope.SESSION and not self._has(before.session_id):
            return False
        return self._home(before) is not self._home(after)

    def _write(self, entry: JournalEntry, parts: dict[MemoryLog, _Part]) -> None:
        first, *others = parts
        first.put(entry, parts[first].changes)
        if not others:
            return
        first.put_outbox(entry)
        self._pages.flush_now()
        self._write_others(entry, parts, first)

    def _write_others(self, entry: JournalEntry, parts: dict[MemoryLog, _Part], first: MemoryLog) -> None:
        for log, part in parts.items():
            if log is not first and part.changes and not log.holds(entry.id):
                log.put(entry, part.changes)
            if part.gone:
                log.put_moved(part.gone)
        self._pages.flush_now()
        first.drop_outbox(entry.id)

    def _heal_where_needed(self, logs: list[MemoryLog]) -> None:
        broken = [log for log in logs if log.unfinished]
        if broken and self._healing is None and not self._writer.is_current():
            self._healing = self._writer.submit(lambda: self._heal(broken), "memories heal")

    def _heal(self, logs: list[MemoryLog]) -> None:
        with self._guard:
            self._healing = None
            for log in logs:
                for _, entry in log.outbox():
                    self._write_others(entry, self._parts(entry), log)


def _at_one_moment(logs: list[MemoryLog], read: Callable[[MemoryLog], Result]) -> list[Result]:
    """What is read of each log; again where another than the first changed meanwhile, or what moved might be missed."""
    while True:
        before = [log.changed.generation for log in logs[1:]]
        parts = [read(log) for log in logs]
        if [log.changed.generation for log in logs[1:]] == before:
            return parts
