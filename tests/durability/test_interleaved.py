"""Programs on one user's files at once, in every order that hypothesis can think of: each finds what all of them wrote.

They run in one process and take the same kernel locks as separate ones would, because each opens the lock file
itself. Pages are made small, so that a few messages fill several of them.
"""

import os
import tempfile
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest
import tinydb
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chatbot.domain.memory import Memory
from chatbot.domain.message import Message
from chatbot.domain.session import SessionState
from chatbot.errors import StorageError, StorageGone
from chatbot.storage import codec, heads, receipts
from chatbot.storage.health import examine
from chatbot.storage.kinds import kind_of
from chatbot.storage.lock import UserLock
from chatbot.storage.user import UserFiles
from tests.durability.deeds import Deeds
from tests.durability.expected import Expected
from tests.durability.programs import Program
from tests.durability.work import NOW

ORDERS = int(os.environ.get("CHATBOT_TEST_ORDERS", "8"))
"""How many orders are tried of each theme; thousands before a release, then other ones every time."""

ALWAYS = ("append", "append", "edit", "remember", "revise", "look")
THEMES = {
    "messages": ("append_again", "edit", "remove", "put_back", "draft", "finish", "restart"),
    "sessions": (
        "create",
        "delete",
        "delete",
        "undelete",
        "undelete",
        "state",
        "draft",
        "retry",
        "restart",
        "a_moment",
    ),
    "memories": ("revise", "revise", "revise", "use", "use", "delete", "undelete", "restart"),
    "all at once": ("burst", "state", "setting", "remove", "append_again"),
}
"""What programs do beside that: what goes wrong mostly takes the same few deeds several times."""

SMALL = ("append", "edit", "remove", "put_back", "state", "draft", "setting")
"""Deeds that touch files of one place only, so that what is read in the middle of them need not wait."""

Step = tuple[int, str, int, int, str, int]
WHEN = ("", "", "then all look", "while another reads", "while another looks on")


def orders(theme: str) -> st.SearchStrategy[list[Step]]:
    """Stretches of steps, one after the other."""
    numbers = st.integers(0, 11)
    deeds = st.sampled_from((*ALWAYS, *THEMES[theme]))
    step = st.tuples(st.integers(0, 2), deeds, numbers, numbers, st.sampled_from(WHEN), st.integers(0, 15))
    stretches = st.lists(st.lists(step, min_size=4, max_size=20), min_size=1, max_size=12)
    return stretches.map(lambda drawn: [one for stretch in drawn for one in stretch])


many = settings(
    max_examples=ORDERS,
    derandomize="CHATBOT_TEST_ORDERS" not in os.environ,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
Act = Callable[[], None]
Seen = dict[tuple[str, str], Memory | Message | SessionState]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few messages and memories fill a page, and fewer pages stay open than there are."""
    monkeypatch.setattr("chatbot.storage.messages.PAGE_MESSAGES", 3)
    monkeypatch.setattr("chatbot.storage.memory_log.PAGE_BYTES", 4000)
    monkeypatch.setattr("chatbot.storage.memory_log.SESSION_DOCUMENTS", 4)
    monkeypatch.setattr("chatbot.storage.batch.PAGES_KEPT", 4)
    monkeypatch.setattr("chatbot.storage.uses.WRITE_EVERY_SECONDS", 3600.0)


class Interleaved(Deeds):
    """Takes steps, some of them in the middle of what another program does."""

    def take(self, step: Step) -> None:
        """Does one thing, and compares."""
        number, deed, one, other, when, calls = step
        program = self.programs[number % len(self.programs)]
        watcher = self.programs[(number + 1) % len(self.programs)]
        act = getattr(self, deed)
        if when == "while another reads" and deed != "burst":
            self._amid_a_reading(watcher, calls, lambda: act(program, one, other))
        elif when == "while another looks on" and deed in SMALL:
            self._amid_a_writing(program, watcher, calls, lambda: act(program, one, other))
        else:
            act(program, one, other)
        if when == "then all look":
            for each in self.programs:
                self.compare(each)

    def compare(self, program: Program) -> None:
        """Fails where a program finds anything else than what is there."""
        for session_id in self.expected.present():
            self.open(program, session_id)
        self.expected.check(program.user)
        program.check_revision(self.expected)

    def _amid_a_reading(self, watcher: Program, calls: int, act: Act) -> None:
        sessions, before = self._there(watcher)
        watcher.system.after(calls, act, reading=True)
        found = self._found(watcher, sessions)
        watcher.system.uninterrupted()
        assert_between(before, found, self._there(watcher)[1])

    def _amid_a_writing(self, program: Program, watcher: Program, calls: int, act: Act) -> None:
        sessions, before = self._there(watcher)
        looked: Future[tuple[bool, Seen]] = Future()

        def look() -> None:
            try:
                looked.set_result((is_locked(watcher.user.folder), self._found(watcher, sessions)))
            except Exception as error:  # noqa: BLE001 - it must not end the thread of the writer that is looked on
                looked.set_exception(error)

        program.system.after(calls, look, reading=False)
        act()
        program.system.cancel()
        if looked.done():
            locked, found = looked.result()
            assert locked
            assert_between(before, found, self._there(watcher)[1])

    def _there(self, program: Program) -> tuple[list[str], Seen]:
        """The sessions that a program has open and that are not deleted, and what it must find now."""
        sessions = sorted(program.files.keys() - self.expected.trash)
        seen: Seen = {("memory", key): memory for key, memory in self.expected.visible().items()}
        for session_id in sessions:
            seen["state", session_id] = self.expected.states[session_id]
            seen |= {("message", message.id): message for message in self.expected.said(session_id)}
        return sessions, seen

    def _found(self, program: Program, sessions: list[str]) -> Seen:
        """What it finds in those sessions, of which another program may delete one meanwhile."""
        seen: Seen = {("memory", key): memory for key, memory in program.user.memories.everything().items()}
        for session_id in sessions:
            files = program.files[session_id]
            try:
                messages, state = files.messages(limit=10_000), files.state()
            except StorageGone:
                assert session_id in self.expected.trash
                continue
            seen["state", session_id] = state
            seen |= {("message", message.id): message for message in messages}
            assert [one.seq for one in messages] == sorted({one.seq for one in messages})
            assert len({one.id for one in messages}) == len(messages)
        return seen


def is_locked(user_folder: Path) -> bool:
    """Whether a program holds the user's lock."""
    try:
        with UserLock(user_folder, 0.0).held():
            return False
    except StorageError:
        return True


def assert_between(before: Seen, found: Seen, after: Seen) -> None:
    """What is read while something changes: of each thing the one version or the other, and nothing is missing."""
    for key, value in found.items():
        assert value in (before.get(key), after.get(key))
    assert before.keys() & after.keys() <= found.keys()


def assert_files_agree(user_folder: Path, expected: Expected) -> None:
    """Plain TinyDB reads every page; heads, positions and the versions before fit; nothing lies about."""
    for session_id in expected.states:
        folder = user_folder / ("trash" if session_id in expected.trash else "sessions") / session_id
        documents: list[dict[str, object]] = []
        highest = 0
        for path in sorted(folder.glob("messages-*.json")):
            with tinydb.TinyDB(path, access_mode="r") as database:
                page = sorted(database.table(heads.KIND).all(), key=lambda one: one.doc_id)
                texts = {str(one.doc_id): dict(one) for one in database.table(receipts.TABLE).all()}
            assert all(one["seq"] == one.doc_id for one in page)
            assert receipts.texts_in_use(page, texts) == texts
            about = codec.head_of(path.read_bytes()[: codec.HEAD_BYTES], str(path))
            head = codec.value_of(about, heads.Head, str(path))
            assert head.start > highest
            assert head.count == len(page)
            assert all(head.start <= one.doc_id <= head.high for one in page)
            assert all(head.low_id <= one["id"] <= head.high_id for one in page)
            highest = head.high
            documents += page
        assert [(one["id"], one["seq"], one["version"], one["text"]) for one in documents] == [
            (one.id, one.seq, one.version, one.text) for one in expected.said(session_id)
        ]
    for path in user_folder.rglob("*.bak"):
        kind = kind_of(path.name.removesuffix(".bak"))
        assert kind is not None
        codec.decode(path.read_bytes(), kind, str(path))
    assert (user_folder / "profile.json.bak").exists() is bool(expected.settings)
    assert not list(user_folder.rglob("*.tmp"))


@pytest.mark.parametrize("theme", THEMES)
@many
@given(st.sampled_from((2, 2, 3)), st.data())
def test_programs_find_what_all_of_them_wrote(small_pages: None, theme: str, count: int, data: st.DataObject) -> None:
    taken = data.draw(orders(theme))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        running = Interleaved(home, count)
        try:
            for step in taken:
                running.take(step)
            newcomer = UserFiles.open(home, "Ana", lambda: NOW)
            try:
                for program in running.programs:
                    running.compare(program)
                running.expected.check(newcomer)
            finally:
                newcomer.close()
        finally:
            for program in running.programs:
                program.close(running.expected)
        user_folder = newcomer.folder
        assert_files_agree(user_folder, running.expected)
        assert examine(home, "Ana") == ()
