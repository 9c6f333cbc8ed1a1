"""What is to be erased, as one value, and how words are found in texts: everything that erasing needs to know.

It only judges and rewrites texts. Which files there are, and in which order they are written, is storage's business.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from chatbot.domain.memory import Memory
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.domain.value import Value

ERASED = "[erased]"
"""Stands where erased words stood."""

SHORTEST_TEXT = 12
"""Characters: a shorter text, such as "yes please", is said too often to be looked for outside its own message."""

_PIECE = lazy(r"((?<=[.!?…。！？])[\"')\]]*\s+|(?<=[。！？])|\n+)")
_REPEATED = lazy(r"\[erased\](?:\s+\[erased\])+")
_WORD = lazy(r"[^\W_]+")
_WORDLESS = lazy(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Scripts that write no space between words, or hang endings onto names: there a word has no edge to look for."""


class Erasure(Value):
    """What is to be erased. Nothing has to be looked up to finish it, so that a crash in the middle loses nothing.

    Attributes:
        id: sortable identifier.
        at: when the user asked for it, aware UTC.
        label: one line for the user: what is erased.
        terms: names and words: a sentence that holds one as whole words goes.
        texts: folded sentences that are looked for word by word, such as quotes of erased memories.
        everywhere: True where `texts` go from every message too, not only from what was derived from messages.
        whole: True where a message that holds something goes as a whole, not only its sentences.
        sessions: ids of sessions that go with everything in them.
        messages: ids of messages that go.
        memories: ids of memories that go, with all their versions.
        quotes: (message id, words in it that go) of messages that stay.
        values: (memory id, what it says) of memories that go: replies that drew on one lose the sentences that say it.
        turns: "session:turn" of the exchanges in which a message lost something.
        places: "session:position" of these messages.
        fingerprints: what is put down so that none of it is learnt again; nothing can be read from them.
        logs: text files outside the user's folder from which lines go.
    """

    id: str
    at: datetime
    label: str
    terms: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    everywhere: bool = False
    whole: bool = False
    sessions: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    memories: tuple[str, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    turns: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    fingerprints: tuple[Memory, ...] = ()
    logs: tuple[str, ...] = ()


class Wish(Value):
    """What the user wants erased; one of the four is not empty.

    Attributes:
        about: a name or words: everything about it.
        session: id of a session.
        message: id of a message.
        memory: id of a memory.
        whole_messages: True to leave nothing of a message that tells of it, instead of its other sentences.
        keep_memories: True to keep what a session or a message taught, without the quotes.
    """

    about: str = ""
    session: str = ""
    message: str = ""
    memory: str = ""
    whole_messages: bool = False
    keep_memories: bool = False


class Plan(Value):
    """What an erasing would take.

    Attributes:
        erasure: to be carried out.
        counts: how many things of each kind go or change, in the order of showing.
        memories, messages: examples of what goes, as one line each.
        warnings: what the user should know before, one line each.
        unread: files that nobody could look into, one line each.
    """

    erasure: Erasure
    counts: Mapping[str, int]
    memories: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


class Words:
    """Finds words in texts, whatever their case, composition and spacing, and takes out the sentences around them.

    Args:
        terms: found as whole words only, so that "Sam" is not found in "same".
        texts: found with whole words at their ends; the same rule.
    """

    def __init__(self, terms: Iterable[str], texts: Iterable[str] = ()) -> None:
        self._by_word: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        self._anywhere: list[tuple[str, re.Pattern[str]]] = []
        for folded in dict.fromkeys(map(fold, (*terms, *texts))):
            first = _WORD.search(folded)
            if first is not None and _WORDLESS.search(folded) is None:
                self._by_word.setdefault(first[0], []).append((folded, _pattern(folded)))
            elif folded:
                self._anywhere.append((folded, _pattern(folded)))

    def __bool__(self) -> bool:
        return bool(self._by_word or self._anywhere)

    def found_in(self, text: str) -> bool:
        """Whether one of them stands in a text."""
        if not self or not text:
            return False
        folded = fold(text)
        likely = list(self._anywhere)
        for word in self._by_word.keys() & set(_WORD.findall(folded)):
            likely += self._by_word[word]
        return any(plain in folded and pattern.search(folded) for plain, pattern in likely)

    def taken_from(self, text: str, whole: bool = False) -> str:
        """A text without the sentences that hold one of them; `ERASED` stands in their place.

        Args:
            text: any text.
            whole: True to leave nothing of a text that holds one.
        """
        if not self.found_in(text):
            return text
        if whole:
            return ERASED
        kept = "".join(ERASED if self.found_in(piece) else piece for piece in pieces_of(text))
        kept = _REPEATED.sub(ERASED, kept)
        return ERASED if self.found_in(kept) else kept  # it stood across two sentences or lines


def _pattern(folded: str) -> re.Pattern[str]:
    start = "" if _WORDLESS.match(folded[0]) or not folded[0].isalnum() else r"(?<![^\W_])"
    end = "" if _WORDLESS.match(folded[-1]) or not folded[-1].isalnum() else r"(?![^\W_])"
    return re.compile(start + re.escape(folded) + end)


def pieces_of(text: str) -> list[str]:
    """A text cut at the ends of sentences and lines; every other piece is what stands between two of them."""
    return _PIECE.split(text)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences and lines of a text, trimmed, without empty ones."""
    return tuple(piece.strip() for piece in _PIECE.split(text) if piece and any(map(str.isalnum, piece)))


def telling(texts: Iterable[str]) -> tuple[str, ...]:
    """The folded sentences of texts that are long enough to be looked for anywhere, each once."""
    found = (fold(one) for text in texts for one in (text, *sentences(text)))
    return tuple(dict.fromkeys(one for one in found if len(one) >= SHORTEST_TEXT and one.count(" ") >= 2))
