"""Takes in what comes from elsewhere as it is: whole sessions, and memories with their journal. For imports.

A session is written beside the others first and then moved into its place, so that a crash leaves it there whole or
not at all. Nothing is judged here: what may come in, and under which ids, is decided before.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path

from chatbot.domain.change import Change, JournalEntry
from chatbot.domain.ids import is_id
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message
from chatbot.domain.session import SessionState
from chatbot.domain.value import Value
from chatbot.errors import StorageError
from chatbot.storage import codec, heads, memory_log, receipts, session_state, uses
from chatbot.storage.atomic import explain, make_folder, sync_folder
from chatbot.storage.batch import Pages
from chatbot.storage.layout import ARRIVING_FOLDER
from chatbot.storage.memories import FIRST_PAGE
from chatbot.storage.memory_log import MemoryLog
from chatbot.storage.writer import Writer

_FLUSHED_EVERY = 64
"""Journal entries that wait in RAM at most."""


class JournalPart(Value):
    """What one log gets of a change set: some of its changes, each with its place in the whole."""

    entry: JournalEntry
    changes: tuple[tuple[int, Change], ...]


class Arrival(Value):
    """What one log, of the user or of a session, takes in.

    Attributes:
        journal: oldest first.
        records: present copies that no change of `journal` holds.
        moved: records that have left this log, with the version that they have elsewhere.
        uses: how often memories entered a prompt, and when last; kept for the whole user.
    """

    journal: tuple[JournalPart, ...] = ()
    records: tuple[Memory, ...] = ()
    moved: Mapping[str, int] = {}
    uses: Mapping[str, tuple[int, datetime]] = {}


class Arrivals:
    """The way in. Every method gives a future that is done when all is on disk; one that fails is not tried again.

    Args:
        folder: the user's folder.
        pages: the user's open pages.
        writer: the user's writer.
    """

    def __init__(self, folder: Path, pages: Pages, writer: Writer) -> None:
        self._folder = folder
        self._pages = pages
        self._writer = writer

    def sweep(self) -> None:
        """Takes away what a program left half written. For the writer's thread, when the files are opened."""
        self._clear(self._folder / ARRIVING_FOLDER)

    def take_session(self, state: SessionState, messages: Iterable[Message], memories: Arrival) -> "Future[None]":
        """Takes in a whole session.

        Args:
            state: its `meta.id` is free, in the trash too.
            messages: by position, which they keep; no two with one id or position.
            memories: of session scope, with the part of the journal that they have.

        Raises (in the future):
            StorageError: the id is taken or none, or the disk refuses; then nothing of it is there.
        """
        session_id = state.meta.id

        def act() -> None:
            target = self._folder / "sessions" / session_id
            if not is_id(session_id) or target.exists() or (self._folder / "trash" / session_id).exists():
                raise StorageError(f"There is a session {session_id[:40]} already", "take another id")
            source = self._folder / ARRIVING_FOLDER / session_id
            self._clear(source.parent)
            try:
                self._write_session(source, state, messages, memories)
                self._move(source, target)
                self._put_uses(memories.uses)
            finally:
                self._clear(source.parent)

        return self._once(act, f"arrival {session_id}")

    def take_memories(self, arrivals: Mapping[str, Arrival]) -> "Future[None]":
        """Takes in memories and journal as they are, by the session on disk in which they lie; "" for the user's own.

        No version is checked: of all copies of a record the highest version counts, as ever.

        Raises (in the future):
            StorageError: they could not be written, or not all of them.
        """

        def act() -> None:
            for session_id, arrival in arrivals.items():
                self._put_memories(self._log(session_id), arrival)
            for arrival in arrivals.values():
                self._put_uses(arrival.uses)

        return self._once(act, f"arrival of memories {id(arrivals)}")

    def _once(self, act: Callable[[], None], key: str) -> "Future[None]":
        future = self._writer.submit(act, key)
        future.add_done_callback(lambda done: self._writer.withdraw(key) if done.exception() else None)
        return future

    def _log(self, session_id: str) -> MemoryLog:
        if not session_id:
            return MemoryLog(self._folder, FIRST_PAGE, memory_log.KIND, self._pages)
        path = session_state.session_path(self._folder / "sessions" / session_id)
        return MemoryLog(path.parent, path.name, session_state.KIND, self._pages)

    def _write_session(self, folder: Path, state: SessionState, messages: Iterable[Message], memories: Arrival) -> None:
        make_folder(folder, self._pages.system)
        path = session_state.session_path(folder)
        session_state.StatePages(folder, self._pages).begin(state)
        self._pages.flush_now()
        waiting: codec.Table = {}
        number, size, texts = 1, 0, receipts.Texts({})
        for message in messages:
            document, size_bytes = codec.document_of(message, Message)
            full = len(waiting) >= heads.PAGE_MESSAGES or size + texts.growth_bytes + size_bytes > heads.PAGE_BYTES
            if waiting and full:
                self._write_page(folder, number, waiting, texts.fresh)
                waiting, number, size, texts = {}, number + 1, 0, receipts.Texts({})
            waiting[str(message.seq)] = receipts.pack(document, texts)
            size += codec.size_of(waiting[str(message.seq)])
        if waiting:
            self._write_page(folder, number, waiting, texts.fresh)
        self._put_memories(MemoryLog(folder, path.name, session_state.KIND, self._pages), memories)

    def _write_page(self, folder: Path, number: int, documents: codec.Table, texts: codec.Table) -> None:
        page = self._pages.page(heads.page_path(folder, number), heads.KIND, describe=heads.describe)
        page.new = True
        page.write({heads.KIND: documents, receipts.TABLE: texts})
        self._pages.flush_now()

    def _put_memories(self, log: MemoryLog, arrival: Arrival) -> None:
        for count, part in enumerate(arrival.journal, 1):
            log.put(part.entry, list(part.changes))
            if count % _FLUSHED_EVERY == 0:
                self._pages.flush_now()
        if arrival.records:
            log.put_records(arrival.records)
        if arrival.moved:
            log.put_moved(dict(arrival.moved))
        self._pages.flush_now()

    def _put_uses(self, counts: Mapping[str, tuple[int, datetime]]) -> None:
        if not counts:
            return
        page = self._pages.page(self._folder / "uses.json", uses.KIND, optional=True)
        known = {str(one["id"]): one for one in page.current().get(uses.TABLE, {}).values()}
        for memory_id, (count, last) in counts.items():
            if count > int(known.get(memory_id, {}).get("uses", 0)):
                known[memory_id] = {"id": memory_id, "uses": count, "last_used_at": last.isoformat()}
        page.set_table(uses.TABLE, {str(key): one for key, one in enumerate(known.values(), 1)})
        self._pages.flush_now()

    def _move(self, source: Path, target: Path) -> None:
        self._pages.forget(source)
        system = self._pages.system
        try:
            sync_folder(source, system)
            system.replace(str(source), str(target))
            sync_folder(target.parent, system)
        except OSError as error:
            raise explain(error, "move", source) from error

    def _clear(self, folder: Path) -> None:
        self._pages.forget(folder)
        try:
            if os.path.lexists(folder):
                shutil.rmtree(folder)
        except OSError as error:
            raise explain(error, "clear", folder) from error
