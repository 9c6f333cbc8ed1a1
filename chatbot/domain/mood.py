"""Mood as values: one reading of one text, the state it moves, the policy by which it moves, a point on the chart."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from chatbot.domain.value import Value

Expression = Literal["none", "subtle", "open"]

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


class Reading(Value):
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


class MoodState(Value):
    """Where somebody's mood stands. Valence and arousal are -1..1; `at` is when it was computed, None before any."""

    valence: float = 0.0
    arousal: float = 0.0
    at: datetime | None = None


class Whose(StrEnum):
    """The two moods that a session follows."""

    USER = "user"
    PERSONA = "persona"


class MoodPoint(Value):
    """One point of a session's mood chart: the state after one message, and the reading that moved it."""

    message_id: str
    whose: Whose
    persona_id: str
    state: MoodState
    reading: Reading


class Baseline(Value):
    """A resting mood, each -1..1."""

    valence: float = 0.0
    arousal: float = 0.0
    dominance: float = 0.0


class Trigger(Value):
    """An event (`thanks`, `insult`, `question`, `goodbye`, or an emotion) and how far it moves the mood, -1..1."""

    on: str
    valence: float = 0.0
    arousal: float = 0.0


class MoodWords(Value):
    """How the persona names its own mood."""

    low: str = "low"
    neutral: str = "level"
    high: str = "bright"


class MoodPolicy(Value):
    """How a mood moves.

    Attributes:
        baseline: where it rests.
        inertia: share of the distance from baseline kept per turn, 0..1.
        contagion: how far the other's mood pulls, 0..1.
        decay_minutes: time in which half of the distance to the baseline is lost.
        floor_valence: the valence never goes below it, -1..1.
        express: how openly it shows.
        triggers: see `Trigger`.
        words: see `MoodWords`.
    """

    baseline: Baseline = Baseline()
    inertia: float = 0.7
    contagion: float = 0.2
    decay_minutes: float = 60.0
    floor_valence: float = -1.0
    express: Expression = "subtle"
    triggers: tuple[Trigger, ...] = ()
    words: MoodWords = MoodWords()
