"""Reads recall benchmarks from bytes, checked and bounded. Measures nothing."""

from collections import Counter
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from chatbot.domain.text import clean, clean_line
from chatbot.errors import UsageError

FORMAT = "recall-benchmark/1"
MOST_BYTES = 64 * 1024 * 1024
MOST_TURNS = 200_000
"""In one file; more would measure patience."""

_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_Text = Annotated[str, msgspec.Meta(max_length=50_000)]
_HINT = f'expected {{"format":"{FORMAT}","conversations":[{{"id","turns":[...],"questions":[...]}}]}}'


class Turn(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """One utterance: `session` groups turns of one sitting; `at` is None where the time is unknown."""

    id: _Id
    session: _Id
    speaker: _Id
    text: _Text
    at: datetime | None = None


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """One question with the ids of the turns that answer it; without any it is not counted."""

    question: _Text
    category: _Id
    evidence: tuple[_Id, ...]


class Conversation(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """Turns in order, and questions about them."""

    id: _Id
    turns: tuple[Turn, ...]
    questions: tuple[Asked, ...]


class Benchmark(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """A whole benchmark."""

    format: str
    conversations: tuple[Conversation, ...]


def read_benchmark(content: bytes, name: str = "the benchmark") -> Benchmark:
    """Reads a `recall-benchmark/1` file.

    Args:
        content: the file's bytes, JSON in UTF-8.
        name: what the file is called in errors.

    Returns:
        The benchmark, texts cleaned, times aware UTC (a time without a zone is taken as UTC).

    Raises:
        UsageError: it is too large, no such JSON, names turns that do not exist, or is empty.
    """
    if len(content) > MOST_BYTES:
        raise UsageError(f"{name} is larger than {MOST_BYTES // 2**20} MB", "split it into several files")
    try:
        benchmark = msgspec.json.decode(content, type=Benchmark)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{name} is no recall benchmark: {clean_line(str(error))}", _HINT) from error
    if benchmark.format != FORMAT:
        raise UsageError(f'{name} has the format "{clean_line(benchmark.format, 40)}"', f"only {FORMAT} can be read")
    if sum(len(conversation.turns) for conversation in benchmark.conversations) > MOST_TURNS:
        raise UsageError(f"{name} has more than {MOST_TURNS} turns", "split it into several files")
    if not any(asked.evidence for conversation in benchmark.conversations for asked in conversation.questions):
        raise UsageError(f"{name} has no question with evidence", _HINT)
    for conversation in benchmark.conversations:
        _check(conversation, name)
    return msgspec.structs.replace(benchmark, conversations=tuple(map(_cleaned, benchmark.conversations)))


def _check(conversation: Conversation, name: str) -> None:
    where = f'{name}, conversation "{clean_line(conversation.id, 40)}"'
    counted = Counter(turn.id for turn in conversation.turns)
    twice = next((turn_id for turn_id, count in counted.items() if count > 1), None)
    if twice is not None:
        raise UsageError(f'{where}: the turn id "{clean_line(twice, 40)}" occurs twice', "ids name one turn each")
    for asked in conversation.questions:
        missing = next((turn_id for turn_id in asked.evidence if turn_id not in counted), None)
        if missing is not None:
            raise UsageError(
                f'{where}: evidence "{clean_line(missing, 40)}" is no turn', f"see {clean_line(asked.question, 60)!r}"
            )


def _cleaned(conversation: Conversation) -> Conversation:
    turns = tuple(
        msgspec.structs.replace(
            turn, text=clean(turn.text), speaker=clean_line(turn.speaker), at=_aware(turn.at) if turn.at else None
        )
        for turn in conversation.turns
    )
    return msgspec.structs.replace(conversation, turns=turns)


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
