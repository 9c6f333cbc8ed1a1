"""Mood as values: one reading of one text, the state it moves, and a point on the chart."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

EMOTIONS: dict[str, str] = {
    "anger": "anger", "annoyance": "anger", "disapproval": "anger",
    "disgust": "disgust",
    "fear": "fear", "nervousness": "fear",
    "joy": "joy", "amusement": "joy", "approval": "joy", "excitement": "joy", "gratitude": "joy",
    "love": "joy", "optimism": "joy", "relief": "joy", "pride": "joy", "admiration": "joy",
    "desire": "joy", "caring": "joy",
    "sadness": "sadness", "disappointment": "sadness", "embarrassment": "sadness", "grief": "sadness",
    "remorse": "sadness",
    "surprise": "surprise", "realization": "surprise", "confusion": "surprise", "curiosity": "surprise",
    "neutral": "neutral",
}  # fmt: skip
"""GoEmotions' 28 labels and the Ekman family of each (Demszky et al. 2020, table 2 and the released mapping)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text says about the feeling of who wrote it.

    Attributes:
        valence: -1 (bad) .. 1 (good).
        arousal: -1 (calm) .. 1 (stirred).
        emotion: one of `EMOTIONS`.
        confidence: 0..1, calibrated as the share of such readings that are right.
        evidence: the words of the text that moved the reading, as typed, strongest first.
        disputed: True where the user put the reading right; valence and emotion are then the user's.
    """

    valence: float = 0.0
    arousal: float = 0.0
    emotion: str = "neutral"
    confidence: float = 0.0
    evidence: tuple[str, ...] = ()
    disputed: bool = False

    @property
    def family(self) -> str:
        """The Ekman family of the emotion, `neutral` for none."""
        return EMOTIONS.get(self.emotion, "neutral")


@dataclass(frozen=True, slots=True)
class MoodState:
    """Where somebody's mood stands. Valence and arousal are -1..1; `at` is when it was computed, None before any."""

    valence: float = 0.0
    arousal: float = 0.0
    at: datetime | None = None


class Whose(StrEnum):
    """The two moods that a session follows."""

    USER = "user"
    PERSONA = "persona"


@dataclass(frozen=True, slots=True)
class MoodPoint:
    """One point of a session's mood chart: the state after one message, and the reading that moved it."""

    message_id: str
    whose: Whose
    persona_id: str
    state: MoodState
    reading: Reading
