"""What programs on one user's files must find there, whoever of them wrote it: plain dictionaries beside the disk."""

from collections.abc import Callable, Collection, Iterable, Mapping

from chatbot.domain.change import Change, JournalEntry
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, MessageState
from chatbot.domain.session import SessionState
from chatbot.domain.slots import Scope
from chatbot.domain.value import replace
from chatbot.errors import ChatbotError, NotFound, StorageRefused
from chatbot.storage.user import UserFiles
from tests.durability.made import PERSONAS
from tests.durability.work import NOW


class Expected:
    """One user's messages, memories, sessions and settings as they must be on disk.

    Attributes:
        states, messages: by session; messages by position.
        drafts: by session, then by the program that writes them.
        trash: deleted sessions.
        records: the present version of each memory, those of deleted sessions too.
        written: the uses that stand in the file of uses.
    """

    def __init__(self) -> None:
        self.states: dict[str, SessionState] = {}
        self.messages: dict[str, dict[int, Message]] = {}
        self.drafts: dict[str, dict[str, Message]] = {}
        self.trash: set[str] = set()
        self.records: dict[str, Memory] = {}
        self.written: dict[str, int] = {}
        self.settings: dict[str, str] = {}
        self._highest: dict[str, int] = {}
        self._journal: dict[str, tuple[JournalEntry, list[tuple[str, Change]]]] = {}

    def create(self, state: SessionState) -> None:
        session_id = state.meta.id
        self.states[session_id], self._highest[session_id] = state, 0
        self.messages[session_id], self.drafts[session_id] = {}, {}

    def present(self) -> list[str]:
        """The sessions that are not deleted."""
        return sorted(self.states.keys() - self.trash)

    def said(self, session_id: str) -> tuple[Message, ...]:
        return tuple(message for _, message in sorted(self.messages[session_id].items()))

    def found(self, message_id: str) -> Message | None:
        every = (message for session_id in self.present() for message in self.messages[session_id].values())
        return next((message for message in every if message.id == message_id), None)

    def append(self, message: Message) -> Message:
        """What storing a message must give."""
        owners = self.drafts[message.session_id]
        for owner in [owner for owner, draft in owners.items() if draft.id == message.id]:
            del owners[owner]
        there = self.found(message.id)
        if there is not None:
            return there
        self._highest[message.session_id] += 1
        stored = replace(message, seq=self._highest[message.session_id])
        self.messages[message.session_id][stored.seq] = stored
        return stored

    def replace(self, changed: Message) -> Message | type[ChatbotError]:
        """What storing a changed message must give: the version that it was made of must still be there."""
        there = self.found(changed.id)
        if there is None:
            return NotFound
        stored = replace(changed, seq=there.seq)
        if stored != there and stored.version != there.version + 1:
            return StorageRefused
        self.messages[changed.session_id][there.seq] = stored
        return stored

    def remove(self, session_id: str, ids: Collection[str]) -> tuple[Message, ...]:
        gone = tuple(one for one in self.said(session_id) if one.id in ids)
        for message in gone:
            del self.messages[session_id][message.seq]
        return gone

    def put_back(self, messages: Iterable[Message]) -> None:
        for message in messages:
            if self.found(message.id) is None:
                self.messages[message.session_id][message.seq] = message

    def change_state(self, session_id: str, change: Callable[[SessionState], SessionState]) -> SessionState:
        self.states[session_id] = change(self.states[session_id])
        return self.states[session_id]

    def settle(self, session_id: str, running: Collection[str]) -> None:
        """Opening a session: drafts of programs that do not run become messages."""
        for owner, draft in list(self.drafts[session_id].items()):
            if owner not in running:
                self.append(replace(draft, state=MessageState.INTERRUPTED))
                self.drafts[session_id].pop(owner, None)

    def keep_draft(self, owner: str, draft: Message) -> None:
        owners = self.drafts[draft.session_id]
        owners.pop(owner, None)
        owners[owner] = draft

    def is_there(self, record: Memory) -> bool:
        return record.scope is not Scope.SESSION or record.session_id not in self.trash

    def visible(self) -> dict[str, Memory]:
        """Every memory, with its uses."""
        return {key: self._counted(one) for key, one in self.records.items() if self.is_there(one)}

    def _counted(self, record: Memory) -> Memory:
        uses = self.written.get(record.id, 0)
        return replace(record, uses=uses, last_used_at=NOW) if uses > record.uses else record

    def allows(self, changes: Iterable[Change]) -> bool:
        """Whether a change set starts from what is there."""
        versions = {key: one.version for key, one in self.records.items() if self.is_there(one)}
        for change in changes:
            assert change.after is not None
            before = change.before.version if change.before else 0
            if not self.is_there(change.after) or versions.get(change.after.id, 0) != before:
                return False
            versions[change.after.id] = change.after.version
        return True

    def apply(self, entry: JournalEntry) -> None:
        placed = []
        for change in entry.changes:
            assert change.after is not None
            self.records[change.after.id] = change.after
            placed.append((change.after.session_id if change.after.scope is Scope.SESSION else "", change))
        self._journal[entry.id] = entry, placed

    def journal(self) -> tuple[JournalEntry, ...]:
        """Oldest first; what lies in deleted sessions is not there."""
        entries = []
        for _, (entry, placed) in sorted(self._journal.items()):
            changes = tuple(change for home, change in placed if home not in self.trash)
            if changes:
                entries.append(replace(entry, changes=changes))
        return tuple(entries)

    def write_uses(self, fresh: Mapping[str, int]) -> None:
        """A program writes what it counted: counts of what is not there are let go."""
        visible = self.visible()
        self.written = {key: uses for key, uses in self.written.items() if key in visible}
        self.written |= {key: visible[key].uses + more for key, more in fresh.items() if key in visible}

    def check(self, user: UserFiles) -> None:
        """Fails where a program finds anything else. All its sessions are settled."""
        assert user.library.sessions() == tuple(
            sorted((self.states[one].meta for one in self.present()), key=lambda one: one.id, reverse=True)
        )
        assert user.library.deleted() == tuple(sorted(self.trash))
        for session_id in self.present():
            self.check_session(user, session_id)
        visible = self.visible()
        assert dict(user.memories.everything()) == visible
        journal = self.journal()
        assert user.memories.journal() == journal
        for memory_id in sorted(visible)[-1:]:
            concerned = [one for one in journal if memory_id in [change.memory_id for change in one.changes]]
            assert user.memories.journal(memory_id) == tuple(concerned)
        assert user.profile.settings() == self.settings
        assert {one.id for one in user.library.search("said", limit=10_000)} == {
            message.id for session_id in self.present() for message in self.said(session_id)
        }
        assert user.problems == ()

    def check_session(self, user: UserFiles, session_id: str) -> None:
        files, said = user.library.open(session_id), self.said(session_id)
        assert files.count() == len(said)
        assert files.messages(limit=10_000) == said
        assert files.messages(limit=2) == said[-2:]
        if said:
            assert files.messages(before_seq=said[-1].seq, limit=3) == said[:-1][-3:]
        assert files.last_seq() == (said[-1].seq if said else 0)
        assert all(files.message(one.id) == one for one in (*said[:1], *said[-1:]))
        assert files.state() == self.states[session_id]
        for persona in PERSONAS:
            known = {key: one for key, one in self.visible().items() if one.readable_in(session_id, persona)}
            assert dict(user.memories.readable(session_id, persona)) == known
