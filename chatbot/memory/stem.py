"""Reduces English words to stems, so that "painted" finds "painting". Not a lemmatiser: stems are keys, not words.

The rules follow the published description of the Porter2 ("English") stemmer by Martin Porter, which
is the one BM25 is usually measured with; irregular past tenses and plurals, which no suffix rule
reaches, are looked up first. Words with characters outside a-z come back as they are.
"""

import re
from functools import lru_cache

from chatbot.domain.patterns import lazy

_VOWELS = frozenset("aeiouy")
_DOUBLES = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")
_LI_ENDINGS = frozenset("cdeghkmnrt")
_ASCII_WORD = lazy(r"[a-z]+\Z")

_STEP2 = (
    ("ization", "ize"), ("ational", "ate"), ("fulness", "ful"), ("ousness", "ous"), ("iveness", "ive"),
    ("tional", "tion"), ("biliti", "ble"), ("lessli", "less"), ("entli", "ent"), ("ation", "ate"), ("alism", "al"),
    ("aliti", "al"), ("ousli", "ous"), ("iviti", "ive"), ("fulli", "ful"), ("enci", "ence"), ("anci", "ance"),
    ("abli", "able"), ("izer", "ize"), ("ator", "ate"), ("alli", "al"), ("bli", "ble"), ("ogi", "og"), ("li", ""),
)  # fmt: skip
_STEP3 = (
    ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("icate", "ic"), ("iciti", "ic"), ("ative", ""),
    ("ical", "ic"), ("ness", ""), ("ful", ""),
)  # fmt: skip
_STEP4 = (
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion",
    "al", "er", "ic",
)  # fmt: skip

_IRREGULAR_FORMS = """
be am is are was were been being; go went gone; do did done; have has had; say said; get got gotten; make made;
know knew known; think thought; take took taken; see saw seen; come came; give gave given; find found; tell told;
feel felt; leave left; begin began begun; keep kept; hold held; write wrote written; stand stood; hear heard;
mean meant; meet met; run ran; pay paid; sit sat; speak spoke spoken; lead led; grow grew grown; lose lost;
fall fell fallen; send sent; build built; understand understood; draw drew drawn; break broke broken; spend spent;
rise rose risen; drive drove driven; buy bought; wear wore worn; choose chose chosen; eat ate eaten; teach taught;
catch caught; fly flew flown; sell sold; forget forgot forgotten; sing sang sung; swim swam swum; sleep slept;
win won; ride rode ridden; throw threw thrown; steal stole stolen; wake woke woken; hide hid hidden; bring brought;
fight fought; shoot shot; drink drank drunk; ring rang rung; swear swore sworn; tear tore torn; bite bit bitten;
blow blew blown; freeze froze frozen; shake shook shaken; hang hung; strike struck; dig dug; feed fed; lend lent;
bend bent; sweep swept; weep wept; shine shone; seek sought; stick stuck; become became; overcome overcame;
child children; man men; woman women; person people; foot feet; tooth teeth; mouse mice; wife wives;
knife knives; shelf shelves; wolf wolves; goose geese; bad worse worst; die dying died;
lie lying lied; tie tying tied; knit knitted knitting; grandchild grandchildren; sky skies; bus buses busses;
color colour colours colors; favorite favourite favorites favourites; neighbor neighbour neighbors neighbours;
neighborhood neighbourhood; flavor flavour flavors flavours; humor humour; honor honour; behavior behaviour; gray grey;
theater theatre; center centre; jewelry jewellery; traveler traveller; travel travelling travelled; program programme
"""
_INVARIANT = frozenset(("news", "series", "species"))
_IRREGULAR: dict[str, str] = {form: group.split()[0] for group in _IRREGULAR_FORMS.split(";") for form in group.split()}


def _has_vowel(text: str) -> bool:
    return any(character in _VOWELS for character in text)


def _regions(word: str) -> tuple[int, int]:
    """Where Porter2's regions R1 and R2 begin."""
    first = _after_syllable(word, 0)
    for prefix in ("gener", "commun", "arsen"):
        if word.startswith(prefix):
            first = len(prefix)
    return first, _after_syllable(word, first)


def _after_syllable(word: str, start: int) -> int:
    for position in range(start + 1, len(word)):
        if word[position] not in _VOWELS and word[position - 1] in _VOWELS:
            return position + 1
    return len(word)


def _is_short(word: str, first_region: int) -> bool:
    return first_region >= len(word) and _ends_short(word)


def _ends_short(word: str) -> bool:
    if len(word) == 2:
        return word[0] in _VOWELS and word[1] not in _VOWELS
    return (
        len(word) > 2
        and word[-1] not in _VOWELS
        and word[-1] not in "wxY"
        and word[-2] in _VOWELS
        and word[-3] not in _VOWELS
    )


def _plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith(("us", "ss")):
        return word
    return word[:-1] if word.endswith("s") and _has_vowel(word[:-2]) else word


def _past_and_progressive(word: str, first: int) -> str:
    for suffix in ("eedly", "eed"):
        if word.endswith(suffix):
            return word[: -len(suffix)] + "ee" if len(word) - len(suffix) >= first else word
    for suffix in ("ingly", "edly", "ing", "ed"):
        if not word.endswith(suffix):
            continue
        base = word[: -len(suffix)]
        if not _has_vowel(base):
            return word
        if base.endswith(("at", "bl", "iz")):
            return base + "e"
        if base.endswith(_DOUBLES):
            return base[:-1]
        return base + "e" if _is_short(base, first) else base
    return word


def _derivation(word: str, first: int) -> str:
    for suffix, replacement in _STEP2:
        if not word.endswith(suffix):
            continue
        base = word[: -len(suffix)]
        fits = len(base) >= first and (suffix != "li" or base[-1:] in _LI_ENDINGS)
        return base + replacement if fits and (suffix != "ogi" or base.endswith("l")) else word
    return word


def _residue(word: str, first: int, second: int) -> str:
    for suffix, replacement in _STEP3:
        if word.endswith(suffix):
            start = second if suffix == "ative" else first
            word = word[: -len(suffix)] + replacement if len(word) - len(suffix) >= start else word
            break
    for suffix in _STEP4:
        if word.endswith(suffix):
            base = word[: -len(suffix)]
            fits = len(base) >= second and (suffix != "ion" or base.endswith(("s", "t")))
            word = base if fits else word
            break
    if word.endswith("e"):
        base = word[:-1]
        if len(base) >= second or (len(base) >= first and not _ends_short(base)):
            return base
    return word[:-1] if word.endswith("ll") and len(word) - 1 >= second else word


def initial(word: str) -> str:
    """The letter that the stem of a word begins with, at a fiftieth of what the stem costs. Arguments as for `stem`."""
    return _IRREGULAR.get(word, word)[:1] if len(word) > 2 else word[:1]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of one word.

    Args:
        word: lower case, without apostrophes.

    >>> stem("painted"), stem("painting"), stem("went"), stem("hobbies")
    ('paint', 'paint', 'go', 'hobbi')
    """
    if len(word) < 3 or word in _INVARIANT or not _ASCII_WORD.match(word):
        return word
    word = _IRREGULAR.get(word, word)
    marked = re.sub(r"(?<=[aeiouy])y", "Y", "Y" + word[1:] if word.startswith("y") else word)
    first, second = _regions(marked)
    marked = _past_and_progressive(_plural(marked), first)
    if len(marked) > 2 and marked[-1] in "yY" and marked[-2] not in _VOWELS:
        marked = marked[:-1] + "i"
    return _residue(_derivation(marked, first), first, second).lower()
