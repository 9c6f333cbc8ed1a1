"""Fills in the macros of character cards, such as `{{char}}` and `{{random:a,b}}`, when a prompt is built.

What a macro becomes is never searched for macros again, so that a user called `{{char}}` stays called so; only macros
that the text itself has inside another (`{{random:{{user}},you}}`) are filled in there. Stored texts keep their
macros, so that a renamed user is called by the new name everywhere.
"""

import hashlib
import random
import re
from collections.abc import Callable
from datetime import datetime

from chatbot.domain.patterns import lazy
from chatbot.domain.persona import Persona
from chatbot.domain.value import Value

DEFAULT_USER = "User"
"""What `{{user}}` becomes where no name is known."""

MOST_DICE = 100
MOST_SIDES = 1_000_000
DEEPEST_NESTING = 8

_MARK = lazy(r"\{\{|\}\}|<(?P<tag>USER|BOT|CHAR)>", re.IGNORECASE)
_BETWEEN = lazy(r"\{\{|\}\}|\\,|,|::")
_DICE = lazy(r"(?:(?P<count>\d{0,3})d)?(?P<sides>\d{1,7})(?P<plus>[+-]\d{1,6})?", re.IGNORECASE)
_TRIM = "\x00trim\x00"
_AROUND_TRIM = lazy(rf"\s*{_TRIM}\s*")


class Values(Value):
    """What the macros of one prompt become.

    Attributes:
        persona: gives `char`, `description`, `personality`, `scenario`.
        user: the user's name; empty for `DEFAULT_USER`.
        now: the moment in the user's own time zone.
        session_id: with the place of the text, makes `pick` choose the same again.
        original: the program's own prompt, only for the two texts that may replace it; None elsewhere.
        user_description: what `{{persona}}` becomes: what the user says of themselves.
        idle: since the last message, in words.
    """

    persona: Persona
    user: str
    now: datetime
    session_id: str = ""
    original: str | None = None
    user_description: str = ""
    idle: str = ""


class Expanded(Value):
    """A text with its macros filled in.

    Attributes:
        text: ready for the prompt.
        unknown: macros that mean nothing here, as written; they are left out of the text.
        hidden: texts of `{{hidden_key:...}}`, which only call up lore.
    """

    text: str
    unknown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def expand(text: str, values: Values, place: str, chance: random.Random) -> Expanded:
    """Fills in every macro of a text.

    Args:
        text: as stored.
        values: what the macros become.
        place: the name of the text, such as `identity.description`; `pick` stays the same for one place.
        chance: the source of `random` and `roll`.
    """
    filler = _Filler(values, chance)
    filled = filler.fill(text.replace("\x00", ""), place, 0)
    return Expanded(_AROUND_TRIM.sub("", filled), tuple(filler.unknown), tuple(filler.hidden))


def unknown_macros(text: str, values: Values) -> tuple[str, ...]:
    """The macros of a text that mean nothing here, for the report of an import."""
    return expand(text, values, "", random.Random(0)).unknown


def without_comments(text: str) -> str:
    """A text without `{{// note}}` and `{{comment:...}}`, as lore keys are matched against it."""
    return re.sub(r"\{\{\s*(?://|comment:)[^{}]*\}\}", "", text, flags=re.IGNORECASE)


class _Filler:
    """Fills one text; collects what it does not know and what is hidden."""

    def __init__(self, values: Values, chance: random.Random) -> None:
        self._values = values
        self._chance = chance
        self.unknown: list[str] = []
        self.hidden: list[str] = []

    def fill(self, text: str, place: str, depth: int) -> str:
        closing = _pairs(text)
        pieces: list[str] = []
        done = 0
        for mark in _MARK.finditer(text):
            start = mark.start()
            if start < done:
                continue
            if mark["tag"]:
                name = _user(self._values) if mark["tag"].upper() == "USER" else self._values.persona.char
                pieces += (text[done:start], name)
                done = mark.end()
            elif start in closing:
                end = closing[start]
                body = self._become(text[start + 2 : end].strip(), f"{place}:{start}", depth)
                if body is None:
                    self.unknown.append(text[start : end + 2])
                pieces += (text[done:start], body or "")
                done = end + 2
        return "".join(pieces) + text[done:]

    def _become(self, body: str, place: str, depth: int) -> str | None:
        simple = _SIMPLE.get(body.casefold())
        if simple:
            return simple(self._values)
        if body.startswith("//"):
            return ""
        name, separator, argument = body.partition(":")
        name = name.strip().casefold()
        if not separator or depth >= DEEPEST_NESTING:
            return None
        if name == "comment":
            return ""
        if name == "hidden_key":
            self.hidden.append(self.fill(argument.strip(), place, depth + 1))
            return ""
        if name == "reverse":
            return self.fill(argument, place, depth + 1)[::-1]
        if name in ("random", "pick"):
            source = self._chance if name == "random" else _seeded(self._values.session_id, place)
            return self.fill(source.choice(_choices(argument)), place, depth + 1)
        return _roll(argument, self._chance) if name == "roll" else None


def _pairs(text: str) -> dict[int, int]:
    """Where each `{{` that is closed stands -> where its `}}` stands."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for mark in _MARK.finditer(text):
        if mark[0] == "{{":
            opened.append(mark.start())
        elif mark[0] == "}}" and opened:
            pairs[opened.pop()] = mark.start()
    return pairs


def _choices(argument: str) -> list[str]:
    """`a,b` and `:a::b`, whole inner macros left alone; a comma after a backslash does not separate."""
    doubled = argument.startswith(":")
    argument = argument[1:] if doubled else argument
    separator = "::" if doubled else ","
    choices, start, depth = [], 0, 0
    for mark in _BETWEEN.finditer(argument):
        depth += {"{{": 1, "}}": -1}.get(mark[0], 0)
        if depth == 0 and mark[0] == separator:
            choices.append(argument[start : mark.start()])
            start = mark.end()
    choices.append(argument[start:])
    return [choice.replace("\\,", ",").strip() for choice in choices]


def _seeded(*parts: str) -> random.Random:
    digest = hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).digest()
    return random.Random(digest)


def _roll(argument: str, chance: random.Random) -> str | None:
    """`6`, `d6`, `2d6+1`: the sum of the dice."""
    dice = _DICE.fullmatch(argument.replace(" ", "").lstrip(":"))
    if dice is None:
        return None
    count, sides = int(dice["count"] or 1), int(dice["sides"])
    if not (1 <= count <= MOST_DICE and 1 <= sides <= MOST_SIDES):
        return None
    return str(sum(chance.randint(1, sides) for _ in range(count)) + int(dice["plus"] or 0))


def _user(values: Values) -> str:
    return values.user.strip() or DEFAULT_USER


_SIMPLE: dict[str, Callable[[Values], str]] = {
    "char": lambda values: values.persona.char,
    "user": _user,
    "persona": lambda values: values.user_description,
    "description": lambda values: values.persona.identity.description,
    "personality": lambda values: values.persona.identity.summary,
    "scenario": lambda values: values.persona.context.scenario,
    "time": lambda values: values.now.strftime("%H:%M"),
    "date": lambda values: f"{values.now.day} {values.now:%B %Y}",
    "weekday": lambda values: f"{values.now:%A}",
    "idle_duration": lambda values: values.idle,
    "newline": lambda values: "\n",
    "trim": lambda values: _TRIM,
    "original": lambda values: values.original or "",
}
