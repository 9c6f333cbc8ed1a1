"""Whose an answer is: what a colleague eats answers no question of the user about themselves."""

from chatbot.domain.patterns import lazy
from chatbot.domain.spelling import standard_words

_OWN = (
    "job|work|profession|occupation|employer|company|diet|age|birthday|home|address|name|hometown|nationality|school|"
    "hobby|hobbies|major|degree"
)
_ASKS_OF_USER = lazy(r"(?:and |so |but )*(?:do|did|am|was|have|can) i\b")
_ASKS_OWN = lazy(
    r"(?:and |so |but )*(?:what|where|who)(?:'s| is| are| was)? my (?:current |new )?"
    rf"(?:{_OWN})$"
)
_SPEAKS_OF_SELF = lazy(
    r"^user\b(?!'s (?:\w+ )?(?:mum|mom|mother|dad|father|sister|brother|son|daughter|friend|boss|wife|husband|partner|"
    r"colleague|cousin|aunt|uncle|neighbou?r)\b)|\b(?:i|i'm|i've|i'd|we|we're|me|myself)\b|"
    rf"\bmy (?:{_OWN})\b"
)
"""How a memory, or the user's own words, begin to speak of the user and of nobody else."""


def of_another(text: str, question: str) -> bool:
    """Whether a memory's or message's text would answer "do I like sushi?" with what somebody else likes.

    Args:
        text: what might answer.
        question: folded.
    """
    if _ASKS_OF_USER.match(question) or _ASKS_OWN.match(question):
        return _SPEAKS_OF_SELF.search(standard_words(text)) is None
    return False
