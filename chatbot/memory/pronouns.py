"""Turns sentences by their pronouns and verbs: the user's words as a note, a note as said to the user, what was so.

Knows the forms that users' words and stored memories have, and leaves every other word as it is.
"""

import re

from chatbot.domain.patterns import lazy
from chatbot.memory.words import word_set


def with_s(verb: str) -> str:
    """The third person of a verb: "plays", "watches", "carries"."""
    if verb.endswith(("sh", "ch", "x", "o", "ss")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"


_BE = {
    "i am": "user is", "i'm": "user is", "im": "user is", "i was": "user was", "i have": "user has",
    "i've": "user has", "i do": "user does", "i don't": "user doesn't", "i dont": "user doesn't",
    "i can": "user can", "i will": "user will", "i'll": "user will", "i would": "user would", "i'd": "user would",
    "i can't": "user can't", "i had": "user had",
}  # fmt: skip
_FIRST = lazy(
    r"\b(?:(?P<be>i (?:am|was|have|had|don't|dont|do|can't|can|will|would)|i'm|"
r"im|i've|i'll|i'd)|i (?P<verb>[a-z]+)|(?P<i>i)|(?P<my>my|our)|(?P<me>me|us)|"
    r"(?P<self>myself)|(?P<mine>mine|ours))(?![\w'])", re.I)  # fmt: skip
_NO_S = word_set(
    "went had was did saw got took made came always never usually also really "
    "often should must may might could lost bought left only still just said "
    "gave kept put felt knew told moved"
)


def third_person(text: str) -> str:
    """The user's words as a note about the user ("My locker is 42" -> "User's locker is 42")."""

    def turn(match: re.Match[str]) -> str:
        if match["be"]:
            return _BE[match["be"].lower().replace("’", "'")]
        if match["verb"]:
            verb = match["verb"]
            return f"user {verb}" if verb in _NO_S or verb.endswith(("ed", "s")) else f"user {with_s(verb)}"
        if match["my"]:
            return "user's"
        return "user" if match["i"] or match["me"] else ("user's" if match["mine"] else "themselves")

    turned = _FIRST.sub(turn, text.strip().rstrip(".!"))
    return turned[:1].upper() + turned[1:]


def second_person(text: str) -> str:
    """A note about the user as words to the user ("User's locker is 42" -> "your locker is 42")."""
    turned = re.sub(r"\b[Uu]ser's\b", "your", text.strip().rstrip("."))
    turned = re.sub(r"\b[Uu]ser doesn't\b", "you don't", turned)
    turned = re.sub(
        r"\b[Uu]ser (is|was|has|does)\b",
        lambda match: (
            f"you {dict(zip(('is', 'was', 'has', 'does'), ('are', 'were', 'have', 'do'), strict=True))[match[1]]}"
        ),
        turned,
    )
    turned = re.sub(r"\b[Uu]ser (\w+?(?:sh|ch|x|o))es\b", r"you \1", turned)
    turned = re.sub(r"\b[Uu]ser (\w+?[^s\W])s\b", r"you \1", turned)
    return re.sub(r"\b[Uu]ser\b", "you", turned)


_WAS = (
    (lazy(r"^(?P<who>User's [\w' -]+?|\S+'s [\w' -]+?) is (?=\S)"), r"\g<who> was "),
    (lazy(r"^(?P<who>User|User's \w+|[A-Z][\w-]*) (?:is|are) (?=\S)"), r"\g<who> used to be "),
    (lazy(r"^(?P<who>User|User's \w+|[A-Z][\w-]*) has (?=\S)"), r"\g<who> used to have "),
    (lazy(r"^(?P<who>User's hobbies|User's skills|\S+'s hobbies|\S+'s skills) include "), r"\g<who> used to include "),
)
_DOES = lazy(r"^(?P<who>User|User's \w+|[A-Z][\w-]*) (?P<verb>[a-z]+s) (?=\S)")


def was_so(text: str) -> str:
    """A memory's sentence as it is told when it holds no more; empty for one that cannot be told so.

    >>> was_so("User lives in Rome"), was_so("User's dog is called Rex")
    ('User used to live in Rome', "User's dog was called Rex")
    """
    for pattern, instead in _WAS:
        if pattern.match(text):
            return pattern.sub(instead, text)
    does = _DOES.match(text)
    if does is None or does["verb"] in ("does", "was", "his", "this"):
        return ""
    return f"{does['who']} used to {without_s(does['verb'])} {text[does.end() :]}"


_USED_TO = lazy(r"^(?P<who>User|User's \w+|[A-Z][\w-]*) used to (?P<verb>be|have|[a-z]+) ")


def is_so(text: str) -> str:
    """The sentence of `was_so` as it was while it held; empty for any other sentence."""
    used = _USED_TO.match(text)
    if used is None:
        return ""
    verb = {"be": "is", "have": "has"}.get(used["verb"]) or with_s(used["verb"])
    return f"{used['who']} {verb} {text[used.end() :]}"


def without_s(verb: str) -> str:
    """The plain form of a verb in the third person: "play", "watch", "carry"."""
    if verb == "goes" or verb.endswith(("shes", "ches", "xes", "sses")):
        return verb[:-2]
    return f"{verb[:-3]}y" if verb.endswith("ies") and len(verb) > 4 else verb[:-1]
