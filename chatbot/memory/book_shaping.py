"""How memories get another shape by hand: put right, made one, taken apart, weighed, looked at again."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Literal

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.memory import DOUBTED, Candidate, Memory, Origin, Status
from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import Kind
from chatbot.domain.value import replace
from chatbot.errors import MemoryRefused
from chatbot.memory import book_words
from chatbot.memory.book_writing import BookWriter
from chatbot.memory.reconcile import Setting, reconcile

Verdict = Literal["useful", "irrelevant", "wrong"]
DATES = ("event_start", "event_end", "valid_from", "valid_until", "expires_at")
"""The dates of a memory that a person may set."""


class BookShaper(BookWriter):
    """The part of the memory book that changes what memories say and weigh; see `MemoryBook` for the rest.

    Args:
        store: the user's memories.
        clock: gives the present moment.
        new_id: gives ids to records and entries.
    """

    def edit(
        self,
        memory_id: str,
        *,
        text: str | None = None,
        value: str | None = None,
        kind: Kind | None = None,
        importance: float | None = None,
        attribute: str | None = None,
        local_only: bool | None = None,
        dates: Mapping[str, datetime | None] | None = None,
    ) -> "Future[JournalEntry]":
        """Puts a memory right. From then on it is the user's: what is learnt against it is only offered.

        Only what the user orders later changes it: a correction, or "remember that".

        What waited for the user becomes present by it, and what that contradicts becomes past. What leans on the
        old words is marked to be looked at.

        Args:
            memory_id: of the memory.
            text: how it should read; the value is read from it where it can be. A sentence about something else
                leaves the memory as it is: it puts right, or teaches, what it is about.
            value: the new value; the text is written from it where none is given.
            kind: the new kind; None leaves it, as for the following.
            importance: 0..1.
            attribute: the slot; empty makes it a note.
            local_only: whether it must stay on this machine.
            dates: by the names in `DATES`, aware; None takes a date away.

        Raises:
            NotFound: there is no such memory.
            MemoryRefused: nothing is to be changed, the memory is forgotten, a date is none of its, the importance is
                out of range, an end lies before its beginning, or the text holds a secret.
        """
        memory = self._live(memory_id)
        known = self._store.readable(memory.session_id, memory.persona_id)
        if text is not None and value is None and attribute is None:
            book_words.check_text(text)
            if other := book_words.of_another(memory, text, self._clock(), known):
                return self._put_right_elsewhere(other, memory)
        fields = book_words.edited(memory, text, value, attribute, self._clock(), known)
        extras = {"kind": kind, "importance": importance, "local_only": local_only}
        fields |= {name: given for name, given in extras.items() if given is not None} | dict(dates or {})
        _check(memory, fields)
        if all(getattr(memory, name) == given for name, given in fields.items()):
            raise MemoryRefused("Nothing would change", "give another text or value")
        status = Status.ACTIVE if memory.status is Status.PENDING else memory.status
        after = self._after(memory, origin=Origin.USER, confidence=1.0, check="", status=status, **fields)
        changes = [Change(Op.EDIT, memory, after, "you put it right")]
        if _said(memory) != _said(after):
            changes.append(Change(Op.FORGET, None, self._tombstone(memory), "the old words are not learnt again"))
        moved = memory.attribute != after.attribute
        if after.status is Status.ACTIVE and (moved or memory.status is Status.PENDING):
            changes += self._closed(after)
        return self._apply(self._with_checks(changes))

    def _put_right_elsewhere(self, told: tuple[Candidate, ...], typed_over: Memory) -> "Future[JournalEntry]":
        """Puts right, or learns, what words tell that were typed over a memory of something else, which stays."""
        setting = Setting(self._clock(), self._new_id, typed_over.session_id, typed_over.persona_id, by_hand=True)
        known = self._store.readable(typed_over.session_id, typed_over.persona_id)
        lens = MemoryLens(keep_threshold=0.0, pending_threshold=0.0)
        changes = reconcile(told, known, lens, setting)
        refused = [change.reason for change in changes if change.op is Op.REJECT]
        if not changes or len(refused) == len(changes):
            raise MemoryRefused(f"That is not remembered: {refused[0]}" if refused else "Nothing would change")
        return self._apply(self._with_checks(list(changes)))

    def merge(self, memory_ids: Sequence[str], text: str | None = None) -> "Future[JournalEntry]":
        """Makes several memories one. The one that says most stays, the others become past and point to it.

        It keeps the highest importance, the earliest date, every topic, and the strictest of each permission:
        it is known to no more than the narrowest was, and stays on this machine if one of them had to.

        Args:
            memory_ids: two or more.
            text: how it should read; None for the words of the fullest, or of all where they are notes.

        Raises:
            NotFound: one of them is not there.
            MemoryRefused: there are fewer than two, one is past or forgotten, they are of different sessions or
                personas, or the text holds a secret.
        """
        sides = [self._live(one) for one in dict.fromkeys(self.find(one).id for one in memory_ids)]
        if len(sides) < 2:
            raise MemoryRefused("One memory cannot be merged with itself", "name two or more")
        from chatbot.memory import book_parts

        kept, fields = book_parts.merged(sides, text, self._clock())
        after = self._after(kept, origin=Origin.USER, confidence=1.0, check="", status=Status.ACTIVE, **fields)
        changes = [Change(Op.MERGE, kept, after, f"you made one of {len(sides)} memories")]
        past = {"status": Status.SUPERSEDED, "valid_until": self._clock(), "superseded_by": kept.id, "pinned": False}
        for one in sides:
            if one.id != kept.id:
                changes.append(Change(Op.MERGE, one, self._after(one, **past), "it is in another memory now"))
        return self._apply(changes + self._closed(after, but={one.id for one in sides}))

    def split(self, memory_id: str, texts: Sequence[str] = ()) -> "Future[JournalEntry]":
        """Takes a memory apart. The first part stays the record, the others become new ones with the same source.

        Args:
            memory_id: of the memory.
            texts: how the parts should read, two or more; empty to part it at its commas and at "and".

        Raises:
            NotFound: there is no such memory.
            MemoryRefused: it is past or forgotten, holds no two parts, or a text holds a secret.
        """
        memory = self._live(memory_id)
        from chatbot.memory import book_parts

        parts = book_parts.parted(memory, texts, self._clock())
        own = {"origin": Origin.USER, "confidence": 1.0, "check": "", "status": Status.ACTIVE}
        first = self._after(memory, **own, **parts[0])
        now = self._clock()
        fresh = {"version": 1, "created_at": now, "updated_at": now, "supersedes": "", "uses": 0, "last_used_at": None}
        others = [replace(memory, id=self._new_id(), **fresh, **own, **fields) for fields in parts[1:]]
        reason = f"you took it apart into {len(parts)}"
        changes = [Change(Op.SPLIT, memory, first, reason), *(Change(Op.SPLIT, None, one, reason) for one in others)]
        changes.append(Change(Op.FORGET, None, self._tombstone(memory), "the old words are not learnt again"))
        return self._apply(changes)

    def rate(self, memory_id: str, verdict: Verdict, *, message_id: str = "") -> "Future[JournalEntry]":
        """Says of a recalled memory what it was worth. It weighs more or less in recall from then on.

        What is rated wrong is marked to be looked at: `settle`, `edit` or `forget` ends that.

        Args:
            memory_id: of the memory.
            verdict: useful, irrelevant, or wrong, which weighs as irrelevant too.
            message_id: of the reply that it was recalled for; empty for none.

        Raises:
            NotFound: there is no such memory.
            MemoryRefused: it is past or forgotten.
        """
        memory = self._live(memory_id)
        if verdict == "useful":
            fields: dict[str, object] = {"useful": memory.useful + 1}
        else:
            fields = {"irrelevant": memory.irrelevant + 1}
        if verdict == "wrong":
            fields["check"] = DOUBTED
        change = Change(Op.RATE, memory, self._after(memory, **fields), f"you found it {verdict}")
        return self._apply([change], message_id=message_id)

    def settle(self, memory_id: str) -> "Future[JournalEntry]":
        """Takes the check mark away: it holds as it is; `forget` and `edit` are the other ways to settle it.

        Raises:
            NotFound: there is no such memory.
            MemoryRefused: it has no mark.
        """
        memory = self.find(memory_id)
        if not memory.check:
            raise MemoryRefused("There is nothing to look at in that memory", "`chatbot memory checks` lists what is")
        return self._apply([Change(Op.UPDATE, memory, self._after(memory, check=""), "you said that it holds")])

    def mark(
        self, memories: Iterable[Memory], why: str, *, session_id: str = "", message_id: str = ""
    ) -> "Future[JournalEntry] | None":
        """Marks memories as to be looked at, or takes marks away. What is locked or says so already is passed over.

        Args:
            memories: as they are now.
            why: the reason, for the user; empty to take marks away.
            session_id: where the reason came up; may be empty.
            message_id: of the message that gave the reason; may be empty.

        Returns:
            None where nothing changes.
        """
        changes = [
            Change(Op.UPDATE, one, self._after(one, check=why), why or "what it rests on is there again")
            for one in memories
            if not one.locked and one.check != why
        ]
        return self._apply(changes, session_id, message_id=message_id, who=Who.MAINTENANCE) if changes else None


def _said(memory: Memory) -> tuple[str, str, str]:
    """What a memory says, for comparing: its slot and value, and its text where it is a note."""
    return memory.attribute, memory.value, "" if memory.attribute else memory.text


def _check(memory: Memory, fields: Mapping[str, object]) -> None:
    """Refuses values that no memory may have.

    Raises:
        MemoryRefused: see `BookShaper.edit`.
    """
    importance = fields.get("importance", 0.5)
    if not isinstance(importance, float | int) or not 0.0 <= importance <= 1.0:
        raise MemoryRefused("The importance goes from 0 to 1", "give a number such as 0.8")
    after = replace(memory, **fields)
    for begin, end in (("event_start", "event_end"), ("valid_from", "valid_until")):
        first, last = getattr(after, begin), getattr(after, end)
        if first is not None and last is not None and last < first:
            raise MemoryRefused("The end would lie before the beginning", "give both dates")
