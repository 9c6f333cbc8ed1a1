"""Finds what a reply should know: memories, earlier messages and chapters, ranked for one message of the user.

Scope first, rank second. It reads the index and changes nothing; what enters the prompt is decided
by whoever composes it, and nothing found here is ever learnt from.
"""

from collections.abc import Container, Iterable, Mapping
from datetime import UTC
from heapq import nlargest
from itertools import islice

from chatbot.domain.memory import DOUBTED, USER_SUBJECT, Memory, Polarity, Status
from chatbot.domain.message import Role
from chatbot.domain.patterns import lazy
from chatbot.domain.receipt import SCORE_DIGITS, Found, Recalled
from chatbot.domain.slots import is_single
from chatbot.domain.text import fold
from chatbot.domain.value import replace
from chatbot.memory.attributes import AGENDA_SLOTS, FOOD_SLOTS, Wanted, fills, wanted, wanted_of
from chatbot.memory.fusion import memories_fused, messages_fused
from chatbot.memory.guarded import Watch
from chatbot.memory.index import RecallIndex
from chatbot.memory.persons import in_first_person
from chatbot.memory.query import Query
from chatbot.memory.question import Question, read_question
from chatbot.memory.scoring import freshness, parts_of
from chatbot.memory.shelf import USER
from chatbot.memory.weights import RECALL, RecallWeights

__all__ = ["Query", "recall"]

_GREETING = lazy(
    r"(hi+|hello|hey+|hiya|howdy|yo|good (morning|afternoon|evening|day)|greetings|i'm back|what's up|sup|"
    r"how are you|how's it going)\b"
)
_GREETING_SLOTS = ("name", "nickname", "pronouns")
_LONGEST_GREETING_WORDS = 6
_MOST_OF_A_MESSAGE = 0.6
_MOST_MEMORIES = 200
_SELF = lazy(r"\b(i|i'm|my|me|mine)\b")


def recall(query: Query, index: RecallIndex, weights: RecallWeights = RECALL) -> tuple[Recalled, ...]:
    """Ranks what the index holds for a query.

    Args:
        query: see `Query`.
        index: of the user whose session it is.
        weights: what the parts of a score count.

    Returns:
        Best first, each with the parts of its score; empty where nothing is relevant.
    """
    now = query.now.astimezone(UTC)
    said = read_question(query.text, now.date())
    asked = _asked(query)
    question = said if asked == query.text else read_question(asked, now.date())
    with index.lock:
        watch = index.memories.watch(query.session_id, query.persona_id)
        memories = _memories(query, question, index, weights)
        chapters = _chapters(query, question, index, watch, weights)
        overview = wanted(question.text).everything
        usual = max(query.lens.recall_limit, weights.overview) if overview else query.lens.recall_limit
        limit = usual if query.limit is None else query.limit
        messages = _messages(query, said, index, watch, weights, limit + len(memories))
    told = {memory.source.message_id: (sum(parts.values()), memory.source.quote) for memory, parts in memories}
    found = [_recalled_memory(memory, parts, overview) for memory, parts in memories]
    found += chapters
    found += [message for message in messages if not _repeats(message, *told.get(message.id, (0.0, "")))]
    found.sort(key=lambda item: (-item.score, item.id))
    cut = _cut(found, limit, {memory.id for memory, _ in memories if memory.pinned or _vital(memory)})
    return tuple(map(_rounded, cut))


def _asked(query: Query) -> str:
    """The text; a question that calls the user by name as the user would ask it ("where does Ana live?")."""
    folded, name = fold(query.text), fold(query.user_name)
    return in_first_person(folded, name) if name and not _SELF.search(folded) else query.text


def _memories(
    query: Query, question: Question, index: RecallIndex, weights: RecallWeights
) -> list[tuple[Memory, dict[str, float]]]:
    """Readable memories above the floor, and pinned ones, with the parts of their scores."""
    known = index.memories.by_id
    lexical = index.memories.matching(question)
    likely = sorted(((score, key) for key, score in lexical.items() if score >= weights.floor), reverse=True)
    readable = ((key, score) for score, key in likely if query.may_know(known[key]))
    relevance = dict(islice(readable, _MOST_MEMORIES))
    asked = wanted(question.text)
    if asked.everything:
        relevance |= _weightiest(query, index, weights)
    for memory, gain in _by_slot(query, question, asked, index, weights):
        relevance[memory.id] = relevance.get(memory.id, lexical.get(memory.id, 0.0)) + gain
    relevance = memories_fused(query, index, weights, relevance)
    chosen = {*relevance, *(memory.id for memory in index.memories.pinned if query.may_know(memory))}
    chosen = _without_outdone(chosen, query, index)
    return [
        (
            known[memory_id],
            parts_of(
                known[memory_id],
                relevance.get(memory_id, lexical.get(memory_id, 0.0)),
                query.now,
                query.lens,
                query.user_mood.valence,
                weights,
            ),
        )
        for memory_id in chosen
    ]


def _weightiest(query: Query, index: RecallIndex, weights: RecallWeights) -> dict[str, float]:
    """The relevance of what matters most of all that the turn may know, when all of it is asked for."""
    readable = (memory for memory in index.memories.by_id.values() if query.may_know(memory))
    most = nlargest(_MOST_MEMORIES, readable, key=lambda memory: (memory.importance, memory.id))
    return {memory.id: weights.slot + memory.importance for memory in most}


def _without_outdone(chosen: set[str], query: Query, index: RecallIndex) -> set[str]:
    """Without those for which a narrower record of the single slot holds here ("just for this chat, call me Bob")."""
    slots = {index.memories.by_id[memory_id].slot for memory_id in chosen}
    least: dict[str, int] = {}
    for one in index.memories.narrow:
        if one.slot in slots and _fills_alone(one) and one.status is Status.ACTIVE and query.may_know(one):
            least[one.slot] = min(one.scope.width, least.get(one.slot, one.scope.width))
    if not least:
        return chosen
    known = ((memory_id, index.memories.by_id[memory_id]) for memory_id in chosen)
    return {
        memory_id
        for memory_id, one in known
        if not _fills_alone(one) or one.scope.width <= least.get(one.slot, one.scope.width)
    }


def _fills_alone(memory: Memory) -> bool:
    return is_single(memory.attribute) and memory.polarity is Polarity.POSITIVE


def _by_slot(
    query: Query, question: Question, asked: Wanted, index: RecallIndex, weights: RecallWeights
) -> Iterable[tuple[Memory, float]]:
    """Readable memories that the text asks for by slot, with the relevance that gains them."""

    def filling(attributes: Iterable[str], subjects: Container[str]) -> list[Memory]:
        found = index.memories.filling(attributes)
        return [memory for memory in found if memory.subject in subjects and query.may_know(memory)]

    own = filling(asked.attributes, (USER_SUBJECT,))
    yield from ((memory, weights.slot) for memory in own)
    if not own:
        yield from ((memory, weights.context) for memory in filling(asked.instead, (USER_SUBJECT,)))
    for phrase, subjects in _others(query, question, asked, index):
        for memory in filling(wanted_of(question.text, phrase), subjects):
            yield memory, weights.other
        for memory in index.memories.about(subjects) if asked.whole else ():
            if query.may_know(memory):
                yield memory, weights.context
    if asked.agenda:
        taken = {memory.id for memory in own}
        for memory in index.memories.filling(AGENDA_SLOTS):
            ends = memory.event_end or memory.event_start
            if ends and ends >= query.now and memory.id not in taken and query.may_know(memory):
                yield memory, weights.context
    if asked.food:
        for memory in index.memories.filling(FOOD_SLOTS):
            if query.may_know(memory) and not fills(memory.attribute, asked.attributes):
                yield memory, weights.context
    if _is_greeting(question):
        for memory in index.memories.filling(_GREETING_SLOTS):
            if query.may_know(memory) and memory.subject == USER_SUBJECT:
                yield memory, weights.context


def _others(
    query: Query, question: Question, asked: Wanted, index: RecallIndex
) -> Iterable[tuple[str, frozenset[str]]]:
    """Third persons that the text speaks of: what they are called in it, and as whose facts theirs are stored."""
    for attribute, phrase in asked.relations:
        related = [memory for memory in index.memories.filling((attribute,)) if query.may_know(memory)]
        yield phrase, frozenset(memory.value.casefold() for memory in related if memory.subject == USER_SUBJECT)
    for subject in index.memories.persons_among(question.words):
        yield subject, frozenset((subject,))


def _is_greeting(question: Question) -> bool:
    return len(question.words) <= _LONGEST_GREETING_WORDS and _GREETING.match(question.text) is not None


def _messages(
    query: Query, question: Question, index: RecallIndex, watch: Watch, weights: RecallWeights, limit: int
) -> list[Recalled]:
    """Messages of the session; none that would tell what the user had forgotten."""
    found: list[Recalled] = []
    names = ((USER, query.user_name), *sorted(query.persona_names.items()))
    ranked = index.messages_for(query.session_id, question, names)
    for relevance, entry in messages_fused(query, index, weights, ranked):
        if len(found) >= limit or weights.message * relevance < weights.floor:
            break
        if entry.message_id in query.recent_ids or not query.knew(entry.at):
            continue
        if watch.forbids(entry.text, entry.message_id):
            continue
        fresh = freshness(entry.at, query.now, weights.message_half_life_days)
        parts = {"relevance": weights.message * relevance, "recency": weights.message_recency * fresh}
        found.append(
            Recalled(
                found=Found.MESSAGE,
                id=entry.message_id,
                text=entry.text,
                said_at=entry.at,
                score=sum(parts.values()),
                parts=parts,
                session_id=query.session_id,
                local_only=watch.keeps_here(entry.text, entry.message_id),
                by_persona=entry.role is Role.PERSONA,
            )
        )
    return found


def _chapters(
    query: Query, question: Question, index: RecallIndex, watch: Watch, weights: RecallWeights
) -> list[Recalled]:
    found = []
    for relevance, shelved in index.chapters_for(question):
        elsewhere = shelved.session_id != query.session_id
        if weights.message * relevance < weights.floor or (
            elsewhere and (query.private or shelved.persona_id != query.persona_id)
        ):
            continue
        chapter = shelved.chapter
        if not query.knew(chapter.created_at) or watch.forbids(chapter.text):
            continue
        fresh = freshness(chapter.created_at, query.now, weights.message_half_life_days)
        parts = {"relevance": weights.message * relevance, "recency": weights.message_recency * fresh}
        found.append(
            Recalled(
                found=Found.CHAPTER,
                id=chapter.id,
                text=chapter.text,
                said_at=chapter.created_at,
                score=sum(parts.values()),
                parts=parts,
                session_id=shelved.session_id,
                local_only=watch.keeps_here(chapter.text),
            )
        )
    return found


def _recalled_memory(memory: Memory, parts: Mapping[str, float], asked_for: bool) -> Recalled:
    return Recalled(
        found=Found.MEMORY,
        id=memory.id,
        text=memory.text,
        said_at=memory.said_at,
        score=sum(parts.values()),
        parts=parts,
        session_id=memory.source.session_id or memory.session_id,
        uncertain=memory.status is Status.CONFLICT or memory.check == DOUBTED,
        local_only=memory.local_only,
        kind=memory.kind.value,
        asked_for=asked_for,
    )


def _rounded(item: Recalled) -> Recalled:
    """With figures as a receipt has them; the ranking was by the exact ones."""
    parts = {name: round(part, SCORE_DIGITS) for name, part in item.parts.items()}
    return replace(item, score=round(item.score, SCORE_DIGITS), parts=parts)


def _vital(memory: Memory) -> bool:
    return memory.attribute == "allergy"


def _repeats(message: Recalled, score: float, quote: str) -> bool:
    """Whether a memory that ranks at least as high quotes most of the message anyway."""
    return score >= message.score and len(quote) >= _MOST_OF_A_MESSAGE * len(message.text) > 0


def _cut(found: list[Recalled], limit: int, kept_anyway: set[str]) -> tuple[Recalled, ...]:
    """The best `limit` of the ordinary ones, and all that no limit may drop."""
    cut: list[Recalled] = []
    taken = 0
    for item in found:
        if item.id in kept_anyway:
            cut.append(item)
        elif taken < limit:
            cut.append(item)
            taken += 1
    return tuple(cut)
