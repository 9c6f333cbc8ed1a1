"""Who a clause is about: the user, somebody named, "my sister Maya", or a pronoun for the one mentioned last."""

import re
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from operator import attrgetter

from chatbot.domain.memory import USER_SUBJECT, Memory, Status
from chatbot.domain.patterns import lazy
from chatbot.domain.records import Records
from chatbot.domain.value import Value, field, replace
from chatbot.memory.extract.lexicon import ACQUAINTANCES, FEMALE, MALE, NOT_NAMES, RELATIONS, SPECIES
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.values import is_name
from chatbot.memory.words import word_set

_ANY_ONE = sorted([*RELATIONS, *ACQUAINTANCES, *SPECIES], key=len, reverse=True)
_ADJECTIVE = (
    r"(?:(?:older|elder|younger|other|little|big|twin|only|eldest|oldest|youngest|dear|"
    r"lovely|old|new|beloved|sweet|best|good|close|adopted|late|"
    r"own|childhood|beautiful|rescue|first|second|baby|half|black|white|orange|grey|gray|current) )*?"
)
POSSESSED = lazy(
    rf"\b(?:my|our) {_ADJECTIVE}(?P<who>{'|'.join(map(re.escape, _ANY_ONE))})"
    r"(?:(?P<own>'s|s(?= name\b)|s?(?= (?:names?|birthday|surname|birth date|wedding|funeral|graduation) (?:is|are|"
    r"was)\b))|)"
    r"(?![\w-]| (?:tongue|figure|nature)\b)"
)
_BARE_KIN = lazy(r"(?P<who>mum|mom|mama|dad|papa|grandma|grandpa|granny|gran|nana|granddad|grandad)(?P<own>'s)?(?= \w)")
"""Those whom people speak of without "my"."""
_OTHER = lazy(r"\bother\b")
_ANOTHER = lazy(
    r"\b(?:an?|the|this|that|some|another|her|his|their|one of my) (?:[\w-]+ )?(?:woman|man|guy|girl|lady|boy|bloke|"
    r"lad|kid|"
    rf"person|baby|{'|'.join(map(re.escape, _ANY_ONE))})s?\b|\b(?:somebody|someone|he|she)\b"
)
_NAMES_SOMEBODY = lazy(r"(?<=[a-z,] )(?!I\b|I')[A-Z][a-z]+")
"""Whom else a message speaks of, so that nobody knows whom a "she" in the next one means."""
_PRONOUN = lazy(r"(?P<who>he|she|they|it|his|her|their|its)\b")
_IS = lazy(
    r" (?:an? (?!lot|bit)[\w-]+$|\d{1,3}(?:$|[,.;!]| (?:and|now|years?)\b)|"
    r"(?:from|allergic|vegan|vegetarian|pregnant|called|named)\b)"
)
"""Behind "my sister's" where that means "my sister is"."""
_FOLLOWS_NAME = lazy(
    r"\s*(?:,|$)|\s+(?:is|are|was|has|have|works?|lives?|likes?|loves?|hates?|moved|just|plays?|studies|turned|"
    r"got|can|will|does|went|comes|called|who|wants|speaks|drives|owns|teaches|"
    r"runs|quit|left|also|really|recently|now|passed|died|started|joined|thinks|"
    r"says|said|had|and|in|from|at|on|escaped|visited|prefers|collects|grew|used|would|may|still|enjoys|can't)\b"
)
_FOLLOWS_SMALL = lazy(
    r"(?:'s)?\s+(?:is|was|has|works?|lives?|likes?|loves?|hates?|plays?|studies|turned|got|can|will|does|went|called|"
    r"wants|"
    r"speaks|drives|owns|teaches|runs|quit|passed|died|started|joined|thinks|collects|prefers|enjoys|moved|just|used|"
    r"(?:broke|split) up|keeps?|starts|had|needs|broke|left me|dumped me|cheated|dumped)\b"
)
"""Behind a name in small letters, which might as well be a verb ("my grandfather fought in the war")."""
_NO_NAME_BEHIND = word_set(
    "food litter group bed bowl walker sitter groomer trainer feeder tank flap tree toy toys lead leash collar hair "
    "poop treats show park guy people lover circle zone request list support gang squad side figure status care stuff "
    "seat class number bag phone car house room flat place school brother sister mother father mum mom dad son "
    "daughter "
    "friend boss wife husband visit appointment session shift team job work company account app bill then who that "
    "situation issue problem one's lady guys folks family parents kids rescue breeder owner cage stable barn"
)
"""What a relation's or an animal's word makes another thing with: "my dog food", "my friend group"."""
_WORD = lazy(r"\s+([^\s,.;:!?()]+)")
NAMING = ("family.", "pet.", "partner", "friend")
"""Beginnings of slots whose values are names."""


class Person(Value):
    """Somebody, or an animal, that a message speaks of.

    Attributes:
        subject: `Memory.subject`: `user`, a name in lower case, or what they are to the user ("sister").
        slot: the slot of the user's that the name fills; empty for none or unknown.
        word: what the user called them: sister, dog.
        name: the name as typed; an empty line where it was not said.
    """

    subject: str
    slot: str = ""
    word: str = ""
    name: Line = field(default_factory=lambda: Line("", "", (), ()))

    def fits(self, pronoun: str) -> bool:
        """Whether a pronoun can mean them."""
        if pronoun in ("it", "its"):
            return self.slot.startswith("pet.")
        if pronoun in ("he", "his", "him"):
            return self.word not in FEMALE
        if pronoun in ("she", "her"):
            return self.word not in MALE
        return True


USER = Person("user")


@dataclass(slots=True)
class Cast:
    """Who has been spoken of so far.

    Attributes:
        known: what memory knows; it names people and animals, too.
        met: by name in lower case, whom this message named.
        last: the third person mentioned last; None for none.
        group: several people mentioned last, whom "they" means; empty where they have no names, None for none.
    """

    known: Records
    met: dict[str, Person] = dataclass_field(default_factory=dict)
    last: Person | None = None
    group: tuple[Person, ...] | None = None

    def find(self, name: str) -> Person | None:
        """Whoever has a name (in lower case), by this message or else by memory; None where nobody is known to."""
        if name in self.met:
            return self.met[name]
        named = [one for one in self.known.sharing(_names_of, name) if name in _names_of(one)]
        if not named:
            return None
        slot = max(named, key=attrgetter("id")).attribute
        return Person(name, slot, slot.partition(".")[2] or slot)

    def name_in(self, slot: str) -> str:
        """The name that memory has for a relation or an animal, in lower case; empty for none, or more than one."""
        named = [
            name for one in self.known.sharing(_named_slot, slot) if one.attribute == slot for name in _names_of(one)
        ]
        return named[0] if len(named) == 1 else ""

    def meet(self, person: Person) -> None:
        """Notes that a person was mentioned."""
        self.last = person
        if person.name.norm:
            self.met[person.subject] = person


def _names_of(memory: Memory) -> tuple[str, ...]:
    """The name that a memory gives somebody of the user's, in lower case; most give none."""
    names = (
        memory.attribute.startswith(NAMING)
        and memory.subject == USER_SUBJECT
        and memory.status is Status.ACTIVE
        and memory.value
    )
    return (memory.value.lower(),) if names else ()


def _named_slot(memory: Memory) -> tuple[str, ...]:
    return (memory.attribute,) if _names_of(memory) else ()


class Address(Value):
    """Where the subject of a clause ends and what is said of it begins.

    Attributes:
        person: see `Person`.
        rest: the words behind the subject.
        owns: whether the subject was a possessor ("my sister's ...", "her ...").
        we: whether the user spoke for several.
        introduced: whether the clause told the person's name.
    """

    person: Person
    rest: Line
    owns: bool = False
    we: bool = False
    introduced: bool = False


def address(line: Line, cast: Cast) -> Address | None:
    """Reads the subject of a clause; None where it has none that the rules know."""
    match = re.match(r"(?:i|we|me)(?= )", line.norm)
    if match is not None:
        return Address(USER, line.cut(match.end()), we=match.group() == "we")
    possessed = POSSESSED.match(line.norm)
    if possessed is not None:
        found = _relative(line, possessed, cast)
        if _OTHER.search(possessed.group()) and not found.introduced:
            cast.last = None
            return None  # nobody knows which of several
        return found
    bare = _BARE_KIN.match(line.norm)
    if bare is not None:
        person = Person(cast.name_in(RELATIONS[bare["who"]]) or bare["who"], RELATIONS[bare["who"]], bare["who"])
        return Address(person, line.cut(bare.end()), owns=bool(bare["own"]))
    if line.norm.startswith(("my ", "our ")):
        return Address(USER, line.cut(line.norm.index(" ") + 1), owns=True, we=line.norm.startswith("our"))
    pronoun = _PRONOUN.match(line.norm)
    if pronoun is not None:
        if cast.last is None or not cast.last.fits(pronoun["who"]):
            return None
        return Address(cast.last, line.cut(pronoun.end()), owns=pronoun["who"] in ("his", "her", "their", "its"))
    return _by_name(line, cast)


def spoken_of(line: Line, cast: Cast) -> Person | None:
    """The only relation of the user's that a line spoke of ("I miss my mother"); None for none, or for several."""
    met = [
        one for one in POSSESSED.finditer(line.norm) if one["own"] is None or line.norm.startswith(" name", one.end())
    ]
    found = {match["who"]: match for match in met}
    if len(found) != 1 or _ANOTHER.search(line.norm) or _NAMES_SOMEBODY.search(line.typed):
        return None
    return _relative(line, next(iter(found.values())), cast).person


def mentioned(line: Line) -> list[Person]:
    """Whom a clause names behind its first words: "my friend Lena" in "I study with my friend Lena"."""
    nobody = Cast(Records())
    found = [_relative(line, match, nobody) for match in POSSESSED.finditer(line.norm, 1) if match["own"] is None]
    return [one.person for one in found if one.introduced and not one.owns]


def _relative(line: Line, match: re.Match[str], cast: Cast) -> Address:
    word = match["who"]
    slot = RELATIONS.get(word, "") or (f"pet.{SPECIES[word]}" if word in SPECIES else "")
    subject = cast.name_in(slot) or word
    person = Person(subject, slot, word)
    if match["own"] == "'s" and _IS.match(line.norm, match.end()):
        mark = line.cut(match.end() - 1, match.end())
        verb = Line(line.raw, "is", mark.begins * 2, mark.ends * 2)
        return Address(person, verb.join(line.cut(match.end())))
    if match["own"] is not None:
        return Address(person, line.cut(match.end()), owns=True)
    end = _name_end(line, match.end())
    if end == match.end():
        return Address(person, line.cut(match.end()))
    name = line.cut(match.end(), end)
    if name.norm.startswith(","):
        name = name.cut(1)
    owns = name.norm.endswith("'s")
    if owns:
        name = name.cut(0, len(name.norm) - 2)
    rest = line.cut(end)
    named = Person(name.norm, slot, word, name)
    return Address(named, rest.cut(1) if rest.norm.startswith(",") else rest, owns=owns, introduced=True)


def _name_end(line: Line, start: int) -> int:
    """Where a name that follows a relation ends; `start` for no name."""
    begin = start + 1 if line.norm[start : start + 1] == "," else start
    first = _WORD.match(line.norm, begin)
    if first is None:
        return start
    end = first.end()
    word = line.cut(begin, end)
    bare = word.cut(0, len(word.norm) - 2) if word.norm.endswith("'s") else word
    if bare.norm in NOT_NAMES or (re.fullmatch(r"\w+(?:ly|ing|ed)", bare.norm) and not bare.typed[:1].isupper()):
        return start
    if bare.typed[:1].isupper():
        second = _WORD.match(line.norm, end)
        if second and line.cut(second.start(), second.end()).typed[:1].isupper() and not word.norm.endswith("'s"):
            end = second.end()
        if begin != start and not re.match(r"\s*(?:,|$)", line.norm[end:]):
            return start
        return end if is_name(bare) else start
    if bare.norm in _NO_NAME_BEHIND:
        return start
    if begin != start or not is_name(bare, lower_too=True) or not _FOLLOWS_SMALL.match(line.norm[end:]):
        return start
    return end


def _by_name(line: Line, cast: Cast) -> Address | None:
    match = re.match(r"([^\s,.;:!?]+?)('s)?(?=[ ,])", line.norm)
    if match is None:
        return None
    person = cast.find(match.group(1))
    if person is None or person.subject == "user":
        stranger = line.cut(0, match.end(1)).typed[:1].isupper() and match.group(1) not in NOT_NAMES
        if stranger and _FOLLOWS_NAME.match(line.norm[match.end() :]):
            cast.last = None  # a "he" that follows is somebody whom nothing is known of
        return None
    named = replace(person, name=line.cut(match.start(1), match.end(1)))
    return Address(named, line.cut(match.end()), owns=bool(match.group(2)))
