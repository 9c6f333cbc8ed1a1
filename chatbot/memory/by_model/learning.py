"""What a model's candidates change: `reconcile`, with the finds of the rules in view so that nothing is told twice."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from chatbot.domain.change import Change, Op
from chatbot.domain.memory import Candidate, Memory, Status
from chatbot.domain.message import Message
from chatbot.domain.persona import MemoryLens
from chatbot.domain.slots import is_single
from chatbot.domain.text import fold
from chatbot.domain.value import replace
from chatbot.memory import similarity
from chatbot.memory.by_model.grounding import Grounded
from chatbot.memory.reconcile import Setting, reconcile
from chatbot.memory.reconcile_ledger import CURRENT

_OPPOSITES = {("likes", "dislikes"), ("dislikes", "likes")}


def changes_of(
    grounded: Iterable[Grounded],
    known: Mapping[str, Memory],
    lens: MemoryLens,
    when: Setting,
    touched: AbstractSet[tuple[str, str]],
) -> tuple[Change, ...]:
    """What the candidates change, message by message.

    Args:
        grounded: what the user said, by a model's account.
        known: what the turn may know, by id, of every status.
        lens: the persona's.
        when: the turn; the message of each candidate takes the place of its `message`.
        touched: (message id, memory id) of what was changed before on account of a message, so that one
            message never counts twice.
    """
    by_message: dict[str, tuple[Message, list[Candidate]]] = {}
    for one in grounded:
        if not _told(one.candidate, one.message, known.values(), touched):
            barred = _barred(one.candidate, lens)
            candidate = replace(one.candidate, topics=(*one.candidate.topics, *barred))
            by_message.setdefault(one.message.id, (one.message, []))[1].append(candidate)
    view = dict(known)
    found: list[Change] = []
    for message, candidates in sorted(by_message.values(), key=lambda pair: pair[0].seq):
        for change in reconcile(candidates, view, lens, replace(when, message=message)):
            if change.memory_id and any(change.memory_id == before.memory_id for before in found):
                continue  # one change a record; the later line finds it again the next time it is said
            if change.after is not None:
                view[change.memory_id] = change.after
            if change.op is not Op.REJECT or change.reason:
                found.append(change)
    return tuple(found)


def _told(
    candidate: Candidate, message: Message, known: Iterable[Memory], touched: AbstractSet[tuple[str, str]]
) -> bool:
    """Whether the same message taught the fact already, perhaps in other words, or a later one better."""
    for memory in known:
        if memory.subject != candidate.subject:
            continue
        if _outdated(candidate, message, memory):
            return True
        if memory.source.message_id != message.id and (message.id, memory.id) not in touched:
            continue
        if memory.status in (Status.SUPERSEDED, Status.FORGOTTEN):
            if memory.attribute == candidate.attribute and similarity.same_value(memory.value, candidate.value):
                return True
            continue
        if not candidate.attribute or not memory.attribute:
            if _same_words(candidate, memory):
                return True
            continue
        if memory.polarity is not candidate.polarity or (memory.attribute, candidate.attribute) in _OPPOSITES:
            continue
        if memory.attribute == candidate.attribute and is_single(candidate.attribute):
            if similarity.same_value(memory.value, candidate.value):
                return True
            continue
        if similarity.alike(memory.value, candidate.value):
            return True
    return False


def _outdated(candidate: Candidate, message: Message, memory: Memory) -> bool:
    """Whether the slot has one value, and the user gave the present one after this message."""
    one_slot = memory.attribute == candidate.attribute and is_single(candidate.attribute)
    return one_slot and memory.status in CURRENT and memory.said_at > message.created_at


def _same_words(candidate: Candidate, memory: Memory) -> bool:
    """Whether a note and a record of one message tell the same: the telling words of one are those of the other."""
    left = similarity.rare_words(candidate.value or candidate.text)
    right = similarity.rare_words(memory.value or memory.text)
    return bool(left & right) and (left <= right or right <= left or similarity.alike(candidate.text, memory.text))


def _barred(candidate: Candidate, lens: MemoryLens) -> tuple[str, ...]:
    """Entries of the never-store list that the words name, so that a model's choice of slot is no way around it."""
    words = f" {fold(candidate.text)} {fold(candidate.quote)} "
    return tuple(name for name in lens.never_store if fold(name) and f" {fold(name)}" in words)
