"""What a turn's changes mean to the user: learnt, corrected, forgotten, in conflict, refused."""

from collections.abc import Sequence

from chatbot.domain.change import Change, Op
from chatbot.domain.memory import DOUBTED, Memory, Polarity, Status
from chatbot.domain.patterns import lazy
from chatbot.domain.value import Value
from chatbot.llm.offline.acts import Act
from chatbot.llm.offline.phrase import gathered, listed, to_you

_MOST_NAMED = 4


class Happened(Value):
    """The changes of one turn, told as one thing.

    Attributes:
        act: what to say about them.
        new: what is known now, as a phrase to the user ("your dog is called Bella"); empty where nothing is.
        old: what was known before, likewise; empty where nothing was.
        new_value, old_value: the bare values of a correction ("Bella", "Biscuit"); empty for anything else.
        reason: why something was refused; empty otherwise.
        also: what was learnt besides a correction; empty where nothing was.
        settled: plans and goals that are over, as they follow "off the list: "; empty where none is.
        waiting: what waits for the user's yes and is not held true before it; empty where nothing does.
        attribute, value: of the first new memory, for a question about it; empty for none or a denied one. With
            `Act.ENDED` the name of an animal that is there no more.
        past: whether that first new memory tells of a day that was over when it was said.
    """

    act: Act
    new: str = ""
    old: str = ""
    new_value: str = ""
    old_value: str = ""
    reason: str = ""
    also: str = ""
    settled: str = ""
    waiting: str = ""
    attribute: str = ""
    value: str = ""
    past: bool = False


def what_happened(changes: Sequence[Change], asked_to_remember: bool) -> Happened | None:
    """The most telling of a turn's changes; None where there is nothing to say.

    Args:
        changes: of this turn.
        asked_to_remember: whether the user gave the order; only then a refusal is worth a word.
    """
    corrected = _corrections(changes)
    if corrected:
        return Happened(
            Act.CORRECTED,
            new=_named([new for _, new in corrected]),
            old=_named([old for old, _ in corrected]),
            new_value=_values([new for _, new in corrected]),
            old_value=_values([old for old, _ in corrected]),
            also=_named([each for each in _taught(changes) if each not in [new for _, new in corrected]]),
            settled=_settled(changes),
        )
    for change in changes:
        if change.op is Op.CONFLICT and change.after:
            return _conflict(change, changes)
    if doubted := [change.after for change in changes if change.after and change.after.check == DOUBTED]:
        return Happened(Act.DOUBTED, old=_named(doubted))
    if forgotten := [told for change in changes if change.op is Op.FORGET and (told := change.before or change.after)]:
        return Happened(Act.FORGOT, old=_named(forgotten))
    taught = _taught(changes)
    waiting = _named([memory for memory in taught if memory.status is Status.PENDING])
    if learned := [memory for memory in taught if memory.status is not Status.PENDING]:
        affirmed = next((memory for memory in learned if memory.polarity is Polarity.POSITIVE), None)
        return Happened(
            Act.CHANGED if all(map(_moves, changes)) else Act.LEARNED,
            _named(learned),
            old=_named([each for each in _ended(changes) if each.attribute not in _AHEAD]),
            settled=_settled(changes),
            waiting=waiting,
            attribute=affirmed.attribute if affirmed and affirmed.subject == "user" else "",
            value=affirmed.value if affirmed else "",
            past=affirmed is not None and _is_over(affirmed),
        )
    if waiting:
        return Happened(Act.OFFERED, waiting=waiting)
    if ended := _ended(changes):
        settled = _settled(changes)
        lost = next((each.value for each in ended if each.attribute.startswith("pet.")), "")
        return Happened(Act.SETTLED if settled else Act.ENDED, old=_named(ended), settled=settled, value=lost)
    if known := [change.after for change in changes if change.op is Op.REINFORCE and change.after]:
        return Happened(Act.REINFORCED, _named(known))
    refused = [change for change in changes if change.op is Op.REJECT and change.reason]
    return Happened(Act.REFUSED, reason=refused[0].reason) if refused and asked_to_remember else None


def _is_over(memory: Memory) -> bool:
    last = memory.event_end or memory.event_start
    return last is not None and last < memory.said_at


def _moves(change: Change) -> bool:
    """Whether a change gives the same thing another date."""
    before, after = change.before, change.after
    if before is None or after is None or after.attribute not in _AHEAD:
        return False
    return change.op is Op.UPDATE and before.text != after.text


def _values(memories: Sequence[Memory]) -> str:
    """The bare values of memories as one phrase; empty where one of them has none, for a note says itself."""
    return listed(tuple(each.value for each in memories)) if all(each.value for each in memories) else ""


def _taught(changes: Sequence[Change]) -> list[Memory]:
    return [change.after for change in changes if _teaches(change) and change.after]


def _ended(changes: Sequence[Change]) -> list[Memory]:
    return [change.before for change in changes if change.op is Op.SUPERSEDE and change.before]


def _settled(changes: Sequence[Change]) -> str:
    """The plans and goals that are over, without the "you are" before them; not those that others took the place of."""
    over = {change.memory_id for change in changes if change.after and not change.after.superseded_by}
    ended = [each for each in _ended(changes) if each.attribute in _AHEAD and each.id in over]
    return listed(tuple(_YOU_ARE.sub("", to_you(each.text)) for each in ended))


_AHEAD = ("plan", "goal", "event")
_YOU_ARE = lazy(r"^you (?:are|have|want to|plan to|plan|will|hope to) |^your (?:plan|goal): ")


def _teaches(change: Change) -> bool:
    """Whether a change says something new, and does not only mark what should be looked at again."""
    before, after = change.before, change.after
    marked = before is not None and after is not None and after.check != "" and not before.check
    past = after is not None and after.status is Status.SUPERSEDED
    return change.op in (Op.ADD, Op.UPDATE, Op.EDIT) and not marked and not past


def _corrections(changes: Sequence[Change]) -> list[tuple[Memory, Memory]]:
    """Pairs of what was known and what replaced it, however the change set says so."""
    made = {change.after.id: change.after for change in changes if change.after}
    by_old = {record.supersedes: record for record in made.values() if record.supersedes}
    pairs = []
    for change in changes:
        old, new = change.before, change.after
        if change.op is Op.SUPERSEDE and old:
            if new is None or new.status is Status.SUPERSEDED or new.id == old.id:
                new = by_old.get(old.id) or made.get(new.superseded_by if new else "")
            if new and new.status is not Status.SUPERSEDED:
                pairs.append((old, new))
        elif change.op in (Op.UPDATE, Op.EDIT) and old and new and old.value.casefold() != new.value.casefold():
            pairs.append((old, new))
    return pairs


def _conflict(change: Change, changes: Sequence[Change]) -> Happened:
    """The two sides of a conflict, where both are in the change set."""
    sides = [each.after for each in changes if each.op is Op.CONFLICT and each.after]
    new = next((side for side in sides if side.version == 1), change.after)
    old = next((side for side in sides if new and side.id != new.id), change.before)
    return Happened(Act.CONFLICT, new=to_you(new.text) if new else "", old=to_you(old.text) if old else "")


def _named(memories: Sequence[Memory]) -> str:
    """Memories as one phrase, at most `_MOST_NAMED` of them."""
    phrases = tuple(dict.fromkeys(to_you(memory.text) for memory in memories))
    if len(phrases) <= _MOST_NAMED:
        return gathered(phrases)
    left = len(phrases) - _MOST_NAMED
    return f"{', '.join(phrases[:_MOST_NAMED])} and {'one more thing' if left == 1 else f'{left} more things'}"
