"""The patterns of what users say, read from `patterns.toml` when first needed."""

import re
import tomllib
from functools import cache
from pathlib import Path

from chatbot.domain.patterns import lazy

Rules = tuple[tuple[str, re.Pattern[str]], ...]


def whole_patterns() -> Rules:
    """Act and pattern of messages that do one thing only; the pattern is for the whole message."""
    return _read()[0]


def anywhere_patterns() -> Rules:
    """Act and pattern of what a message may do among other things, in the order in which they count."""
    return _read()[1]


def own_questions() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """What users ask about themselves, and the memories (folded text) that answer it."""
    return _read()[2]


def thing_asked(question: str) -> str:
    """The thing that a folded question asks of by its row's group `thing`, and that an answer must name; else empty."""
    asked = next((found for row, _ in own_questions() if (found := row.search(question))), None)
    return next((named for named in asked.groups() if named), "") if asked and asked.re.groupindex else ""


@cache
def _read() -> tuple[Rules, Rules, tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]]:
    data = tomllib.loads((Path(__file__).parent / "patterns.toml").read_text(encoding="utf-8"))
    whole, anywhere = (
        tuple((act, lazy("|".join(patterns))) for act, patterns in data[table].items())
        for table in ("whole", "anywhere")
    )
    own = tuple((lazy("|".join(row["asked"])), lazy("|".join(row["memory"]))) for row in data["own"])
    return whole, anywhere, own
