"""The small language of `behaviour.when`: comparisons of named values, joined by and, or, not. Never run as code.

    user_mood.valence < -0.4 and not (turn <= 2)
    session.idle_hours > 24
    user_mood.emotion = "fear" or hour >= 22

A value that is not known yet (`session.idle_hours` before a second message) makes its comparison false.
"""

from collections.abc import Callable, Mapping
from typing import Never

from chatbot.domain.patterns import lazy
from chatbot.domain.persona import When
from chatbot.domain.value import Value
from chatbot.errors import PersonaError
from chatbot.persona.problems import did_you_mean

Quantity = float | str | None

NAMES: dict[str, str] = {
    "user_mood.valence": "number",
    "user_mood.arousal": "number",
    "user_mood.emotion": "text",
    "user_mood.family": "text",
    "persona_mood.valence": "number",
    "persona_mood.arousal": "number",
    "session.idle_hours": "number",
    "session.turns": "number",
    "turn": "number",
    "hour": "number",
    "weekday": "text",
    "message.words": "number",
    "message.question": "number",
    "learned": "number",
    "conflicts": "number",
}
"""What a condition may name, with its type. `hour` is 0..23 and `weekday` `monday`.. in the user's own time;
`message.question` is 1 for a question, else 0; `learned` counts this message's changes, `conflicts` the open ones
among what was recalled."""

LONGEST_CONDITION = 300
DEEPEST_NESTING = 20

_TOKEN = lazy(
    r"\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<word>[A-Za-z_][A-Za-z0-9_.]*)|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<op><=|>=|==|!=|<|>|=)|(?P<paren>[()]))"
)
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class Operand(Value):
    """A name whose value is looked up, or a literal number or text (`name` is then empty)."""

    name: str
    literal: float | str = 0.0

    @property
    def type(self) -> str:
        """`number` or `text`."""
        return NAMES[self.name] if self.name else ("text" if isinstance(self.literal, str) else "number")


class Comparison(Value):
    """`left op right`; `op` is one of < <= > >= = !=."""

    left: Operand
    op: str
    right: Operand


class Not(Value):
    """True where the inner condition is not."""

    inner: "Condition"


class Both(Value):
    """`and`."""

    left: "Condition"
    right: "Condition"


class Either(Value):
    """`or`."""

    left: "Condition"
    right: "Condition"


Condition = Comparison | Not | Both | Either


def parse(text: str) -> Condition:
    """Reads a condition.

    Raises:
        PersonaError: it does not follow the grammar; the message names the position, from 1.
    """
    if len(text) > LONGEST_CONDITION:
        raise PersonaError(f"the condition is longer than {LONGEST_CONDITION} characters", "split it in two")
    parser = _Parser(text)
    condition = parser.either(0)
    if parser.kind:
        parser.fail("expected and, or, or the end")
    return condition


def holds(condition: Condition, values: Mapping[str, Quantity]) -> bool:
    """Whether a condition is true for these values. Names that are missing or None make a comparison false."""
    match condition:
        case Both(left, right):
            return holds(left, values) and holds(right, values)
        case Either(left, right):
            return holds(left, values) or holds(right, values)
        case Not(inner):
            return not holds(inner, values)
        case Comparison(left, op, right):
            return _compare(_value(left, values), op, _value(right, values))


def due(rules: tuple[When, ...], values: Mapping[str, Quantity]) -> tuple[str, ...]:
    """What the rules whose conditions hold ask for, in the rules' order.

    Raises:
        PersonaError: a condition cannot be read (a loaded persona's always can).
    """
    return tuple(rule.do for rule in rules if holds(parse(rule.condition), values))


def _value(operand: Operand, values: Mapping[str, Quantity]) -> Quantity:
    return values.get(operand.name) if operand.name else operand.literal


def _compare(left: Quantity, op: str, right: Quantity) -> bool:
    if left is None or right is None:
        return False
    if isinstance(left, str) or isinstance(right, str):
        same = str(left).casefold() == str(right).casefold()
        return same if op == "=" else not same if op == "!=" else False
    if op == "=":
        return left == right
    if op == "!=":
        return left != right
    return _COMPARE[op](left, right)


class _Parser:
    """Recursive descent over one text. `kind` and `piece` are what comes next; `kind` is empty at the end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next = 0
        self.at = 0
        self.kind = ""
        self.piece = ""
        self._advance()

    def fail(self, what: str, hint: str = "") -> Never:
        found = f'"{self.piece}"' if self.kind else "the end"
        raise PersonaError(
            f"{what} at position {self.at + 1}, found {found}", hint or "such as: user_mood.valence < -0.4"
        )

    def _advance(self) -> None:
        rest = self._text[self._next :]
        self.at = self._next + len(rest) - len(rest.lstrip())
        if not rest.strip():
            self.kind, self.piece = "", ""
            return
        match = _TOKEN.match(self._text, self._next)
        if match is None:
            self.kind, self.piece = "unknown", self._text[self.at]
            self.fail("cannot read this character")
        self._next = match.end()
        self.kind = match.lastgroup or ""
        self.piece = match[self.kind]

    def _take_word(self, word: str) -> bool:
        if self.kind == "word" and self.piece.casefold() == word:
            self._advance()
            return True
        return False

    def either(self, depth: int) -> Condition:
        condition = self._both(depth)
        while self._take_word("or"):
            condition = Either(condition, self._both(depth))
        return condition

    def _both(self, depth: int) -> Condition:
        condition = self._not(depth)
        while self._take_word("and"):
            condition = Both(condition, self._not(depth))
        return condition

    def _not(self, depth: int) -> Condition:
        if depth > DEEPEST_NESTING:
            self.fail("is nested too deeply")
        if self._take_word("not"):
            return Not(self._not(depth + 1))
        if self.kind == "paren" and self.piece == "(":
            self._advance()
            inner = self.either(depth + 1)
            if self.piece != ")":
                self.fail("expected )")
            self._advance()
            return inner
        return self._comparison()

    def _comparison(self) -> Comparison:
        left = self._operand()
        if self.kind != "op":
            self.fail("expected <, <=, >, >=, = or !=")
        op = "=" if self.piece == "==" else self.piece
        self._advance()
        at, right = self.at, self._operand()
        if left.type != right.type:
            self.at = at
            self.fail(f"compares {left.type} with {right.type}")
        if left.type == "text" and op not in ("=", "!="):
            self.fail("text can only be compared with = and !=")
        return Comparison(left, op, right)

    def _operand(self) -> Operand:
        kind, token = self.kind, self.piece
        if kind == "number":
            self._advance()
            return Operand("", float(token))
        if kind == "text":
            self._advance()
            return Operand("", token[1:-1])
        name = token.casefold()
        if kind == "word" and name in NAMES:
            self._advance()
            return Operand(name)
        if kind == "word" and name not in ("and", "or", "not"):
            self.fail("unknown name", did_you_mean(token, NAMES) or "known are " + ", ".join(NAMES))
        self.fail("expected a name, a number or a quoted text")
