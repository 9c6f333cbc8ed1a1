"""Takes apart what is said of one subject: "I'm 34 and vegan", "we have a cat named Mittens and a goldfish"."""

import re

from chatbot.domain.patterns import lazy
from chatbot.memory.extract.findings import without_adverbs
from chatbot.memory.extract.lexicon import CONDITIONS, DIETS, PLURALS, RELATIONS, SPECIES
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.people import Address
from chatbot.memory.extract.rules.life import THINGS

_ONE = r"(?:an?|one|another|two|three|four|five|six|seven|eight|nine|ten|twin|several|some|\d{1,2})"
_KINDS = "|".join(sorted(map(re.escape, {*SPECIES, *PLURALS, *RELATIONS}), key=len, reverse=True))
_HAVE = lazy(
    rf"(?:have|has|own|owns|keep|keeps|got|adopted)(?: got| also| just| now)* (?={_ONE} |(?:wife|husband|{_KINDS})\b)"
)
_MORE = lazy(
    rf"(?:\s*,\s*(?:and |plus )?| and | plus | as well as )(?:also )?(?={_ONE} (?:[\w-]+ ){{0,3}}?(?:{_KINDS}|"
    rf"{THINGS})(?![\w-]))"
)
_HAS_DONE = lazy(
    r"is (?=(?:just |now |already |recently |finally )?(?:moved (?!by\b)|quit|joined|switched|become|got|gotten|bought|"
    r"adopted|started|turned \d)\b)"
)
_SORT = rf"{CONDITIONS}|{DIETS}|(?:left|right)[ -]handed"
_IS = lazy(rf"(?:am|is|are) (?=an? |\d|the |\w+$|\S+ intolerant|allergic|(?:{_SORT})\b|[^,]+,)")
_FURTHER = lazy(
    r"(?:,\s*(?:and )?| and )(?=an? |from |\d|allergic|working|originally|based|vegan\b|vegetarian|living|married|"
    r"studying|lactose|gluten|"
    rf"{_SORT})([^,]+?)(?=,|$| and (?:{_SORT})\b)"
    r"|(?<= )(?=(?:living|based|currently living|working|originally from|from) )([^,]+)"
)


def complements(who: Address) -> list[Line]:
    """What is said of a subject, "I'm 34, a teacher from Leeds, and vegan" as four."""
    rest = without_adverbs(who.rest)
    if (has := _HAS_DONE.match(rest.norm)) is not None:
        rest = without_adverbs(rest.cut(has.end()))  # the "is" of "she's moved" stands for "has"
    if not who.owns and (have := _HAVE.match(rest.norm)):
        return _had(rest, have.end())
    verb = _IS.match(rest.norm)
    if who.owns or verb is None:
        return [rest]
    head = rest.cut(0, verb.end())
    parts: list[Line] = [rest]
    for piece in _FURTHER.finditer(rest.norm, verb.end()):
        group = 1 if piece.group(1) else 2
        parts.append(head.join(rest.cut(piece.start(group), piece.end(group))))
    return parts


def _had(rest: Line, start: int) -> list[Line]:
    """Each of several things that somebody has, with the verb."""
    head = rest.cut(0, start)
    ends = [match.span() for match in _MORE.finditer(rest.norm, start)]
    begins = [start, *(end for _, end in ends)]
    stops = [*(begin for begin, _ in ends), len(rest.norm)]
    return [head.join(rest.cut(begin, stop)) for begin, stop in zip(begins, stops, strict=True)]
