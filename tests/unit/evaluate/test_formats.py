import json
from datetime import UTC, datetime
from typing import Any

import pytest

from chatbot.errors import UsageError
from chatbot.evaluate import formats
from chatbot.evaluate.formats import read_benchmark


def content(**changes: Any) -> bytes:
    turn = {"id": "1", "session": "a", "speaker": "Ana", "text": "hi\x1b[31m", "at": "2024-01-02T03:04:05"}
    asked = {"question": "who?", "category": "1", "evidence": ["1"]}
    conversation = {"id": "c", "turns": [turn], "questions": [asked]}
    return json.dumps({"format": "recall-benchmark/1", "conversations": [conversation | changes]}).encode()


def test_a_benchmark_is_read_cleaned_and_dated() -> None:
    (conversation,) = read_benchmark(content()).conversations
    (turn,) = conversation.turns
    assert turn.text == "hi␛[31m"
    assert turn.at == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert conversation.questions[0].evidence == ("1",)


def test_a_turn_may_have_no_time_and_fields_nobody_knows() -> None:
    turn = {"id": "1", "session": "a", "speaker": "Ana", "text": "hi", "at": None, "image": "x"}
    assert read_benchmark(content(turns=[turn])).conversations[0].turns[0].at is None


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (b"", "no recall benchmark"),
        (b"\xff\xfe", "no recall benchmark"),
        (b"[]", "no recall benchmark"),
        (b"[" * 100_000, "no recall benchmark"),
        (b'{"format":"recall-benchmark/2","conversations":[]}', "recall-benchmark/2"),
        (b'{"format":"recall-benchmark/1","conversations":[]}', "no question"),
        (content(questions=[{"question": "who?", "category": "1", "evidence": ["9"]}]), '"9" is no turn'),
        (content(questions=[{"question": "who?", "category": 1, "evidence": ["1"]}]), "category"),
        (content(turns=[{"id": "1", "session": "a", "speaker": "Ana", "text": "hi", "at": "soon"}]), "at"),
        (content(turns=[{"id": "1", "session": "a", "speaker": "Ana", "text": "hi"}] * 2), "twice"),
    ],
)
def test_what_cannot_be_read_says_why_in_one_line(bad: bytes, says: str) -> None:
    with pytest.raises(UsageError, match=r"bench\.json") as caught:
        read_benchmark(bad, "bench.json")
    assert says in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_sizes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MOST_TURNS", 0)
    with pytest.raises(UsageError, match="turns"):
        read_benchmark(content())
    monkeypatch.setattr(formats, "MOST_BYTES", 10)
    with pytest.raises(UsageError, match="larger"):
        read_benchmark(content())
