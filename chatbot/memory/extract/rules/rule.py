"""One line of a rule table, and the small language that its pattern is written in."""

import re
from collections.abc import Callable
from typing import Literal

from chatbot.domain.memory import Cue, Polarity
from chatbot.domain.patterns import lazy
from chatbot.domain.value import Value
from chatbot.memory.extract.line import Line

Check = Callable[[Line], bool]

_MACROS = {
    "BE": r"(?:(?:am|is|are|have been|has been|'s|was born|=)(?: (?:just|also|actually|"
    r"currently|still|now|officially|really|basically|technically|only|"
    r"a proud|both|almost|nearly|originally|mostly|usually|always|already|in fact|part time|full time|finally))*)",
    "HAVE": r"(?:(?:have|has)(?: got| gotten| also| just)*|got|own|owns)",
    "S": r"s?",
    "V": r"(?P<v>.+)",
}


class Rule(Value):
    """How one way of saying a thing is read.

    Attributes:
        attribute: the slot; `{thing}` is filled from the pattern's group of that name.
        pattern: matched against a folded clause behind its subject; group `v` holds the value, `old` what was.
        owns: whether the subject must be a possessor ("my ...", "her ..."); otherwise it must not be one.
        whose: whether the subject must be the user, somebody else, or may be either.
        many: whether the value may be a list, each item a memory of its own.
        check: what the value must pass; None lets everything pass.
        commas: whether a comma may stand inside the value.
        exact: whether the pattern itself ends the value.
        tense: whether bare dates lie behind (`past`) or ahead; `dated` values need a date in the clause.
        dated: whether the statement counts only with a date in its clause.
        cue, polarity, confidence, importance: as in `Candidate`.
        form: how the record says it, see `phrase.Telling`; empty for the slot's own. The pattern's group `t` is its
            `verb`, and with an empty attribute it makes a note.
    """

    attribute: str
    pattern: re.Pattern[str]
    owns: bool = False
    whose: Literal["user", "other", "any"] = "any"
    many: bool = False
    check: Check | None = None
    commas: bool = False
    exact: bool = False
    tense: Literal["past", "future"] = "future"
    dated: bool = False
    cue: Cue = Cue.STATEMENT
    polarity: Polarity = Polarity.POSITIVE
    confidence: float = 0.9
    importance: float = 0.5
    form: str = ""


def pattern(source: str) -> re.Pattern[str]:
    """Compiles a pattern; BE, HAVE and V in it stand for forms of the verbs and for the value."""
    for name in ("BE", "HAVE", "V"):
        source = re.sub(rf"(?<![A-Z]){name}(?![A-Z])", lambda _, name=name: _MACROS[name], source)  # type: ignore[misc]
    return lazy(source)


def none_of(words: str) -> Check:
    """A check that refuses values that begin with one of the words."""
    refused = lazy(rf"(?:{words})(?![\w-])")
    return lambda line: refused.match(line.norm) is None


def all_of(*checks: Check) -> Check:
    """A check that passes where all pass."""
    return lambda line: all(check(line) for check in checks)


def at_most(words: int) -> Check:
    """A check that refuses values of more words."""
    return lambda line: 1 <= len(line.norm.split()) <= words
