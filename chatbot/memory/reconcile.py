"""Decides what candidates do to what is known: add, reinforce, update, supersede, conflict, reject, forget.

Pure: it reads values and gives changes; who applies them writes them as one journal entry. The order of the
questions is the policy: is it an order to forget, an end, barred, known already, forgotten before, too weak,
against something protected, against something else, or new.
"""

from collections.abc import Iterable, Mapping

from chatbot.domain.change import Change, Op
from chatbot.domain.fingerprint import is_erased
from chatbot.domain.memory import DOUBTED, Candidate, Cue, Memory, Polarity, Source, Status
from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import Kind, Scope, is_single
from chatbot.domain.value import replace
from chatbot.memory import similarity
from chatbot.memory.phrase import to_record
from chatbot.memory.pronouns import was_so
from chatbot.memory.reconcile_again import again
from chatbot.memory.reconcile_ledger import CURRENT, PAST, Ledger, Setting
from chatbot.memory.reconcile_lens import never_stored, passing, salience
from chatbot.memory.reconcile_placing import flag, place, protection, said_anew
from chatbot.memory.reconcile_rivals import corrects, generic, rivals
from chatbot.memory.secrets import MASK, find_secrets
from chatbot.memory.wrong import never_true

__all__ = ["Setting", "reconcile"]


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
        elif candidate.cue is Cue.DOUBT:
            _doubt(candidate, ledger)
        elif candidate.cue is Cue.ENDING:
            _end(candidate, ledger)
        else:
            _learn(candidate, ledger)
    return ledger.changes()


def _forget(candidate: Candidate, ledger: Ledger) -> None:
    """Forgets at the user's order, also what is pinned or edited, for they said so; what is locked stays."""
    said = [
        memory
        for memory in ledger.filling(candidate.subject, candidate.attribute)
        if (
            similarity.same_value(memory.value, candidate.value)
            if candidate.attribute
            else memory.text == candidate.text
        )
    ]
    past = [memory for memory in said if memory.status is Status.SUPERSEDED and not never_true(memory)]
    found = [memory for memory in said if memory.status not in PAST] or past
    for memory in found:
        if memory.locked:
            ledger.reject(candidate, f"“{memory.text}” is locked; unlock it in the memory list to forget it")
        else:
            ledger.change(Op.FORGET, memory, "you asked to forget it", status=Status.FORGOTTEN)
    if not found and candidate.told_in:
        words = Source(ledger.when.session_id, candidate.told_in, candidate.quote)
        reason = "you asked to forget what you had said"
        ledger.add(candidate, reason, Op.FORGET, status=Status.FORGOTTEN, scope=Scope.SESSION, source=words)
    elif not found:
        everything = candidate.text == "everything"
        ledger.reject(
            candidate,
            "to forget everything, use the memory list or `chatbot erase`"
            if everything
            else "nothing like it is remembered",
        )


def _doubt(candidate: Candidate, ledger: Ledger) -> None:
    """Marks what the user calls wrong: it is told as uncertain, until they say what is right or take it back."""
    for memory in ledger.slot(candidate):
        says = similarity.same_value(memory.value, candidate.value) and memory.text == candidate.text
        if says and memory.locked:
            ledger.reject(candidate, f"“{memory.text}” is locked; unlock it in the memory list to change it")
        elif says and memory.check != DOUBTED:
            ledger.change(Op.UPDATE, memory, "you said that it is wrong; what is right?", check=DOUBTED)


def _end(candidate: Candidate, ledger: Ledger) -> None:
    found = [memory for memory in ledger.slot(candidate) if memory.status is not Status.PENDING]
    if candidate.value:
        found = [memory for memory in found if similarity.alike(memory.value, candidate.value)]
    elif len(found) > 1 and not is_single(candidate.attribute):
        ledger.reject(candidate, "it has ended, but which one is not clear")
        return
    for memory in found:
        if ledger.protects(memory, candidate):
            ledger.reject(
                candidate, f"it has ended, but “{memory.text}” is {protection(memory)} and stays until you change it"
            )
        else:
            until = candidate.valid_until or ledger.when.now
            ledger.change(Op.SUPERSEDE, memory, "you said that it is over", status=Status.SUPERSEDED, valid_until=until)
            flag(memory, ledger)
    if not found:
        _was(candidate, ledger)


def _was(candidate: Candidate, ledger: Ledger) -> None:
    """Notes what is over and was never known while it lasted ("I used to be a sailor")."""
    told = was_so(candidate.text) if candidate.value and candidate.polarity is Polarity.POSITIVE else ""
    known = any(
        memory.status is Status.SUPERSEDED and similarity.alike(memory.value, candidate.value)
        for memory in ledger.filling(candidate.subject, candidate.attribute)
    )
    if not told or known or _tombstone(candidate, ledger):
        ledger.reject(candidate, "it is over, and was not remembered")
        return
    _learn(
        replace(candidate, text=told, kind=Kind.FACT, attribute="", value="", cue=Cue.STATEMENT, valid_until=None),
        ledger,
    )


def _before(candidate: Candidate, ledger: Ledger) -> None:
    """Keeps what was so before a change that was told as a whole ("I moved from Lisbon to Porto in 2019"), as past."""
    old = candidate.old_value
    if candidate.cue is not Cue.CHANGE or not old[:1].isupper() or not is_single(candidate.attribute):
        return
    records = ledger.filling(candidate.subject, candidate.attribute)
    now = next(
        (one for one in records if one.status in CURRENT and similarity.same_value(one.value, candidate.value)), None
    )
    if now is None or any(similarity.alike(one.value, old) for one in records):
        return
    text = to_record(candidate.subject, candidate.attribute, old, candidate.polarity)
    past = replace(candidate, text=text, value=old, old_value="", valid_from=None, entities=(old.casefold(),))
    ledger.add(
        past, "it was so before", status=Status.SUPERSEDED, valid_until=candidate.valid_from, superseded_by=now.id
    )


def _learn(candidate: Candidate, ledger: Ledger) -> None:
    barred = never_stored(candidate, ledger.lens)
    if MASK in candidate.text or find_secrets(f"{candidate.text} {candidate.value}"):
        ledger.reject(candidate, "it holds a secret, and secrets are never stored")
        return
    if barred:
        ledger.reject(candidate, f"this persona never stores {barred}")
        return
    same = _same(candidate, ledger)
    if same is not None:
        again(candidate, same, ledger)
        return
    ordered = candidate.cue is Cue.REMEMBER or ledger.when.by_hand
    told = None if ordered else _tombstone(candidate, ledger)
    if told is not None and not said_anew(candidate, told, ledger):
        ledger.reject(candidate, f"you asked to forget “{told.text}”; say “remember” to have it back")
        return
    against = rivals(candidate, ledger)
    if not ordered and not against and salience(candidate, ledger.lens) < ledger.lens.keep_threshold:
        ledger.reject(candidate, "it matters too little to this persona")
        return
    place(candidate, against, ledger)
    _before(candidate, ledger)


def _same(candidate: Candidate, ledger: Ledger) -> Memory | None:
    """The record that says the same already, a present one before one that waits or was let go of."""
    if not candidate.attribute:
        notes = similarity.duplicates(candidate.text, ledger.near_notes(candidate.subject, candidate.text))
        notes = [memory for memory in notes if memory.status not in PAST]
        return next((memory for memory in notes if memory.status in CURRENT), None) or next(iter(notes), None)
    attribute, value = candidate.attribute, similarity.plain(candidate.value)
    told = candidate.cue is Cue.CHANGE or corrects(candidate)
    hint = not told and _hint(candidate)
    slot = ledger.slot(candidate) if hint else ledger.saying(candidate.subject, attribute, candidate.value)
    found = [
        memory
        for memory in slot
        if memory.polarity is candidate.polarity
        and memory.status not in PAST
        and (
            (plain := similarity.plain(memory.value)) == value
            or (hint and _hinted(memory, candidate))
            or (not told and similarity.reworded(attribute, plain, value))
        )
        and not passing(memory, candidate, ledger.lens)
        and not (memory.status is Status.ARCHIVED and rivals(candidate, ledger))
    ]
    return min(found, key=lambda memory: (memory.status not in CURRENT, memory.id), default=None)


def _hint(candidate: Candidate) -> bool:
    """Whether a candidate may only hint at what is known ("Porto" of "Porto, Portugal", "a cat" of "a cat, Momo")."""
    return is_single(candidate.attribute) or generic(candidate.attribute, candidate.value)


def _hinted(memory: Memory, candidate: Candidate) -> bool:
    """Whether a present record says more than a candidate that may be a hint."""
    if memory.status not in CURRENT:
        return False
    return generic(candidate.attribute, candidate.value) or similarity.more_detail(memory.value, candidate.value)


def _tombstone(candidate: Candidate, ledger: Ledger) -> Memory | None:
    about = (candidate.subject, candidate.attribute, candidate.value, candidate.text)
    if candidate.attribute:
        near = ledger.forgotten(candidate.subject, candidate.attribute)
    else:
        near = ledger.near_notes(candidate.subject, candidate.text)
    for memory in near:
        gone = memory.status is Status.FORGOTTEN and memory.polarity is candidate.polarity
        if gone and similarity.fingerprint_matches(memory, *about):
            return memory
    for memory in ledger.erased():
        if memory.fingerprint and memory.polarity is candidate.polarity and is_erased(memory.fingerprint, *about):
            return memory
    return None
