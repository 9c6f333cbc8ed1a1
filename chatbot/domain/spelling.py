"""Reads words as people type them in haste ("wat r my goals", "im", "gf") as the standard words that they stand for.

For matching only: what is stored and quoted stays as it was typed. Not a spelling checker: it knows a fixed set of
words, and those that might mean something else ("R is a language", "n = 5") only among words that tell them apart.
"""

from collections.abc import Iterator, Mapping

from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold

_WORD = lazy(r"2?[^\W\d_]+(?:'[^\W\d_]+)*")
_ALONE = lazy(r"(?<![\w@#/-])(?<!\w\.)2?[^\W\d_]+(?:'[^\W\d_]+)*(?![\w@/(]|[.-]\w)")
"""A word that is no part of a number, a path, an address, a call or a compound."""

_HASTY = {
    "im": "i'm", "iam": "i'm", "ive": "i've", "hes": "he's", "shes": "she's", "thats": "that's", "theres": "there's",
    "whats": "what's", "wheres": "where's", "whos": "who's", "whens": "when's", "hows": "how's", "youre": "you're",
    "youve": "you've", "theyre": "they're", "weve": "we've", "dont": "don't", "doesnt": "doesn't", "didnt": "didn't",
    "isnt": "isn't", "arent": "aren't", "wasnt": "wasn't", "werent": "weren't", "wont": "won't", "cant": "can't",
    "couldnt": "couldn't", "wouldnt": "wouldn't", "shouldnt": "shouldn't", "havent": "haven't", "hasnt": "hasn't",
    "lets": "let's",
}  # fmt: skip
"""Without their apostrophe."""

_SLANG = {
    "wat": "what", "wut": "what", "wot": "what", "wats": "what's", "wots": "what's", "wat's": "what's",
    "bout": "about", "abt": "about", "u": "you", "ur": "your", "u're": "you're", "u've": "you've", "ya": "you",
    "r": "are", "n": "and", "gf": "girlfriend", "bf": "boyfriend", "bff": "best friend",
    "bestie": "best friend", "hubby": "husband", "hubbie": "husband", "wifey": "wife", "uni": "university",
    "cuz": "because", "coz": "because", "wanna": "want to", "gonna": "going to", "gotta": "have to",
    "lemme": "let me", "tryna": "trying to", "pls": "please", "plz": "please", "ppl": "people", "tmrw": "tomorrow",
    "tmr": "tomorrow", "tmrrw": "tomorrow", "tomoz": "tomorrow", "2moro": "tomorrow", "2morow": "tomorrow",
    "2nite": "tonight", "2day": "today", "wknd": "weekend", "yday": "yesterday", "bday": "birthday",
    "fave": "favorite", "fav": "favorite", "rly": "really", "luv": "love", "thx": "thanks", "appt": "appointment",
    "aswell": "as well", "names": "name's", "were": "we're", "w": "with", "cos": "because", "preggers": "pregnant",
    "smth": "something", "sth": "something",
}  # fmt: skip

_SLIPS = {
    "favourite": "favorite", "favorit": "favorite", "favrite": "favorite", "favourit": "favorite",
    "favorites": "favorite", "favourites": "favorite", "colour": "color", "alergic": "allergic",
    "allergc": "allergic", "alergy": "allergy", "allergie": "allergy", "vegitarian": "vegetarian",
    "vegeterian": "vegetarian", "birthdy": "birthday", "birtday": "birthday", "brithday": "birthday",
    "freind": "friend", "frend": "friend", "sistr": "sister", "borther": "brother", "brothr": "brother",
    "daugther": "daughter", "dauhgter": "daughter", "husbnd": "husband", "realy": "really", "moveed": "moved",
    "studing": "studying", "studyin": "studying", "wrk": "work", "workin": "working", "livin": "living",
    "fiancé": "fiance", "fiancée": "fiance", "fiancee": "fiance", "neighbour": "neighbor", "calld": "called",
    "caled": "called", "nmae": "name", "naem": "name", "actualy": "actually", "actully": "actually",
    "acutally": "actually", "actaully": "actually", "ment": "meant", "worng": "wrong", "wrogn": "wrong",
    "srry": "sorry", "sory": "sorry", "corection": "correction", "forgett": "forget", "froget": "forget",
    "forgt": "forget", "everthing": "everything", "everyting": "everything", "abuot": "about", "abot": "about",
    "programing": "programming", "travelling": "traveling", "prefere": "prefer", "hobbys": "hobbies",
    "hobbie": "hobby", "lov": "love", "rember": "remember", "remeber": "remember", "rememeber": "remember",
    "enjoi": "enjoy", "liv": "live", "adress": "address", "appointmnt": "appointment", "becuase": "because",
    "becouse": "because", "tommorow": "tomorrow", "tommorrow": "tomorrow", "tomorow": "tomorrow",
}  # fmt: skip
"""Slips of the fingers, and spellings of other countries."""

_FORMS = _SLIPS | _SLANG | _HASTY
_FORMS |= {f"{said}'s": f"{form}'s" for said, form in _FORMS.items() if len(said) > 1 and form.isalpha()}  # "gf's"
_AS_IS: Mapping[str, str] = {}

_ASKING = r"(?:^|[.!?,] ?|\b(?:what|wat|wot|how|where|who|when|why|which|and|so|u|you|we|they) )$"
_OWN_WORD = r" (?:u|ur|you|your|my|our|we|they|their|the|these|those|things|not|so|too|all|really|very)\b"
_AMONG = {
    "r": (lazy(_ASKING), lazy(_OWN_WORD)),
    "n": (
        lazy(r"(?<=[\w,] )(?<!\bfor )(?<!\blet )(?<!\bof )(?<!\bthe )(?<!\bby )(?<!\bevery )(?<!\bwhere )(?<!\bis )$"),
        lazy(r" (?!(?:is|be|in|are|was|equals?|times|plus|minus|or|and|to|steps|items|elements|x)\b)[a-z]"),
    ),
    "u": (lazy(r"(?<!\blet )(?<!\bvitamin )(?<!\bletter )$"), lazy(r"(?! ?[=:+*/<>^])(?! (?:is|in|and v)\b)")),
    "names": (lazy(r"\b(?:my|his|her|their|its) $"), lazy(r" (?!(?:are|were|and|of|in|on|for|is)\b)\w")),
    "ment": (lazy(r"\b(?:i|you|u|we|they|sorry,?) $"), lazy(r"")),
    "were": (
        lazy(r"(?:^|[.!?\n] ?|\b(?:so|omg|yay|btw|guess what|news),? )$"),
        lazy(
            r" (?:expecting|having|getting|moving|adopting|engaged|pregnant|off to|going (?:to|on|away)|flying|"
            r"planning)\b"
        ),
    ),
    "w": (lazy(r"[a-z] $"), lazy(r" (?:me|my|him|her|them|us|our)\b")),
    "cos": (lazy(r"[\w,] $"), lazy(r" (?:i|i'm|im|ive|we|he|hes|she|shes|they|theyre|it|its|my|our|the|you|there)\b")),
    "lets": (lazy(r"(?:^|[.!?,] ?|\b(?:ok|so|and|now) )$"), lazy(r"")),
}  # fmt: skip
"""Words that mean something else elsewhere: what must stand before them, and what behind."""
_YOU_ARE = lazy(
    r" (?:an?|so|not|too|just|really|very|such|being|always|never|the (?:best|worst)|welcome|right|wrong|stupid|dumb|"
    r"useless|annoying|boring|great|awesome|nice|funny|sweet|kind|cool|amazing|bad|good|mean)\b"
    r"(?! \w+ (?:is|was|are)\b)"
)
_NEAR = 24
_WITHOUT_DO = lazy(
    r"(?P<lead>(?:and|so|but|hello|hi),? )?"
    r"(?:(?P<with>with who(?:m)? )|(?P<ask>(?:what|where|when|how|who|(?:which|what) (?!(?:do|does|did|can|could|"
    r"would|will|should|may|if|a|to|about|else)\b)\w+) ))"
    r"(?P<who>i|you|we|my (?:mother|mum|mom|father|dad|brother|sister|son|daughter|wife|husband|parents|friend)) "
    r"(?P<verb>live|work|like|love|hate|have|know|remember|study|eat|drink|do|play|speak|want|need|drive)s?"
    r"(?P<rest>(?: (?:about|of|with|for) (?:me|us|work|fun|a living))?"
    r"(?: (?:now|today|tomorrow|(?:this|next) \w+))?) ?(?P<mark>\?)?$"
)
"""Short questions as learners of English ask them: "Where I work?", "What you know about me?"."""
_SURELY_ASKED = lazy(r"(?:where|with who|(?:what|which) (?!i|you|we|my)\w+) ")
"""Begins a short question that needs no mark to be one."""


def readings(text: str, written_out: Mapping[str, str] = _AS_IS) -> Iterator[tuple[int, int, str]]:
    """Each word of a text that stands for a standard one, as begin, end and the standard form, in small letters.

    Args:
        text: with straight quotes; capitals do not matter.
        written_out: standard words, in small letters, with what they are to become.
    """
    for word in _WORD.finditer(text):
        said = word.group().lower()
        form = _standard(said, text, *word.span()) if said in _FORMS else said
        form = written_out.get(form, form)
        if form != said:
            yield word.start(), word.end(), form


def _standard(said: str, text: str, start: int, end: int) -> str:
    """The standard form of a word in small letters; itself where the words around it give it another meaning."""
    form = _FORMS[said]
    if not _ALONE.match(text, start):
        return said
    after = text[end : end + _NEAR].lower()
    if said == "ur" and _YOU_ARE.match(after):
        return "you're"
    if said not in _AMONG:
        return form
    before = text[max(0, start - _NEAR) : start].lower()
    fits_before, fits_behind = _AMONG[said]
    return form if fits_before.search(before) and fits_behind.match(after) else said


def standard_words(text: str) -> str:
    """A text as comparisons see it, see `domain.text.fold`, in standard words; a short question gets its "do".

    >>> standard_words("Wat r my goals n whos my GF?")
    "what are my goals and who's my girlfriend?"
    >>> standard_words("R is a language, n = 5, U2 rocks")
    'r is a language, n = 5, u2 rocks'
    """
    folded = fold(text)
    if _FORMS.keys().isdisjoint(_WORD.findall(folded)):
        return _with_do(folded)
    pieces: list[str] = []
    done = 0
    for start, end, form in readings(folded):
        pieces += (folded[done:start], form)
        done = end
    return _with_do("".join((*pieces, folded[done:])))


def _with_do(standard: str) -> str:
    """A short question with the "do" that it lacks; anything else as it is."""
    asked = _WITHOUT_DO.match(standard)
    if asked is None or not (asked["mark"] or _SURELY_ASKED.match(standard)):
        return standard
    do = "does" if asked["who"].startswith("my ") and not asked["who"].endswith("parents") else "do"
    head = f"{asked['lead'] or ''}{'who ' if asked['with'] else asked['ask']}{do} {asked['who']} {asked['verb']}"
    return f"{head}{asked['rest']}{' with' if asked['with'] else ''}?"
