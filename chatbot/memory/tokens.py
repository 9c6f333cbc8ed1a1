"""Cuts text into the terms that recall compares: folded, stop words gone, stemmed. Knows no documents."""

import unicodedata
from functools import lru_cache

from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.memory.stem import stem

_WORD = lazy(r"[^\W_]+(?:'[^\W_]+)*")
_CJK = lazy("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_MARKS = lazy("[\u0300-\u036f]")

_STOP_WORDS = """
a about actually after again all also always am an and any anything are as at be because been before being both but by
bye can come could cool d did do does doing don done else ever every everything for from get gets getting give go goes
going gonna good got great had has have having he hello her here hers hey hi him his how i if in into is it its itself
just kind ll let like lot lots m many may me might more most much must my no not now of off oh ok okay on once one only
or other our out over own quite re really s shall she should since so some something stuff such sure t than that the
their them then there these they thing things this those though to too up us use ve very was way we well went were what
when where which while who whom whose why will with would wow yeah yep yes yet you your yours thank thanks please
im ive id dont didnt cant wont isnt hasnt havent wasnt youre thats shes hes theyre whats
anyone someone everyone anybody somebody everybody aren couldn didn doesn don hadn hasn haven isn mustn shouldn wasn
weren wouldn won ain mentioned mention during per via ago upon within without
tell tells told say says said remember remind know
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Function words, chat fillers, and the contractions' halves: what carries no topic in a conversation."""


def words(text: str) -> list[str]:
    """The words of a text, folded, in order, stop words included; possessive and contracted ends are cut off.

    Accents are dropped ("café" is "cafe"), and runs of Chinese, Japanese or Korean become pairs of
    characters, because those scripts write no spaces.
    """
    folded = fold(text)
    if not folded.isascii():
        folded = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", folded)))
    found: list[str] = []
    for word in _WORD.findall(folded):
        if "'" in word:
            word = word.partition("'")[0]
        if not word.isascii() and _CJK.search(word):
            found.extend(word[i : i + 2] for i in range(max(1, len(word) - 1)))
        elif word:
            found.append(word)
    return found


@lru_cache(maxsize=65536)
def term(word: str) -> str:
    """The term of one folded word; empty for a stop word or a single letter."""
    if word in STOP_WORDS or (len(word) == 1 and word.isascii() and not word.isdigit()):
        return ""
    return stem(word)


def terms(text: str) -> list[str]:
    """The terms of a text in order, repeated as often as they occur.

    >>> terms("What has Ana's sister painted?")
    ['ana', 'sister', 'paint']
    """
    return [found for found in map(term, words(text)) if found]
