"""Languages and the time zone."""

import re

from chatbot.domain.patterns import lazy
from chatbot.memory.extract.lexicon import LANGUAGES
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, pattern

_A_BIT = lazy(r"(?:an? (?:little|tiny)? ?bit of|a little|some|basic|broken|conversational|rusty|school) ")


def _tongue(line: Line) -> bool:
    line = line.cut(few.end()) if (few := _A_BIT.match(line.norm)) else line
    return line.norm in LANGUAGES or (len(line.norm.split()) == 2 and line.norm.split()[1] in LANGUAGES)


def _zone(line: Line) -> bool:
    return (
        re.fullmatch(
            r"(?:[a-z]{2,5}|(?:utc|gmt) ?[+-] ?\d{1,2}(?::\d\d)?|[a-z]+/[a-z_]+|(?:us "
            r")?(?:pacific|eastern|central|mountain)(?: time)?)",
            line.norm,
        )
        is not None
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "language",
        pattern(
            r"(?:speak|speaks|can speak|can also speak|also speak|"
            r"(?:grew up|was raised) speaking|(?:can )?get by in|am fluent in|is fluent "
            r"in|know how to speak) (?:fluent |some |a little |a bit of |a little bit "
            r"of |basic |broken |good |only )?V"
        ),
        check=_tongue,
        many=True,
        importance=0.6,
    ),
    Rule(
        "language",
        pattern(
            r"(?:native (?:language|tongue)|mother tongue|first language|second language) "
            r"BE V"
        ),
        owns=True,
        check=_tongue,
        many=True,
        importance=0.6,
    ),
    Rule("timezone", pattern(r"time ?zone BE V"), owns=True, check=all_of(_zone, at_most(3)), importance=0.6),
    Rule(
        "timezone",
        pattern(r"(?:am|live) (?:in|on) (?:the )?(?P<v>[\w/+:-]+(?: time)?)(?: time ?zone)$"),
        whose="user",
        check=_zone,
        exact=True,
        importance=0.6,
    ),
    Rule(
        "timezone",
        pattern(
            r"(?:am|live) (?:in|on) (?:the )?(?P<v>(?:utc|gmt) ?[+-] ?\d{1,2}|(?:us )?(?:pacific|"
            r"eastern|central|mountain) time|[pcem][sd]t|cet|cest|gmt|utc|ist|bst|jst|"
            r"aest)\b"
        ),
        whose="user",
        check=_zone,
        exact=True,
        importance=0.6,
    ),
)
