"""The words of a text that carry meaning, cut to stems, so that a question and a memory can be compared.

Small and English: a crude stemmer and a few groups of words that ask for the same thing. Ranking is
recall's work; this only judges whether something that was recalled answers a question.
"""

from chatbot.domain.patterns import lazy
from chatbot.domain.spelling import standard_words


def bag(words: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(words.split())


_WORD = lazy(r"[^\W_]+(?:'[^\W_]+)?")
STOP = bag(
    "a about above after again all also am an and any anyone anything are aren't as at be because been before being "
    "but by can can't come could couldn't did didn't do does doesn't doing don't down during each ever few for from "
    "further get give go goes going got had has hasn't have haven't having he he's her here hers him his how how's i "
    "i'd i'll i'm i've if in into is isn't it it's its just know let let's like lot make many may maybe me might mine "
    "more most much must my myself need never no nor not now of off ok okay on once one only or other our out over own "
    "please quite rather really remember remind right said same say see shall she she's should so some something still "
    "such sure take tell than that that's the their them then there there's these they they're thing things think this "
    "those though through to today too told under until up us use user user's very want was wasn't way we we're well "
    "were what what's when when's where where's which while who who's whom whose why will with won't would yes yet "
    "you you're your yours anymore currently ago today tomorrow yesterday"
)
"""Words that say nothing about the subject. `user` is among them because every memory begins with it."""

MASKED = "[secret]"
"""What stands in a message for a password or key that was masked; nothing is asked or told about it."""

_GENERIC = bag(
    "call name kind type sort age old born day date time year work live home place person city town mention talk "
    "best long"
)
_GROUPS = (
    "phone mobile",
    "name call", "job work profession occupation career", "live home city town address flat house apartment",
    "birthday born birth", "wife husband partner spouse married boyfriend girlfriend fiance fiancee",
    "mother mum mom mama", "father dad papa", "grandmother nan grandma", "grandfather grandpa grandad",
    "sibling sister", "sibling brother", "child kid children", "child children kid son", "child children kid daughter",
    "grandchildren grandson granddaughter", "child kid children twin", "son twin", "daughter twin",
    "marry married marries marrying wedding wed", "film movie",
    "like love enjoy adore favorite fan", "hate dislike",
    "favorite favourite", "color colour", "eat food diet meal", "allergy allergic", "hobby hobbies pastime",
    "car vehicle", "holiday vacation trip travel", "exam test", "meet meeting appointment", "buy bought",
    "study university college school", "pet animal", "pet dog", "pet cat", "goal aim want", "employer company employ",
)  # fmt: skip


def stem(word: str) -> str:
    """A word without its commonest endings.

    >>> stem("cities"), stem("climbing"), stem("called")
    ('city', 'climb', 'call')
    """
    word = word.removesuffix("'s")
    word = word[:-1] if word.endswith("ings") and len(word) > 6 else word
    for ending, instead, shortest in (("ies", "y", 5), ("ing", "", 6), ("ed", "", 5), ("es", "e", 5), ("s", "", 4)):
        if word.endswith(ending) and len(word) >= shortest and not word.endswith("ss"):
            cut = word[: len(word) - len(ending)] + instead
            if ending in ("ing", "ed") and len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "lsz":
                cut = cut[:-1]
            return cut
    return word


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words in order, without those that say nothing."""
    return tuple(stem(word) for word in _WORD.findall(standard_words(text)) if word not in STOP)


def weight(term: str) -> float:
    """How much a stem tells what a question is about, 0.2 for words such as "name", else 1."""
    return 0.2 if term in _GENERIC_STEMS else 1.0


def same(term: str, others: frozenset[str]) -> float:
    """How far a stem is among others: 1 itself, 0.9 a longer or shorter form, 0.8 a word that asks the same, else 0."""
    if term in others:
        return 1.0
    if len(term) > 4 and any(
        other[:5] == term[:5] and abs(len(other) - len(term)) <= 3 for other in others if len(other) > 4
    ):
        return 0.9
    return 0.8 if not _ALIKE.get(term, frozenset()).isdisjoint(others) else 0.0


_GENERIC_STEMS = frozenset(map(stem, _GENERIC))
_ALIKE: dict[str, frozenset[str]] = {}
for _group in _GROUPS:
    _members = frozenset(map(stem, _group.split()))
    for _member in _members:
        _ALIKE[_member] = _ALIKE.get(_member, frozenset()) | _members
