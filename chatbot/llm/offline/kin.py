"""Questions about others: "where does my sister live?" asks for Maya's home, and only that answers it."""

import re

from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.domain.value import Value
from chatbot.llm.offline.words import same, stem

_NAMED = lazy(
    r"^User['’]s (?P<word>[a-z -]+?)(?:(?: (?:is|was) called| is named|['’]s name is) | is (?=[A-Z]))"
    r"(?P<name>[^\W\d_][\w'’-]*(?: [A-Z][\w'’-]*)?)$"
)
_MINE = lazy(r"\bmy (?:(?:older|elder|younger|little|big|best|dear) )*(?P<word>\w+)")
_FIRST_WORD = lazy(r"(?:user['’]s )?(?P<word>\w+)(?![\w'’])")
_VERBS = {
    "does": "do i", "do": "do i", "is": "am i", "are": "am i", "has": "have i", "did": "did i", "was": "was i",
    "can": "can i",
}  # fmt: skip


class Other(Value):
    """Somebody whom a question asks about.

    Attributes:
        name: folded.
        as_own: the question as they would ask it of themselves ("where do i live").
        rest: the question without them.
        kind: stems of what they are to the user ("mother"), for memories without the name ("User's mum is 61").
    """

    name: str
    as_own: str
    rest: str
    kind: frozenset[str] = frozenset()

    def is_named_in(self, text: str) -> bool:
        """Whether a memory's sentence tells their name."""
        told = _NAMED.match(text)
        return told is not None and fold(told["name"]) == self.name

    def as_user(self, text: str) -> str:
        """A memory's sentence about them as it would be about the user, folded; empty where it is about another."""
        said = fold(text)
        told = re.match(rf"{re.escape(self.name)}(?!\w)", said)
        if told is None and not _NAMED.match(text):
            first = _FIRST_WORD.match(said)
            told = first if first and same(stem(first["word"]), self.kind) else None
        return f"user{said[told.end() :]}" if told else ""


def others_in(question: str, memories: tuple[str, ...]) -> tuple[Other, ...]:
    """Whom a question asks about, by name or by what they are to the user; none where it is nobody who is known.

    Args:
        question: folded.
        memories: sentences of recalled memories; those that tell a name count.
    """
    found: dict[str, Other] = {}
    for told in filter(None, map(_NAMED.match, memories)):
        name = fold(told["name"])
        kind = frozenset((stem(told["word"].split()[-1]),))
        phrases = [mine.group() for mine in _MINE.finditer(question) if same(stem(mine["word"]), kind)]
        phrases += [name] if re.search(rf"\b{re.escape(name)}\b", question) else []
        if phrases:
            found.setdefault(name, _other(name, phrases[0], question, kind))
    return tuple(found.values())


def _other(name: str, phrase: str, question: str, kind: frozenset[str]) -> Other:
    who = re.escape(phrase)
    own = re.sub(rf"\b{who}(?:'s|s')(?= \w)", "my", question)
    own = re.sub(rf"\b({'|'.join(_VERBS)}) {who}\b", lambda match: _VERBS[match[1]], own)
    return Other(name, re.sub(rf"\b{who}\b", "i", own), re.sub(rf"\b{who}(?:'s)?", " ", question), kind)
