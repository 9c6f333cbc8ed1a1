"""Facts of other programs, and memories out of a file of their own, as one change set that can be taken back."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import NewId
from chatbot.domain.memory import Candidate, Memory, Origin, Source, Status
from chatbot.domain.slots import Scope
from chatbot.domain.text import clean_line
from chatbot.domain.value import Value, replace
from chatbot.interchange.judge import Judge, Verdict
from chatbot.interchange.parts import Note, Trouble
from chatbot.interchange.records import moment_of
from chatbot.memory import book_words
from chatbot.memory.secrets import find_secrets

_CONFIDENCE = 0.8
"""Another program's word: somewhat less than the user's own."""


class ChangeSet(Value):
    """What a file changes.

    Attributes:
        entry: all of it; None for nothing.
        counts: how many of each verdict.
        waiting: how many of them wait for the user.
        conflicts: how many contradict what is there.
        troubles: what is not stored at all.
    """

    entry: JournalEntry | None
    counts: dict[Verdict, int]
    waiting: int = 0
    conflicts: int = 0
    troubles: tuple[Trouble, ...] = ()


def from_notes(notes: Iterable[Note], accept: bool, now: datetime, new_id: NewId) -> tuple[Memory, ...]:
    """Records of notes: in their slots where the words say which, else free notes; known to every persona.

    Args:
        notes: as read.
        accept: True where they hold at once; False where they wait for the user.
        now: aware UTC.
        new_id: gives ids.
    """
    status = Status.ACTIVE if accept else Status.PENDING
    made = []
    for note in notes:
        said_at = moment_of(note.at) if note.at else now
        for one in book_words.candidates(note.text, said_at):
            made.append(_record(one, note, status, said_at, now, new_id()))
    return tuple(made)


def _record(
    candidate: Candidate, note: Note, status: Status, said_at: datetime, now: datetime, memory_id: str
) -> Memory:
    return Memory(
        id=memory_id, text=candidate.text, kind=candidate.kind, scope=Scope.USER, session_id="", persona_id="",
        subject=candidate.subject, attribute=candidate.attribute, value=candidate.value, said_at=said_at,
        created_at=now, updated_at=now, polarity=candidate.polarity, entities=candidate.entities,
        topics=candidate.topics, importance=candidate.importance, confidence=_CONFIDENCE, origin=Origin.IMPORT,
        source=Source("", "", clean_line(note.text, 400)), event_start=candidate.event_start,
        event_end=candidate.event_end, valid_from=candidate.valid_from, valid_until=candidate.valid_until,
        expires_at=candidate.expires_at, valence=candidate.valence, status=status,
    )  # fmt: skip


def _waited(judge: Judge, memory: Memory) -> Memory | None:
    """What waits for the user to accept it, and says the same as a fact that is to hold at once; None for none."""
    there = judge.repeats(memory)
    accepted = memory.origin is Origin.IMPORT and memory.status is Status.ACTIVE
    return there if there is not None and accepted and there.status is Status.PENDING else None


def change_set(
    memories: Iterable[Memory],
    known: Mapping[str, Memory],
    sessions: frozenset[str],
    now: datetime,
    new_id: NewId,
) -> ChangeSet:
    """The change set that brings memories in.

    Args:
        memories: records with ids of their own.
        known: every record that is there, by id.
        sessions: ids of the sessions on disk.
        now: aware UTC.
        new_id: gives the entry its id.
    """
    incoming = {memory.id: memory for memory in memories}
    known = dict(known)
    judge = Judge(known, frozenset(incoming), sessions.__contains__)
    fellows = Judge({}, frozenset(), sessions.__contains__)
    counts = dict.fromkeys(Verdict, 0)
    changes: dict[str, Change] = {}
    troubles: list[Trouble] = []
    waiting = conflicts = 0
    for number, memory in enumerate(incoming.values(), 1):
        if find_secrets(f"{memory.text} {memory.value}"):
            troubles.append(Trouble(f"memory {number}", "holds a secret, and secrets are never stored"))
            continue
        verdict = judge.verdict(memory)
        if verdict is Verdict.ADD and memory.origin is Origin.IMPORT and fellows.repeats(memory):
            verdict = Verdict.REPEATED
        waited = _waited(judge, memory) if verdict is Verdict.REPEATED else None
        if waited is not None and waited.id not in changes:
            memory, verdict = replace(waited, status=Status.ACTIVE, updated_at=now), Verdict.UPDATE
        counts[verdict] += 1
        if verdict not in (Verdict.ADD, Verdict.UPDATE):
            continue
        present = known.get(memory.id)
        rivals = [] if present and present is not waited else [r for r in judge.rivals(memory) if r.id not in changes]
        conflicts += bool(rivals)
        for rival in rivals:
            after = replace(rival, version=rival.version + 1, updated_at=now, status=Status.CONFLICT)
            changes[rival.id] = Change(Op.CONFLICT, rival, after, "the import says otherwise; decide which holds")
        fresh = replace(memory, status=Status.CONFLICT) if rivals else memory
        if present is not None:
            after = replace(fresh, version=max(memory.version, present.version + 1))
            changes[memory.id] = Change(Op.UPDATE, present, after, "a later version was imported")
        else:
            changes[memory.id] = Change(Op.ADD, None, fresh, "imported")
            fellows.meet(fresh)
            waiting += fresh.status is Status.PENDING
    entry = JournalEntry(new_id(), now, Who.IMPORT, tuple(changes.values())) if changes else None
    return ChangeSet(entry, counts, waiting, conflicts, tuple(troubles))
