"""What a message is about, in a word or two: only where that is plain, since a wrong topic is worse than none."""

import re

from chatbot.domain.patterns import lazy
from chatbot.llm.offline.words import STOP

_OWNED = lazy(r"\b(my|our|the|this|these|those)\s+((?:[^\W\d_]|['’-])+)(?:\s+((?:[^\W\d_]|-)+))?", re.IGNORECASE)
_ABOUT = lazy(
    r"\babout\s+(?:my |the |our |a |an )?((?:[^\W\d_]|-){3,})(?:\s+((?:[^\W\d_]|-)+)(?=\s*(?:$|[.,;:!?])))?",
    re.IGNORECASE,
)
_GERUND = lazy(r"\b([a-z]{3,}ing)\b")
_NO_GERUND = frozenset(
    ("thing", "nothing", "something", "anything", "everything", "going", "being", "having", "doing", "feeling",
     "morning", "evening", "during", "king", "bring", "string", "saying", "trying", "getting", "making", "coming",
     "looking", "thinking", "amazing", "boring", "annoying", "interesting", "exciting", "raining", "talking",
     "becoming", "including", "according", "working", "asking", "telling", "sitting", "spring", "using",
     "kidding", "joking", "messing", "wondering", "living", "moving", "keeping", "losing", "finding", "waiting",
     "leaving", "starting", "ending", "giving", "taking", "putting", "calling", "staying", "eating", "sleeping",
     "seeing", "wanting", "needing", "hoping", "missing", "killing", "dying", "crying", "driving", "expecting",
     "standing", "happening", "ring", "wing", "sing", "ceiling", "building", "wedding", "meeting", "finishing"),
)  # fmt: skip
_VAGUE = frozenset(
    ("thing", "things", "way", "time", "day", "same", "other", "one", "best", "worst", "whole", "first", "last",
     "next", "only", "most", "lot", "bit", "kind", "world", "end", "point", "moment", "own", "new", "old", "big",
     "little", "small", "good", "bad", "great", "very", "truth", "fact", "morning", "evening", "night", "week",
     "month", "year"),
)  # fmt: skip
_EST_NOUNS = frozenset(("forest", "request", "interest", "protest", "harvest", "contest", "conquest", "pretest"))
_NOT_SECOND = lazy(
    r"(?:s|ed|ing|ly|n't|en)$|^(?:wo|do|ca|is|was|did|does|has|have|could|would|should|are|were)nt$|^(?:wrong|right|"
    r"again)$|"
    r"^(?:is|was|has|had|got|went|came|said|told|made|took|gave|felt)$"
)


def topic_of(text: str) -> str:
    """The subject of a message, as said to the user; empty where none stands out.

    >>> topic_of("My boss keeps moving the goalposts")
    'your boss'
    >>> topic_of("I went climbing with Jo")
    'climbing'
    """
    if about := _ABOUT.search(text):
        word, second = about.group(1), about.group(2) or ""
        if _is_noun(word) and not word.lower().endswith("ing"):
            word = f"{word} {second}" if second and second.lower() not in STOP else word
            owner = "your " if re.search(rf"\bmy\s+{re.escape(word)}\b", text, re.IGNORECASE) else ""
            return owner + word if owner else _with_article(word, text)
    for match in _OWNED.finditer(text):
        first, second = match.group(2), match.group(3) or ""
        if not _is_noun(first) or first.endswith(("'s", "’s")):
            continue
        own = match.group(1).lower() in ("my", "our")
        if second and _goes_on(match.group(1).lower(), first, second):
            return ("your " if own else "the ") + f"{first} {second}"
        if first.isupper() or (own and first.endswith("s") and second and not second.endswith("s")):
            second = ""
        keep = second and second.lower() not in STOP and not _NOT_SECOND.search(second.lower())
        noun = f"{first} {second}" if keep and own else first
        return ("your " if own else "the ") + noun
    gerund = next((word for word in _GERUND.findall(text) if word not in _NO_GERUND), "")
    return gerund


def _goes_on(which: str, first: str, second: str) -> bool:
    """Whether the second word belongs to the name or the things: "the MS Kronborg", "those electric scooters"."""
    named = first[:1].isupper() and second[:1].isupper()
    return named or (which in ("these", "those") and second.endswith("s") and second.lower() not in STOP)


def _is_noun(word: str) -> bool:
    """Whether a word may name a subject: no filler, no superlative."""
    small = word.lower()
    superlative = small.endswith("est") and len(small) > 5 and small not in _EST_NOUNS
    return small not in STOP and small not in _VAGUE and not superlative


def _with_article(word: str, text: str) -> str:
    return f"the {word}" if re.search(rf"\bthe\s+{re.escape(word)}\b", text, re.IGNORECASE) else word
