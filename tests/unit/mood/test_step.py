from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.domain.mood import Baseline, MoodPolicy, MoodState, Reading, Trigger
from chatbot.mood.step import USER_POLICY, decayed, resting, step

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SAD = Reading(valence=-0.8, arousal=-0.4, emotion="sadness", confidence=0.9)
STILL = MoodPolicy(inertia=1.0, contagion=0.0)


def test_a_mood_rests_at_its_baseline_before_anything_was_said() -> None:
    policy = MoodPolicy(baseline=Baseline(0.2, -0.1))
    assert step(MoodState(), None, policy, NOW) == MoodState(0.2, -0.1, NOW)
    assert resting(policy) == MoodState(0.2, -0.1)


def test_inertia_keeps_its_share_and_the_reading_takes_the_rest() -> None:
    policy = MoodPolicy(inertia=0.75, contagion=0.0)
    moved = step(MoodState(0.4, 0.0, NOW), SAD, policy, NOW)
    assert moved.valence == pytest.approx(0.75 * 0.4 + 0.25 * -0.8)


def test_a_mood_has_no_more_digits_than_a_reading_and_comes_to_rest() -> None:
    policy = MoodPolicy(inertia=0.6, contagion=0.3)
    mood = step(
        MoodState(1 / 3, -1 / 7, NOW), SAD, policy, NOW + timedelta(minutes=7), other=MoodState(2 / 3, 0.1, NOW)
    )
    assert (mood.valence, mood.arousal) == (round(mood.valence, 4), round(mood.arousal, 4))
    for minute in range(1, 60):
        mood = step(mood, None, policy, NOW + timedelta(minutes=7 + minute))
    assert abs(mood.valence) < 0.0002 and abs(mood.arousal) < 0.0002


def test_an_unsure_reading_moves_less() -> None:
    policy = MoodPolicy(inertia=0.5, contagion=0.0)
    unsure = Reading(valence=-0.8, confidence=0.2)
    start = MoodState(0.0, 0.0, NOW)
    assert step(start, SAD, policy, NOW).valence < step(start, unsure, policy, NOW).valence < 0


def test_what_the_user_put_right_counts_in_full() -> None:
    policy = MoodPolicy(inertia=0.5, contagion=0.0)
    disputed = Reading(valence=0.6, confidence=0.0, disputed=True)
    assert step(MoodState(at=NOW), disputed, policy, NOW).valence == pytest.approx(0.3)


def test_half_of_the_distance_is_lost_in_the_half_life() -> None:
    policy = MoodPolicy(baseline=Baseline(0.2, 0.0), decay_minutes=45)
    later = decayed(MoodState(-0.6, 0.8, NOW), policy, NOW + timedelta(minutes=45))
    assert later.valence == pytest.approx(-0.2)
    assert later.arousal == pytest.approx(0.4)


def test_a_clock_that_went_back_counts_as_no_time() -> None:
    state = MoodState(0.5, 0.5, NOW)
    assert decayed(state, USER_POLICY, NOW - timedelta(days=3)).valence == 0.5


def test_a_half_life_of_nothing_rests_at_once() -> None:
    policy = MoodPolicy(decay_minutes=0)
    assert decayed(MoodState(1.0, 1.0, NOW), policy, NOW + timedelta(seconds=30)).valence == pytest.approx(0.0)


def test_contagion_pulls_towards_the_other() -> None:
    policy = MoodPolicy(inertia=1.0, contagion=0.25)
    assert step(MoodState(0.0, 0.0, NOW), None, policy, NOW, other=MoodState(-0.8, 0.4)).valence == pytest.approx(-0.2)
    assert step(MoodState(0.0, 0.0, NOW), None, STILL, NOW, other=MoodState(-0.8, 0.4)).valence == 0.0


def test_triggers_move_by_their_own_amount_once() -> None:
    policy = MoodPolicy(inertia=1.0, triggers=(Trigger("thanks", 0.1, 0.05), Trigger("insult", -0.5)))
    moved = step(MoodState(0.0, 0.0, NOW), None, policy, NOW, events=["thanks", "thanks", "weather"])
    assert (moved.valence, moved.arousal) == pytest.approx((0.1, 0.05))


def test_valence_never_goes_below_the_floor() -> None:
    policy = MoodPolicy(inertia=0.0, floor_valence=-0.3)
    assert step(MoodState(at=NOW), SAD, policy, NOW).valence == -0.3


def test_no_persona_moves_the_user() -> None:
    assert step(MoodState(0.0, 0.0, NOW), None, USER_POLICY, NOW, other=MoodState(1.0, 1.0)).valence == 0.0


share = st.floats(0, 1)
level = st.floats(-1, 1)


@settings(max_examples=60)
@given(level, level, level, share, share, share, st.integers(0, 10_000))
def test_a_mood_stays_in_range(v: float, a: float, r: float, i: float, c: float, sure: float, minutes: int) -> None:
    policy = MoodPolicy(Baseline(a, v), i, c, 30.0, -0.9, triggers=(Trigger("joy", r, r),))
    reading = Reading(r, -r, "joy", sure)
    at = NOW + timedelta(minutes=minutes)
    moved = step(MoodState(v, a, NOW), reading, policy, at, MoodState(r, v), ["joy"])
    assert -0.9 <= moved.valence <= 1
    assert -1 <= moved.arousal <= 1
    assert moved.at == at
