"""The questions of a message: "what's my name and where do I live?" asks for two things, and both want an answer."""

import re

from chatbot.domain.patterns import lazy
from chatbot.domain.spelling import standard_words
from chatbot.llm.offline.patterns import own_questions

_HASTY_OF = lazy(r"\bmy (\w+?)s (name|birthday|age|job|diet|home)\b")
"""An owner typed without the apostrophe."""
_JOINT = lazy(r"\s*,\s*(?:and (?:also )?|or )?|\s+(?:and(?: also)?|plus|as well as)\s+|[.!;]\s+")
_WHOLE = lazy(
    r"(?:(?:what|where|when|who|which|why|how)(?:'s|'re)?\b.*\b(?:is|are|was|were|do|does|did|am|can|have|has)\b|"
    r"(?:what|where|when|who|how)(?:'s\b| old\b)?|(?:do|did|am|was|have|can|is|are|does)\b) ?.*\b(?:i|my|our|we|me)\b"
)
"""The beginning of a question that stands alone, and is about the user."""
_ASKS = lazy(
    r"(?:what|where|when|who|which|how(?: many| much| old| long)?)"
    r"(?:'s|'re| (?:is|are|was|were|do|does|did|will|can|has|have)) [\w']+ [\w']+"
)
"""The same about anything: "when is the baby due"."""
_WITH = lazy(r"(?:with|who|whom) (?:with|who|whom)$")
_LIVING = lazy(r".*\b(?:do|did|am|was) i (?P<verb>\w+)$")
"""Behind "where do I live": "and with whom"."""
_OF_THEM = lazy(r"(?:what|where|when|who|how)\b.*\b(?P<who>she|he|they|her|his|their)\b")
_THEM = lazy(r"(?P<who>\bmy [\w-]+)|\bwho(?:'s| is) (?P<name>[\w-]+)$")
_THEIRS = ("her", "his", "their")
_ASKED_OF = lazy(r"(?P<head>(?:what|who|when|where|how old)(?:'s| is| are| was) )my [\w']+(?: [\w']+)?$")
_OWN_THING = lazy(r"my [\w']+(?: (?!called$|named$|like$|doing$)[\w']+)?$")
_OWNING = lazy(r"(?P<head>.*\bmy (?:favou?rite )?)[\w']+(?: [\w']+)?$")
_OWNED = lazy(r"(?:my )?(?P<what>[\w']+(?: [\w']+)?)$")
_DOING = lazy(r"(?P<head>.*\b(?:do|did) i )(?P<verb>[a-z]+)$")
_DONE = lazy(r"(?:live|work|study|like|love|hate|dislike|eat|drink|play|drive|own|speak|do|avoid)$")
_HELLO = lazy(
    r"^(?:hi+|hey+|hello+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|welcome back|i'm back)"
    r"(?: (?:again|there|everyone|back|you|\w+(?=,)))*[,.! ]+(?=(?:and |so )?(?:what|where|when|who|which|how|do|did|"
    r"am|was|have|can|is|are|does)\b)"
)
"""A greeting before a question is none of what is asked."""
_MOST = 6
"""So many questions of one message are answered."""


def question_part(text: str) -> str:
    """The message's last question, folded, without its mark; the whole message where none is marked."""
    before, mark, _ = _HELLO.sub("", _folded(text)).rpartition(
        "?"
    )  # a pattern would read a long text again from each letter
    said = re.split(r"[.!?]", before.rstrip(" ?.!"))[-1] if mark else _HELLO.sub("", _folded(text))
    return said.strip(" ?.!")


def questions_in(text: str) -> tuple[str, ...]:
    """Each question of a message, folded and complete, in order; at least one.

    >>> questions_in("What's my dog's name and where do I live?")
    ("what's my dog's name", 'where do i live')
    >>> questions_in("What is my name and age?")
    ('what is my name', 'what is my age')
    """
    *marked, rest = _HELLO.sub("", _folded(text)).split("?")
    asked = [_last_sentence(part) for part in marked] if marked else [rest.strip(" .!")]
    if marked and (unmarked := _last_sentence(rest)) and (_WHOLE.match(unmarked) or _ASKS.match(unmarked)):
        asked.append(unmarked)
    found = [question for part in asked if part for question in _apart(part)]
    return tuple(dict.fromkeys(found))[:_MOST] or (question_part(text),)


def _folded(text: str) -> str:
    return _HASTY_OF.sub(r"my \1's \2", standard_words(text))


def _last_sentence(part: str) -> str:
    return re.split(r"[.!]\s", part.strip(" .!"))[-1].strip()


def _apart(asked: str) -> list[str]:
    """The questions that are joined in one; the whole where it is only one."""
    made: list[str] = []
    begin, between = 0, ""
    for joint in (*_JOINT.finditer(asked), None):
        piece = asked[begin : joint.start()] if joint else asked[begin:]
        whole = _completed(made[-1], piece) if made else piece
        if whole or not made:
            made.append(whole)
        else:
            made[-1] = f"{made[-1]}{between}{piece}"
        begin, between = (joint.end(), joint.group()) if joint else (len(asked), "")
    return [question for question in made if question]


def _completed(before: str, piece: str) -> str:
    """A piece behind a question as a question of its own; empty where it belongs to the one before."""
    if _WHOLE.match(piece):
        return piece
    if _WITH.match(piece) and (living := _LIVING.match(before)):
        return f"who do i {living['verb']} with"
    if (of_them := _OF_THEM.match(piece)) and (them := _THEM.search(before)):
        who = (them["who"] or them["name"]) + ("'s" if of_them["who"] in _THEIRS else "")
        return f"{piece[: of_them.start('who')]}{who}{piece[of_them.end('who') :]}"
    if (asked := _ASKED_OF.match(before)) and _OWN_THING.match(piece):
        return asked["head"] + piece
    owning, owned = _OWNING.match(before), _OWNED.match(piece)
    if owning and owned and (owning["head"].endswith("rite ") or _is_own(owned["what"])):
        return owning["head"] + owned["what"]
    if (doing := _DOING.match(before)) and _DONE.match(piece):
        return doing["head"] + piece
    return piece if _ASKS.match(piece) and _ASKS.match(before) else ""


def _is_own(what: str) -> bool:
    """Whether users ask for it by "my": "age", "job"."""
    found = (row.search(f"my {what}") for row, _ in own_questions())
    return any(match is not None and match.start() == 0 for match in found)
