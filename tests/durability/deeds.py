"""What programs do on shared files, and what each deed must come to: by what it knows, which may be out of date."""

import os
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.message import Message, MessageState
from chatbot.domain.session import SessionMeta, SessionState
from chatbot.domain.value import replace
from chatbot.errors import ChatbotError, MemoryRefused, NotFound, StorageGone, StorageRefused
from chatbot.storage.library import Files
from tests.durability import made
from tests.durability.expected import Expected
from tests.durability.made import chosen, chosen_of
from tests.durability.programs import Kept, Program
from tests.durability.work import NOW

Act = Callable[[Files], "Future[Any]"]


class Deeds:
    """Two or three programs on one user's files, and what they must find.

    Args:
        home: where all users' data is.
        count: how many programs there are.
    """

    def __init__(self, home: Path, count: int) -> None:
        self.expected = Expected()
        self.programs = [Program(home, number) for number in range(count)]
        self.create(self.programs[0], 0, 1)

    def open(self, program: Program, session_id: str) -> Files:
        """A session's files, opened where the program does not have them open.

        Raises:
            NotFound: it is deleted.
        """
        if session_id not in program.files:
            program.files[session_id] = program.user.library.open(session_id)
            self.expected.settle(session_id, {one.token for one in self.programs})
        return program.files[session_id]

    def _session(self, number: int) -> str:
        """One of the sessions that there ever were."""
        return chosen(sorted(self.expected.states), number)

    def _write(self, program: Program, session_id: str, key: str, act: Act, judge: Callable[[], object]) -> None:
        """Writes to a session.

        Args:
            program: who writes.
            session_id: where.
            key: names what is written; empty where doing it twice is not the same as once.
            act: writes, to the files that the program has open.
            judge: does the same to what is expected, and gives what the writing must come to: a result, or the
                kind of its error.
        """
        if session_id not in self.expected.trash:
            files = self.open(program, session_id)
            program.forget(key)
            assert outcome(act(files)) == judge()
        elif session_id in program.files:
            assert outcome(act(program.files[session_id])) is StorageGone
            program.forget(key)
            program.kept.append(Kept(session_id, key, judge))
        else:
            with pytest.raises(NotFound):
                self.open(program, session_id)

    def create(self, program: Program, one: int, other: int) -> None:
        """Makes a session, or tries to with an id that is taken."""
        taken = sorted(self.expected.states)
        session_id = program.new_id() if other else chosen(taken, one)
        state = SessionState(SessionMeta(session_id, f"session {one}", chosen(made.PERSONAS, one), NOW, NOW))
        try:
            program.files[session_id] = program.user.library.create(state.meta)
        except StorageRefused:
            assert session_id in taken
            return
        assert session_id not in taken
        self.expected.create(state)

    def append(self, program: Program, one: int, other: int) -> None:
        """Says something."""
        self._append(program, made.message(program.new_id(), self._session(one), other), other)

    def append_again(self, program: Program, one: int, other: int) -> None:
        """Stores a message that is there, was changed by others, or was taken away."""
        if messages := program.messages_known(self.expected):
            self._append(program, replace(chosen_of(messages, one), seq=0), other)

    def _append(self, program: Program, message: Message, other: int) -> None:
        session_id, key = message.session_id, f"append {message.id}"
        self._write(
            program, session_id, key, lambda files: files.append(message), lambda: self.expected.append(message)
        )
        if session_id in self.expected.trash and session_id in program.files and other % 2:
            program.files[session_id].withdraw(message.id)
            program.forget(key)

    def edit(self, program: Program, one: int, other: int) -> None:
        """Changes a message as it was when the program last looked, or writes another reply in its place."""
        if messages := program.messages_known(self.expected):
            new = made.edited(chosen_of(messages, one), other)
            key = f"replace {new.id} {new.version}"
            self._write(
                program, new.session_id, key, lambda files: files.replace(new), lambda: self.expected.replace(new)
            )

    def remove(self, program: Program, one: int, other: int) -> None:
        """Takes one or two messages of a session away, which may be gone already."""
        messages = program.messages_known(self.expected)
        if not messages:
            return
        first = chosen_of(messages, one)
        session_id = first.session_id
        beside = {key: one for key, one in messages.items() if one.session_id == session_id}
        ids = (first.id, chosen_of(beside, other).id, "nothing")

        def judge() -> tuple[Message, ...]:
            removed = self.expected.remove(session_id, ids)
            program.removed = removed or program.removed
            return removed

        self._write(program, session_id, "", lambda files: files.remove(ids), judge)

    def put_back(self, program: Program, one: int, other: int) -> None:
        """Puts back what the program took away, which may be there again, or changed."""
        removed = program.removed
        if removed:
            session_id = removed[0].session_id
            self._write(
                program, session_id, "", lambda files: files.put_back(removed), lambda: self.expected.put_back(removed)
            )

    def state(self, program: Program, one: int, other: int) -> None:
        """Changes what a session has besides messages."""
        session_id, change = self._session(one), made.session_change(other)
        self._write(
            program,
            session_id,
            "",
            lambda files: files.change_state(change),
            lambda: self.expected.change_state(session_id, change),
        )

    def draft(self, program: Program, one: int, other: int) -> None:
        """Writes at a reply."""
        session_id, owner = self._session(one), program.token
        draft = replace(made.message(program.new_id(), session_id, other), state=MessageState.DRAFT)
        self._write(
            program,
            session_id,
            f"draft {session_id}",
            lambda files: files.keep_draft(draft),
            lambda: self.expected.keep_draft(owner, draft),
        )
        program.draft = draft

    def finish(self, program: Program, one: int, other: int) -> None:
        """Ends the reply."""
        if program.draft is not None:
            self._append(program, replace(program.draft, state=MessageState.COMPLETE), 0)
            program.draft = None

    def remember(self, program: Program, one: int, other: int) -> None:
        """Adds one or two memories in one change set."""
        session_id = self._session(one)
        fresh = [made.memory(program.new_id(), session_id, number) for number in (other, one)[: 1 + one % 2]]
        self._apply(program, [Change(Op.ADD, None, memory, "") for memory in fresh])

    def revise(self, program: Program, one: int, other: int) -> None:
        """Changes memories as they were when the program last looked: two at once, or one twice."""
        memories = program.memories_known(self.expected)
        if not memories:
            return
        first, second = chosen_of(memories, one), chosen_of(memories, other)
        changes = [made.revised(first, other)]
        if one % 2:
            changes.append(made.revised(second if second is not first else changes[0].after or first, one))
        self._apply(program, changes)

    def _apply(self, program: Program, changes: list[Change]) -> None:
        entry = JournalEntry(program.new_id(), NOW, Who.USER, tuple(changes))
        allowed = self.expected.allows(changes)
        assert outcome(program.user.memories.apply(entry)) == (entry if allowed else MemoryRefused)
        if allowed:
            self.expected.apply(entry)

    def use(self, program: Program, one: int, other: int) -> None:
        """Counts memories as recalled."""
        if memories := program.memories_known(self.expected):
            ids = dict.fromkeys(chosen_of(memories, number).id for number in (one, other))
            program.user.memories.count_uses(tuple(ids))
            program.uses |= {key: program.uses.get(key, 0) + 1 for key in ids}

    def setting(self, program: Program, one: int, other: int) -> None:
        """Changes a setting of the user's."""
        program.user.profile.set(f"setting {one % 3}", str(other)).result()
        self.expected.settings[f"setting {one % 3}"] = str(other)

    def delete(self, program: Program, one: int, other: int) -> None:
        """Puts a session into the trash, where it may be already."""
        session_id = self._session(one)
        gone = session_id in self.expected.trash
        assert outcome(program.user.library.delete(session_id)) is (NotFound if gone else None)
        if not gone:
            self.expected.trash.add(session_id)
            program.files.pop(session_id, None)

    def undelete(self, program: Program, one: int, other: int) -> None:
        """Brings a session back that may be there already."""
        session_id = chosen(sorted(self.expected.trash or self.expected.states), one)
        gone = session_id in self.expected.trash
        assert outcome(program.user.library.undelete(session_id)) is (None if gone else NotFound)
        if gone:
            self.expected.trash.discard(session_id)
            program.files.pop(session_id, None)

    def retry(self, program: Program, one: int, other: int) -> None:
        """Tries again what could not be stored."""
        assert program.user.unsaved == len(program.kept)
        kept, program.kept = program.kept, []
        for one_kept, future in zip(kept, program.user.retry(), strict=True):
            if one_kept.session_id in self.expected.trash:
                assert outcome(future) is StorageGone
                program.kept.append(one_kept)
            else:
                assert outcome(future) == one_kept.judge()

    def look(self, program: Program, one: int, other: int) -> None:
        """Brings the program's picture up to date."""
        program.look(self.expected)

    def restart(self, program: Program, one: int, other: int) -> None:
        """Ends the program and starts it again."""
        program.close(self.expected)
        program.open()

    def a_moment(self, program: Program, one: int, other: int) -> None:
        """Some seconds pass, so that nobody need expect the list of sessions to change within a tick of the clock."""
        earlier = time.time() - 5
        os.utime(program.user.folder / "sessions", (earlier, earlier))

    def burst(self, program: Program, one: int, other: int) -> None:
        """All programs write at the same time, without waiting for one another."""
        session_id = self._session(one)
        if session_id in self.expected.trash:
            return
        files = [self.open(each, session_id) for each in self.programs]
        fresh = [[made.message(each.new_id(), session_id, one) for _ in range(1 + other % 3)] for each in self.programs]
        memories = [made.memory(each.new_id(), session_id, other) for each in self.programs]
        entries = [
            JournalEntry(each.new_id(), NOW, Who.USER, (Change(Op.ADD, None, memory, ""),))
            for each, memory in zip(self.programs, memories, strict=True)
        ]
        waiting = [[its.append(message) for message in messages] for its, messages in zip(files, fresh, strict=True)]
        turns = [its.change_state(made.one_turn_more) for its in files]
        applied = [each.user.memories.apply(entry) for each, entry in zip(self.programs, entries, strict=True)]
        stored = [[future.result() for future in futures] for futures in waiting]
        for messages, theirs in zip(fresh, stored, strict=True):
            assert [message.id for message in messages] == [message.id for message in theirs]
            assert [message.seq for message in theirs] == sorted(message.seq for message in theirs)
        for message in sorted((message for theirs in stored for message in theirs), key=lambda message: message.seq):
            assert message == self.expected.append(message)
        for turn, entry in zip(turns, applied, strict=True):
            turn.result()
            self.expected.states[session_id] = made.one_turn_more(self.expected.states[session_id])
            self.expected.apply(entry.result())


def outcome(future: "Future[Any]") -> object:
    """What a future comes to: its result, or the kind of its error."""
    error = future.exception()
    if error is None:
        return future.result()
    assert isinstance(error, ChatbotError), error
    assert error.message
    assert "\n" not in str(error)
    return type(error)
