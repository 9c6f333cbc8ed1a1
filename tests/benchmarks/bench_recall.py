"""Times recall at the size of years: 10,000 memories and 100,000 messages. Run by hand; asserts nothing.

    python tests/benchmarks/bench_recall.py

Every figure stands beside a floor on the same machine, a plain scan of a dictionary of texts for the
words of the question, because milliseconds alone say more about the machine than about the program.
"""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from chatbot.domain.memory import USER_SUBJECT, Memory
from chatbot.domain.message import Message, Role
from chatbot.domain.slots import Kind, Scope
from chatbot.memory.index import RecallIndex
from chatbot.memory.recall import Query, recall

MEMORIES, MESSAGES, QUESTIONS = 10_000, 100_000, 200
VOCABULARY = 20_000
START = datetime(2020, 1, 1, tzinfo=UTC)


def word(chance: random.Random) -> str:
    """A word whose frequency follows Zipf's law, as words do, without the thirty commonest, which are stop words."""
    rank = int(30 * (VOCABULARY / 30) ** chance.random()) * 7919
    return "".join(chr(97 + rank // 12**place % 12) for place in range(7))


def sentence(chance: random.Random, words: int) -> str:
    return " ".join(word(chance) for _ in range(words))


def milliseconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000.0


def shown(name: str, times: list[float], floor: float) -> str:
    ordered = sorted(times)
    p50, p95 = ordered[len(ordered) // 2], ordered[int(0.95 * len(ordered))]
    return f"{name:<28} p50 {p50:8.3f} ms   p95 {p95:8.3f} ms   p95/floor {p95 / floor:7.3f}"


def main() -> None:
    chance = random.Random(7)
    index = RecallIndex()
    texts: dict[str, str] = {}
    adding_messages, adding_memories = [], []
    for seq in range(1, MESSAGES + 1):
        role = Role.USER if seq % 2 else Role.PERSONA
        at = START + timedelta(minutes=20 * seq)
        said = Message(f"x{seq}", "s", seq, seq, role, "p", sentence(chance, 14), at)
        texts[said.id] = said.text
        adding_messages.append(milliseconds(lambda said=said: index.add_message(said, "Ana")))  # type: ignore[misc]
    for number in range(MEMORIES):
        known = Memory(
            f"m{number}",
            sentence(chance, 8),
            Kind.FACT,
            Scope.USER,
            "s",
            "p",
            USER_SUBJECT,
            "",
            "",
            START,
            START,
            START,
        )
        texts[known.id] = known.text
        adding_memories.append(milliseconds(lambda known=known: index.put_memory(known)))  # type: ignore[misc]
    now = START + timedelta(minutes=20 * MESSAGES)
    asked = [sentence(chance, 6) for _ in range(QUESTIONS)]

    def scan(text: str) -> list[str]:
        wanted = set(text.split())
        return sorted(texts, key=lambda key: -len(wanted.intersection(texts[key].split())))[:10]

    floor = sorted(milliseconds(lambda text=text: scan(text)) for text in asked[:10])[5]  # type: ignore[misc]
    recalling = [milliseconds(lambda text=text: recall(Query(text, now, "s", "p"), index)) for text in asked]  # type: ignore[misc]
    print(f"floor: dictionary scan          {floor:8.3f} ms")
    print(shown("recall", recalling, floor))
    print(shown("add a message", adding_messages, floor))
    print(shown("add a memory", adding_memories, floor))


if __name__ == "__main__":
    main()
