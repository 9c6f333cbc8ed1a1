"""Which records a candidate cannot stand beside: the other value of a single slot, the opposite, the corrected."""

from collections.abc import Callable, Iterable

from chatbot.domain.memory import Candidate, Cue, Memory, Polarity
from chatbot.domain.patterns import lazy
from chatbot.domain.slots import Scope, is_single
from chatbot.memory import similarity
from chatbot.memory.reconcile_ledger import CURRENT, Ledger
from chatbot.memory.reconcile_lens import passing, reach

_OPPOSITE = {"likes": "dislikes", "dislikes": "likes"}
_NAMING = ("pet.", "family.")
_COMPARED = (*_NAMING, "friend", "nationality", "reply_style")
"""Slots in which a value may replace one that reads otherwise."""
_LENGTHS = (
    lazy(r"\b(?:short|shorter|brief|briefly|concise|terse)\b"),
    lazy(r"\b(?:long|longer|detailed|in detail|thorough)\b"),
)
_COUNT = lazy(r"(?:two|three|four|five|six|seven|eight|nine|ten|several|many|a few|\d+) ")


def generic(attribute: str, value: str) -> bool:
    """Whether a value only says what the slot says ("cat" for `pet.cat`, "two sisters")."""
    kind = attribute.partition(".")[2]
    return bool(kind) and similarity.plain(value) in (kind, "puppy", "kitten", "pup", "bunny")


def corrects(candidate: Candidate) -> bool:
    """Whether a candidate puts right what was wrong: in so many words, or as the other name of the only one known."""
    return candidate.cue is Cue.CORRECTION or (candidate.cue is Cue.STATEMENT and candidate.old_value != "")


def rivals(candidate: Candidate, ledger: Ledger) -> list[Memory]:
    """Current records that the candidate replaces, completes or contradicts, the most fitting first; empty for none.

    A record that more may know than the candidate is none: the narrower one stands beside it.
    """
    if not candidate.attribute:
        return _miswritten(candidate, ledger)
    reached = {scope for scope in Scope if scope.width <= reach(candidate, ledger.lens).width}

    def held(found: Iterable[Memory]) -> list[Memory]:
        return [one for one in found if one.status in CURRENT and one.scope in reached]

    said = held(ledger.saying(candidate.subject, candidate.attribute, candidate.value))
    found = _denied(candidate, said) + held(_opposite(candidate, ledger))
    found += [one for one in said if passing(one, candidate, ledger.lens) and _repeated(candidate, one)]
    if candidate.polarity is Polarity.POSITIVE and is_single(candidate.attribute):
        found += [memory for memory in held(ledger.slot(candidate)) if memory.polarity is Polarity.POSITIVE]
    elif candidate.polarity is Polarity.POSITIVE:
        found += _corrected(candidate, ledger, held)
    return list({memory.id: memory for memory in found}.values())


def _miswritten(candidate: Candidate, ledger: Ledger) -> list[Memory]:
    """The note that a note puts right: it names what was wrong, and else says the same."""
    old = similarity.plain(candidate.old_value)
    if not old:
        return []
    told = similarity.rare_words(candidate.text)
    found = []
    for one in ledger.slot(candidate):
        shared = (similarity.rare_words(one.text) - set(old.split())) & told
        if one.status in CURRENT and f" {old} " in f" {similarity.plain(one.text)} " and 2 * len(shared) >= len(told):
            found.append(one)
    return found[:1]


def _repeated(candidate: Candidate, memory: Memory) -> bool:
    return memory.polarity is candidate.polarity and similarity.same_value(memory.value, candidate.value)


def _denied(candidate: Candidate, slot: list[Memory]) -> list[Memory]:
    return [
        memory
        for memory in slot
        if memory.polarity is not candidate.polarity and similarity.same_value(memory.value, candidate.value)
    ]


def _opposite(candidate: Candidate, ledger: Ledger) -> list[Memory]:
    other = _OPPOSITE.get(candidate.attribute)
    if other is None:
        return []
    value = similarity.plain(candidate.value)
    return [
        memory
        for memory in ledger.saying(candidate.subject, other, candidate.value)
        if memory.status in CURRENT and similarity.plain(memory.value) == value
    ]


def _corrected(candidate: Candidate, ledger: Ledger, held: Callable[[Iterable[Memory]], list[Memory]]) -> list[Memory]:
    """In a slot of many values: the one that was named as wrong, the only one, or the one that had no name yet."""
    if candidate.old_value:
        said = held(ledger.saying(candidate.subject, candidate.attribute, candidate.old_value))
        named = [memory for memory in said if similarity.same_value(memory.value, candidate.old_value)]
        if named:
            return named
    dotted = "." in candidate.attribute
    if not dotted and not candidate.attribute.startswith(_COMPARED) and not _COUNT.match(candidate.value):
        return []  # of a long list of likes none is looked at
    slot = held(ledger.slot(candidate))
    if candidate.attribute == "reply_style":
        return [memory for memory in slot if _contrary(candidate.value, memory.value)]
    counted = [memory for memory in slot if _COUNT.match(memory.value)] if _COUNT.match(candidate.value) else []
    if counted:
        return counted[:1]
    nameless = [memory for memory in slot if generic(memory.attribute, memory.value)] if dotted else []
    if nameless and not _COUNT.match(candidate.value):
        return nameless[:1]
    if corrects(candidate) and len(slot) == 1 and candidate.attribute.startswith((*_NAMING, "nationality")):
        return slot
    if candidate.attribute.startswith((*_NAMING, "friend")):
        return [
            memory
            for memory in slot
            if similarity.more_detail(candidate.value, memory.value)
            and not corrects(candidate)
            and not _COUNT.match(memory.value)
        ][:1]
    return []


def _contrary(new: str, old: str) -> bool:
    brief, long = _LENGTHS
    return bool((brief.search(new) and long.search(old)) or (long.search(new) and brief.search(old)))


def replaced(candidate: Candidate, old: Memory) -> str:
    """Why a record is replaced, for the user."""
    if not candidate.attribute and candidate.cue is Cue.CHANGE:
        return f"you said that it is no longer “{candidate.old_value}”"
    if not candidate.attribute:
        return f"you put it right: not “{candidate.old_value}”"
    if corrects(candidate):
        return f"you put it right: not “{old.value}” but “{candidate.value}”"
    if candidate.cue is Cue.CHANGE:
        return f"you said that it changed from “{old.value}” to “{candidate.value}”"
    if old.attribute == candidate.attribute and _repeated(candidate, old):
        return "you said it again, not for one chat only"
    if old.polarity is not candidate.polarity or old.attribute != candidate.attribute:
        return f"you said the opposite of “{old.text}”"
    return f"you said “{candidate.value}” now, before that “{old.value}”"
