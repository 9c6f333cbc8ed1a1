"""Sums the model's weights over a text: three polarity scores, 28 emotion scores, and each token's share.

Linear algebra only; what the scores mean is decided in `reading`.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

from chatbot.domain.mood import EMOTIONS
from chatbot.domain.value import Value
from chatbot.mood.features import Token, end_features, part_features, word_features
from chatbot.mood.model import NEUTRAL_PRIOR, POLARITIES, Rows, shipped

_WIDTH = len(POLARITIES)
_EMOTIONS = len(EMOTIONS)
_LANE, _OFFSET = 24, 128
_LANE_MASK = (1 << _LANE) - 1


class Scores(Value):
    """What the model says of one text.

    Attributes:
        polarity: calibrated probabilities of negative, neutral and positive.
        emotions: emotion -> probability; together 1.
        shares: per token, how far it pushed the text from negative to positive, in logits.
    """

    polarity: tuple[float, float, float]
    emotions: dict[str, float]
    shares: tuple[float, ...]


Sums = tuple[int, int, int]


def score(found: Sequence[Token]) -> Scores:
    """Score a text's tokens with the shipped model."""
    model = shipped()
    features = [
        word_features(token, previous.form if previous else "<s>")
        for token, previous in zip(found, (None, *found), strict=False)
    ]
    end = end_features(found[-1].form if found else "<s>")
    whole = [_sums(each, model.words) for each in features]
    parts = [_part_sums(token.form) if token.is_word else (0, (0, 0, 0)) for token in found]
    word_unit = model.polarity_scale / math.sqrt(len(end) + sum(map(len, features)))
    part_unit = model.polarity_scale / math.sqrt(max(1, sum(count for count, _ in parts)))
    shares = [
        tuple(word_unit * one + part_unit * other for one, other in zip(word, part, strict=True))
        for word, (_, part) in zip(whole, parts, strict=True)
    ]
    ending = _sums(end, model.words)
    logits = [
        bias + word_unit * last + sum(share[at] for share in shares)
        for at, (bias, last) in enumerate(zip(model.polarity_bias, ending, strict=True))
    ]
    logits[1] += NEUTRAL_PRIOR
    negative, neutral, positive = _softmax(logits)
    return Scores(
        polarity=(negative, neutral, positive),
        emotions=_emotions((*features, end)),
        shares=tuple(share[2] - share[0] for share in shares),
    )


def _sums(features: Sequence[int], rows: Rows) -> Sums:
    table = shipped().polarity
    low = middle = high = 0
    for feature in features:
        row = rows.get(feature)
        if row >= 0:
            at = row * _WIDTH
            low, middle, high = low + table[at], middle + table[at + 1], high + table[at + 2]
    return low, middle, high


@lru_cache(maxsize=8192)
def _part_sums(form: str) -> tuple[int, Sums]:
    features = part_features(form)
    return len(features), _sums(features, shipped().parts)


def _emotions(features: Sequence[Sequence[int]]) -> dict[str, float]:
    model = shipped()
    rows = len(model.emotion) // _EMOTIONS
    total = known = 0
    for each in features:
        for feature in each:
            row = model.words.get(feature, rows)
            if row < rows:
                total += _lanes(row)
                known += 1
    unit = model.emotion_scale / math.sqrt(sum(map(len, features)))
    sums = ((total >> (_LANE * at) & _LANE_MASK) - _OFFSET * known for at in range(_EMOTIONS))
    logits = [bias + unit * sum_ for bias, sum_ in zip(model.emotion_bias, sums, strict=True)]
    return dict(zip(EMOTIONS, _softmax(logits), strict=True))


@lru_cache(maxsize=16384)
def _lanes(row: int) -> int:
    """A row of emotion weights side by side in one integer, so that adding two integers adds 28 pairs of weights.

    Each weight is offset to be positive, and its lane is wide enough for any text's sum.
    """
    weights = shipped().emotion[row * _EMOTIONS : (row + 1) * _EMOTIONS]
    return sum((weight + _OFFSET) << (_LANE * at) for at, weight in enumerate(weights))


def _softmax(logits: Sequence[float]) -> list[float]:
    highest = max(logits)
    weights = [math.exp(logit - highest) for logit in logits]
    total = sum(weights)
    return [weight / total for weight in weights]
