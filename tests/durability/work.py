"""Work on one user's files that touches every kind of write, and says after each what must be there from now on."""

import random
from collections.abc import Callable
from datetime import UTC, datetime

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import UlidSource
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message, MessageState, Role
from chatbot.domain.session import Chapter, SessionMeta, SessionState
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.storage.user import UserFiles

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ids = UlidSource()

Promise = Callable[[str], None]
"""Hears what is certain: `has ID VERSION` of a message, `knows ID VERSION` of a memory, `may ID` of a message that
is being deleted, `turns N` of the session's state, `tells ID` of a chapter, `session ID`, `gone ID` and `draft`."""


def meta(session_id: str = "") -> SessionMeta:
    """A session's."""
    return SessionMeta(session_id or ids(), "", "mara", NOW, NOW)


def say(session_id: str, text: str = "hello") -> Message:
    """A message of the user."""
    return Message(ids(), session_id, 0, 1, Role.USER, "mara", text, NOW)


def memory(session_id: str, scope: Scope) -> Memory:
    """Some memory."""
    return Memory(ids(), "tea", Kind.FACT, scope, session_id, "mara", "user", "", "", NOW, NOW, NOW)


def chapter() -> Chapter:
    """One more of a session."""
    return Chapter(ids(), "One", "They met.", 1, 9, NOW, NOW, covers=(ids(), ids()))


def telling(told: Chapter, turns: int) -> Callable[[SessionState], SessionState]:
    """A change of the chapters and, where there are more turns, of what lies in another file."""
    return lambda state: replace(
        state, chapters=(*state.chapters, told), meta=replace(state.meta, turns=state.meta.turns + turns)
    )


def entry(before: Memory | None, after: Memory) -> JournalEntry:
    """A change set of one change."""
    change = Change(Op.MOVE if before else Op.ADD, before, after, "")
    return JournalEntry(ids(), NOW, Who.USER, (change,), after.session_id)


def rounds(user: UserFiles, session_id: str, count: int, chance: random.Random, promise: Promise) -> None:
    """Works."""
    files = user.library.open(session_id)
    kinds = ["add"] * 6 + ["edit", "remove", "remember", "remember", "move", "state", "draft", "session", "profile"]
    kinds += ["chapter", "chapter and state"]
    for _ in range(count):
        kind = chance.choice(kinds)
        messages = files.messages(limit=5)
        known = sorted(user.memories.readable(session_id, "mara").values(), key=lambda one: one.id)
        if kind == "add" or (kind in ("edit", "remove") and not messages):
            added = files.append(say(session_id, "x" * chance.randint(1, 5000))).result()
            promise(f"has {added.id} {added.version}")
        elif kind == "edit":
            old = chance.choice(messages)
            edited = files.replace(replace(old, text=old.text[::-1] + "!", version=old.version + 1)).result()
            promise(f"has {edited.id} {edited.version}")
        elif kind == "remove":
            gone = chance.choice(messages)
            promise(f"may {gone.id}")
            files.remove((gone.id,)).result()
        elif kind == "draft":
            files.keep_draft(replace(say(session_id, "half a"), state=MessageState.DRAFT)).result()
        elif kind == "state":
            state = files.change_state(lambda s: replace(s, meta=replace(s.meta, turns=s.meta.turns + 1))).result()
            promise(f"turns {state.meta.turns}")
        elif kind.startswith("chapter"):
            told = chapter()
            state = files.change_state(telling(told, turns=1 if kind == "chapter and state" else 0)).result()
            promise(f"tells {told.id}")
            promise(f"turns {state.meta.turns}")
        elif kind == "session":
            other = user.library.create(meta())
            promise(f"session {other.session_id}")
            user.memories.apply(entry(None, memory(other.session_id, Scope.SESSION))).result()
            if chance.random() < 0.5:
                promise(f"gone {other.session_id}")
                user.library.delete(other.session_id).result()
        elif kind == "profile":
            user.profile.set("theme", chance.choice(["dusk", "dawn"])).result()
        elif kind == "remember" or not known:
            fresh = memory(session_id, chance.choice(list(Scope)))
            user.memories.apply(entry(None, fresh)).result()
            promise(f"knows {fresh.id} 1")
        else:
            before = chance.choice(known)
            moved = replace(before, version=before.version + 1, scope=chance.choice(list(Scope)))
            user.memories.apply(entry(before, moved)).result()
            promise(f"knows {moved.id} {moved.version}")


class Promises:
    """What was certain, and whether it is there."""

    def __init__(self) -> None:
        self.has: dict[str, int] = {}
        self.may_be_gone: set[str] = set()
        self.knows: dict[str, int] = {}
        self.tells: set[str] = set()
        self.sessions: set[str] = set()
        self.gone: set[str] = set()
        self.turns = 0

    def hear(self, line: str) -> None:
        """Takes note of one line."""
        word, *values = line.split() or [""]
        if word == "has":
            self.has[values[0]] = int(values[1])
        elif word == "may":
            self.may_be_gone.add(values[0])
        elif word == "knows":
            self.knows[values[0]] = int(values[1])
        elif word == "turns":
            self.turns = int(values[0])
        elif word == "tells":
            self.tells.add(values[0])
        elif word == "session":
            self.sessions.add(values[0])
        elif word == "gone":
            self.gone.add(values[0])

    def check(self, user: UserFiles, session_id: str) -> None:
        """Fails where one is not kept, or anything is damaged, doubled or half done."""
        assert user.problems == ()
        files = user.library.open(session_id)
        messages = files.messages(limit=100_000)
        present = {message.id: message.version for message in messages}
        known = user.memories.everything()
        assert len(present) == len(messages) == files.count()
        assert [one.seq for one in messages] == sorted({one.seq for one in messages})
        assert all(present[one] >= version for one, version in self.has.items() if one not in self.may_be_gone)
        assert all(known[one].version >= version for one, version in self.knows.items())
        state = files.state()
        assert state.meta.turns >= self.turns
        told = [one.id for one in state.chapters]
        assert self.tells <= set(told) and len(told) == len(set(told))
        assert all(message.state is not MessageState.DRAFT for message in messages)
        there = {one.id for one in user.library.sessions()} | set(user.library.deleted())
        assert self.sessions <= there
        assert user.problems == ()
