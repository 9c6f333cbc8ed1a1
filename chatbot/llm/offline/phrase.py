"""Turns stored sentences about "User" into sentences to the user: "User's dog is ..." becomes "your dog is ...".

Not a grammar: it knows the forms that stored memories have, and leaves every other word as it is.
"""

import re

from chatbot.domain.patterns import lazy
from chatbot.llm.offline.words import bag

_IRREGULAR = {
    "is": "are", "was": "were", "has": "have", "does": "do", "goes": "go",
    "isn't": "aren't", "wasn't": "weren't", "hasn't": "haven't", "doesn't": "don't",
}  # fmt: skip
_ADVERBS = bag(
    "also always currently definitely ever generally just mainly mostly never no normally now often once only "
    "originally previously rarely really recently seldom sometimes still strongly usually longer"
)
_UNCHANGED = bag("as this his its was us plus perhaps always besides towards")
_VERBS = bag(
    "adores attends avoids believes belongs calls collects commutes cooks enjoys feels goes hates has hopes is keeps "
    "knows learns likes lives loves makes needs owns plans plays practices practises prefers raises reads runs speaks "
    "studies takes teaches trains travels uses visits wakes wants was wears works writes"
)
_OWNER = lazy(r"\b(?:the )?user['’]s\b", re.IGNORECASE)
_SUBJECT = lazy(r"^(?:the )?user\b(?!['’]s)", re.IGNORECASE)
_OBJECT = lazy(
    r"\b(with|to|for|from|of|by|than|about|near|and|calls?|told|knows?|helps?|likes?|loves?|married) (?:the )?user\b",
    re.IGNORECASE,
)
_ARTICLE = lazy(r"^(?:The|A|An|My|Our|This|That|There|It)\b(?! User| user)")
_THEIRS = {"their": "your", "theirs": "yours", "themselves": "yourself", "themself": "yourself"}
_LABELLED = lazy(r"your (?:[\w ]+: |(?:hobbies|skills|project|routine|school|deadline|diet|favorite)\b)")
_CALLED = lazy(r"your (?P<who>[a-z]+) is called (?P<name>[^,]+)$")
_SEVERAL = {"child": "children", "grandchild": "grandchildren", "wife": "wives", "mouse": "mice", "fish": "fish"}
_SHARED = lazy(r"(?:allergic to|not (?:like|eat|drink)) ")
_FIRST = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "i'm": "you're",
    "i've": "you've", "i'd": "you'd", "i'll": "you'll",
}  # fmt: skip
_FIRST_VERB = lazy(r"\byou (am|was)\b", re.IGNORECASE)
_WORD = lazy(r"[\w'’]+")


def to_you(text: str) -> str:
    """A stored sentence as said to the user, without its full stop; names and values keep their case.

    Sentences about others change only where they speak of the user.

    >>> to_you("User's dog is called Biscuit")
    'your dog is called Biscuit'
    >>> to_you("User no longer lives in Rome and works as a nurse.")
    'you no longer live in Rome and work as a nurse'
    >>> to_you("Maya (user's sister) is a nurse")
    'Maya (your sister) is a nurse'
    """
    said = _ARTICLE.sub(lambda word: word.group().lower(), text.strip().rstrip(".").strip())
    if _SUBJECT.match(said):
        said = _conjugate("you" + said[_SUBJECT.match(said).end() :])  # type: ignore[union-attr]
        said = _WORD.sub(lambda word: _THEIRS.get(word.group(), word.group()), said)
    elif not _OWNER.search(said) and not _OBJECT.search(said):
        return from_first_person(said)
    said = _OWNER.sub("your", said)
    if _LABELLED.match(said):
        said = _WORD.sub(lambda word: _THEIRS.get(word.group(), word.group()), said)
    said = _OBJECT.sub(r"\1 you", said)
    return said


def from_first_person(text: str) -> str:
    """What the user said about themselves, as said to the user.

    >>> from_first_person("I am late for my train")
    'you are late for your train'
    """
    swapped = _WORD.sub(lambda word: _FIRST.get(word.group().lower().replace("’", "'"), word.group()), text)
    return _FIRST_VERB.sub(lambda match: "you are" if match.group(1).lower() == "am" else "you were", swapped)


def as_sentence(text: str) -> str:
    """A capital at the start and a full stop at the end, where there is none.

    >>> as_sentence("your dog is called Biscuit")
    'Your dog is called Biscuit.'
    """
    text = text.strip()
    if not text:
        return ""
    ended = text if text[-1] in '.!?…"”:' else text + "."
    return ended[0].upper() + ended[1:]


def gathered(phrases: tuple[str, ...]) -> str:
    """Sentences to the user as one phrase, with what they have in common said once.

    >>> gathered(("you like hiking", "you like jazz"))
    'you like hiking and jazz'
    """
    called = [_CALLED.match(phrase) for phrase in phrases]
    if len(phrases) > 1 and len({one and one["who"] for one in called}) == 1 and called[0]:
        who = called[0]["who"]
        return f"your {_SEVERAL.get(who, f'{who}s')} are called {listed(tuple(one['name'] for one in called if one))}"
    split = [phrase.split(" ", 2) for phrase in phrases]
    alike = len(phrases) > 1 and all(len(words) == 3 and words[:2] == split[0][:2] for words in split)
    if not alike or split[0][0] != "you" or split[0][1] == "work" or any(" and " in words[2] for words in split):
        return listed(phrases)
    shared = _SHARED.match(split[0][2]) if all(_SHARED.match(words[2]) for words in split) else None
    same = shared.group() if shared and all(words[2].startswith(shared.group()) for words in split) else ""
    return f"you {split[0][1]} {same}{listed(tuple(words[2].removeprefix(same) for words in split))}"


def listed(items: tuple[str, ...]) -> str:
    """Items as one phrase: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def shorten(text: str, limit: int = 120) -> str:
    """One line of at most `limit` characters, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return cut[: cut.rfind(" ")].rstrip(",;:") + "…" if " " in cut else cut + "…"


def _conjugate(said: str) -> str:
    """Puts the verbs of a sentence that begins with "you" into the second person."""
    words = said.split(" ")
    position = 1
    while position < len(words) and words[position].lower() in _ADVERBS:
        position += 1
    if position < len(words):
        words[position] = _second(words[position])
    for index in range(position + 1, len(words) - 1):
        if words[index] in ("and", "but", "or") and words[index + 1] in _VERBS:
            words[index + 1] = _second(words[index + 1])
    return " ".join(words)


def _second(verb: str) -> str:
    """The second person of a third-person verb; any other word as it is."""
    plain = verb.replace("’", "'")
    if plain in _IRREGULAR:
        return _IRREGULAR[plain]
    if not plain.isalpha() or plain in _UNCHANGED or not plain.endswith("s") or plain.endswith("ss"):
        return verb
    if plain.endswith("ies") and len(plain) > 4:
        return plain[:-3] + "y"
    if plain.endswith(("shes", "ches", "xes", "sses", "zzes")):
        return plain[:-2]
    return plain[:-1]
