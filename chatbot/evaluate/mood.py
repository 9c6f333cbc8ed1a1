"""Measures how well feelings are read, on labelled texts, beside a majority and a lexicon baseline.

A case is one JSON object: `text`, `polarity` (positive, neutral, negative; null for mixed, left out of the
three-way scores) and `emotions` (GoEmotions' labels; others count by Ekman family). Pure, but for the clock
that is handed in.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from chatbot.domain.mood import EMOTIONS, Reading
from chatbot.errors import UsageError
from chatbot.evaluate.lexicon import polarity_by_lexicon
from chatbot.mood.model import POLARITIES
from chatbot.mood.reading import polarity, read

_FORM = 'each line is one JSON object: {"text", "polarity", "emotions"}'
_BINS = 10
_FAMILIES: dict[str, str] = {**EMOTIONS, "happiness": "joy"}


class Case(msgspec.Struct, frozen=True):
    """One labelled text."""

    text: str
    polarity: str | None = None
    emotions: tuple[str, ...] = ()


class Scores(msgspec.Struct, frozen=True):
    """Three-way or emotion scores, fractions 0..1."""

    accuracy: float
    macro_f1: float
    weighted_f1: float


class EmotionScores(msgspec.Struct, frozen=True):
    """How the likeliest emotion does.

    Attributes:
        accuracy: share of texts whose emotion is among the labels, where these are all GoEmotions'.
        family_accuracy: share whose Ekman family is among the labels' families.
        family_macro_f1, family_weighted_f1: over texts of one family.
    """

    accuracy: float
    family_accuracy: float
    family_macro_f1: float
    family_weighted_f1: float


class MoodReport(msgspec.Struct, frozen=True):
    """What `evaluate mood --json` prints. `calibration_error` is the expected one over ten bins of confidence."""

    polarity: Scores
    emotions: EmotionScores
    calibration_error: float
    ms_per_text: float
    baselines: dict[str, Scores]
    cases: int


def load(path: Path) -> tuple[Case, ...]:
    """The cases of a JSON-lines file.

    Raises:
        UsageError: the file cannot be read, holds no case, or a line is not one; names the line.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read", _FORM) from error
    cases = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = msgspec.json.decode(line, type=Case)
        except msgspec.DecodeError as error:
            raise UsageError(f"{path}, line {number}: {error}", _FORM) from error
        if case.polarity not in (None, *POLARITIES):
            told = f"{path}, line {number}: no polarity {case.polarity!r}"
            raise UsageError(told, f"use {', '.join(POLARITIES)} or null")
        cases.append(case)
    if not cases:
        raise UsageError(f"{path}: holds no case", _FORM)
    return tuple(cases)


def measure(cases: Sequence[Case], seconds: Callable[[], float], reader: Callable[[str], Reading] = read) -> MoodReport:
    """Reads every case and compares.

    Args:
        cases: at least one.
        seconds: a clock that counts up.
        reader: what is measured.
    """
    reader("")
    started = seconds()
    readings = [reader(case.text) for case in cases]
    elapsed_ms = (seconds() - started) * 1000
    told = [(case, reading) for case, reading in zip(cases, readings, strict=True) if case.polarity]
    truth = [case.polarity or "" for case, _ in told]
    said = [polarity(reading) for _, reading in told]
    commonest = Counter(truth).most_common(1)[0][0] if truth else "neutral"
    return MoodReport(
        polarity=scores(truth, said),
        emotions=_emotion_scores(cases, readings),
        calibration_error=_calibration_error(
            [(reading.confidence, right == one) for (_, reading), right, one in zip(told, truth, said, strict=True)]
        ),
        ms_per_text=round(elapsed_ms / len(cases), 4),
        baselines={
            "majority": scores(truth, [commonest] * len(truth)),
            "lexicon": scores(truth, [polarity_by_lexicon(case.text) for case, _ in told]),
        },
        cases=len(cases),
    )


def scores(truth: Sequence[str], said: Sequence[str]) -> Scores:
    """Accuracy and F1 over the classes that occur in the truth; all 0 for no cases."""
    if not truth:
        return Scores(0.0, 0.0, 0.0)
    counts = Counter(truth)
    f1 = {name: _f1(truth, said, name) for name in counts}
    return Scores(
        accuracy=round(sum(one == other for one, other in zip(truth, said, strict=True)) / len(truth), 4),
        macro_f1=round(sum(f1.values()) / len(f1), 4),
        weighted_f1=round(sum(f1[name] * counts[name] for name in counts) / len(truth), 4),
    )


def _f1(truth: Sequence[str], said: Sequence[str], name: str) -> float:
    right = sum(one == other == name for one, other in zip(truth, said, strict=True))
    named = sum(one == name for one in truth) + sum(one == name for one in said)
    return 2 * right / named if named else 0.0


def _emotion_scores(cases: Sequence[Case], readings: Sequence[Reading]) -> EmotionScores:
    pairs = [(case, reading) for case, reading in zip(cases, readings, strict=True) if case.emotions]
    known = [(case, reading) for case, reading in pairs if set(case.emotions) <= set(EMOTIONS)]
    families = [{_FAMILIES.get(name, name) for name in case.emotions} for case, _ in pairs]
    single = [
        (next(iter(one)), reading.family) for one, (_, reading) in zip(families, pairs, strict=True) if len(one) == 1
    ]
    by_family = scores([one for one, _ in single], [other for _, other in single])
    return EmotionScores(
        accuracy=_share([reading.emotion in case.emotions for case, reading in known]),
        family_accuracy=_share([reading.family in one for one, (_, reading) in zip(families, pairs, strict=True)]),
        family_macro_f1=by_family.macro_f1,
        family_weighted_f1=by_family.weighted_f1,
    )


def _share(right: Sequence[bool]) -> float:
    return round(sum(right) / len(right), 4) if right else 0.0


def _calibration_error(sure: Sequence[tuple[float, bool]]) -> float:
    """The expected calibration error (Guo et al. 2017): how far confidence and accuracy are apart, by bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in sure:
        bins.setdefault(min(_BINS - 1, int(confidence * _BINS)), []).append((confidence, right))
    gaps = (abs(sum(one for one, _ in each) - sum(right for _, right in each)) for each in bins.values())
    return round(sum(gaps) / len(sure), 4) if sure else 0.0
