"""Joins two orders, that of words and that of vectors, with equal weights. Without vectors it changes nothing."""

from heapq import nlargest

from chatbot.memory.index import RecallIndex
from chatbot.memory.query import Query
from chatbot.memory.shelf import Entry
from chatbot.memory.weights import RecallWeights

_MOST_FUSED = 100
"""Of what words found: comparing one vector of 384 numbers takes some fifteen microseconds."""

_MOST_NEAR = 50
"""Of what vectors find by themselves."""


def memories_fused(
    query: Query, index: RecallIndex, weights: RecallWeights, relevance: dict[str, float]
) -> dict[str, float]:
    """The relevance of memories with what vectors add, and with those that only vectors lead to.

    Args:
        query: with the vector of its text, or without.
        index: what is searched.
        weights: what likeness counts.
        relevance: by id, from words and slots; given back as it is where there are no vectors.
    """
    if not query.vector:
        return relevance
    near = index.vectors.nearest(query.vector, index.memories.by_id, _MOST_NEAR)
    best = nlargest(_MOST_FUSED, relevance, key=lambda key: relevance[key])
    likeness = index.vectors.likeness(query.vector, {*best, *near})
    fused = dict(relevance)
    for memory_id, alike in likeness.items():
        gain = weights.vector * alike
        if memory_id in relevance:
            fused[memory_id] += gain
        elif gain >= weights.floor and query.may_know(index.memories.by_id[memory_id]):
            fused[memory_id] = gain
    return fused


def messages_fused(
    query: Query, index: RecallIndex, weights: RecallWeights, ranked: list[tuple[float, Entry]]
) -> list[tuple[float, Entry]]:
    """The best messages in the order that words and vectors give together.

    Args:
        query: with the vector of its text, or without.
        index: what is searched.
        weights: what likeness counts.
        ranked: the order that words give, best first; given back as it is where there are no vectors.
    """
    if not query.vector:
        return ranked
    best = {entry.message_id: (score, entry) for score, entry in ranked[:_MOST_FUSED]}
    for entry in index.near_messages(query.session_id, query.vector, _MOST_NEAR):
        best.setdefault(entry.message_id, (0.0, entry))
    likeness = index.vectors.likeness(query.vector, best)
    if not likeness:
        return ranked
    unit = weights.vector / weights.message
    fused = [(score + unit * likeness.get(key, 0.0), entry) for key, (score, entry) in best.items()]
    rest = [pair for pair in ranked[_MOST_FUSED:] if pair[1].message_id not in best]
    return sorted(fused, key=lambda pair: (-pair[0], pair[1].seq)) + rest
