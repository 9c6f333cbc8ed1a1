"""Which memories say the same and can be one, and which recur so often that more may know them. Pure.

Two records are the same where somebody can read both and they agree in subject, slot, polarity, date and value.
They are nearly the same where only endings or a slip of spelling differ; names never are, because Anna and Anne are
two people. Nothing here decides between values that contradict each other: that is reconciling, and the user.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any, NamedTuple

from chatbot.domain.memory import Memory, Status
from chatbot.domain.slots import Scope, is_single
from chatbot.domain.value import Value, replace
from chatbot.memory.book_words import share
from chatbot.memory.forgetting import ForgettingPolicy, protected
from chatbot.memory.similarity import (
    duplicate,
    may_slip,
    misspelt,
    near_in_spelling,
    plain,
    rare_words,
    reworded,
    same_value,
    stems,
)

_COMMON_WORD = 200
"""Notes are compared by words that at most so many memories have."""
_TELLING_WORDS = 6
"""How many of a note's rarest words are looked up."""
_PREFIX = 4
"""Letters at the beginning or the end of a word that a slip of spelling leaves right."""

SESSIONS_TO_SHARE = 3
"""What was said in so many sessions is worth offering to all sessions with the persona: twice may be chance."""
PERSONAS_TO_SHARE = 2
"""What was told to so many personas is worth offering to all."""


class Merge(Value):
    """Records that become one.

    Attributes:
        keep: the one that stays, as it is now.
        drop: the others.
        exact: whether they differ by nothing but case, articles and marks.
        reason: for the user, without a full stop.
    """

    keep: Memory
    drop: tuple[Memory, ...]
    exact: bool
    reason: str


class Promotion(Value):
    """Something that recurs, and that more may know if the user agrees.

    Attributes:
        memories: the records that say it, the one said last first; it is the one that would stay.
        scope: who would know it then.
        reason: for the user, without a full stop.
    """

    memories: tuple[Memory, ...]
    scope: Scope
    reason: str


def merges(records: Iterable[Memory], left_alone: AbstractSet[str] = frozenset()) -> tuple[Merge, ...]:
    """Groups of present records that say the same. What waits for the user, or is in conflict, is in none.

    Args:
        records: every memory, of every status.
        left_alone: ids of memories that the user parted again before.

    Returns:
        Each record is in one merge at most, and what stays of all merges could not be merged further.
    """
    present = [memory for memory in records if memory.status is Status.ACTIVE]
    kept = _Kept(present)
    groups: dict[str, tuple[Memory, list[Memory], bool]] = {}
    for memory in sorted(present, key=_rank):
        if memory.id in left_alone:
            continue
        keys = kept.keys_of(memory)
        home = None if protected(memory) else kept.same_as(memory, keys)
        if home is None:
            kept.add(memory, keys)
            continue
        _, dropped, exact = groups.get(home.id, (home, [], True))
        groups[home.id] = (home, [*dropped, memory], exact and same(home, memory))
    return tuple(Merge(home, tuple(dropped), exact, _reason(home, exact)) for home, dropped, exact in groups.values())


def _reason(home: Memory, exact: bool) -> str:
    return f"{'the same' if exact else 'nearly the same'} as “{home.text}”"


def _rank(memory: Memory) -> tuple[Any, ...]:
    """The order in which records are kept: protected, widest, in a slot, most used, surest, oldest."""
    uses = (-memory.uses, -memory.confidence)
    return (not protected(memory), -memory.scope.width, not memory.attribute, *uses, memory.id)


class _Keys(NamedTuple):
    slot: list[tuple[str, ...]]
    text: list[tuple[str, ...]]


class _Kept:
    """The records that stay so far, by whatever another one that says the same must share with them.

    Everything is looked up by keys, so that ten thousand memories take a second and not an hour.
    """

    def __init__(self, everything: Iterable[Memory]) -> None:
        self._by_key: defaultdict[tuple[str, ...], list[Memory]] = defaultdict(list)
        self._words = {memory.id: rare_words(memory.text) for memory in everything}
        self._counts = Counter(word for words in self._words.values() for word in words)

    def keys_of(self, memory: Memory) -> _Keys:
        """By what a record in a slot, and by what the text of any, is compared with others."""
        return _Keys(_slot_keys(memory), self._note_keys(memory))

    def add(self, memory: Memory, keys: _Keys) -> None:
        """Keeps a record."""
        for key in (*keys.slot, *keys.text):
            self._by_key[key].append(memory)

    def same_as(self, memory: Memory, keys: _Keys) -> Memory | None:
        """The kept record that says the same, rather one that says exactly the same; None for none."""
        if memory.attribute:
            reading, *parts = keys.slot
            alike = self._by_key[reading]  # in here is every other that says exactly the same
            exact = next((one for one in alike if same(one, memory)), None)
            return exact or next((one for one in self._near(memory, alike, parts) if nearly_same(one, memory)), None)
        words = self._words[memory.id]
        most = max(1, len(words) // 4)
        some = frozenset(islice(words, most + 1))  # what differs by less has one of these
        near = [
            one
            for one in self._sharing(keys.text)
            if abs(len(other := self._words[one.id]) - len(words)) <= most
            and not some.isdisjoint(other)
            and len(words ^ other) <= most
            and _comparable(one, memory)
        ]
        return next((one for one in near if same(one, memory)), None) or duplicate(memory.text, near)

    def _near(self, memory: Memory, alike: list[Memory], parts: list[tuple[str, ...]]) -> Iterable[Memory]:
        """Those that read alike, then those of which a word or the beginning is the same and the spelling near."""
        yield from alike
        sharing = list(self._sharing(parts))
        yield from (sharing[place] for place in near_in_spelling(memory.value, [one.value for one in sharing]))

    def _sharing(self, keys: Iterable[tuple[str, ...]]) -> Iterable[Memory]:
        return {one.id: one for key in keys for one in self._by_key[key]}.values()

    def _note_keys(self, memory: Memory) -> list[tuple[str, ...]]:
        """A note's words without the commonest: two that say the same share most of them."""
        rarest = sorted(self._words[memory.id], key=lambda word: (self._counts[word], word))[:_TELLING_WORDS]
        return [(memory.subject, "", word) for word in rarest if 1 < self._counts[word] <= _COMMON_WORD]


def _slot_keys(memory: Memory) -> list[tuple[str, ...]]:
    """What two values that are the same share: all stems; where one may be a slip, a word, or a word's begin or end."""
    if not memory.attribute:
        return []
    slot = (memory.subject, memory.attribute, memory.polarity)
    value = plain(memory.value)
    reading = (*slot, *stems(value))
    if not may_slip(memory.attribute, memory.value):
        return [reading]
    words = value.split()
    parts = words if len(words) > 1 else [value[:_PREFIX], value[-_PREFIX:]]
    return [reading, *((*slot, "part", part) for part in parts)]


def _comparable(one: Memory, other: Memory) -> bool:
    """Whether two records are about one subject on one day, can be read together, and last alike."""
    return (
        one.subject == other.subject
        and one.polarity is other.polarity
        and one.event_start == other.event_start
        and (one.expires_at is None) == (other.expires_at is None)
        and (one.valid_until is None) == (other.valid_until is None)
        and one.local_only == other.local_only
        and share(one, other)
    )


def same(one: Memory, other: Memory) -> bool:
    """Whether two records say the same but for case, articles and marks."""
    if one.attribute != other.attribute or not _comparable(one, other):
        return False
    return same_value(one.value, other.value) if one.attribute else plain(one.text) == plain(other.text)


def nearly_same(one: Memory, other: Memory) -> bool:
    """Whether two records of one slot differ by endings or a slip of spelling only."""
    if not one.attribute or one.attribute != other.attribute or not _comparable(one, other):
        return False
    return any(test(one.attribute, one.value, other.value) for test in (reworded, misspelt))


def merged(merge: Merge) -> dict[str, Any]:
    """The fields of the record that stays which the others make stronger; none for what must not be touched.

    Uses are not added up: they are counted beside the journal, so that no undo could part them again.
    """
    if protected(merge.keep):
        return {}
    every = (merge.keep, *merge.drop)
    return {
        "importance": max(memory.importance for memory in every),
        "confidence": max(memory.confidence for memory in every),
        "entities": tuple(dict.fromkeys(name for memory in every for name in memory.entities)),
        "topics": tuple(dict.fromkeys(name for memory in every for name in memory.topics)),
    }


def promotions(
    records: Iterable[Memory], policy: ForgettingPolicy, declined: AbstractSet[str] = frozenset()
) -> tuple[Promotion, ...]:
    """What was said in several sessions, or told to several personas, while each keeps it to itself.

    Only ever offered: what was meant for one chat, or for one persona, cannot be told from what was not.

    Args:
        records: every memory, of every status.
        policy: for the personas' lenses; one that never shares is never asked to.
        declined: `promotion_key`s that the user answered with no before.
    """
    present = [memory for memory in records if memory.status is Status.ACTIVE]
    groups: defaultdict[str, list[Memory]] = defaultdict(list)
    for memory in present:
        if memory.scope is not Scope.USER and not memory.locked:
            groups[promotion_key(memory)].append(memory)
    found = []
    for key, group in groups.items():
        offer = _offer(sorted(group, key=lambda one: (one.said_at, one.id), reverse=True), policy)
        if offer is not None and key not in declined and not _contradicted(offer, present):
            found.append(offer)
    return tuple(sorted(found, key=lambda one: one.memories[0].id))


def promotion_key(memory: Memory) -> str:
    """What a memory says, whoever may know it: equal for records that one promotion would make one."""
    return "|".join((memory.subject, memory.attribute, memory.polarity, *stems(memory.value or memory.text)))


def _offer(group: list[Memory], policy: ForgettingPolicy) -> Promotion | None:
    sessions = {memory.session_id for memory in group if memory.session_id}
    personas = {memory.persona_id for memory in group if memory.persona_id}
    free = all(policy.lenses[one].shared_write != "never" for one in personas if one in policy.lenses)
    if len(personas) >= PERSONAS_TO_SHARE and free:
        return Promotion(tuple(group), Scope.USER, f"you told it to {len(personas)} personas")
    chats = [memory for memory in group if memory.scope is Scope.SESSION]
    if len(sessions) >= SESSIONS_TO_SHARE and len(personas) == 1 and chats:
        return Promotion(tuple(group), Scope.PERSONA, f"you said it in {len(sessions)} sessions")
    return None


def _contradicted(offer: Promotion, present: Iterable[Memory]) -> bool:
    """Whether more may know it already, or know otherwise; a slot of one value must not get two."""
    first = offer.memories[0]
    wider = replace(first, scope=offer.scope)
    ids = {memory.id for memory in offer.memories}
    return any(
        (one.subject, one.attribute) == (first.subject, first.attribute)
        and one.id not in ids
        and share(wider, one)
        and (is_single(one.attribute) or (one.scope.width >= offer.scope.width and same(wider, one)))
        for one in present
        if one.attribute
    )
