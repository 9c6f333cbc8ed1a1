"""Puts a new value among the records that it completes, replaces or contradicts."""

from typing import Any

from chatbot.domain.change import Op
from chatbot.domain.memory import Candidate, Cue, Memory, Origin, Status
from chatbot.memory import similarity
from chatbot.memory.dependents import dependents, telling
from chatbot.memory.phrase import to_record
from chatbot.memory.reconcile_ledger import CURRENT, Ledger
from chatbot.memory.reconcile_lens import heir
from chatbot.memory.reconcile_rivals import corrects, generic, replaced

_UNSURE_BY = 0.2
"""A new value that is less certain than the old one by this much does not replace it; the user decides."""
_TOLD = (Cue.CORRECTION, Cue.CHANGE, Cue.REMEMBER)


def protection(memory: Memory) -> str:
    """Why a record is left alone, in words."""
    return "locked" if memory.locked else "pinned" if memory.pinned else "in your own words"


def said_anew(candidate: Candidate, gone: Memory, ledger: Ledger) -> bool:
    """Whether the user says what their own edit had put aside: nobody asked to forget that, and it may hold again.

    Args:
        candidate: what is said.
        gone: the tombstone of the same.
        ledger: knows when it is said.
    """
    edited = gone.version == 1 and gone.superseded_by and gone.status is Status.FORGOTTEN
    return bool(edited) and candidate.origin is Origin.RULE and ledger.said_at > gone.created_at


def place(candidate: Candidate, against: list[Memory], ledger: Ledger) -> None:
    """Puts a new value among the records that it contradicts or completes."""
    waits = candidate.confidence < ledger.lens.pending_threshold and candidate.cue is not Cue.REMEMBER
    shielded = [memory for memory in against if ledger.protects(memory, candidate)]
    if shielded:
        if all(
            candidate.value != memory.value or memory.status is not Status.PENDING for memory in ledger.slot(candidate)
        ):
            reason = f"offered: it differs from “{shielded[0].text}”, which is {protection(shielded[0])}"
            ledger.add(
                candidate,
                reason,
                status=Status.PENDING,
                supersedes=shielded[0].id,
                **heir(candidate, shielded, ledger.lens),
            )
        return
    if waits:
        first = against[0].id if against else ""
        ledger.add(candidate, "not certain enough; it waits for you", status=Status.PENDING, supersedes=first)
        return
    if not against:
        ledger.add(candidate, "you asked to remember it" if candidate.cue is Cue.REMEMBER else "you said so")
        return
    fuller = next((memory for memory in against if _fuller(candidate, memory)), None)
    if fuller is not None and len(against) == 1:
        _update(candidate, fuller, ledger)
        return
    if all(memory.attribute == candidate.attribute for memory in against) and _doubtful(candidate, against, ledger):
        _conflict(candidate, against, ledger)
        return
    supersede(candidate, against, ledger)


def _fuller(candidate: Candidate, old: Memory) -> bool:
    if old.attribute != candidate.attribute or old.polarity is not candidate.polarity:
        return False
    if generic(old.attribute, old.value):
        return True
    told = candidate.cue is Cue.CHANGE or corrects(candidate)
    return not told and not candidate.old_value and similarity.more_detail(candidate.value, old.value)


def _doubtful(candidate: Candidate, against: list[Memory], ledger: Ledger) -> bool:
    """Whether it cannot be told which holds: two values at once, a guess, or a model against the user's words."""
    if candidate.cue in _TOLD or corrects(candidate):
        return False
    return any(
        (memory.source.message_id and memory.source.message_id == ledger.message_id and not _reread(ledger))
        or candidate.confidence + _UNSURE_BY < memory.confidence
        or (candidate.origin is Origin.MODEL and memory.origin is Origin.RULE)
        or memory.status is Status.CONFLICT
        for memory in against
    )


def _reread(ledger: Ledger) -> bool:
    """Whether the message was edited, so that what it says now stands in the place of what it said."""
    return ledger.when.message is not None and ledger.when.message.edited_at is not None


def _update(candidate: Candidate, old: Memory, ledger: Ledger) -> None:
    ledger.change(
        Op.UPDATE, old, "you said more about it", value=candidate.value, text=candidate.text,
        entities=candidate.entities, source=ledger.source(candidate), said_at=ledger.said_at,
        confidence=max(old.confidence, candidate.confidence), importance=max(old.importance, candidate.importance),
    )  # fmt: skip


def _conflict(candidate: Candidate, against: list[Memory], ledger: Ledger) -> None:
    reason = "two different things were said; decide which holds"
    for memory in against:
        if memory.status is not Status.CONFLICT:
            ledger.change(Op.CONFLICT, memory, reason, status=Status.CONFLICT)
    ledger.add(candidate, reason, Op.CONFLICT, status=Status.CONFLICT, **heir(candidate, against, ledger.lens))


def holds(candidate: Candidate, against: list[Memory], ledger: Ledger) -> bool:
    """Whether a candidate is told so plainly that it takes the place of all that it contradicts."""
    return bool(against) and candidate.cue in _TOLD and not any(ledger.protects(one, candidate) for one in against)


def supersede(candidate: Candidate, against: list[Memory], ledger: Ledger, waiting: Memory | None = None) -> None:
    """Closes what is past or was wrong, and links both ways. What was wrong ends when it began: it was never true.

    Args:
        candidate: what holds.
        against: what it takes the place of, one or more.
        ledger: the account.
        waiting: the record of the same that waited for the user; None where there is none yet.
    """
    first = against[0]
    same_slot = first.attribute == candidate.attribute
    fields: dict[str, Any] = heir(candidate, against, ledger.lens) if same_slot else {}
    if waiting is None:
        new = ledger.add(candidate, replaced(candidate, first), supersedes=first.id, **fields)
    else:
        new = ledger.change(
            Op.UPDATE, waiting, replaced(candidate, first), status=Status.ACTIVE, supersedes=first.id,
            confidence=max(waiting.confidence, candidate.confidence), source=ledger.source(candidate),
            said_at=ledger.said_at,
        )  # fmt: skip
    for memory in against:
        righted = corrects(candidate) or (not candidate.attribute and candidate.cue is not Cue.CHANGE)
        wrong = same_slot and (righted or _reread(ledger))
        until = memory.said_at if wrong else candidate.valid_from or ledger.when.now
        ledger.change(
            Op.SUPERSEDE, memory, replaced(candidate, memory), status=Status.SUPERSEDED, valid_until=until,
            superseded_by=new.id,
        )  # fmt: skip
        if same_slot and corrects(candidate):
            _rename(memory, new, ledger)
        if same_slot and not _repeats(new, memory):
            flag(memory, ledger)


def _repeats(new: Memory, old: Memory) -> bool:
    return new.polarity is old.polarity and similarity.same_value(new.value, old.value)


def _rename(old: Memory, new: Memory, ledger: Ledger) -> None:
    """Gives what is known of somebody to their right name."""
    if not old.attribute.startswith(("pet.", "family.", "partner", "friend")):
        return
    wrong, right = similarity.plain(old.value), similarity.plain(new.value)
    for memory in ledger.about(wrong):
        if memory.subject == wrong and memory.status in CURRENT and not ledger.protects(memory):
            text = to_record(right, memory.attribute, memory.value, memory.polarity, new.value)
            reason = f"“{old.value}” is called “{new.value}”"
            ledger.change(Op.UPDATE, memory, reason, subject=right, text=text if memory.attribute else memory.text)


def flag(old: Memory, ledger: Ledger) -> None:
    """Marks memories that lean on the old value as to be looked at."""
    value = telling(old)
    for memory in dependents(old, ledger.speaking_of(value) if value else ()):
        if not ledger.protects(memory) and memory.source.message_id != ledger.message_id:
            ledger.change(
                Op.UPDATE, memory, f"it speaks of “{old.value}”, which changed", check=f"“{old.text}” is no longer so"
            )
