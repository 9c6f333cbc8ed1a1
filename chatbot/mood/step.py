"""Moves a mood by one turn: decay towards rest, what was read, what the other feels, and triggers. Pure.

The state lives on the two axes of the circumplex (Russell 1980). Which mood it is (a persona's or the
user's) is the policy's business: `USER_POLICY` is the user's.
"""

from collections.abc import Iterable
from datetime import datetime

from chatbot.domain.mood import Baseline, MoodPolicy, MoodState, Reading

USER_POLICY = MoodPolicy(
    baseline=Baseline(),
    inertia=0.6,
    contagion=0.0,
    decay_minutes=90.0,
    express="open",
)
"""How the user's own mood is followed: it rests at nothing, keeps most of what was felt, and no persona moves it."""

_FULL_CONFIDENCE = 0.75
_SHORTEST_HALF_LIFE = 0.001
_DECIMALS = 4
"""As a reading has them. No chart shows so much, and every turn writes hundreds of points."""


def resting(policy: MoodPolicy) -> MoodState:
    """The mood before anything was said."""
    return MoodState(policy.baseline.valence, policy.baseline.arousal)


def step(
    state: MoodState,
    reading: Reading | None,
    policy: MoodPolicy,
    now: datetime,
    other: MoodState | None = None,
    events: Iterable[str] = (),
) -> MoodState:
    """The mood after one message.

    In order: the distance to the baseline halves every `decay_minutes` since `state.at`; of what is left,
    the turn keeps the share `inertia`, and the reading moves the rest (less where it is unsure); the other's
    mood pulls by `contagion`; each trigger that fired moves it by its own amount; the result is held inside
    -1..1 and above the floor.

    Args:
        state: where the mood stands; with `at` None it is taken to rest at the baseline.
        reading: of the message that moves this mood; None where it has none.
        policy: how this mood moves.
        now: the moment of the message, aware UTC; before `state.at` counts as no time passed.
        other: the mood that is catching; None for none.
        events: what happened (`thanks`, `insult`, `question`, `goodbye`, or an emotion); repeats count once.

    Returns:
        The new state, stamped `now`.
    """
    before, rest = decayed(state, policy, now), policy.baseline
    valence = rest.valence + policy.inertia * (before.valence - rest.valence)
    arousal = rest.arousal + policy.inertia * (before.arousal - rest.arousal)
    if reading is not None:
        weight = (1.0 - policy.inertia) * _certainty(reading)
        valence += weight * (reading.valence - rest.valence)
        arousal += weight * (reading.arousal - rest.arousal)
    if other is not None:
        valence += policy.contagion * (other.valence - valence)
        arousal += policy.contagion * (other.arousal - arousal)
    happened = set(events)
    for trigger in policy.triggers:
        if trigger.on in happened:
            valence += trigger.valence
            arousal += trigger.arousal
    return MoodState(max(policy.floor_valence, _limited(valence)), _limited(arousal), now)


def decayed(state: MoodState, policy: MoodPolicy, now: datetime) -> MoodState:
    """The mood at `now` if nothing more is said: the distance to the baseline halves every `decay_minutes`.

    Args:
        state: where it stood; with `at` None the baseline is returned.
        policy: baseline and half-life; a half-life of 0 or less is next to none.
        now: aware UTC.
    """
    rest = resting(policy)
    if state.at is None:
        return MoodState(rest.valence, rest.arousal, now)
    minutes = max(0.0, (now - state.at).total_seconds() / 60)
    left = 0.5 ** (minutes / max(_SHORTEST_HALF_LIFE, policy.decay_minutes))
    return MoodState(
        rest.valence + left * (state.valence - rest.valence),
        rest.arousal + left * (state.arousal - rest.arousal),
        now,
    )


def _certainty(reading: Reading) -> float:
    """How much of a reading counts, 0..1. What the user put right counts in full."""
    return 1.0 if reading.disputed else min(1.0, reading.confidence / _FULL_CONFIDENCE)


def _limited(value: float) -> float:
    return max(-1.0, min(1.0, round(value, _DECIMALS)))
