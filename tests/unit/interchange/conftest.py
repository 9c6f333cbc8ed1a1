"""Users' files to export from and import into, with a conversation in them that has everything a session can own."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import UlidSource
from chatbot.domain.memory import Memory, Origin, Source
from chatbot.domain.message import Message, MessageState, ReplyVersion, Role
from chatbot.domain.mood import MoodPoint, MoodState, Reading, Whose
from chatbot.domain.receipt import Fate, Found, Recalled, Receipt, Section, Usage
from chatbot.domain.session import Chapter, KeyFact, SessionMeta, SessionState, WorkingMemory
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.interchange.gather import Wish
from chatbot.interchange.importer import Importer
from chatbot.interchange.outcome import Options, Outcome
from chatbot.persona.catalog import Catalog
from chatbot.persona.scaffold import scaffold
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPTIONS = Options()
WISH = Wish("Ana", lambda persona_id: persona_id.title())


class Home:
    """One user's files in a data folder of their own.

    Args:
        folder: the data folder.
        user: whose files.
    """

    def __init__(self, folder: Path, user: str = "ana") -> None:
        self.folder = folder
        self.new_id = UlidSource()
        self.files = UserFiles.open(folder, user, lambda: NOW, self.new_id)
        shipped = folder / "shipped"
        shipped.mkdir(parents=True, exist_ok=True)
        (shipped / "plain.toml").write_text(scaffold("plain", "Plain"))
        self.catalog = Catalog(folder / "personas", shipped)
        self.importer = Importer(self.files, self.catalog, lambda: NOW, self.new_id, "plain")

    def take(self, path: Path, options: Options = OPTIONS, **changes: bool) -> Outcome:
        """Imports a file."""
        return self.importer.take(path, replace(options, **changes))

    def close(self) -> None:
        """Lets the files go."""
        self.files.close()

    def remember(self, memory: Memory, before: Memory | None = None, op: Op = Op.ADD) -> Memory:
        """Writes a memory with its journal entry."""
        change = Change(op, before, memory, "said so")
        self.files.memories.apply(JournalEntry(self.new_id(), NOW, Who.RULE, (change,), memory.session_id)).result()
        return memory

    def memory(self, text: str, scope: Scope = Scope.USER, session_id: str = "", **fields: object) -> Memory:
        """A memory, not yet written."""
        made = Memory(self.new_id(), text, Kind.FACT, scope, session_id, "plain", "user", "", "", NOW, NOW, NOW)
        return replace(made, origin=Origin.USER, **fields)

    def talk(self, title: str = "Walks", messages: int = 6) -> str:
        """A session with messages, receipts, versions, moods, chapters and a memory of its own; gives its id."""
        session_id = self.new_id()
        files = self.files.library.create(SessionMeta(session_id, title, "plain", NOW, NOW))
        writing = [files.append(_message(self.new_id(), session_id, at)) for at in range(messages)]
        stored = [future.result() for future in writing]
        own = self.memory(
            "User walks at six", Scope.SESSION, session_id, source=Source(session_id, stored[0].id, "six")
        )
        self.remember(own)
        self.remember(replace(own, version=2, text="User walks at seven"), own, Op.EDIT)
        files.change_state(lambda state: _owned(state, stored, self.new_id())).result()
        return session_id


def _message(message_id: str, session_id: str, at: int) -> Message:
    said_at = NOW + timedelta(minutes=at)
    if at % 2 == 0:
        reading = Reading(0.4, 0.1, "joy", 0.7, ("sunny",))
        text = f"I walked {at} km, it was sunny — 日本語 👩‍👩‍👧 <b>&amp;</b>\n```py\nprint('x')\n```"
        return Message(message_id, session_id, 0, at + 1, Role.USER, "plain", text, said_at, reading=reading)
    recalled = Recalled(Found.MEMORY, "X" * 26, "walks", NOW, 1.5, {"relevance": 1.5}, Fate.INJECTED, "fits")
    receipt = Receipt("offline", "offline", (Section("memories", 4, "walks"),), (), (recalled,), usage=Usage(9, 3))
    earlier = ReplyVersion("Oh.", "plain", said_at, MessageState.INTERRUPTED, receipt)
    return Message(
        message_id, session_id, 0, at, Role.PERSONA, "plain", "Lovely!", said_at, receipt=receipt, version=2,
        edited_at=said_at, versions=(earlier,),
    )  # fmt: skip


def _owned(state: SessionState, messages: list[Message], chapter_id: str) -> SessionState:
    fact = KeyFact("six km", "number", messages[0].id)
    chapter = Chapter(chapter_id, "A walk", "They walked.", 1, 2, NOW, NOW, (messages[0].id,), key_facts=(fact,))
    mood = MoodState(0.3, -0.1, NOW)
    return replace(
        state,
        meta=replace(state.meta, turns=3),
        user_mood=mood,
        persona_moods={"plain": mood},
        mood_points=(MoodPoint(messages[0].id, Whose.USER, "", mood, Reading(0.4)),),
        working=WorkingMemory("walk more", ("find shoes",), (), "notes", (("km", "6"),)),
        chapters=(chapter,),
    )


MakeHome = Callable[..., Home]


@pytest.fixture
def make_home(tmp_path: Path) -> Iterator[MakeHome]:
    """Makes a user's files; every name has a folder of its own."""
    made: list[Home] = []

    def make(name: str = "one", user: str = "ana") -> Home:
        made.append(Home(tmp_path / name, user))
        return made[-1]

    yield make
    for home in made:
        home.close()
