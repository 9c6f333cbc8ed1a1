from itertools import count
from pathlib import Path

import msgspec
import pytest

from chatbot.domain.mood import Reading
from chatbot.errors import UsageError
from chatbot.evaluate.lexicon import polarity_by_lexicon
from chatbot.evaluate.mood import Case, load, measure, scores

CASES = (
    Case("I love it", "positive", ("love",)),
    Case("it is a table", "neutral", ("neutral",)),
    Case("I hate it", "negative", ("anger",)),
    Case("I love and hate it", None, ("love", "anger")),
)


def always(emotion: str, valence: float, confidence: float = 1.0) -> Reading:
    return Reading(valence, 0.0, emotion, confidence)


_ticks = count()


def clock() -> float:
    """Half a second later with every look."""
    return next(_ticks) / 2


def test_f1_is_weighted_by_the_truth() -> None:
    found = scores(["positive", "positive", "negative", "neutral"], ["positive", "negative", "negative", "positive"])
    assert found.accuracy == 0.5
    assert found.macro_f1 == pytest.approx((0.5 + 2 / 3 + 0) / 3, abs=1e-4)
    assert found.weighted_f1 == pytest.approx((2 * 0.5 + 2 / 3 + 0) / 4, abs=1e-4)


def test_mixed_cases_are_left_out_of_the_three_way_scores_only() -> None:
    report = measure(CASES, clock, lambda text: always("love", 0.9))
    assert report.polarity.accuracy == pytest.approx(1 / 3, abs=1e-4)
    assert report.emotions.accuracy == 0.5
    assert report.cases == 4


def test_the_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    sure_and_wrong = measure(CASES[:1], clock, lambda text: always("anger", -0.9, 0.95))
    sure_and_right = measure(CASES[:1], clock, lambda text: always("love", 0.9, 0.95))
    assert sure_and_wrong.calibration_error == pytest.approx(0.95)
    assert sure_and_right.calibration_error == pytest.approx(0.05)


def test_time_is_per_text_by_the_clock_handed_in() -> None:
    assert measure(CASES, clock, lambda text: Reading()).ms_per_text == pytest.approx(500 / 4)


def test_the_program_beats_its_baselines_on_plain_cases() -> None:
    report = measure(CASES, clock)
    assert report.polarity.weighted_f1 == 1.0
    assert report.baselines["majority"].weighted_f1 < 0.5
    assert set(report.baselines) == {"majority", "lexicon"}


def test_the_report_has_the_shape_that_is_promised() -> None:
    shown = msgspec.to_builtins(measure(CASES, clock))
    assert set(shown) >= {"polarity", "emotions", "calibration_error", "ms_per_text", "baselines"}
    assert set(shown["polarity"]) == {"accuracy", "macro_f1", "weighted_f1"}


def test_labels_of_other_sets_count_by_family() -> None:
    report = measure([Case("so happy", "positive", ("happiness",))], clock, lambda text: always("joy", 0.9))
    assert report.emotions.family_accuracy == 1.0


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("what a great day", "positive"),
        ("not a great day", "negative"),
        ("a day", "neutral"),
        ("I don’t hate it", "positive"),
    ],
)
def test_the_lexicon_baseline(text: str, side: str) -> None:
    assert polarity_by_lexicon(text) == side


def test_a_file_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(
        '{"text": "a", "polarity": null, "emotions": []}\n\n{"text": "b", "polarity": "neutral"}\n', "utf-8"
    )
    assert load(path) == (Case("a"), Case("b", "neutral"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "holds no case"),
        ('{"text": "a"}\nnot json\n', "line 2"),
        ('{"polarity": "neutral"}\n', "line 1"),
        ('{"text": "a", "polarity": "good"}\n', "no polarity 'good'"),
        ('{"text": 3}\n', "line 1"),
    ],
)
def test_a_bad_file_is_told_with_its_line(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=told):
        load(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "none.jsonl")
