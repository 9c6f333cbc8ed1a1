"""What a user says against a reading: finding it in the next message, and putting the reading right.

The user's word is final: a disputed reading has the user's valence and emotion, and counts in full.
"""

import re
from dataclasses import replace

from chatbot.domain.mood import EMOTIONS, Reading
from chatbot.domain.text import fold
from chatbot.errors import UsageError
from chatbot.mood.reading import AROUSAL, EMOTION_POLARITY

_JOKE = re.compile(
    r"\b(?:(?:i(?:'m| am| was|'ve been) |we were |it was |that was )?(?:(?:just|only|totally|obviously) )?"
    r"(?:jok(?:ing|e)|kidding|being sarcastic|being ironic|messing with you|pulling your leg|teasing)"
    r"|(?:that|it) was (?:just |only |meant as )?(?:a joke|sarcasm|irony|banter)"
    r"|^/?j/?k\b|^/s$|don't take (?:it|that|me) (?:so |too )?seriously)\b"
)
_NOT_JOKE = re.compile(r"\b(?:not|n't|never|no longer|aren't you|are you|you're|you were|is he|stop|quit)\s+(?:just )?(?:jok|kidd|teas)|no jok|\?\s*$")
_FEELING_WORDS: dict[str, str] = {
    "angry": "anger", "mad": "anger", "furious": "anger", "annoyed": "annoyance", "irritated": "annoyance",
    "upset": "sadness", "sad": "sadness", "depressed": "sadness", "unhappy": "sadness", "down": "sadness",
    "disappointed": "disappointment", "afraid": "fear", "scared": "fear", "anxious": "nervousness",
    "nervous": "nervousness", "worried": "nervousness", "stressed": "nervousness", "disgusted": "disgust",
    "ashamed": "embarrassment", "embarrassed": "embarrassment", "guilty": "remorse", "sorry": "remorse",
    "happy": "joy", "glad": "joy", "joyful": "joy", "excited": "excitement", "thrilled": "excitement",
    "amused": "amusement", "grateful": "gratitude", "thankful": "gratitude", "proud": "pride",
    "relieved": "relief", "hopeful": "optimism", "optimistic": "optimism", "surprised": "surprise",
    "confused": "confusion", "curious": "curiosity", "neutral": "neutral", "fine": "neutral",
    "okay": "neutral", "ok": "neutral", "calm": "neutral", "serious": "neutral", "tired": "neutral",
}  # fmt: skip
