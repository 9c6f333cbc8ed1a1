"""Small sums, worked out exactly: "what is 12 * (3 + 4)?". Not a language; nothing is evaluated as code."""

from typing import TYPE_CHECKING

from chatbot.domain.patterns import lazy

if TYPE_CHECKING:
    from fractions import Fraction

_ASK = lazy(r"^(?:what(?:'s| is)|whats|how much is|calculate|compute|work out)?\s*(.+?)\s*[=?]*$")
_WORDS = (
    (" plus ", "+"), (" minus ", "-"), (" times ", "*"), (" multiplied by ", "*"), (" divided by ", "/"),
    (" x ", "*"), ("×", "*"), ("÷", "/"), ("−", "-"), ("^", "**"), ("% of ", "/100*"), (" percent of ", "/100*"),
)  # fmt: skip
_TOKEN = lazy(r"\s*(\d+(?:\.\d+)?|\*\*|[-+*/()])")
_SIGNS = frozenset(("+", "-", "*", "/", "**"))
_MOST_CHARACTERS = 80
_MOST_EXPONENT = 64
_MOST_DIGITS = 40


def solve(question: str) -> str:
    """The question's sum with its result ("12*7 = 84"), or empty where it is no sum that can be done.

    Args:
        question: folded text.
    """
    match = _ASK.match(question)
    if not match or len(question) > _MOST_CHARACTERS:
        return ""
    formula = match.group(1)
    for word, sign in _WORDS:
        formula = formula.replace(word, sign)
    tokens = _tokens(formula)
    if len(tokens) < 3 or _SIGNS.isdisjoint(tokens[1:]):
        return ""
    try:
        value, rest = _sum(tokens)
        return "" if rest else f"{match.group(1).strip()} = {_shown(value)}"
    except (ZeroDivisionError, OverflowError, ValueError, IndexError):
        return ""


def _tokens(formula: str) -> list[str]:
    """The signs and numbers of a formula; none where anything else is in it."""
    found, position = [], 0
    while position < len(formula.rstrip()):
        match = _TOKEN.match(formula, position)
        if not match:
            return []
        found.append(match.group(1))
        position = match.end()
    return found


def _sum(tokens: list[str]) -> "tuple[Fraction, list[str]]":
    value, rest = _product(tokens)
    while rest and rest[0] in "+-":
        sign, (right, rest) = rest[0], _product(rest[1:])
        value = value + right if sign == "+" else value - right
    return value, rest


def _product(tokens: list[str]) -> "tuple[Fraction, list[str]]":
    value, rest = _power(tokens)
    while rest and rest[0] in ("*", "/"):
        sign, (right, rest) = rest[0], _power(rest[1:])
        value = value * right if sign == "*" else value / right
    return value, rest


def _power(tokens: list[str]) -> "tuple[Fraction, list[str]]":
    if tokens[0] == "-":
        value, rest = _power(tokens[1:])
        return -value, rest
    base, rest = _atom(tokens)
    if not rest or rest[0] != "**":
        return base, rest
    exponent, rest = _power(rest[1:])
    if exponent.denominator != 1 or abs(exponent) > _MOST_EXPONENT or abs(base) > 10**6:
        raise ValueError("too large a power")
    return base ** int(exponent), rest


def _atom(tokens: list[str]) -> "tuple[Fraction, list[str]]":
    if tokens[0] == "(":
        value, rest = _sum(tokens[1:])
        if rest[0] != ")":
            raise ValueError("unclosed bracket")
        return value, rest[1:]
    from fractions import Fraction

    return Fraction(tokens[0]), tokens[1:]


def _shown(value: "Fraction") -> str:
    """Whole numbers in full, others with at most ten significant digits."""
    if value.denominator == 1 and len(str(value.numerator)) <= _MOST_DIGITS:
        return str(value.numerator)
    return f"{float(value):.10g}"
