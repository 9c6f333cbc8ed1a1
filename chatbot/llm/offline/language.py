"""Whether a text is in English, the only language that this companion understands: by its letters and common words."""

import re

from chatbot.domain.text import fold
from chatbot.llm.offline.words import STOP, bag

_LATIN_END = 0xBF
_EUROPE_END = 0x24F
_FEW_WORDS = 3

_FOREIGN = bag(
    "ich und ist nicht mein meine bin wohne heisse heiße wie wo der die das ein eine auch du bist mir mich habe "
    "arbeite je suis j'habite j'ai c'est est et les des mon ma mes une dans avec pour tu vous ne pas moi m'appelle "
    "comment llamo mi el los las una que soy vivo tengo estoy yo muy por con como cómo qué dónde trabajo en y "
    "sono che di il gli mio mia abito ho non per dove chiamo lavoro eu não é um uma moro meu minha onde tenho "
    "ik ben het een niet mijn woon jag är och inte mitt bor jestem nie to mam mieszkam"
)
"""Common words of other languages that are written with Latin letters."""


def is_english(text: str) -> bool:
    """Whether a text has words that the reading of feelings understands: no lone emoji, no other language.

    Two words or more without letters of other alphabets count as English where one in five is a common word;
    fewer words are not judged.
    """
    words = _words(text)
    if not words or any(ord(letter) > _LATIN_END for word in words for letter in word) or is_foreign(text):
        return False
    return len(words) < _FEW_WORDS or 5 * sum(word in STOP for word in words) >= len(words)


def is_foreign(text: str) -> bool:
    """Whether a text is surely in another language: by its letters, or with fewer common words of English.

    Two such words at the least: what is not sure to be foreign may be a name, slang or a slip.

    >>> is_foreign("Ich wohne in Hamburg"), is_foreign("Je ne sais quoi, as they say over here")
    (True, False)
    """
    words = _words(text)
    if words and 2 * sum(ord(word[0]) > _EUROPE_END for word in words) > len(words):
        return True
    foreign = sum(word in _FOREIGN and word not in STOP for word in words)
    return foreign > 1 and foreign > sum(word in STOP for word in words)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", fold(text))
