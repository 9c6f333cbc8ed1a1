"""Chooses a phrase: the persona's own before the built-in ones, one that fits the mood, and none said lately."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Literal

from chatbot.domain.offline import Intent
from chatbot.domain.patterns import lazy
from chatbot.domain.persona import Template

Tone = Literal["", "positive", "negative"]

_LATELY = 30
"""A phrase said in so many of the last replies is not said again while another one fits."""

_KIN = {"feeling": Intent.SHARE, "changed": Intent.LEARNED}
"""Situations of the companion's own that a persona's phrases for another one answer as well."""

_BY_NAME = lazy(r",? \{user\}")
_PLACEHOLDER = lazy(r"\{(\w+)(?:\|([^{}]*))?\}")
_LEAST_LITERAL = 3
_OPEN_INTENTS = frozenset((Intent.SHARE, Intent.STUCK, Intent.DECIDE, Intent.FALLBACK))
"""Where a persona's phrases for any intent may answer; anywhere else they would miss the point."""


def pick(
    act: str, tone: Tone, own: Sequence[Template], values: Mapping[str, str], said: Sequence[str], chance: Random
) -> str:
    """The phrase for a situation with its placeholders filled.

    Args:
        act: the situation: an `Intent`, or one of the companion's own.
        tone: the user's mood.
        own: the persona's templates.
        values: what placeholders become; a phrase that needs an empty one is not chosen.
        said: the persona's earlier replies, oldest first.
        chance: decides among phrases that fit equally.

    Returns:
        One of the phrases least recently said; empty only where the act has none that can be filled.
    """
    pools = [
        _fitting(act, tone, own) or _fitting(_KIN.get(act, act), tone, own),
        _open(act, tone, own),
        _fitting(act, tone, _built_in()),
    ]
    if act in _OPEN_INTENTS:
        pools.append(_fitting(Intent.FALLBACK, tone, _built_in()))
    if values.get("user") == "":  # nobody knows the name yet, and a phrase does as well without it
        pools = [[_BY_NAME.sub("", phrase) for phrase in pool] for pool in pools]
    usable = [[phrase for phrase in pool if _fillable(phrase, values)] for pool in pools]
    for pool in usable:
        fresh = [phrase for phrase in pool if not last_said(phrase, said[-_LATELY:])]
        if fresh:
            return fill(chance.choice(fresh), values)
    everything = [phrase for pool in usable for phrase in pool]
    if not everything:
        return ""
    oldest = min(last_said(phrase, said) for phrase in everything)
    return fill(chance.choice([phrase for phrase in everything if last_said(phrase, said) == oldest]), values)


def fill(phrase: str, values: Mapping[str, str]) -> str:
    """The phrase with `{name}` and `{name|otherwise}` replaced; what stands at a sentence's start gets a capital."""

    def value(match: re.Match[str]) -> str:
        found = values.get(match.group(1), "") or match.group(2) or ""
        before = phrase[: match.start()].rstrip(" \"'“(")
        starts = not before or before[-1] in ".!?\n"
        return found[:1].upper() + found[1:] if starts else found

    text = _PLACEHOLDER.sub(value, phrase)
    text = re.sub(r"\bon (?=on |yesterday\b|today\b|a (?:moment|minute) ago|\d+ minutes ago)", "", text)
    return re.sub(r"([.!?…])\.(?=\s|$)", r"\1", text)


def _fitting(act: str, tone: Tone, templates: Sequence[Template]) -> list[str]:
    """Phrases of the act for this mood; those for any mood where there are none."""
    chosen = [template for template in templates if act in template.intents]
    exact = [phrase for template in chosen if tone and template.mood == tone for phrase in template.text]
    return exact or [phrase for template in chosen if not template.mood for phrase in template.text]


def _open(act: str, tone: Tone, templates: Sequence[Template]) -> list[str]:
    """A persona's phrases for any intent, where such a phrase can answer."""
    if act not in _OPEN_INTENTS:
        return []
    chosen = [template for template in templates if not template.intents and template.mood in ("", tone)]
    exact = [phrase for template in chosen if template.mood for phrase in template.text]
    return exact or [phrase for template in chosen for phrase in template.text]


def _fillable(phrase: str, values: Mapping[str, str]) -> bool:
    return all(match.group(2) is not None or values.get(match.group(1)) for match in _PLACEHOLDER.finditer(phrase))


def last_said(phrase: str, said: Sequence[str]) -> int:
    """The position (from 1) of the last reply that has the phrase's fixed words; 0 for none."""
    literals = [part.strip() for part in _PLACEHOLDER.split(phrase)[::3] if len(part.strip()) > _LEAST_LITERAL]
    for position in range(len(said), 0, -1):
        if literals and all(literal in said[position - 1] for literal in literals):
            return position
    return 0


@cache
def _built_in() -> tuple[Template, ...]:
    """The phrases of `phrases.toml`."""
    data = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))
    moods: tuple[tuple[str, Tone], ...] = (("any", ""), ("positive", "positive"), ("negative", "negative"))
    return tuple(
        Template(f"{act}-{name}", (act,), mood, tuple(table[name]))
        for act, table in data.items()
        for name, mood in moods
        if name in table
    )
