"""What a text must hold for a regular expression to be found in it, read off the expression without compiling it."""

import re

_TOKENS = re.compile(
    r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x..|N\{[^}]*\}|\d{1,3}|.)|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|\(\?<?[=!]|\(\?(?:P<\w+>|:)|\(\??|[)|.^$]|[?*][?+]?|\{\d*,?\d*\}[?+]?|\+[?+]?|[^\\\[\]()|?*+{}.^$]+",
    re.DOTALL,
)
_LEAST_CHARACTERS = 2
"""Of a word that is worth looking for: a single letter stands in nearly every text."""

Needs = tuple[str, ...]
"""Of these at least one stands in every text in which the expression is found; none where nothing is known."""


def needs_of(source: str) -> Needs:
    r"""What a text must hold for an expression to be found in it.

    Each alternative, and each group in it, is known by the longest word that it cannot do without. Flags and
    conditions inside the expression are not read: for those nothing is known. It costs a quarter of the compiling.

    >>> needs_of(r"\b(wrong|incorrect)( again)?\b")
    ('wrong', 'incorrect')

    Args:
        source: of the expression, to be read with regard to case and blanks.
    """
    above: list[tuple[Needs, int, list[Needs], str]] = []  # what was known around each group that is open
    best: Needs = ()
    worth = _LEAST_CHARACTERS - 1  # characters of the shortest of the best: the longer, the fewer texts have it
    branches: list[Needs] = []
    last: Needs = ()  # of the part before, which the next token may make optional: whole, or the end of a word
    is_word = False
    for piece in [*_TOKENS.findall(source), "|"]:
        first = piece[0]
        if first in "?*{":
            last = (last[0][:-1],) if is_word and last else ()
        if last:
            shortest = min(map(len, last))
            if shortest > worth:
                best, worth = last, shortest
            last = ()
        if first == "(":
            if piece == "(?":
                return ()
            above.append((best, worth, branches, piece))
            best, worth, branches = (), _LEAST_CHARACTERS - 1, []
        elif first in "|)":
            branches.append(best)
            best, worth = (), _LEAST_CHARACTERS - 1
            if first == ")":
                found = _any_of(branches)
                best, worth, branches, opening = above.pop()
                last, is_word = (() if opening[-1] in "=!" else found), False
        elif first not in "\\[.^$+?*{":
            last, is_word = (piece,), True
    return _any_of(branches)


def _any_of(branches: list[Needs]) -> Needs:
    """What alternatives need together: nothing if one of them needs nothing."""
    return tuple(dict.fromkeys(need for needs in branches for need in needs)) if all(branches) else ()
