"""What a text must hold, or begin with, to fit a regular expression, read off the expression without compiling it."""

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


def starts_of(source: str) -> Needs:
    r"""What a text must begin with for an expression to match it from its first letter on; none for nothing known.

    >>> starts_of(r"(?:really )*(?:like|love)s? \w+")
    ('really ', 'like', 'love')

    Args:
        source: of the expression, to be read with regard to case and blanks.
    """
    tokens = _TOKENS.findall(source)
    if "".join(tokens) != source:  # a brace that is no quantifier, which no token holds
        return ()
    found, missable, _ = _beginnings(tokens, 0)
    return () if missable else tuple(dict.fromkeys(found))


def _beginnings(tokens: list[str], at: int) -> tuple[list[str], bool, int]:
    """What the alternatives from a place on begin with, whether that may be anything, and the place where they end."""
    found: list[str] = []
    missable = begun = False
    while at < len(tokens) and tokens[at] != ")":
        piece = tokens[at]
        first = piece[0]
        if first == "|":
            missable, begun = missable or not begun, False
        elif first == "(" and (begun or piece[-1] in "=!"):
            at = _end(tokens, at)
        elif first == "(":
            inner, anything, at = ([], True, len(tokens)) if piece == "(?" else _beginnings(tokens, at + 1)
            found += inner
            begun = not anything and not _optional(tokens, at)
        elif begun or first in "^$?*+{" or piece in ("\\b", "\\B"):
            pass  # stands for no letter, or behind those that are known
        elif first in "[." or (first == "\\" and piece[1].isalnum()):
            return found, True, len(tokens)
        else:
            word = piece[1:] if first == "\\" else piece
            begun = len(word) > 1 or not _optional(tokens, at)
            found.append(word[:-1] if len(word) > 1 and _optional(tokens, at) else word)
        at += 1
    return found, missable or not begun, at


def _end(tokens: list[str], at: int) -> int:
    """Where the group that a token opens is closed."""
    depth = 1
    while depth:
        at += 1
        depth += (tokens[at][0] == "(") - (tokens[at] == ")")
    return at


def _optional(tokens: list[str], at: int) -> bool:
    """Whether the last letter of a token, or the group that it closes, may be missing."""
    return at + 1 < len(tokens) and tokens[at + 1][0] in "?*{"
