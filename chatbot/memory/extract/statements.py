"""Reads one clause: its subject, then the rules on what is said of it; names of people and animals; endings."""

import re
from datetime import datetime

from chatbot.domain.patterns import lazy
from chatbot.domain.value import replace
from chatbot.memory.extract import endings, styles, values
from chatbot.memory.extract.acquaintances import boss, own_animal
from chatbot.memory.extract.complements import complements
from chatbot.memory.extract.findings import Finding, match_rules, without_adverbs
from chatbot.memory.extract.introductions import introduction
from chatbot.memory.extract.lexicon import ACQUAINTANCES, RELATIONS, SPECIES
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.people import Address, Cast, Person, address, mentioned, spoken_of
from chatbot.memory.extract.rules.life import CALL_ME
from chatbot.memory.extract.rules.people import NAMED, NAMING, NO_NAME, RELATED, slot_of_word
from chatbot.memory.extract.rules.tastes import FREE_TIME
from chatbot.memory.phrase import Telling

_OWN = lazy(
    r"the (?:\w+ )?(?:operation|surgery|wedding|funeral|exam|interview|appointment|scan|viewing|flight|baby|twins)\b"
)
"""What people speak of with "the" and mean as theirs."""
_RELEASED = lazy(
    r"the (?:(?:new|next|latest|second|third|final) |(?:[\w'-]+ )?(?:train|bus|plane|storm|rain|snow|sequel|album|"
    r"movie|film|trailer|update|patch|verdict|results?|queen|king|president)\b)"
)
"""What comes out or arrives, and is nothing that the user has to hand in: "the new phone is due in June"."""
_WAS_NAMED = lazy(r"(?:\w+ )?names? (?:was|were)\b")
_A_PARTNER = lazy(
    r"\b(?:got|have|found|met|dating|seeing) an? (?:\w+ )?(?P<who>girlfriend|boyfriend|fiance|husband|wife|partner)\b"
)
"""Somebody whose name may follow: "I got a girlfriend. Her name is Noor"."""
_CALLED_IT = lazy(
    r"(?:i|we) (?:have )?(?:just |both |all )?(?:called|named|are calling|are naming|am calling) "
    r"(?P<whom>him|her|it|them) (?P<v>[\w'-]+)(?=$|[,.;!]| (?:after|because|and|but|since|as)\b)"
)
_CALLED_SO = (*RELATIONS, "over", "in", "out", "off", "twice", "inside", "daily", "earlier", "everything", "liar")
"""What somebody is called, or where to, without being named."""
_CHILDREN = ("family.son", "family.daughter", "family.child")
_FAVORED = lazy(r" is (?:\w+ )?my (?:[\w-]+ )?favorite\b")
_ONE_OF = lazy(r"one of (?=my (?:hobbies|pastimes|goals|dreams|skills) )")
_AGED = lazy(r"(?P<v>\d{1,3})(?:-| )?(?:year|yr|month|week)s?(?:-| )old\b")


def read_clause(line: Line, quote: str, now: datetime, cast: Cast, greeting: bool) -> list[Finding]:
    """The findings of a clause that passed the guards.

    Args:
        line: the clause, lead-ins taken off.
        quote: its sentence, as typed.
        now: the message's moment.
        cast: who has been spoken of; whoever the clause names is added.
        greeting: whether a greeting stood before, so that a bare name is the user's.
    """
    line = line.cut(len("one of ")) if _ONE_OF.match(line.norm) else line
    special = _special(line, quote, greeting, now)
    if special is not None:
        return special
    line = own_animal(line, cast)
    if line.norm.startswith("the "):
        if line.typed.startswith("The ") and (favorite := _related(line, quote, cast)):
            return favorite
        due = match_rules("user", line.cut(4), quote, now, owns=True)
        return [
            one
            for one in due
            if (one.attribute == "deadline" and not _RELEASED.match(line.norm))
            or (one.attribute == "event" and _OWN.match(line.norm))
        ]
    if (given := _given(line, quote, cast) or boss(line, quote)) is not None:
        return [given]
    who = address(line, cast)
    if who is None:
        return _related(line, quote, cast)
    lost = endings.lost(who, line, quote, now)
    if lost:
        cast.meet(who.person)
        return lost
    found: list[Finding] = []
    if who.introduced and who.person.slot and not _ended_relation(line):
        found.append(_named(who.person.slot, who.person.name, quote))
    if who.person.subject != "user":
        found += _naming(who, quote, cast)
        if found and not who.introduced:
            return found
        cast.meet(who.person)
    for rest in complements(who):
        found += _predicate(who, rest, quote, now)
    if who.person.subject == "user":
        found += _mentioned(line, quote, cast)
        if not found and (partner := _A_PARTNER.search(line.norm)):
            cast.meet(Person(partner["who"], "partner", partner["who"]))
    _note_names(found, cast)
    return found


def _given(line: Line, quote: str, cast: Cast) -> Finding | None:
    """The name of the animal or child that was just told of: "we called him Biscuit"; None for no such clause."""
    match = _CALLED_IT.match(line.norm)
    if match is None or cast.last is None or cast.last.name.norm not in ("", cast.last.word, *SPECIES):
        return None
    name = values.core(line.cut(*match.span("v")))
    animal = cast.last.slot.startswith("pet.") and name.norm not in _CALLED_SO
    child = cast.last.slot in _CHILDREN and name.typed[:1].isupper()
    if not (animal or child) or not cast.last.fits(match["whom"]) or not values.is_name(name, lower_too=animal):
        return None
    cast.meet(Person(name.norm, cast.last.slot, cast.last.word, name))
    return _named(cast.last.slot, name, quote)


def _mentioned(line: Line, quote: str, cast: Cast) -> list[Finding]:
    """Relatives and animals that a clause of the user's names on its way ("I study with my friend Lena")."""
    people = [person for person in mentioned(line) if person.slot and person.name.typed[:1].isupper()]
    for person in people:
        cast.meet(person)
    if not people and (spoken := spoken_of(line, cast)) is not None:
        cast.last = spoken
    return [_named(person.slot, person.name, quote) for person in people]


def introduced(line: Line, quote: str, cast: Cast) -> list[Finding]:
    """Who is named on the way in what others say: the partner in "my boyfriend Joonas says that I snore"."""
    who = address(line, cast)
    if who is None or not who.introduced or not who.person.slot or _ended_relation(line):
        return []
    cast.meet(who.person)
    return [_named(who.person.slot, who.person.name, quote)]


def addressed(text: str) -> bool:
    """Whether a clause tells the assistant how to call or answer the user, which is worded like a request."""
    return CALL_ME.match(text) is not None or styles.wishes(text)


def named_by(line: Line) -> bool:
    """Whether a question orders how to call the user: "could you call me Maggie?", not "would you call me lazy?"."""
    match = CALL_ME.match(line.norm)
    return match is not None and ("please" in line.norm or line.cut(*match.span("v")).typed[:1].isupper())


def _named(slot: str, name: Line, quote: str) -> Finding:
    return Finding("user", slot, name, quote, importance=0.8, confidence=0.92)


def _ended_relation(line: Line) -> bool:
    return re.match(r"(?:my|our) (?:late|former|old|ex) ", line.norm) is not None


def _special(line: Line, quote: str, greeting: bool, now: datetime) -> list[Finding] | None:
    """Clauses without a subject of the usual kind; None where the clause is no such."""
    call = CALL_ME.match(line.norm)
    if call is not None and not styles.wishes(line.norm):
        name = values.core(line.cut(call.start("v")))
        lower = (
            re.match(r"\w+$", name.norm) is not None
            and line.norm[call.end("v") :].strip() == ""
            and call.start("v") > 8
        )
        good = values.is_name(name, lower_too=lower)
        return [Finding("user", "nickname", name, quote, importance=0.7)] if good else []
    free = FREE_TIME.match(line.norm)
    if free is not None:
        hobby = values.core(line.cut(free.start("v")), commas=True)
        return [Finding("user", "hobby", item, quote) for item in values.pieces(hobby)]
    if (wanted := styles.wish(line, quote)) is not None:
        return wanted
    return introduction(line, quote, greeting, now)


def _related(line: Line, quote: str, cast: Cast) -> list[Finding]:
    match = RELATED.match(line.norm)
    line = _without_aside(line)
    if match is None:
        favorite = re.match(
            r"(?P<v>[^,]+?) (?:is|are|has always been|will always be) (?:definitely |probably "
            r"|also |by far )?my (?:(?:all[- ]time |absolute |new )?favorite (?P<thing>[a-z]+(?: "
            r"[a-z]+)?)(?: of all time| ever)?|(?:main |biggest |new )?(?:hobby|pastime))(?:\W*$|, )",
            line.norm,
        )
        if (
            favorite is None
            or re.match(r"(?:that|this|it|what|which|he|she|they|these|those|here|there|one|the last)\b", line.norm)
            or (favorite["thing"] or "").startswith(("part", "thing", "one", "of"))
        ):
            return []
        if not favorite["thing"]:
            return [Finding("user", "hobby", values.core(line.cut(*favorite.span("v"))), quote, importance=0.6)]
        return [
            Finding(
                "user",
                "favorite." + favorite["thing"].replace(" ", "_"),
                line.cut(*favorite.span("v")),
                quote,
                importance=0.6,
            )
        ]
    group, word = ("v", match["who"]) if match["v"] else ("n", match["w"])
    name = line.cut(*match.span(group))
    slot = slot_of_word(word)
    if not values.is_name(name):
        return []
    cast.meet(Person(name.norm, slot, word, name))
    return [_named(slot, name, quote)]


def _without_aside(line: Line) -> Line:
    """The clause of a favorite without what was said before it: "teal of course, teal is my favorite color"."""
    favored = _FAVORED.search(line.norm)
    comma = line.norm.rfind(", ", 0, favored.start()) if favored else -1
    return line.cut(comma + 2) if comma >= 0 else line


def _by_name_alone(person: Person, rest: Line) -> bool:
    """Whether "my son is Tomas" can tell a name: of relatives only a word in capitals that is nothing else."""
    if rest.norm[:3] != "is " or person.slot in ("partner", "friend"):
        return rest.norm[:3] == "is " and person.slot != ""
    behind = rest.typed[3:].split(" ")[0].strip(",.!")
    return (person.slot.startswith("family.") or person.word in ACQUAINTANCES) and behind.istitle()


def _naming(who: Address, quote: str, cast: Cast) -> list[Finding]:
    """A relation's or an animal's name, told as such: "is called Maya", "her name is Maya"."""
    rest = without_adverbs(who.rest)
    match = (NAMING if who.owns else NAMED).match(rest.norm)
    plainly = match is None and not who.owns and _by_name_alone(who.person, rest)
    if match is None and not plainly:
        return []
    told_as = values.unspelt(rest.cut(match.start("v") if match else 3))
    if not who.person.slot:
        return _acquainted(who, values.core(told_as), quote)
    names = values.pieces(values.core(told_as, commas=True)) if match else ()
    if len(names) > 1 and all(map(values.is_name, names)):
        return [_named(who.person.slot, each, quote) for each in names]
    name = values.core(told_as)
    if not values.is_name(name, lower_too=not plainly) or (plainly and NO_NAME.match(name.norm)):
        return []
    before = who.person.subject
    cast.meet(Person(name.norm, who.person.slot, who.person.word, name))
    told = _named(who.person.slot, name, quote)
    if _WAS_NAMED.match(rest.norm):
        told = replace(told, telling=Telling("{who}'s {verb} was called {value}", who.person.word))
    if before in (who.person.word, name.norm):
        return [told]
    return [replace(told, old=before)]


def _acquainted(who: Address, name: Line, quote: str) -> list[Finding]:
    """What a boss or a neighbor is called: they fill no slot of the user's, so that it is a fact about them."""
    known = who.person.word in ACQUAINTANCES and values.is_name(name, lower_too=True)
    return [Finding(who.person.word, "name", name, quote, importance=0.6)] if known else []


def _predicate(who: Address, rest: Line, quote: str, now: datetime) -> list[Finding]:
    subject = who.person.subject
    ended = None if who.owns else endings.ending(subject, rest, quote, now)
    if ended is not None:
        return ended
    found = match_rules(subject, rest, quote, now, who.owns)
    if subject != "user":
        found = [
            finding for finding in found if not finding.attribute.startswith("pet.")
        ]  # whose animals matter little
    if subject != "user" and not who.owns and (aged := _AGED.search(rest.norm)) and rest.norm.startswith("is"):
        found = [f for f in found if f.attribute != "age"]
        if "year" in aged.group() or "yr" in aged.group():
            found.append(Finding(subject, "age", rest.cut(*aged.span("v")), quote))
    if who.person.word in SPECIES:
        found = [
            f
            for f in found
            if f.attribute in ("age", "birthday", "likes", "dislikes", "allergy", "health", "favorite.food", "diet")
        ]
    return found


def _note_names(found: list[Finding], cast: Cast) -> None:
    for finding in found:
        if (
            finding.subject == "user"
            and finding.attribute.startswith(("family.", "pet.", "partner", "friend"))
            and finding.value.norm
        ):
            word = finding.attribute.partition(".")[2] or finding.attribute
            named = values.is_name(finding.value, lower_too=True) and finding.value.norm not in SPECIES
            cast.meet(Person(finding.value.norm if named else word, finding.attribute, word, finding.value))
