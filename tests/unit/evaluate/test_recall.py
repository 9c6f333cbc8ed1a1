from datetime import timedelta
from itertools import count

import pytest

from chatbot.domain.message import Role
from chatbot.evaluate.formats import Asked, Benchmark, Conversation, Turn
from chatbot.evaluate.recall import as_messages, measure

TURNS = (
    Turn("1", "a", "Noor", "I bought a telescope in Porto"),
    Turn("2", "a", "Ben", "What did you see with it?"),
    Turn("3", "a", "Noor", "Saturn, with its rings"),
    *(Turn(f"x{number}", "b", "Ben", f"Filler talk number {number}") for number in range(40)),
    Turn("4", "c", "Ben", "My sister paints herons"),
)


def benchmark(*questions: Asked) -> Benchmark:
    return Benchmark("recall-benchmark/1", (Conversation("c", TURNS, questions),))


def measured(*questions: Asked) -> dict[str, dict[str, object]]:
    ticks = count()
    return measure(benchmark(*questions), lambda: next(ticks) / 1000)  # type: ignore[return-value]


def test_the_figures_are_shares_of_the_evidence() -> None:
    result = measured(
        Asked("Where did Noor buy a telescope?", "4", ("1",)),
        Asked("Who paints herons and who buys zebras?", "1", ("4", "x39")),
    )
    assert result["overall"] == {"recall@5": 0.75, "recall@10": 0.75, "recall@20": 0.75, "any@10": 1.0, "mrr": 1.0}
    assert set(result["categories"]) == {"1", "4"}
    assert result["latency_ms"] == pytest.approx({"p50": 1.0, "p95": 1.0})


def test_adversarial_questions_and_those_without_evidence_stay_out_of_the_overall_figure() -> None:
    result = measured(
        Asked("Where did Noor buy a telescope?", "4", ("1",)),
        Asked("Which zebra?", "5", ("x1",)),
        Asked("Which zebra?", "4", ()),
    )
    assert result["overall"]["recall@10"] == 1.0
    assert result["categories"]["5"] != result["overall"]
    assert result["baselines"]["bm25"] == {"recall@5": 1, "recall@10": 1, "recall@20": 1, "any@10": 1, "mrr": 1}


def test_the_baselines_are_worse_and_repeatable() -> None:
    asked = (Asked("What was seen through the telescope?", "1", ("3",)),)
    result = measured(*asked)
    assert result["overall"]["recall@10"] == 1.0
    assert result["baselines"]["bm25"]["recall@10"] == 0.0  # type: ignore[index]
    assert result["baselines"]["random"]["recall@10"] < 1.0  # type: ignore[index]
    assert measured(*asked) == result


def test_turns_become_messages_of_one_session_with_days_between_sittings() -> None:
    messages = as_messages(Conversation("c", TURNS, ()))
    assert [message.seq for message in messages[:3]] == [1, 2, 3]
    assert [message.role for message in messages[:2]] == [Role.USER, Role.PERSONA]
    assert messages[2].created_at - messages[0].created_at == timedelta(minutes=2)
    assert messages[3].created_at - messages[2].created_at == timedelta(days=1)


def test_only_adversarial_questions_leave_the_overall_figure_at_nothing() -> None:
    assert set(measured(Asked("Where?", "5", ("1",)))["overall"].values()) == {0.0}
