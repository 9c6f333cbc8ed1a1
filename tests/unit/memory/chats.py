"""A conversation without a screen, a model or a disk: lines go in, memories come out."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import UlidSource
from chatbot.domain.memory import Candidate, Memory, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.persona import MemoryLens
from chatbot.domain.records import records_of
from chatbot.memory.book import MemoryBook
from chatbot.memory.extract import Focus, extract
from chatbot.memory.reconcile import Setting, reconcile
from chatbot.storage.in_memory import MemoriesInMemory

START = datetime(2026, 5, 13, 12, tzinfo=UTC)


class Chat:
    """One session with one persona.

    Args:
        lens: the persona's.
    """

    def __init__(self, lens: MemoryLens | None = None) -> None:
        self.turns = 0
        self.lens = lens or MemoryLens()
        self.new_id = UlidSource(lambda: self.turns)
        self.store = MemoriesInMemory(self.clock)
        self.book = MemoryBook(self.store, self.clock, self.new_id)
        self.recent: list[str] = []
        self.said: list[Message] = []

    def clock(self) -> datetime:
        return START + timedelta(minutes=self.turns)

    def say(self, text: str, reply: str = "") -> tuple[Change, ...]:
        """Learns from one message; `reply` is what the persona had said before it."""
        self.turns += 1
        now = self.clock()
        message = Message(self.new_id(), "s1", self.turns, self.turns, Role.USER, "p1", text, now)
        known = self.store.readable("s1", "p1")
        recent = tuple(known[one] for one in self.recent if one in known)
        before = self.said[-1] if self.said else None
        focus = Focus(now, records_of(known), recent, reply, before, tuple(self.said))
        self.said.append(message)
        return self.learn(extract(message, focus), message)

    def learn(self, candidates: tuple[Candidate, ...], message: Message | None = None) -> tuple[Change, ...]:
        """Reconciles candidates and applies what follows."""
        setting = Setting(self.clock(), self.new_id, "s1", "p1", message)
        changes = reconcile(candidates, self.store.readable("s1", "p1"), self.lens, setting)
        if changes:
            who = Who.RULE
            self.store.apply(
                JournalEntry(self.new_id(), self.clock(), who, changes, "s1", message.id if message else "")
            ).result()
            new = [
                one.memory_id
                for one in changes
                if one.op is not Op.REJECT and one.after and one.after.status is not Status.SUPERSEDED
            ]
            self.recent = new + self.recent
        return changes

    def records(self) -> Mapping[str, Memory]:
        return self.store.everything()

    def active(self) -> dict[str, set[str]]:
        """Slot -> values of what is current; notes by their text under the empty slot."""
        found: dict[str, set[str]] = {}
        for memory in self.records().values():
            if memory.status is Status.ACTIVE:
                slot = memory.slot.removeprefix("user.") if memory.attribute else ""
                found.setdefault(slot, set()).add(memory.value or memory.text)
        return found

    def one(self, attribute: str, status: Status = Status.ACTIVE) -> Memory:
        """The only record of a user's slot with that status."""
        (found,) = [m for m in self.records().values() if m.attribute == attribute and m.status is status]
        return found


def after(*lines: str) -> Chat:
    """A conversation in which the user has said these lines."""
    chat = Chat()
    for line in lines:
        chat.say(line)
    return chat
