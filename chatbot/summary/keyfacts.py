"""What a summary must not lose: names, numbers, dates, promises, decisions and open questions, with weights.

Taken out of the messages before a chapter is written, so that the chapter can be compared with them. This
is no memory extraction: nothing here is stored as a memory or decides what is true.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from chatbot.domain.message import Message
from chatbot.domain.patterns import lazy
from chatbot.domain.session import KeyFact
from chatbot.domain.text import fold
from chatbot.domain.value import replace
from chatbot.summary.cues import (
    DATE,
    DECISION,
    LASTING,
    NAME,
    NO_NAME,
    NUMBER,
    OPEN,
    PROMISE,
    TOLD_NAME,
    UNANSWERED,
)
from chatbot.summary.sentences import Sentence, content_words, sentences_of

KINDS = ("name", "number", "date", "promise", "decision", "question")
"""In the order in which a chapter lists what it had to add."""

BASE_WEIGHT: dict[str, float] = {
    "name": 0.5, "number": 0.4, "date": 0.55, "promise": 0.65, "decision": 0.65, "question": 0.45,
}  # fmt: skip
"""Set by hand: what somebody bound themselves to is missed most, a bare number least."""

_STATEMENT_CHARACTERS = 140
_BETWEEN = lazy(r"[^\w$€£¥%]+")
_MOST_OF_THEM = 0.7
_WORDS_OF_A_STATEMENT = 2


def key_facts(
    messages: Sequence[Message], focus: Sequence[str] = (), known: Collection[str] = ()
) -> tuple[KeyFact, ...]:
    """The key facts of a stretch of conversation, in the order of its messages, each once.

    A fact said again is one fact with a higher weight. A weight grows with the user's (not a persona's)
    words, with strong feeling, with lasting statements about the user's life, with the persona's focus, and
    for the first message of a session, which says what the session is about.

    Args:
        messages: oldest first.
        focus: words or phrases that the persona's summaries look for.
        known: names that need not be kept, such as the personas' own.
    """
    wanted = frozenset().union(*(content_words(phrase) for phrase in focus))
    found: dict[tuple[str, str], KeyFact] = {}
    for at, message in enumerate(messages):
        following = messages[at + 1] if at + 1 < len(messages) else None
        for sentence in sentences_of(message):
            for kind, text in _facts_in(sentence, following):
                if kind == "name" and text in known:
                    continue
                weight = min(1.0, BASE_WEIGHT[kind] + _raise(sentence, wanted))
                key = (kind, fold(text))
                before = found.get(key)
                if before is None:
                    found[key] = KeyFact(text, kind, message.id, round(weight, 3), kept=False)
                else:
                    found[key] = replace(before, weight=min(1.0, round(max(before.weight, weight) + 0.03, 3)))
    return tuple(found.values())


def _facts_in(sentence: Sentence, following: Message | None) -> Iterable[tuple[str, str]]:
    text = sentence.text
    dates = [match[0] for match in DATE.finditer(text)]
    for date in dates:
        yield "date", date
    rest = DATE.sub(" ; ", text)
    for match in NUMBER.finditer(rest):
        yield "number", match[0].strip(" .,")
    for name in _names(rest):
        yield "name", name
    statement = (
        text if len(text) <= _STATEMENT_CHARACTERS else text[: _STATEMENT_CHARACTERS - 1].rsplit(" ", 1)[0] + "…"
    )
    said = len(content_words(text))
    if said >= _WORDS_OF_A_STATEMENT and DECISION.search(text):
        yield "decision", statement
    elif said >= _WORDS_OF_A_STATEMENT and PROMISE.search(text) and not text.endswith("?"):
        yield "promise", statement
    if said >= _WORDS_OF_A_STATEMENT and _is_open(sentence, following):
        yield "question", statement


def _names(text: str) -> Iterable[str]:
    """Capitalised words inside the sentence; at its start only two together, or where the text says it is a name."""
    told = {match[1] for match in TOLD_NAME.finditer(text)}
    for match in NAME.finditer(text):
        before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
        words = [word for word in match[0].split() if word.casefold().replace("’", "'") not in NO_NAME]
        starts = not any(map(str.isalnum, before)) or before[-1:] in ".!?:;"
        if starts and len(words) < 2 and match[0] not in told:
            continue
        if before.endswith(",") and (not after or after[0] in ".!?") and not _is_name(before[:-1].split()[-1:]):
            continue  # somebody is called by name: "Thanks, Maya!"
        name = " ".join(words).removesuffix("'s").removesuffix("’s")
        if len(name) > 1:
            yield name


def _is_name(words: Sequence[str]) -> bool:
    return any(NAME.fullmatch(word) is not None and word.casefold() not in NO_NAME for word in words)


def _is_open(sentence: Sentence, following: Message | None) -> bool:
    """Whether a sentence leaves a question open: said to be so, or asked and not answered."""
    if OPEN.search(sentence.text):
        return sentence.by_user
    if not (sentence.by_user and sentence.text.endswith("?")):
        return False
    return following is None or following.role is sentence.message.role or bool(UNANSWERED.search(following.text))


def _raise(sentence: Sentence, wanted: frozenset[str]) -> float:
    message = sentence.message
    feeling = 0.15 * abs(message.reading.valence) if message.reading else 0.0
    own = 0.1 if sentence.by_user else -0.15
    lasting = 0.2 if sentence.by_user and LASTING.search(sentence.text) else 0.0
    focused = 0.15 if wanted & content_words(sentence.text) else 0.0
    first = 0.25 if sentence.by_user and message.seq in (1, 2) else 0.0
    return feeling + own + lasting + focused + first


class Text:
    """A text prepared for being compared with many facts.

    Args:
        text: a chapter's text, or one line of it.
    """

    def __init__(self, text: str) -> None:
        self._spaced = _spaced(text)
        self._lines = [content_words(line) for line in text.splitlines()]

    def holds(self, fact: KeyFact) -> bool:
        """Whether it still says a fact: names, numbers and dates word for word, statements by most of their words."""
        if fact.kind in ("name", "number", "date"):
            return _spaced(fact.text) in self._spaced
        words = _words(fact.text)
        return any(len(words & line) >= _MOST_OF_THEM * len(words) for line in self._lines)


@lru_cache(maxsize=2048)
def _spaced(text: str) -> str:
    """Words with one space around each, so that a name is found as whole words only."""
    return f" {' '.join(_BETWEEN.sub(' ', fold(text)).split())} "


@lru_cache(maxsize=2048)
def _words(text: str) -> frozenset[str]:
    return content_words(text)


def checked(facts: Iterable[KeyFact], text: str) -> tuple[KeyFact, ...]:
    """The facts, each marked whether `text` holds it."""
    whole = Text(text)
    return tuple(replace(fact, kept=whole.holds(fact)) for fact in facts)


def is_wanted(fact: KeyFact, must_keep: Iterable[str]) -> bool:
    """Whether a persona's `must_keep` names the fact's kind, in the singular or the plural."""
    return any(fold(kind).removesuffix("s") == fact.kind for kind in must_keep)
