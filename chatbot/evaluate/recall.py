"""Measures recall on a benchmark, through the index and the ranking that the program itself uses.

Not a second ranking: the turns of a conversation become the messages of a session, and every
question becomes a query in it. Reads no files and prints nothing.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from chatbot.domain.message import Message, Role
from chatbot.evaluate.formats import Asked, Benchmark, Conversation
from chatbot.memory.index import RecallIndex
from chatbot.memory.postings import Postings
from chatbot.memory.recall import Query, recall
from chatbot.memory.tokens import terms

ADVERSARIAL = "5"
"""LoCoMo's category of questions with a false premise; counted apart from the overall figure."""

DEEPEST = 20
_CUTS = (5, 10, 20)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_RANDOM_ROUNDS = 5

Ranker = Callable[[Asked], Sequence[str]]
Clock = Callable[[], float]


def measure(benchmark: Benchmark, seconds: Clock, seed: int = 0) -> dict[str, object]:
    """Recall of the benchmark's evidence, beside two baselines.

    Args:
        benchmark: see `formats`.
        seconds: a clock that only runs forward, such as `time.perf_counter`.
        seed: of the random baseline.

    Returns:
        `{"overall": figures, "categories": {name: figures}, "latency_ms": {"p50", "p95"}, "baselines": {"random":
        figures, "bm25": figures}}`, where figures are `recall@5`, `recall@10`, `recall@20`, `any@10` and `mrr`,
        each 0..1. Category "5" is in none but its own; if there is no other, overall is all 0.
    """
    results: list[tuple[str, dict[str, float]]] = []
    baselines: dict[str, list[dict[str, float]]] = {"random": [], "bm25": []}
    latencies: list[float] = []
    chance = random.Random(seed)
    for conversation in benchmark.conversations:
        find = _product(conversation)
        plain = _plain_bm25(conversation)
        ids = [turn.id for turn in conversation.turns]
        for asked in conversation.questions:
            if not asked.evidence:
                continue
            started = seconds()
            ranked = find(asked)
            latencies.append((seconds() - started) * 1000.0)
            results.append((asked.category, _figures(ranked, asked.evidence)))
            if asked.category != ADVERSARIAL:
                baselines["bm25"].append(_figures(plain(asked), asked.evidence))
                for _ in range(_RANDOM_ROUNDS):
                    shuffled = chance.sample(ids, min(DEEPEST, len(ids)))
                    baselines["random"].append(_figures(shuffled, asked.evidence))
    by_category: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    for category, figures in results:
        by_category[category].append(figures)
    return {
        "overall": _mean(figures for category, figures in results if category != ADVERSARIAL),
        "categories": {category: _mean(by_category[category]) for category in sorted(by_category)},
        "latency_ms": {"p50": _quantile(latencies, 0.5), "p95": _quantile(latencies, 0.95)},
        "baselines": {name: _mean(figures) for name, figures in baselines.items()},
    }


def _product(conversation: Conversation) -> Ranker:
    """The program's own recall over the conversation as one session."""
    index = RecallIndex()
    messages = as_messages(conversation)
    index.add_messages(messages)
    now = max((message.created_at for message in messages), default=_EPOCH)
    user_name = conversation.turns[0].speaker if conversation.turns else ""
    personas = {turn.speaker: turn.speaker for turn in conversation.turns if turn.speaker != user_name}

    def find(asked: Asked) -> Sequence[str]:
        query = Query(
            asked.question,
            now,
            conversation.id,
            next(iter(personas), ""),
            user_name=user_name,
            persona_names=personas,
            limit=DEEPEST,
        )
        return [found.id for found in recall(query, index)]

    return find


def as_messages(conversation: Conversation) -> tuple[Message, ...]:
    """The turns as messages of one session; the first speaker is the user, every other one a persona of that name.

    A turn without a time is placed a minute after the one before it, or a day after it where another
    sitting begins.
    """
    messages: list[Message] = []
    at, sitting = _EPOCH, ""
    for seq, turn in enumerate(conversation.turns, 1):
        step = timedelta(minutes=1) if turn.session == sitting else timedelta(days=1)
        at, sitting = turn.at or at + step, turn.session
        role = Role.USER if turn.speaker == conversation.turns[0].speaker else Role.PERSONA
        messages.append(Message(turn.id, conversation.id, seq, seq, role, turn.speaker, turn.text, at))
    return tuple(messages)


def _plain_bm25(conversation: Conversation) -> Ranker:
    """Okapi BM25 with the usual k1 1.2 and b 0.75 over the same terms: what any full-text search gives."""
    k1, b = 1.2, 0.75
    postings = Postings()
    for number, turn in enumerate(conversation.turns):
        postings.add(number, terms(turn.text))

    def find(asked: Asked) -> Sequence[str]:
        scores: defaultdict[int, float] = defaultdict(float)
        for term in dict.fromkeys(terms(asked.question)):
            rarity = postings.rarity(postings.frequency(term))
            for number, count in postings.newest_counts(term, len(postings)):
                norm = k1 * (1 - b + b * postings.lengths[number] / postings.mean_length)
                scores[number] += rarity * (k1 + 1) * count / (count + norm)
        best = sorted(scores, key=lambda number: (-scores[number], number))[:DEEPEST]
        return [conversation.turns[number].id for number in best]

    return find


def _figures(ranked: Sequence[str], evidence: Sequence[str]) -> dict[str, float]:
    wanted = set(evidence)
    figures = {f"recall@{cut}": len(wanted.intersection(ranked[:cut])) / len(wanted) for cut in _CUTS}
    figures["any@10"] = float(not wanted.isdisjoint(ranked[:10]))
    figures["mrr"] = next((1.0 / place for place, found in enumerate(ranked, 1) if found in wanted), 0.0)
    return figures


def _mean(rows: Iterable[dict[str, float]]) -> dict[str, float]:
    listed = list(rows)
    names = (*(f"recall@{cut}" for cut in _CUTS), "any@10", "mrr")
    return {name: sum(row[name] for row in listed) / max(1, len(listed)) for name in names}


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
