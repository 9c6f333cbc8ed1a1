"""Reads the feeling of one text: what the model scores, put into the words of the program.

No state and no model server. Moods that last are in `step`; what the user says against a reading is in `dispute`.
"""

from chatbot.domain.mood import Reading
from chatbot.mood.features import Token, tokens
from chatbot.mood.model import POLARITIES
from chatbot.mood.score import Scores, score

EMOTION_POLARITY: dict[str, str] = {
    "anger": "negative", "annoyance": "negative", "disapproval": "negative", "disgust": "negative",
    "fear": "negative", "nervousness": "negative", "sadness": "negative", "disappointment": "negative",
    "embarrassment": "negative", "grief": "negative", "remorse": "negative",
    "joy": "positive", "amusement": "positive", "approval": "positive", "excitement": "positive",
    "gratitude": "positive", "love": "positive", "optimism": "positive", "relief": "positive",
    "pride": "positive", "admiration": "positive", "desire": "positive", "caring": "positive",
    "surprise": "", "realization": "", "confusion": "", "curiosity": "",
    "neutral": "neutral",
}  # fmt: skip
"""The side of each emotion (Demszky et al. 2020, figure 2); empty for those that take either side."""

AROUSAL: dict[str, float] = {
    "anger": 0.8, "annoyance": 0.45, "disapproval": 0.2, "disgust": 0.4, "fear": 0.8, "nervousness": 0.55,
    "sadness": -0.4, "disappointment": -0.2, "embarrassment": 0.2, "grief": -0.2, "remorse": -0.1,
    "joy": 0.5, "amusement": 0.45, "approval": 0.0, "excitement": 0.9, "gratitude": 0.15, "love": 0.35,
    "optimism": 0.2, "relief": -0.3, "pride": 0.4, "admiration": 0.3, "desire": 0.35, "caring": 0.0,
    "surprise": 0.65, "realization": 0.1, "confusion": 0.2, "curiosity": 0.2, "neutral": -0.1,
}  # fmt: skip
"""How stirred each emotion is, placed by hand on the circumplex (Russell 1980)."""

_TAKES_SIDE = 0.35
_PLAIN_WORDS = """
i i'm i've i'd i'll you you're he she it it's its we they me my your his her our their the a an this that these those
to of in on at for from with about by as is am are was were be been do does did have has had will would can could
should and or but if so what which who when where how just there here some any another than then too also got get
tomorrow today
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
_EVIDENCE_SHARE = 0.25
_EVIDENCE_LEAST = 0.12
_EVIDENCE_WORDS = 5
_LOUD_STEP = 0.15
_LOUD_MOST = 0.45


def read(text: str) -> Reading:
    """What a text says about the feeling of who wrote it.

    Valence is the probability of good minus that of bad. Arousal is what the probable emotions bring,
    raised by capitals, exclamation marks and stretched words. The emotion is the likeliest that agrees
    with the side that won. A text without words or signs reads as neutral with confidence 0.
    """
    found = tokens(text)
    if not any(token.is_word or token.group or token.form[0] in "!?" for token in found):
        return Reading()
    scores = score(found)
    side = max(range(len(POLARITIES)), key=scores.polarity.__getitem__)
    negative, _, positive = scores.polarity
    return Reading(
        valence=round(positive - negative, 4),
        arousal=round(_arousal(found, scores), 4),
        emotion=_emotion(scores, POLARITIES[side]),
        confidence=round(scores.polarity[side], 4),
        evidence=_evidence(found, scores, POLARITIES[side]),
    )


def polarity(reading: Reading) -> str:
    """The side of a reading: `positive`, `neutral` or `negative`.

    The emotion's own side; for one that takes either, the valence's from 0.35 on.
    """
    own = EMOTION_POLARITY[reading.emotion]
    if own or abs(reading.valence) < _TAKES_SIDE:
        return own or "neutral"
    return "positive" if reading.valence > 0 else "negative"


def _emotion(scores: Scores, side: str) -> str:
    """The likeliest emotion of a side; one that takes either side must be three times as likely to win."""
    either = 1.0 if side == "neutral" else 1 / 3
    weights = {name: scores.emotions[name] * (1.0 if own else either) for name, own in _of_side(side)}
    return max(weights, key=weights.__getitem__)


def _of_side(side: str) -> tuple[tuple[str, bool], ...]:
    return tuple((name, own == side) for name, own in EMOTION_POLARITY.items() if own in (side, ""))


def _arousal(found: tuple[Token, ...], scores: Scores) -> float:
    felt = sum(share * AROUSAL[name] for name, share in scores.emotions.items())
    signs = sum(token.is_shouted or token.stretched or "!" in token.form for token in found)
    return max(-1.0, min(1.0, felt + min(_LOUD_MOST, _LOUD_STEP * signs)))


def _evidence(found: tuple[Token, ...], scores: Scores, side: str) -> tuple[str, ...]:
    """The words that pushed towards the side that won; none where nothing was felt."""
    if side == "neutral":
        return ()
    towards = 1.0 if side == "positive" else -1.0
    plain = all(token.form in _PLAIN for token in found)
    pushes = [
        0.0 if token.form in _PLAIN and not plain else towards * share
        for token, share in zip(found, scores.shares, strict=True)
    ]
    least = max(_EVIDENCE_LEAST, _EVIDENCE_SHARE * max(pushes, default=0.0))
    ranked = sorted((at for at, push in enumerate(pushes) if push >= least), key=lambda at: -pushes[at])
    return tuple(dict.fromkeys(_with_negation(found, at) for at in ranked))[:_EVIDENCE_WORDS]


def _with_negation(found: tuple[Token, ...], at: int) -> str:
    """The word as typed, with the negation right before it, which is half of what it says."""
    token = found[at]
    before = found[at - 1] if at else None
    if before is not None and token.negated and (before.form == "not" or before.form.endswith("n't")):
        return f"{before.typed} {token.typed}"
    return token.typed
