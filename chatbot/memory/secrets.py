"""Finds secrets in a text: keys, passwords, card numbers. Nothing found here is ever stored as a memory.

A few patterns that are specific enough to leave prose and code alone; it is no scanner for repositories.
"""

import re

from chatbot.domain.patterns import lazy
from chatbot.domain.value import Value
from chatbot.memory.words import word_set

MASK = "[secret]"


class Span(Value):
    """A secret's place in a text, and what it is (`key`, `private key`, `token`, `password`, `card`)."""

    start: int
    end: int
    kind: str


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("private key", lazy(
        r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----.{0,8000}?(?:-----END [A-Z0-9 ]{0,30}PRIVATE KEY-----|\Z)", re.S)),
    ("token", lazy(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}")),
    ("key", lazy(r"\bsk-(?:proj-|ant-|or-|svcacct-)?[A-Za-z0-9_-]{20,}")),
    ("key", lazy(r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{40,}|glpat-[\w-]{20,})")),
    ("key", lazy(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("key", lazy(r"\bAIza[\w-]{35}")),
    ("key", lazy(r"\b(?:xox[abeoprs]-[\w-]{10,}|hf_[A-Za-z0-9]{30,}|npm_[A-Za-z0-9]{36}|pypi-[\w-]{50,})")),
    ("key", lazy(r"\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}")),
    ("token", lazy(r"(?i)\bbearer +(?P<secret>(?=[\w.~+/-]*\d)[\w.~+/-]{20,}=*)")),
    ("password", lazy(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@]{1,100}:(?P<secret>[^\s/@]{1,200})@")),
    ("password", lazy(
        r"(?i)\b(?:pass ?word|pass ?phrase|pass ?code|passwd|pwd|pw)\b(?: (?:for|to|of|on) [\w' ]{1,40}?)?"
        r"(?: is|'s| was|:| =|=)\s*(?:now |set to |still )?(?P<secret>\"[^\"\n]{3,80}\"|"
r"'[^'\n]{3,80}'|[^\s\"',;]{3,80})")),
    ("password", lazy(r"(?i)\bpin(?: code| number)?(?: (?:for|to|of) [\w' ]{1,40}?)?(?: is|'s|:|"
r" =|=) *(?P<secret>\d{3,12})\b")),
    ("key", lazy(
        r"(?i)\b(?:api|access|secret|auth|private|client)[ _-]?(?:key|token|secret)\b(?: is|'s|:| =|=)\s*[\"']?"
        r"(?P<secret>(?=[^\s\"']*\d)[^\s\"',;]{12,200})")),
)  # fmt: skip
_NO_PASSWORD = word_set(
    "not too very so really wrong right weak strong expired required lost being been that the this always never "
    "getting safe secure hard easy long short missing incorrect invalid correct changed empty reset in on for"
)
_DIGITS = lazy(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])")


def find_secrets(text: str) -> tuple[Span, ...]:
    """The secrets in a text, in order, none overlapping another.

    Card numbers have 13 to 19 digits and pass the check of Luhn (ISO/IEC 7812-1, annex B).
    """
    found = [
        Span(match.start(group), match.end(group), kind)
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(text)
        for group in ["secret" if "secret" in pattern.groupindex else 0]
        if match.group(group) != MASK
        and not (kind == "password" and match.group(group).strip(".!?").lower() in _NO_PASSWORD)
    ]
    found += [Span(*match.span(), "card") for match in _DIGITS.finditer(text) if _luhn(match.group())]
    apart: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return tuple(apart)


def mask(text: str, but: frozenset[str] = frozenset()) -> str:
    """The text with every secret replaced by `MASK`. Masking twice changes nothing more.

    Args:
        text: any.
        but: kinds that stay as they are.
    """
    for span in reversed(find_secrets(text)):
        if span.kind not in but:
            text = text[: span.start] + MASK + text[span.end :]
    return text


def _luhn(number: str) -> bool:
    digits = [int(character) for character in number if character.isdigit()]
    if len(set(digits)) == 1:
        return False
    doubled = [digit if index % 2 == 0 else sum(divmod(2 * digit, 10)) for index, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
