import pytest

from chatbot.domain.mood import Reading
from chatbot.errors import UsageError
from chatbot.mood.dispute import dispute, find

ANGRY = Reading(-0.8, 0.7, "anger", 0.9, ("hate",))
GLAD = Reading(0.8, 0.5, "joy", 0.9)


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("I was joking", "amusement"),
        ("just kidding", "amusement"),
        ("jk", "amusement"),
        ("lol jk", "amusement"),
        ("it was sarcasm", "amusement"),
        ("that was a joke!", "amusement"),
        ("I'm not angry", "neutral"),
        ("no, I’m not angry", "neutral"),
        ("I'm not angry, just tired", "neutral"),
        ("I'm not really mad, more worried", "nervousness"),
    ],
)
def test_a_dispute_is_found(text: str, emotion: str) -> None:
    assert find(text, ANGRY) == emotion


@pytest.mark.parametrize(
    "text",
    [
        "I'm not joking",
        "are you joking?",
        "he was joking",
        "my job is no joke",
        "I told a joke yesterday",
        "I'm not happy",
        "I'm angry",
        "I am not worried about money because the new contract pays for the rent and more besides, really",
        "",
    ],
)
def test_other_talk_disputes_nothing(text: str) -> None:
    assert find(text, ANGRY) is None


def test_a_denied_joy_disputes_a_good_reading() -> None:
    assert find("I'm not happy", GLAD) == "neutral"


def test_a_disputed_reading_is_the_users() -> None:
    put_right = dispute(ANGRY, "amusement")
    assert (put_right.emotion, put_right.disputed, put_right.confidence) == ("amusement", True, 1.0)
    assert put_right.valence > 0
    assert put_right.evidence == ("hate",)
    assert dispute(ANGRY, "neutral").valence == 0.0
    assert dispute(ANGRY, "sadness").valence == -0.8
    assert dispute(ANGRY, "sadness", valence=-0.1).valence == -0.1


def test_a_wrong_emotion_or_valence_is_refused_with_a_hint() -> None:
    with pytest.raises(UsageError, match="happyness") as refused:
        dispute(ANGRY, "happyness")
    assert "joy" in refused.value.hint
    with pytest.raises(UsageError):
        dispute(ANGRY, "joy", valence=3)
