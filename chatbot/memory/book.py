"""The memory book: everything that a person does with memories by hand, for the screen and the command line alike.

Each method makes one journal entry, hands it to the store and gives the store's future. What is wrong about the
request itself is raised at once, before anything is written.
"""

from collections.abc import Iterable
from concurrent.futures import Future
from datetime import datetime
from typing import Any, Literal

from chatbot.domain.change import Change, JournalEntry, Op
from chatbot.domain.memory import Origin, Status
from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import Kind, Scope, is_single
from chatbot.domain.value import replace
from chatbot.errors import MemoryRefused, NotFound
from chatbot.memory import book_words
from chatbot.memory.book_history import redoable, stands, taken_back, undoable
from chatbot.memory.book_shaping import BookShaper
from chatbot.memory.reconcile import Setting, reconcile

Keep = Literal["new", "old", "both", "merge"]


class MemoryBook(BookShaper):
    """What a person does with memories by hand.

    Args:
        store: the user's memories.
        clock: gives the present moment.
        new_id: gives ids to records and entries.
    """

    def add(
        self,
        text: str,
        *,
        session_id: str = "",
        persona_id: str = "",
        scope: Scope | None = None,
        kind: Kind | None = None,
        importance: float | None = None,
        lens: MemoryLens | None = None,
    ) -> "Future[JournalEntry]":
        """Remembers what the user types. What fits a slot fills it and replaces what was there; the rest is a note.

        Args:
            text: a sentence in the user's words ("I live in Porto", "my locker is number 42").
            session_id: where it is said; may be empty outside a session.
            persona_id: whom it is told to; may be empty.
            scope: who may know it; None for the kind's default.
            kind: of a note; None for `fact`.
            importance: 0..1; None for the slot's own.
            lens: of the persona that it is told to: it decides who may know it and whether it may leave the machine.
                Nothing that the user types is too weak or barred, though. None for no persona's.

        Raises:
            MemoryRefused: the text is empty or holds a secret, or a locked memory says otherwise.
        """
        now = self._clock()
        book_words.check_text(text)
        told = book_words.candidates(text, now)
        wished: dict[str, Any] = {"scope": scope} if scope else {}
        if not persona_id and not scope:
            wished["scope"] = Scope.USER
        if importance is not None:
            wished["importance"] = importance
        note: dict[str, Any] = {"kind": kind} if kind else {}
        made = [
            replace(one, origin=Origin.USER, confidence=1.0, **wished, **({} if one.attribute else note))
            for one in told
        ]
        setting = Setting(now, self._new_id, session_id, persona_id, by_hand=True)
        open_to_all = replace(lens or MemoryLens(), keep_threshold=0.0, pending_threshold=0.0, never_store=())
        changes = reconcile(made, self._store.readable(session_id, persona_id), open_to_all, setting)
        refused = [change.reason for change in changes if change.op is Op.REJECT]
        if refused and len(refused) == len(changes):
            raise MemoryRefused(f"That is not remembered: {refused[0]}")
        return self._apply(changes, session_id=session_id)

    def forget(self, memory_ids: Iterable[str]) -> "Future[JournalEntry]":
        """Forgets memories. They are not learnt again, unless the user says "remember".

        Raises:
            NotFound: one of them is not there.
            MemoryRefused: all of them are forgotten already.
        """
        found = [self.find(one) for one in dict.fromkeys(memory_ids)]
        live = [memory for memory in found if memory.status is not Status.FORGOTTEN]
        if not live:
            raise MemoryRefused("That is forgotten already")
        changes = [
            Change(Op.FORGET, memory, self._after(memory, status=Status.FORGOTTEN, pinned=False), "you forgot it")
            for memory in live
        ]
        return self._apply(self._with_checks(changes))

    def restore(self, memory_id: str, version: int | None = None) -> "Future[JournalEntry]":
        """Brings a forgotten or past memory back, or an older version of it. What it contradicts becomes past.

        An older version brings its content back: who may know it, whether it may leave the machine, pin and lock
        stay as they are now.

        Args:
            memory_id: of the memory.
            version: as `history` counts; None for its present words.

        Raises:
            NotFound: there is no such memory or version.
            MemoryRefused: it is present already.
        """
        memory = self.find(memory_id)
        source = memory
        if version is not None:
            source = next((one.memory for one in self.history(memory.id) if one.memory.version == version), memory)
            if source.version != version:
                raise NotFound(f"That memory has no version {version}", "`chatbot memory history` lists them")
        if source is memory and memory.status is Status.ACTIVE:
            raise MemoryRefused("That memory is present already")
        after = replace(
            source, version=memory.version + 1, updated_at=self._clock(), status=Status.ACTIVE, superseded_by="",
            valid_until=None, uses=memory.uses, last_used_at=memory.last_used_at, session_id=memory.session_id,
            persona_id=memory.persona_id, scope=memory.scope, local_only=memory.local_only, pinned=memory.pinned,
            locked=memory.locked,
        )  # fmt: skip
        reason = "you brought it back"
        if version is not None:
            reason = f"you went back to version {version}; who may know it, pin and lock stay as they were"
        return self._apply(self._with_checks([Change(Op.RESTORE, memory, after, reason), *self._closed(after)]))

    def pin(self, memory_id: str, pinned: bool = True) -> "Future[JournalEntry]":
        """Pins a memory, so that it is always recalled first, or releases it."""
        return self._flagged(Op.PIN, memory_id, "you pinned it" if pinned else "you released it", pinned=pinned)

    def lock(self, memory_id: str, locked: bool = True) -> "Future[JournalEntry]":
        """Locks a memory, so that nothing learnt changes it, or unlocks it."""
        return self._flagged(Op.LOCK, memory_id, "you locked it" if locked else "you unlocked it", locked=locked)

    def move(self, memory_id: str, scope: Scope) -> "Future[JournalEntry]":
        """Changes who may know a memory.

        Raises:
            NotFound: there is no such memory.
            MemoryRefused: it was told in no session, or to no persona, and so cannot be narrowed to one.
        """
        memory = self.find(memory_id)
        owner = {Scope.SESSION: memory.session_id, Scope.PERSONA: memory.persona_id}.get(scope, "any")
        if not owner:
            raise MemoryRefused(f"That memory belongs to no {scope.value}", "it was added outside a conversation")
        return self._flagged(
            Op.MOVE, memory.id, f"you moved it from {memory.scope.value} to {scope.value}", scope=scope, check=""
        )

    def resolve(self, memory_id: str, keep: Keep, text: str | None = None) -> "Future[JournalEntry]":
        """Decides a conflict.

        Args:
            memory_id: either side.
            keep: the side said last (`new`), the other (`old`), both: then the old one was true until the new; or
                one memory of both (`merge`).
            text: how that one should read; None for what `merge` makes of them.

        Raises:
            NotFound: there is no such memory.
            MemoryRefused: it is in no conflict.
        """
        memory = self.find(memory_id)
        sides = [one for one in self.conflicts() if one.slot == memory.slot and book_words.share(memory, one)]
        if memory.id not in {one.id for one in sides}:
            raise MemoryRefused("That memory is in no conflict", "`chatbot memory conflicts` lists what is")
        if keep == "merge":
            return self.merge([one.id for one in sides], text)
        new = max(sides, key=lambda one: (one.said_at, one.id))
        kept = {"new": [new], "old": [one for one in sides if one is not new][-1:] or sides, "both": sides}[keep]
        changes = []
        for one in sides:
            if one not in kept:
                after = self._after(one, status=Status.SUPERSEDED, valid_until=one.said_at, superseded_by=kept[0].id)
                changes.append(Change(Op.SUPERSEDE, one, after, f"you kept the {keep} one"))
                continue
            dates: dict[str, datetime] = {}
            if keep == "both" and is_single(one.attribute):
                dates = {"valid_from": new.said_at} if one is new else {"valid_until": new.said_at}
            after = self._after(one, status=Status.ACTIVE, **dates)
            changes.append(
                Change(Op.RESTORE, one, after, f"you kept {'both' if keep == 'both' else f'the {keep} one'}")
            )
        return self._apply(self._with_checks(changes))

    def accept(self, memory_id: str) -> "Future[JournalEntry]":
        """Accepts what waits for the user; what it contradicts becomes past.

        Raises:
            NotFound: there is no such memory.
            MemoryRefused: it does not wait.
        """
        memory = self._pending(memory_id)
        after = self._after(memory, status=Status.ACTIVE, confidence=1.0, check="")
        return self._apply(
            self._with_checks([Change(Op.UPDATE, memory, after, "you accepted it"), *self._closed(after)])
        )

    def reject(self, memory_id: str) -> "Future[JournalEntry]":
        """Rejects what waits for the user; it is not offered again.

        Raises:
            NotFound: there is no such memory.
            MemoryRefused: it does not wait.
        """
        memory = self._pending(memory_id)
        return self._apply([Change(Op.FORGET, memory, self._after(memory, status=Status.FORGOTTEN), "you rejected it")])

    def undo(self, steps: int = 1) -> "Future[JournalEntry]":
        """Takes back the last change set, whoever made it, now or before the program was started.

        Args:
            steps: how many change sets, 1 and up; the future is the last one's.

        Raises:
            MemoryRefused: there is nothing left to take back.
        """
        return self._stepped(steps, undoable, "There is nothing to take back")

    def redo(self, steps: int = 1) -> "Future[JournalEntry]":
        """Makes again what was taken back last.

        Raises:
            MemoryRefused: nothing was taken back since the last change.
        """
        return self._stepped(steps, redoable, "There is nothing to make again")

    def take_back(self, entry_id: str) -> "Future[JournalEntry]":
        """Takes one named change set back, also where others were made after it.

        Args:
            entry_id: of the journal entry.

        Raises:
            NotFound: there is no such change set.
            MemoryRefused: it is taken back already, or its memories were changed since.
        """
        journal = self._store.journal()
        entry = next((one for one in journal if one.id == entry_id), None)
        if entry is None:
            raise NotFound("That change is not in the journal", "`chatbot memory history` lists what is")
        present = self._store.everything()
        made = [change.after for change in entry.changes if change.after is not None]
        if not stands(entry, journal) or not made:
            raise MemoryRefused("That change is taken back already")
        if any(one.id not in present or present[one.id].version != one.version for one in made):
            raise MemoryRefused("It was changed again since", "take that back first, or restore an older version")
        return self._apply(taken_back(entry, present, self._clock()), undoes=entry.id)

    def _stepped(self, steps: int, choose: Any, nothing: str) -> "Future[JournalEntry]":
        done: Future[JournalEntry] | None = None
        for _ in range(max(1, steps)):
            if done is not None:
                done.result()  # the next step starts from what this one wrote
            target = choose(self._store.journal())
            changes = taken_back(target, self._store.everything(), self._clock()) if target else ()
            if target is None or not changes:
                break
            done = self._apply(changes, undoes=target.id)
        if done is None:
            raise MemoryRefused(nothing)
        return done
