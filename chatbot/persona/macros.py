"""Fills in the macros of character cards: `{{char}}`, `{{random:a,b}}` and the others. When a prompt is built, never before.

One pass over the text: what a macro becomes is never searched for macros again, so that a user called `{{char}}`
stays called so. Stored texts keep their macros, and a renamed user is called by the new name everywhere.
"""

import hashlib
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chatbot.domain.persona import Persona

DEFAULT_USER = "User"
"""What `{{user}}` becomes where no name is known."""

MOST_DICE = 100
MOST_SIDES = 1_000_000
LONGEST_MACRO = 2_000

_MACRO = re.compile(r"\{\{(?P<body>[^{}]{1,2000}(?:\{[^{}]*\}[^{}]*)*?)\}\}|<(?P<tag>USER|BOT|CHAR)>", re.IGNORECASE)
_SEPARATOR = re.compile(r"(?<!\\),")
_DICE = re.compile(r"(?P<count>\d{1,3})?d?(?P<sides>\d{1,7})(?P<plus>[+-]\d{1,6})?", re.IGNORECASE)
_TRIM = "\x00trim\x00"
_AROUND_TRIM = re.compile(rf"\s*{_TRIM}\s*")


@dataclass(frozen=True, slots=True)
class Values:
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


@dataclass(frozen=True, slots=True)
class Expanded:
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
    unknown: list[str] = []
    hidden: list[str] = []

    def fill(match: re.Match[str]) -> str:
        tag = match["tag"]
        if tag:
            return _user(values) if tag.upper() == "USER" else values.persona.char
        body = match["body"].strip()
        if body.casefold().startswith("hidden_key:"):
            hidden.append(body.partition(":")[2].strip())
            return ""
        filled = _fill(body, values, f"{place}:{match.start()}", chance)
        if filled is None:
            unknown.append(match[0])
        return filled or ""

    expanded = _AROUND_TRIM.sub("", _MACRO.sub(fill, text.replace("\x00", "")))
    return Expanded(expanded, tuple(unknown), tuple(hidden))


def unknown_macros(text: str, values: Values) -> tuple[str, ...]:
    """The macros of a text that mean nothing here, for the report of an import."""
    return expand(text, values, "", random.Random(0)).unknown


def without_comments(text: str) -> str:
    """A text without `{{// note}}` and `{{comment:...}}`, as lore keys are matched against it."""
    return re.sub(r"\{\{\s*(?://|comment:)[^{}]*\}\}", "", text, flags=re.IGNORECASE)


def _fill(body: str, values: Values, place: str, chance: random.Random) -> str | None:
    simple = _SIMPLE.get(body.casefold())
    if simple:
        return simple(values)
    if body.startswith("//"):
        return ""
    name, separator, argument = body.partition(":")
    name = name.strip().casefold()
    if not separator:
        return None
    if name == "comment":
        return ""
    if name == "reverse":
        return argument[::-1]
    if name in ("random", "pick"):
        choices = _choices(argument)
        source = chance if name == "random" else _seeded(values.session_id, place)
        return source.choice(choices)
    return _roll(argument, chance) if name == "roll" else None


def _choices(argument: str) -> list[str]:
    """`a,b` and `:a::b`; a comma after a backslash does not separate."""
    if argument.startswith(":"):
        return [part.strip() for part in argument[1:].split("::")]
    return [part.replace("\\,", ",").strip() for part in _SEPARATOR.split(argument)]


def _seeded(*parts: str) -> random.Random:
    digest = hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).digest()
    return random.Random(digest)


def _roll(argument: str, chance: random.Random) -> str | None:
    """`6`, `d6`, `2d6+1`: the sum of the dice."""
    dice = _DICE.fullmatch(argument.replace(" ", "").lstrip(":"))
    if dice is None:
        return None
    has_d = "d" in argument.casefold()
    count = int(dice["count"] or 1) if has_d else 1
    sides = int(dice["sides"]) if has_d else int(f"{dice['count'] or ''}{dice['sides']}")
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
