"""Sentences of messages, and when two say the same. What they are worth is decided elsewhere."""

import re

from chatbot.domain.message import Message, Role
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.domain.value import Value

SENTENCE_CHARACTERS = 220
"""A longer sentence is cut at a word, so that one outburst cannot fill a chapter."""

_CODE = lazy(r"```.*?(?:```|\Z)", re.DOTALL)
_BREAK = lazy(r"(?<=[.!?…])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9À-Þ\u0400-\u042f\u4e00-\u9fff])|(?<=[。！？])|\n+")
_ABBREVIATED = lazy(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|e\.g|i\.e|etc|[A-Z])\.$")
_OPENING = lazy(
    r"^(?:(?:oh|well|so|ok|okay|hmm+|um|anyway|yeah|yes|no|hi|hello|hey|haha|lol)\b[,.! ]+)+", re.IGNORECASE
)
_MARK = lazy(r"^(?:[-*•>#]+|\d+[.)])\s+")
_WORD = lazy(r"[^\W_]+(?:'[^\W_]+)?")
_COMMON_WORDS = """
a about after all also am an and any are as at be because been but by can could did do does doing don't for from get
got had has have he her him his how i i'd i'll i'm i've if in into is it it's its just like me more my no not now of
on or our out really she should so some that that's the their them then there they this to too up us very was we
were what when where which who why will with would you your we'll you'll they'll we've you've they've
you're we're they're that'll it'll i've isn't wasn't aren't didn't doesn't can't won't
"""
_COMMON = frozenset(_COMMON_WORDS.split())


class Sentence(Value):
    """One sentence of one message.

    Attributes:
        text: trimmed, one line.
        message: where it stands.
        position: which sentence of the message it is, from 0.
    """

    text: str
    message: Message
    position: int

    @property
    def by_user(self) -> bool:
        """Whether the user said it."""
        return self.message.role is Role.USER


def sentences_of(message: Message) -> tuple[Sentence, ...]:
    """The sentences of a message in order; blocks of code are named, not quoted, and greeting words dropped."""
    return tuple(Sentence(text, message, position) for position, text in enumerate(split(message.text)))


def split(text: str) -> tuple[str, ...]:
    """The sentences of a text, each one line of at most `SENTENCE_CHARACTERS`."""
    pieces: list[str] = []
    for piece in _BREAK.split(_CODE.sub(" (code)\n", text)):
        if pieces and _ABBREVIATED.search(pieces[-1]):
            pieces[-1] = f"{pieces[-1]} {piece}"
        else:
            pieces.append(piece)
    trimmed = (_shortened(_opened(" ".join(_MARK.sub("", piece.strip()).split()))) for piece in pieces)
    return tuple(piece for piece in trimmed if any(map(str.isalnum, piece)))


def _opened(sentence: str) -> str:
    """Without the words that only open it; a sentence of nothing else stays as it is."""
    rest = _OPENING.sub("", sentence)
    if not rest or rest == sentence:
        return sentence
    return rest[0].upper() + rest[1:]


def _shortened(sentence: str) -> str:
    if len(sentence) <= SENTENCE_CHARACTERS:
        return sentence
    return sentence[: SENTENCE_CHARACTERS - 1].rsplit(" ", 1)[0] + "…"


def content_words(text: str) -> frozenset[str]:
    """The words that carry what a text says, folded, endings cut after six letters."""
    return frozenset(word[:6] for word in _WORD.findall(fold(text)) if word not in _COMMON)


def same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences, given as content words, say the same: three quarters of the shorter are in the longer."""
    if not one or not other:
        return one == other
    return len(one & other) / min(len(one), len(other)) >= 0.75
