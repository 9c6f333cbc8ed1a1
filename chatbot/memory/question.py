"""What a question asks for, read once: its words, whose words are meant, the days, and the kind of answer."""

from datetime import date
from enum import IntFlag, auto

from chatbot.domain.patterns import lazy
from chatbot.domain.spelling import standard_words
from chatbot.domain.value import Value
from chatbot.memory.spans import Span, spans
from chatbot.memory.tokens import term, words


class Trait(IntFlag):
    """What a message has, and what a question may ask for."""

    NONE = 0
    TIME = auto()
    NUMBER = auto()
    PICTURE = auto()
    NAME = auto()
    FIRST_PERSON = auto()


_ASKED = (
    (
        Trait.TIME,
        lazy(r"\b(when|how long|since when|what (year|month|date|day|time)|which (year|month|date|day))\b"),
    ),
    (Trait.NUMBER, lazy(r"\bhow (many|much|often|old)\b")),
    (Trait.PICTURE, lazy(r"\b(photos?|pictures?|images?|shared|paintings?|posters?)\b")),
    (Trait.NAME, lazy(r"^(who|which|where)\b|\bnames?\b")),
)
_SELF = lazy(r"\b(i|i'm|i've|i'd|my|me|mine|myself|am i)\b")
_YOU = lazy(r"\b(you|your|yours|you've|you're)\b")


class Question(Value):
    """A text as recall sees it.

    Attributes:
        text: folded.
        words: every word in order.
        terms: the word behind each term, in order; stop words are not among them.
        asks: the kind of answer wanted.
        spans: the days it names.
        about_self, about_other: whether it says "I" or "you".
    """

    text: str
    words: tuple[str, ...]
    terms: dict[str, str]
    asks: Trait
    spans: tuple[Span, ...]
    about_self: bool
    about_other: bool


def read_question(text: str, today: date) -> Question:
    """Reads a question, or any message that recall is asked for.

    Args:
        text: as typed.
        today: what "yesterday" in it is counted from.
    """
    folded = standard_words(text)
    found = tuple(words(folded))
    asks = Trait.NONE
    for trait, pattern in _ASKED:
        if pattern.search(folded):
            asks |= trait
    return Question(
        text=folded,
        words=found,
        terms={key: word for word in reversed(found) if (key := term(word))},
        asks=asks,
        spans=spans(folded, today),
        about_self=bool(_SELF.search(folded)),
        about_other=bool(_YOU.search(folded)),
    )
