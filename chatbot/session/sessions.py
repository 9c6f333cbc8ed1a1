"""All sessions of one user: which there are, and which are open. Several run at once."""

import asyncio
from collections.abc import Callable

from chatbot.domain.message import Message
from chatbot.domain.session import SessionMeta
from chatbot.domain.slots import Scope
from chatbot.domain.text import clean_line, fold
from chatbot.domain.value import replace
from chatbot.errors import NotFound
from chatbot.memory.base import MemoryStore
from chatbot.session.base import Library, SessionFiles, saved
from chatbot.session.belongings import HISTORY_MESSAGES, Belongings
from chatbot.session.copying import adopt_state, copy_memories, copy_messages
from chatbot.session.parts import Parts
from chatbot.session.recollection import Recollection
from chatbot.session.session import Session, new_meta


class Sessions:
    """Opens, makes, lists and deletes sessions. An open session stays the same object until it is deleted.

    Args:
        library: the files of all sessions.
        memories: the user's memories; private sessions never see them.
        private_memories: makes the store of one private session, which is gone with it.
        parts: shared by all sessions.
    """

    def __init__(
        self,
        library: Library,
        memories: MemoryStore,
        private_memories: Callable[[], MemoryStore],
        parts: Parts,
    ) -> None:
        self._library = library
        self._memories = memories
        self._private_memories = private_memories
        self._parts = parts
        self._open: dict[str, Session] = {}
        self._recollection = Recollection(memories, parts.name_of)
        self._opening = asyncio.Lock()

    @property
    def recollection(self) -> Recollection:
        """What recall searches in all sessions but the private ones."""
        return self._recollection

    def all(self) -> tuple[SessionMeta, ...]:
        """Every session, the last updated first; this program's private ones are among them."""
        return self._library.sessions()

    def running(self) -> tuple[str, ...]:
        """Ids of the sessions in which a reply is being written."""
        return tuple(session.id for session in self._open.values() if session.running is not None)

    def find(self, id_or_title: str) -> SessionMeta:
        """The session of that id, or of that title without regard to case (the last updated of several).

        Raises:
            NotFound: there is none.
        """
        wanted = fold(id_or_title)
        every = self.all()
        for meta in every:
            if meta.id == id_or_title.strip().upper():
                return meta
        for meta in every:
            if fold(meta.title) == wanted:
                return meta
        raise NotFound(f"There is no session {clean_line(id_or_title, 60)!r}.", "See: chatbot session list")

    async def open(self, session_id: str) -> Session:
        """The session of that id.

        Raises:
            NotFound: there is none.
            StorageError: its files cannot be read.
        """
        async with self._opening:
            if session_id not in self._open:
                files = await asyncio.to_thread(self._library.open, session_id)
                self._open[session_id] = await self._furnish(files, self._memories, self._recollection)
            return self._open[session_id]

    async def create(self, persona_id: str, title: str = "", private: bool = False, once: bool = False) -> Session:
        """A new session.

        Args:
            persona_id: who speaks in it.
            title: empty to let the first message give one.
            private: True to keep it in memory only.
            once: True to open the session of that title instead, should another program have made it meanwhile.

        Raises:
            NotFound: there is no such persona.
            StorageError: its folder could not be made.
        """
        persona = self._parts.personas.get(persona_id)
        meta = new_meta(self._parts.new_id(), persona.id, title, private, self._parts.clock())
        files = await asyncio.to_thread(self._library.create, meta, once)
        if private:
            memories = self._private_memories()
            session = await self._furnish(files, memories, Recollection(memories, self._parts.name_of))
        else:
            session = await self._furnish(files, self._memories, self._recollection)
        self._open[session.id] = session
        return session

    async def fork(self, session_id: str, message_id: str) -> Session:
        """A new session that begins with this one's messages, up to and including the given one.

        Memories that only later messages taught are asked about.

        Raises:
            NotFound: there is no such session or message.
            StorageError: it could not be written.
        """
        origin = await self.open(session_id)
        last = origin.files.message(message_id)
        title = clean_line(f"{origin.meta.title or 'Untitled'} (fork)")
        copy = await self.create(origin.meta.persona_id, title, private=origin.meta.private)
        await self._carry(origin, copy, last.seq, (Scope.SESSION,))
        from chatbot.session import orphaned

        await orphaned.left_behind(origin.belongings, last.seq)
        return copy

    async def keep(self, session_id: str) -> Session:
        """Makes a private session an ordinary one, with everything in it.

        Raises:
            NotFound: no private session of that id is open.
        """
        private = self._open.get(session_id)
        if private is None or not private.meta.private:
            raise NotFound("That is no open private session.", "Only a private session needs keeping.")
        await private.close()
        kept = await self.create(private.meta.persona_id, private.meta.title, private=False)
        await self._carry(private, kept, private.files.last_seq(), tuple(Scope))
        await kept.belongings.change_meta(lambda meta: replace(meta, forked_from=""))
        await self.delete(session_id)
        return kept

    async def _carry(self, origin: Session, copy: Session, last_seq: int, scopes: tuple[Scope, ...]) -> None:
        copied = await copy_messages(origin.files, copy.belongings, last_seq)
        await adopt_state(origin.state, copy.belongings, copied)
        await copy_memories(origin.belongings, copy.belongings, copied, scopes)

    async def delete(self, session_id: str) -> None:
        """Takes a session away; `undelete` brings it back. A private one is gone.

        Raises:
            NotFound: there is none.
            StorageError: it could not be moved.
        """
        session = self._open.pop(session_id, None)
        if session is not None:
            await session.close()
            self._recollection.drop(session_id)
        await saved(self._library.delete(session_id))

    async def release(self, session_id: str) -> None:
        """Lets go of an open session, so that the next `open` reads it from its files; for what changed them beside it.

        Its replies are stopped. One that is not open, and a private one, stay as they are.
        """
        session = self._open.get(session_id)
        if session is not None and not session.meta.private:
            del self._open[session_id]
            await session.close()
            self._recollection.drop(session_id)

    async def undelete(self, session_id: str) -> None:
        """Brings a deleted session back.

        Raises:
            NotFound: it is not in the trash.
        """
        await saved(self._library.undelete(session_id))

    def search(self, text: str, limit: int = 50) -> tuple[Message, ...]:
        """Messages that contain every word of the text, newest first. Blocks: call it from a thread."""
        return self._library.search(text, limit)

    def replies_using(self, memory_id: str) -> tuple[Message, ...]:
        """Replies whose receipts name a memory, oldest first. Blocks: call it from a thread."""
        return self._library.replies_using(memory_id)

    async def close(self) -> None:
        """Stops all replies, keeps what was written of them, and waits for all work."""
        await asyncio.gather(*(session.close() for session in self._open.values()))
        self._open.clear()
        await self._recollection.close()

    async def _furnish(self, files: SessionFiles, memories: MemoryStore, recollection: Recollection) -> Session:
        state, history = await asyncio.to_thread(lambda: (files.state(), files.messages(limit=HISTORY_MESSAGES)))
        held = Belongings(files, memories, self._parts, state, recollection)
        recollection.follow(files, state.chapters, state.meta.persona_id)
        held.recall_recent(history)
        return Session(held)
