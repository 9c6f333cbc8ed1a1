"""One of several programs on one user's files, with its own picture of them and its own system calls."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from chatbot.domain.ids import ID_LENGTH
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message
from chatbot.storage.library import Files
from chatbot.storage.user import UserFiles
from tests.durability.expected import Expected
from tests.durability.work import NOW
from tests.faults import Watched

SKEWS = (0, 40, -40)
"""How far the programs' clocks are apart, counted in ids."""


class Interrupted(Watched):
    """The real system calls but for the syncing; something else can be made to happen in the middle of them."""

    def __init__(self) -> None:
        super().__init__()
        self._calls = 0
        self._then: Callable[[], None] | None = None
        self._reading = True

    def after(self, calls: int, then: Callable[[], None], *, reading: bool) -> None:
        """Has something happen after so many more calls of the thread that reads, or of the writer's."""
        self._calls, self._then, self._reading = calls, then, reading

    def uninterrupted(self) -> None:
        """What did not happen yet happens now."""
        then, self._then = self._then, None
        if then is not None:
            then()

    def cancel(self) -> None:
        """What did not happen yet does not."""
        self._then = None

    def passes(self, call: str, path: str) -> None:
        if self._then is not None and self._reading is (threading.current_thread() is threading.main_thread()):
            self._calls -= 1
            if self._calls < 0:
                self.uninterrupted()


@dataclass(frozen=True)
class Kept:
    """A write that failed because its session was deleted: the program may try it again.

    Attributes:
        session_id: the session.
        key: names what it writes; one without is not tried again at the program's end.
        judge: what it comes to when it is done, an error or a result; does the same to what is expected.
    """

    session_id: str
    key: str
    judge: Callable[[], object]


class Program:
    """Opens one user's files as a process of its own would.

    Args:
        home: where all users' data is.
        number: which of the programs it is, from 0.

    Attributes:
        removed: what it took away and may put back.
        draft: the reply that it is writing.
        kept: what it could not store and may try again.
        uses: what it counted and did not write yet.
        files: of the sessions that it has open; they stay open, whatever another program does with the session.
    """

    def __init__(self, home: Path, number: int) -> None:
        self._home = home
        self._number = number
        self._ids = count(SKEWS[number] + 1000)
        self._messages: dict[str, Message] = {}
        self._memories: dict[str, Memory] = {}
        self.removed: tuple[Message, ...] = ()
        self.open()

    def new_id(self) -> str:
        """An identifier that no other program gives; their clocks do not agree."""
        return f"{next(self._ids)}{self._number}".zfill(ID_LENGTH)

    def open(self) -> None:
        """Starts it."""
        self.system = Interrupted()
        self.token = self.new_id()
        self.draft: Message | None = None
        self.kept: list[Kept] = []
        self.uses: dict[str, int] = {}
        self.files: dict[str, Files] = {}
        self.user = UserFiles.open(self._home, "Ana", lambda: NOW, lambda: self.token, self.system)
        self._answered: tuple[int, dict[str, Memory]] = (-1, {})

    def close(self, expected: Expected) -> None:
        """Ends it: it tries again what it could not store, and writes what it counted."""
        self.user.close()
        for one in self.kept:
            if one.key and one.session_id not in expected.trash:
                one.judge()
        if self.uses:
            expected.write_uses(self.uses)

    def forget(self, key: str) -> None:
        """A write of that key was done, or is given up."""
        self.kept = [one for one in self.kept if not key or one.key != key]

    def look(self, expected: Expected) -> None:
        """Its picture of everything is up to date from now on."""
        self._messages = {one.id: one for session_id in expected.present() for one in expected.said(session_id)}
        self._memories = expected.visible()

    def messages_known(self, expected: Expected) -> dict[str, Message]:
        """Messages as they were when it last looked; it looks where it knows of none."""
        if not self._messages:
            self.look(expected)
        return self._messages

    def memories_known(self, expected: Expected) -> dict[str, Memory]:
        """Memories, in the same way."""
        if not self._memories:
            self.look(expected)
        return self._memories

    def check_revision(self, expected: Expected) -> None:
        """Fails where the store's answers changed and its revision did not."""
        revision, visible = self.user.memories.revision, expected.visible()
        assert revision != self._answered[0] or visible == self._answered[1]
        self._answered = revision, visible
