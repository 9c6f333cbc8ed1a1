"""Names told the other way round, or of what is known already: "Petr is my boss", "the cat is called Pixel"."""

import re

from chatbot.domain.memory import USER_SUBJECT
from chatbot.domain.patterns import lazy
from chatbot.memory.extract import values
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import PRESENT
from chatbot.memory.extract.lexicon import ACQUAINTANCES, SPECIES
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.people import Cast

_ANIMALS = "|".join(sorted(map(re.escape, SPECIES), key=len, reverse=True))
_PEOPLE = "|".join(sorted(map(re.escape, ACQUAINTANCES), key=len, reverse=True))
_THE_ANIMAL = lazy(rf"the (?P<who>{_ANIMALS}) is (?:called|named) ")


def own_animal(line: Line, cast: Cast) -> Line:
    """A clause on the name of "the cat" as one on "my cat", where the user has one cat."""
    told = _THE_ANIMAL.match(line.norm)
    slot = f"pet.{SPECIES[told['who']]}" if told else ""
    held = [one for one in cast.known.filling(USER_SUBJECT, slot) if one.status in PRESENT] if told else []
    if len(held) != 1:
        return line
    the = line.cut(0, 2)
    return Line(line.raw, "my", the.begins, the.ends).join(line.cut(4))


_IS_BOSS = lazy(rf"(?P<v>[^,]+?) is (?:my|our) (?:new |old )?(?P<w>{_PEOPLE})$")


def boss(line: Line, quote: str) -> Finding | None:
    """The name of a boss or a neighbor in "Petr is my boss"; None for anything else."""
    told = _IS_BOSS.match(line.norm)
    name = line.cut(*told.span("v")) if told else None
    if told is None or name is None or not values.is_name(name, lower_too=" " not in name.norm):
        return None
    return Finding(told["w"], "name", name, quote, importance=0.6)
