"""Decides what candidates do to what is known: add, reinforce, update, supersede, conflict, reject, forget.

Pure: it reads values and gives changes; who applies them writes them as one journal entry. The order of the
questions is the policy: is it an order to forget, an end, barred, known already, forgotten before, too weak,
against something protected, against something else, or new.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from chatbot.domain.change import Change, Op
from chatbot.domain.memory import Candidate, Cue, Memory, Origin, Status
from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import is_single
from chatbot.memory import similarity
from chatbot.memory.reconcile_ledger import CURRENT, Ledger, Setting
from chatbot.memory.reconcile_lens import never_stored, salience
from chatbot.memory.reconcile_rivals import generic, replaced, rivals
from chatbot.memory.secrets import find_secrets

__all__ = ["Setting", "reconcile"]

_REINFORCED = 0.3
"""Share of the doubt that is left which a repetition takes away."""
_UNSURE_BY = 0.2
"""A new value that is less certain than the old one by this much does not replace it; the user decides."""
_TOLD = (Cue.CORRECTION, Cue.CHANGE, Cue.REMEMBER)


def reconcile(
    candidates: Iterable[Candidate], known: Mapping[str, Memory], lens: MemoryLens, when: Setting
) -> tuple[Change, ...]:
    """What the candidates change.

    Args:
        candidates: what was found, in the order in which it was said.
        known: what the turn may know, by id, of every status: forgotten records are the tombstones.
        lens: the persona's; decides what is kept, what waits for the user, and who may know it.
        when: the turn.

    Returns:
        The changes, in order, at most one a record. What is not kept is a change too, with its reason.
    """
    ledger = Ledger(known, lens, when)
    for candidate in candidates:
        if candidate.cue is Cue.FORGET:
            _forget(candidate, ledger)
        elif candidate.cue is Cue.ENDING:
            _end(candidate, ledger)
        else:
            _learn(candidate, ledger)
    return ledger.changes()


def _forget(candidate: Candidate, ledger: Ledger) -> None:
    """Forgets at the user's order, also what is pinned or edited, for they said so; what is locked stays."""
    found = [
        memory
        for memory in ledger.slot(candidate)
        if (
            similarity.same_value(memory.value, candidate.value)
            if candidate.attribute
            else memory.text == candidate.text
        )
    ]
    for memory in found:
        if memory.locked:
            ledger.reject(candidate, f"“{memory.text}” is locked; unlock it in the memory list to forget it")
        else:
            ledger.change(Op.FORGET, memory, "you asked to forget it", status=Status.FORGOTTEN)
    if not found:
        everything = candidate.text == "everything"
        ledger.reject(
            candidate,
            "to forget everything, use the memory list or `chatbot erase`"
            if everything
            else "nothing like it is remembered",
        )


def _end(candidate: Candidate, ledger: Ledger) -> None:
    found = [memory for memory in ledger.slot(candidate) if memory.status is not Status.PENDING]
    if candidate.value:
        found = [memory for memory in found if similarity.alike(memory.value, candidate.value)]
    elif len(found) > 1 and not is_single(candidate.attribute):
        ledger.reject(candidate, "it has ended, but which one is not clear")
        return
    for memory in found:
        if ledger.protects(memory):
            ledger.reject(
                candidate, f"it has ended, but “{memory.text}” is {_why(memory)} and stays until you change it"
            )
        else:
            until = candidate.valid_until or ledger.when.now
            ledger.change(Op.SUPERSEDE, memory, "you said that it is over", status=Status.SUPERSEDED, valid_until=until)
            _flag(memory, ledger)
    if not found:
        ledger.reject(candidate, "it is over, and was not remembered")


def _why(memory: Memory) -> str:
    return "locked" if memory.locked else "pinned" if memory.pinned else "in your own words"


def _learn(candidate: Candidate, ledger: Ledger) -> None:
    barred = never_stored(candidate, ledger.lens)
    if find_secrets(f"{candidate.text} {candidate.value}"):
        ledger.reject(candidate, "it holds a secret, and secrets are never stored")
        return
    if barred:
        ledger.reject(candidate, f"this persona never stores {barred}")
        return
    same = _same(candidate, ledger)
    if same is not None:
        _again(candidate, same, ledger)
        return
    ordered = candidate.cue is Cue.REMEMBER
    if not ordered and (told := _tombstone(candidate, ledger)):
        ledger.reject(candidate, f"you asked to forget “{told.text}”; say “remember” to have it back")
        return
    against = rivals(candidate, ledger)
    if not ordered and not against and salience(candidate, ledger.lens) < ledger.lens.keep_threshold:
        ledger.reject(candidate, "it matters too little to this persona")
        return
    _place(candidate, against, ledger)


def _same(candidate: Candidate, ledger: Ledger) -> Memory | None:
    """The record that says the same already, a present one before a pending one."""
    if not candidate.attribute:
        return similarity.duplicate(candidate.text, ledger.slot(candidate))
    found = [
        memory
        for memory in ledger.slot(candidate)
        if memory.polarity is candidate.polarity and _says(memory, candidate)
    ]
    return min(found, key=lambda memory: (memory.status not in CURRENT, memory.id), default=None)


def _says(memory: Memory, candidate: Candidate) -> bool:
    """Whether a record says what the candidate says, or more where it only hints ("I have a dog", "Porto" of "Porto, Portugal")."""
    if similarity.same_value(memory.value, candidate.value):
        return True
    if candidate.cue in (Cue.CORRECTION, Cue.CHANGE) or memory.status not in CURRENT:
        return False
    hint = is_single(candidate.attribute) and similarity.more_detail(memory.value, candidate.value)
    return hint or generic(candidate.attribute, candidate.value)


def _tombstone(candidate: Candidate, ledger: Ledger) -> Memory | None:
    for memory in ledger.records():
        if memory.status is Status.FORGOTTEN and memory.polarity is candidate.polarity:
            if similarity.fingerprint_matches(
                memory, candidate.subject, candidate.attribute, candidate.value, candidate.text
            ):
                return memory
    return None


def _again(candidate: Candidate, same: Memory, ledger: Ledger) -> None:
    """The same thing said again: stronger, or with a new date; a waiting or doubtful record may become certain."""
    if same.status is Status.CONFLICT:
        _decide(candidate, same, ledger)
        return
    if ledger.protects(same) or (same.source.message_id and same.source.message_id == ledger.message_id):
        return
    if candidate.event_start and candidate.event_start != same.event_start:
        ledger.change(
            Op.UPDATE, same, "the date changed", event_start=candidate.event_start, event_end=candidate.event_end,
            expires_at=candidate.expires_at, source=ledger.source(candidate), said_at=ledger.said_at,
        )  # fmt: skip
        return
    certain = (
        same.status is Status.PENDING
        and not rivals(candidate, ledger)
        and (candidate.cue is Cue.REMEMBER or candidate.confidence >= ledger.lens.pending_threshold)
    )
    status = Status.ACTIVE if certain else same.status
    confidence = max(candidate.confidence, same.confidence + (1.0 - same.confidence) * _REINFORCED)
    ledger.change(
        Op.REINFORCE, same, "you said it again", status=status, confidence=round(min(confidence, 1.0), 4),
        importance=max(same.importance, candidate.importance),
    )  # fmt: skip


def _decide(candidate: Candidate, same: Memory, ledger: Ledger) -> None:
    """One side of an open conflict said again settles it, unless the other side is the user's own."""
    others = [memory for memory in ledger.slot(candidate) if memory.status is Status.CONFLICT and memory.id != same.id]
    if ledger.protects(same) or any(map(ledger.protects, others)) or same.source.message_id == ledger.message_id != "":
        return
    kept = ledger.change(
        Op.REINFORCE,
        same,
        "you said it again, so it holds",
        status=Status.ACTIVE,
        confidence=max(same.confidence, candidate.confidence),
    )
    for memory in others:
        ledger.change(
            Op.SUPERSEDE,
            memory,
            f"“{kept.text}” holds",
            status=Status.SUPERSEDED,
            valid_until=ledger.when.now,
            superseded_by=kept.id,
        )


def _place(candidate: Candidate, against: list[Memory], ledger: Ledger) -> None:
    """Puts a new value among the records that it contradicts or completes."""
    waits = candidate.confidence < ledger.lens.pending_threshold and candidate.cue is not Cue.REMEMBER
    shielded = [memory for memory in against if ledger.protects(memory)]
    if shielded:
        if all(
            candidate.value != memory.value or memory.status is not Status.PENDING for memory in ledger.slot(candidate)
        ):
            reason = f"offered: it differs from “{shielded[0].text}”, which is {_why(shielded[0])}"
            ledger.add(
                candidate,
                reason,
                status=Status.PENDING,
                supersedes=shielded[0].id,
                scope=candidate.scope or shielded[0].scope,
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
    _supersede(candidate, against, ledger)


def _fuller(candidate: Candidate, old: Memory) -> bool:
    if old.attribute != candidate.attribute or old.polarity is not candidate.polarity:
        return False
    if generic(old.attribute, old.value):
        return True
    told = candidate.cue in (Cue.CORRECTION, Cue.CHANGE)
    return not told and not candidate.old_value and similarity.more_detail(candidate.value, old.value)


def _doubtful(candidate: Candidate, against: list[Memory], ledger: Ledger) -> bool:
    """Whether it cannot be told which holds: two values in one message, a much less certain one, or a model against the user's words."""
    if candidate.cue in _TOLD:
        return False
    return any(
        (memory.source.message_id and memory.source.message_id == ledger.message_id)
        or candidate.confidence + _UNSURE_BY < memory.confidence
        or (candidate.origin is Origin.MODEL and memory.origin is Origin.RULE)
        or memory.status is Status.CONFLICT
        for memory in against
    )


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
    ledger.add(candidate, reason, Op.CONFLICT, status=Status.CONFLICT, scope=candidate.scope or against[0].scope)


def _supersede(candidate: Candidate, against: list[Memory], ledger: Ledger) -> None:
    """Closes what is past or was wrong and links both ways. A correction was never true: it ends when it began."""
    first = against[0]
    same_slot = first.attribute == candidate.attribute
    fields: dict[str, Any] = {"scope": candidate.scope or first.scope} if same_slot else {}
    new = ledger.add(candidate, replaced(candidate, first), supersedes=first.id, **fields)
    until = candidate.valid_from or ledger.when.now
    for memory in against:
        ledger.change(
            Op.SUPERSEDE, memory, replaced(candidate, memory), status=Status.SUPERSEDED, valid_until=until,
            superseded_by=new.id,
        )  # fmt: skip
        if same_slot:
            _flag(memory, ledger)


def _flag(old: Memory, ledger: Ledger) -> None:
    """Marks memories that lean on the old value as to be looked at."""
    value = similarity.plain(old.value)
    if len(value) < 3 or value.isdigit():
        return
    for memory in ledger.records():
        leans = (
            memory.subject == value
            or value in similarity.plain(memory.text).split()
            or f" {value} " in f" {similarity.plain(memory.text)} "
        )
        if (
            leans
            and memory.status in CURRENT
            and memory.id != old.id
            and not ledger.protects(memory)
            and not memory.check
            and memory.source.message_id != ledger.message_id
        ):
            ledger.change(
                Op.UPDATE, memory, f"it speaks of “{old.value}”, which changed", check=f"“{old.text}” is no longer so"
            )
