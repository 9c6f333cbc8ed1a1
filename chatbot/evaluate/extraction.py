"""Measures extraction on labelled lines: precision, recall and F1 of the product's own rules."""

from collections.abc import Iterable
from datetime import UTC, datetime

from chatbot.domain.memory import Candidate, Cue
from chatbot.domain.message import Message, Role
from chatbot.domain.value import Value
from chatbot.memory.extract import Focus, extract
from chatbot.memory.similarity import alike

MATCH_AT_LEAST = 85.0
"""Two values match from this `token_set_ratio` on, 0..100."""

REFERENCE_MOMENT = datetime(2026, 1, 15, 12, tzinfo=UTC)
"""The moment that every line is said at, unless the caller names another."""


class Fact(Value):
    """One labelled fact; an empty attribute stands for a free note."""

    subject: str
    attribute: str
    value: str = ""


class LabelledLine(Value):
    """One line of a labelled file: what the user says, and the facts in it."""

    id: str
    text: str
    expect: tuple[Fact, ...] = ()


class LineResult(Value):
    """What was found in one line: labelled facts found and missing, and facts that no label has."""

    id: str
    found: tuple[Fact, ...]
    missing: tuple[Fact, ...]
    unexpected: tuple[Fact, ...]


class ExtractionScore(Value):
    """Shares 0..1 over all facts. Precision is 1 where nothing was found, recall where nothing was labelled."""

    precision: float
    recall: float
    f1: float
    lines: tuple[LineResult, ...]


def measure_extraction(lines: Iterable[LabelledLine], now: datetime = REFERENCE_MOMENT) -> ExtractionScore:
    """Runs the rules over every line by itself, with nothing known before, and compares.

    A fact is right where subject and attribute are equal and the values match (see `MATCH_AT_LEAST`). What ends a
    fact or forgets one is no fact and does not count.

    Args:
        lines: labelled lines.
        now: the moment that they are said at, aware.
    """
    results = tuple(_measure_line(line, now) for line in lines)
    right = sum(len(result.found) for result in results)
    missing = sum(len(result.missing) for result in results)
    wrong = sum(len(result.unexpected) for result in results)
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missing) if right + missing else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return ExtractionScore(precision, recall, f1, results)


def _measure_line(line: LabelledLine, now: datetime) -> LineResult:
    message = Message(line.id, "", 1, 1, Role.USER, "", line.text, now)
    left = [_fact(candidate) for candidate in extract(message, Focus(now)) if _states(candidate)]
    found: list[Fact] = []
    missing: list[Fact] = []
    for expected in line.expect:
        match = next((fact for fact in left if _same(fact, expected)), None)
        if match is None:
            missing.append(expected)
        else:
            left.remove(match)
            found.append(expected)
    return LineResult(line.id, tuple(found), tuple(missing), tuple(left))


def _states(candidate: Candidate) -> bool:
    return candidate.cue not in (Cue.ENDING, Cue.FORGET)


def _fact(candidate: Candidate) -> Fact:
    return Fact(candidate.subject, candidate.attribute, candidate.value)


def _same(found: Fact, expected: Fact) -> bool:
    if (found.subject, found.attribute) != (expected.subject, expected.attribute):
        return False
    return not expected.attribute or alike(found.value, expected.value, MATCH_AT_LEAST)
