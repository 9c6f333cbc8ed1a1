"""What is said again: a record gets stronger, moves to another day, becomes certain, or settles an open question."""

from typing import Any

from chatbot.domain.change import Op
from chatbot.domain.memory import Candidate, Cue, Memory, Status
from chatbot.memory.reconcile_ledger import Ledger
from chatbot.memory.reconcile_placing import holds, supersede
from chatbot.memory.reconcile_rivals import rivals

_REINFORCED = 0.3
"""Share of the doubt that is left which a repetition takes away."""


def again(candidate: Candidate, same: Memory, ledger: Ledger) -> None:
    """The same thing said again: stronger, or with a new date; a waiting or doubtful record may become certain."""
    if same.status is Status.CONFLICT:
        _decide(candidate, same, ledger)
        return
    if ledger.protects(same) or (same.source.message_id and same.source.message_id == ledger.message_id):
        return
    against = rivals(candidate, ledger)
    if same.status is Status.PENDING and holds(candidate, against, ledger):
        supersede(candidate, against, ledger, same)
        return
    if moved := _moved(candidate, same):
        ledger.change(
            Op.UPDATE, same, moved, event_start=candidate.event_start, event_end=candidate.event_end,
            expires_at=candidate.expires_at, text=candidate.text, source=ledger.source(candidate),
            said_at=ledger.said_at,
        )  # fmt: skip
        return
    certain = (
        same.status is Status.PENDING
        and not against
        and (candidate.cue is Cue.REMEMBER or candidate.confidence >= ledger.lens.pending_threshold)
    )
    back = same.status is Status.ARCHIVED
    status = Status.ACTIVE if certain or back else same.status
    confidence = max(candidate.confidence, same.confidence + (1.0 - same.confidence) * _REINFORCED)
    ledger.change(
        Op.REINFORCE, same, "you spoke of it again, so it is back" if back else "you said it again", status=status,
        confidence=round(min(confidence, 1.0), 4), importance=max(same.importance, candidate.importance),
        expires_at=candidate.expires_at if back else same.expires_at, **_spelling(candidate, same),
    )  # fmt: skip


def _moved(candidate: Candidate, same: Memory) -> str:
    """Why a dated record is put to another day or hour; empty where it stays."""
    if candidate.event_start and candidate.event_start != same.event_start:
        return "the date changed"
    later = candidate.cue is Cue.CHANGE and candidate.text != same.text and same.event_start is not None
    return "the hour changed" if later else ""


def _spelling(candidate: Candidate, same: Memory) -> dict[str, Any]:
    """The value with the capitals that it was written without, where else it is the same; a partner with their word."""
    equal = candidate.value.casefold() == same.value.casefold() and same.text.casefold() == candidate.text.casefold()
    better = equal and same.value.islower() and not candidate.value.islower()
    named = candidate.attribute == "partner" and " partner is " in same.text and " partner is " not in candidate.text
    return {"value": candidate.value, "text": candidate.text} if better or named else {}


def _decide(candidate: Candidate, same: Memory, ledger: Ledger) -> None:
    """One side of an open conflict said again settles it, unless the other side is the user's own."""
    others = [memory for memory in ledger.slot(candidate) if memory.status is Status.CONFLICT and memory.id != same.id]
    if (
        any(ledger.protects(one, candidate) for one in (same, *others))
        or same.source.message_id == ledger.message_id != ""
    ):
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
