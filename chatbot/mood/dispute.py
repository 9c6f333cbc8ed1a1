"""What a user says against a reading: finding it in the next message, and putting the reading right.

The user's word is final: a disputed reading has the user's valence and emotion, and counts in full.
"""

from chatbot.domain.mood import EMOTIONS, Reading
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.domain.value import replace
from chatbot.errors import UsageError
from chatbot.mood.reading import AROUSAL, EMOTION_POLARITY

_JOKE = lazy(
    r"(?:\bi(?:'m| am| was|'ve been) |\bwe were |^(?:no,? |lol,? |haha,? |hey,? )*)"
    r"(?:(?:just|only|totally|obviously) )*"
    r"(?:joking|kidding|being sarcastic|being ironic|messing with you|pulling your leg|teasing)\b"
    r"|\b(?:that|it|this) was (?:(?:just|only|all|meant as|supposed to be) )*(?:a joke|sarcasm|irony|banter)\b"
    r"|(?:^|lol,? |haha,? )j/?k\b|^/s$|\bdon't take (?:it|that|me|this) (?:so |too )?seriously\b"
)
_JOKE_DENIED = lazy(
    r"\b(?:not|n't|never|no longer|are you|you're|you were|is (?:he|she)|(?:he|she|they) (?:was|were|is|are)"
    r"|stop|quit)\s+(?:(?:just|only) )?(?:jok|kidd|teas|being sarc|pulling)|\?\s*$"
)
_FEELING_WORDS: dict[str, str] = {
    "angry": "anger", "mad": "anger", "furious": "anger", "annoyed": "annoyance", "irritated": "annoyance",
    "upset": "sadness", "sad": "sadness", "depressed": "sadness", "unhappy": "sadness", "down": "sadness",
    "disappointed": "disappointment", "afraid": "fear", "scared": "fear", "anxious": "nervousness",
    "nervous": "nervousness", "worried": "nervousness", "stressed": "nervousness", "disgusted": "disgust",
    "ashamed": "embarrassment", "embarrassed": "embarrassment", "guilty": "remorse", "happy": "joy",
    "glad": "joy", "excited": "excitement", "thrilled": "excitement", "amused": "amusement",
    "grateful": "gratitude", "thankful": "gratitude", "proud": "pride", "relieved": "relief",
    "hopeful": "optimism", "optimistic": "optimism", "surprised": "surprise", "confused": "confusion",
    "curious": "curiosity", "neutral": "neutral", "fine": "neutral", "okay": "neutral", "ok": "neutral",
    "calm": "neutral", "tired": "neutral",
}  # fmt: skip
_WORD = "|".join(sorted(_FEELING_WORDS, key=len, reverse=True))
_BE = r"i(?:'m| am| was|'m really| feel| felt)"
_DENIAL = lazy(
    rf"\b(?:{_BE} not|i(?: was|'m)n't|i don't feel|i didn't feel) (?:at all |really |actually |even |that )*({_WORD})\b"
)
_INSTEAD = lazy(
    rf"\b(?:just|but|only|actually|more|i'm|i am|i was|i feel)\s+(?:just |really |a bit |actually )*({_WORD})\b"
)
_MOST_WORDS = 14


def find(text: str, reading: Reading) -> str | None:
    """The emotion that the user's message puts in place of the last reading.

    "I was joking" makes it `amusement`, "I'm not angry" `neutral`, "I'm not angry, just tired" what
    stands after. A denial counts only against a reading of its own side, and only in a short message,
    so that an ordinary story with "I'm not worried about money" in it disputes nothing.

    Args:
        text: the user's newest message.
        reading: what was read from their message before it.

    Returns:
        One of `EMOTIONS`; None where nothing is disputed.
    """
    plain = fold(text)
    if len(plain.split()) > _MOST_WORDS:
        return None
    if _JOKE.search(plain) and not _JOKE_DENIED.search(plain):
        return "amusement"
    denied = _DENIAL.search(plain)
    if denied is None:
        return None
    if EMOTION_POLARITY[_FEELING_WORDS[denied[1]]] != _side(reading):
        return None
    instead = _INSTEAD.search(plain, denied.end())
    return _FEELING_WORDS[instead[1]] if instead else "neutral"


def dispute(reading: Reading, emotion: str, valence: float | None = None) -> Reading:
    """The reading as the user says it is.

    Args:
        reading: what was read.
        emotion: one of `EMOTIONS`.
        valence: -1..1; None takes the emotion's side: 0 for neutral and for emotions of either side, else
            half of the way, or what was read where that agrees.

    Raises:
        UsageError: no such emotion, or a valence outside -1..1.
    """
    if emotion not in EMOTIONS:
        raise UsageError(f"there is no emotion {emotion!r}", "use one of: " + ", ".join(EMOTIONS))
    if valence is not None and not -1 <= valence <= 1:
        raise UsageError(f"a valence of {valence:g} is outside -1..1", "-1 is bad, 0 neutral, 1 good")
    return replace(
        reading,
        valence=_valence_for(emotion, reading.valence) if valence is None else valence,
        arousal=AROUSAL[emotion],
        emotion=emotion,
        confidence=1.0,
        disputed=True,
    )


def _valence_for(emotion: str, read: float) -> float:
    side = {"positive": 1, "negative": -1}.get(EMOTION_POLARITY[emotion], 0)
    return read if side * read > 0 else 0.5 * side


def _side(reading: Reading) -> str:
    own = EMOTION_POLARITY.get(reading.emotion, "neutral")
    if own in ("positive", "negative"):
        return own
    return "negative" if reading.valence < 0 else "positive"
