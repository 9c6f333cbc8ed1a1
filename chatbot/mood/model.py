"""The sentiment model as a value, and as the compact bytes that ship with the package.

Bytes: `MAGIC`, then a zlib stream of a length-prefixed JSON header and the arrays it names: CRC-32 hashes of
features, one signed byte per weight. A weight is its byte times the row's scale. No training here.

The shipped `model.bin` was trained from GoEmotions (Demszky et al. 2020, "GoEmotions: A Dataset of
Fine-Grained Emotions"; released by Google Research under the Apache License 2.0) and from short chat lines
of this project's own.
"""

import json
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from chatbot.domain.mood import EMOTIONS
from chatbot.domain.value import Value

POLARITIES = ("negative", "neutral", "positive")
"""The order of the three scores."""

NEUTRAL_PRIOR = 0.12
"""Added to the neutral score: talk is more often neutral than the comments that the model was trained on."""

MAGIC = b"CBMOOD1\n"
_WIDTH = len(POLARITIES)
_EMOTIONS = len(EMOTIONS)


class Rows:
    """Finds the row of a feature by halving. A dictionary would be quicker to ask, but takes far longer to build.

    Args:
        hashes: of all features, ascending within each run.
        runs: first and last (exclusive) row of each run, in the order in which they are searched.
    """

    __slots__ = ("_hashes", "_runs")

    def __init__(self, hashes: "array[int]", runs: tuple[tuple[int, int], ...]) -> None:
        self._hashes = hashes
        self._runs = runs

    def get(self, feature: int, otherwise: int = -1) -> int:
        """The row of a feature; `otherwise` for one that the model does not know."""
        for start, end in self._runs:
            row = bisect_left(self._hashes, feature, start, end)
            if row < end and self._hashes[row] == feature:
                return row
        return otherwise

    def hashes(self) -> "array[int]":
        """The features of these rows, in their order."""
        found = array("I")
        for start, end in self._runs:
            found.extend(self._hashes[start:end])
        return found


class Model(Value):
    """Weights by feature.

    Attributes:
        words, parts: find the row of a feature hash. The commonest word features come first.
        polarity: rows of three signed bytes, words then parts; times `polarity_scale`.
        emotion: rows of 28 signed bytes for the first word features; times `emotion_scale`.
        polarity_bias, emotion_bias: what a text without features scores.
    """

    words: Rows
    parts: Rows
    polarity: "array[int]"
    polarity_scale: float
    polarity_bias: tuple[float, ...]
    emotion: "array[int]"
    emotion_scale: float
    emotion_bias: tuple[float, ...]

    @classmethod
    def from_weights(
        cls,
        words: Sequence[int],
        parts: Sequence[int],
        polarity: Sequence[Sequence[float]],
        polarity_bias: tuple[float, ...],
        emotion: Sequence[Sequence[float]],
        emotion_bias: tuple[float, ...],
    ) -> "Model":
        """A model of real weights, rounded to signed bytes.

        Args:
            words: hashes of word features, in the order of the rows.
            parts: the same of parts of words, whose rows follow.
            polarity: one row per word feature, then one per part.
            polarity_bias: three numbers.
            emotion: one row for each of the first word features.
            emotion_bias: 28 numbers.
        """
        hashes = [*words, *parts]
        runs = _runs(len(emotion), len(words), len(hashes))
        order = [row for start, end in runs for row in sorted(range(start, end), key=hashes.__getitem__)]
        polarity_bytes, polarity_scale = _quantised([polarity[row] for row in order])
        emotion_bytes, emotion_scale = _quantised([emotion[row] for row in order[: len(emotion)]])
        ascending = array("I", [hashes[row] for row in order])
        return cls(
            words=Rows(ascending, runs[:2]),
            parts=Rows(ascending, runs[2:]),
            polarity=polarity_bytes,
            polarity_scale=polarity_scale,
            polarity_bias=polarity_bias,
            emotion=emotion_bytes,
            emotion_scale=emotion_scale,
            emotion_bias=emotion_bias,
        )


def _runs(emotion_rows: int, words: int, rows: int) -> tuple[tuple[int, int], ...]:
    """The rows of words with emotions, of the other words, and of parts of words."""
    return (0, emotion_rows), (emotion_rows, words), (words, rows)


def _quantised(rows: Sequence[Sequence[float]]) -> tuple["array[int]", float]:
    """Rows as signed bytes, and what one unit is worth. The largest 1 in 5,000 weights are clipped."""
    sizes = sorted(abs(weight) for row in rows for weight in row)
    largest = sizes[min(len(sizes) - 1, int(len(sizes) * 0.9998))] if sizes else 1.0
    scale = (largest or 1.0) / 127
    limited = (max(-127, min(127, round(weight / scale))) for row in rows for weight in row)
    return array("b", limited), scale


def pack(model: Model) -> bytes:
    """The model as the bytes of `model.bin`, the same for the same model on every machine."""
    header = {
        "words": len(model.words.hashes()),
        "parts": len(model.parts.hashes()),
        "emotion_rows": len(model.emotion) // _EMOTIONS,
        "polarity_scale": model.polarity_scale,
        "polarity_bias": model.polarity_bias,
        "emotion_scale": model.emotion_scale,
        "emotion_bias": model.emotion_bias,
        "emotions": list(EMOTIONS),
    }
    written = json.dumps(header).encode()
    hashes = model.words.hashes() + model.parts.hashes()
    if sys.byteorder == "big":
        hashes.byteswap()
    body = len(written).to_bytes(4, "little") + written + hashes.tobytes()
    return MAGIC + zlib.compress(body + model.polarity.tobytes() + model.emotion.tobytes(), 9)


def unpack(packed: bytes) -> Model:
    """The model of `model.bin`.

    Raises:
        ValueError: the bytes are not a model of this version.
    """
    if not packed.startswith(MAGIC):
        raise ValueError("not a mood model of this version")
    try:
        body = memoryview(zlib.decompress(packed[len(MAGIC) :]))
    except zlib.error as damaged:
        raise ValueError("the mood model is damaged") from damaged
    start = 4 + int.from_bytes(body[:4], "little")
    header = json.loads(bytes(body[4:start]))
    if header["emotions"] != list(EMOTIONS):
        raise ValueError("the mood model has other emotions")
    words, rows = header["words"], header["words"] + header["parts"]
    hashes, polarity, emotion = array("I"), array("b"), array("b")
    hashes.frombytes(body[start : start + 4 * rows])
    if sys.byteorder == "big":
        hashes.byteswap()
    start += 4 * rows
    polarity.frombytes(body[start : start + _WIDTH * rows])
    emotion.frombytes(body[start + _WIDTH * rows :])
    runs = _runs(header["emotion_rows"], words, rows)
    return Model(
        words=Rows(hashes, runs[:2]),
        parts=Rows(hashes, runs[2:]),
        polarity=polarity,
        polarity_scale=header["polarity_scale"],
        polarity_bias=tuple(header["polarity_bias"]),
        emotion=emotion,
        emotion_scale=header["emotion_scale"],
        emotion_bias=tuple(header["emotion_bias"]),
    )


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that comes with the package, read on first use."""
    return unpack(Path(__file__).with_name("model.bin").read_bytes())
