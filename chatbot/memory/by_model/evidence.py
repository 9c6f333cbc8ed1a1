"""The place in a user's message that a quote points at, and whether that place states anything. Pure text tests."""

from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.domain.value import Value
from chatbot.memory import guards
from chatbot.memory.extract.clauses import clauses, sentences
from chatbot.memory.extract.line import read

_LONGEST_QUOTE = 400
_SHORTEST_QUOTE = 3
_MARKS = " .,!?;:…\"'()"

_DENYING = lazy(r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|hardly|barely)\b|n't\b")
_OVER = lazy(
    r"\b(?:used to|no longer|any ?more|quit|left|stopped|gave up|broke up|split up|divorced|died|passed away|sold|"
    r"lost|retired|ended|is over|former(?:ly)?)\b"
)
_PAST = lazy(r"\b(?:used to|no longer|any ?more|former(?:ly)?)\b")
_CHANGED = lazy(r"\b(?:now|moved|switched|changed|became|instead|new|started|from now on|these days)\b")
_CORRECTED = lazy(r"^no\b|\b(?:actually|i meant?|wrong|correction|sorry|rather|oops|not \w+(?: \w+)?,? but)\b")
_AVERSE = lazy(r"\b(?:hates?|dislikes?|loathes?|detests?|can not stand|despises?|sick of)\b")


class Evidence(Value):
    """A statement of the user that a quote stands in.

    Attributes:
        sentence: folded, contractions written out.
        clause: the part of it that holds the value, likewise.
        typed: the sentence as the user wrote it.
    """

    sentence: str
    clause: str
    typed: str

    @property
    def denies(self) -> bool:
        """Whether the clause says that something is not so."""
        return _DENYING.search(self.clause) is not None

    @property
    def over(self) -> bool:
        """Whether it can tell of an end."""
        return _OVER.search(self.clause) is not None or self.denies

    @property
    def past(self) -> bool:
        """Whether it says outright that something is no longer so."""
        return _PAST.search(self.clause) is not None

    @property
    def changed(self) -> bool:
        """Whether it can tell of a change."""
        return _CHANGED.search(self.sentence) is not None

    @property
    def corrects(self) -> bool:
        """Whether it can put something right."""
        return _CORRECTED.search(self.sentence) is not None

    @property
    def averse(self) -> bool:
        """Whether it tells of dislike."""
        return _AVERSE.search(self.clause) is not None or self.denies


def find_evidence(text: str, quote: str, value: str) -> Evidence | None:
    """The statement in which a quote stands; None where it stands nowhere, or in what is no statement.

    Args:
        text: the user's message, as stored.
        quote: as the model gave it; compared without regard to case, quotes' form and blanks.
        value: the part of it that matters; empty for all of it.
    """
    wanted, core = fold(quote).strip(_MARKS), fold(value).strip(_MARKS)
    if not _SHORTEST_QUOTE <= len(wanted) <= _LONGEST_QUOTE or core not in wanted:
        return None
    if wanted not in fold(text) or guards.acted(text):
        return None
    for sentence, question in sentences(read(guards.prose(text))):
        if guards.order(sentence.norm) or guards.fiction(sentence.norm):
            return None  # what follows is material to work on, or part of the story
        if wanted not in fold(sentence.typed):
            continue
        if question or guards.ironic(sentence.norm) or guards.denied(sentence.norm):
            return None
        covered, stated = False, []
        for part in clauses(sentence, question):
            norm, typed = part.line.norm, fold(part.line.typed).strip(_MARKS)
            covered = covered or guards.conditional(norm) or guards.reported(norm)
            if (core and core in typed) or (not core and typed and (typed in wanted or wanted in typed)):
                if covered or guards.asking(norm) or guards.wishing(norm):
                    return None
                stated.append(norm)
        if not stated and covered:
            return None
        return Evidence(sentence.norm, " ".join(stated) or sentence.norm, sentence.typed)
    return None
