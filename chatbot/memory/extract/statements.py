"""Reads one clause: its subject, then the rules on what is said of it; names of people and animals; endings."""

import re
from datetime import datetime

from chatbot.domain.memory import Cue
from chatbot.domain.patterns import lazy
from chatbot.domain.value import replace
from chatbot.memory.dates import find_dates
from chatbot.memory.extract import values
from chatbot.memory.extract.findings import Finding, match_rules, without_adverbs
from chatbot.memory.extract.lexicon import SPECIES
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.people import Address, Cast, Person, address
from chatbot.memory.extract.rules.life import CALL_ME, LEFT, STYLE
from chatbot.memory.extract.rules.people import DIED, NAMED, NAMING, NO_NAME, RELATED, slot_of_word
from chatbot.memory.extract.rules.tastes import FREE_TIME

_ENDED = lazy(
    r"(?:(?:do|does) (?:not|no longer) (?P<a>.+?) (?:anymore|any more|any longer|"
    r"these days)|(?:am|is|are) (?:not|no longer) (?P<b>.+?) (?:anymore|any more|"
    r"any longer)"
    r"|no longer (?P<c>.+)|(?:am|is|are) no longer (?P<d>.+)|used to (?:be )?(?P<e>.+)|"
    r"(?:have )?(?:stopped|quit) (?P<f>\w+ing\b.*))$"
)
_STEM = {"playing": "play", "working": "work", "living": "live", "studying": "study", "doing": "do",
         "learning": "am learning", "collecting": "collect", "eating": "eat", "speaking": "speak",
         "being": "am"}  # fmt: skip
_ONE_OF = lazy(r"one of (?=my (?:hobbies|pastimes|goals|dreams|skills) )")
_STATE = lazy(r"\w(?:ed|ing|ful|less|ous)$")
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
    if line.norm.startswith("the "):
        due = match_rules("user", line.cut(4), quote, now, owns=True)
        return [finding for finding in due if finding.attribute == "deadline"]
    who = address(line, cast)
    if who is None:
        return _related(line, quote, cast)
    found: list[Finding] = []
    if who.introduced and who.person.slot and not _ended_relation(line):
        found.append(_named(who.person.slot, who.person.name, quote))
    if who.person.subject != "user":
        found += _naming(who, quote, cast)
        if found and not who.introduced:
            return found
        cast.meet(who.person)
    for rest in _complements(who):
        found += _predicate(who, rest, quote, now)
    _note_names(found, cast)
    return found


def addressed(text: str) -> bool:
    """Whether a clause tells the assistant how to call or answer the user, which is worded like a request."""
    return CALL_ME.match(text) is not None or any(style.match(text) for style in STYLE)


def _named(slot: str, name: Line, quote: str) -> Finding:
    return Finding("user", slot, name, quote, importance=0.8, confidence=0.92)


def _ended_relation(line: Line) -> bool:
    return re.match(r"(?:my|our) (?:late|former|old|ex) ", line.norm) is not None


def _special(line: Line, quote: str, greeting: bool, now: datetime) -> list[Finding] | None:
    """Clauses without a subject of the usual kind; None where the clause is no such."""
    call = CALL_ME.match(line.norm)
    if call is not None:
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
    for style in STYLE:
        match = style.match(line.norm)
        if match is not None:
            value = values.core(line.cut(*match.span("v")))
            return [Finding("user", "reply_style", value, quote, importance=0.7)] if value.norm else []
    introduced = re.match(
        r"(?:i am|this is|it is|(?:the )?name is) (?P<v>[^,]+?)(?= here\b| from\b|"
        r" and\b|,|$)|(?P<w>[^\s,]+)(?: (?:here|speaking))$",
        line.norm,
    )
    if introduced is not None:
        group = "v" if introduced.group("v") else "w"
        name = values.core(line.cut(*introduced.span(group)))
        own = line.norm.startswith(("i am", "name", "the name", "this is")) or group == "w"
        alone = line.norm.startswith(("i am ", "name ", "the name ")) and introduced.end() == len(line.norm)
        titled = values.is_name(name) and len(name.norm.split()) <= 3 and not _STATE.search(name.norm)
        if (
            own
            and name.norm
            and (
                (titled and (greeting or alone or group == "w"))
                or (greeting and values.is_name(name, lower_too=True) and len(name.norm.split()) == 1)
            )
        ):
            first = Finding("user", "name", name, quote, importance=0.9, confidence=0.92 if greeting else 0.8)
            return [first, *_after_name(line, introduced.end(), quote, now)]
    return None


def _after_name(line: Line, end: int, quote: str, now: datetime) -> list[Finding]:
    """What an introduction goes on with: "I'm Leila, 31, from Tunis"."""
    found: list[Finding] = []
    for piece in re.finditer(
        r"(?:,| and|^)\s*(?:and )?((?:an? |from |\d|working |originally |living |currently )[^,]*)", line.norm[end:]
    ):
        rest = line.cut(end + piece.start(1), end + piece.end(1))
        found += _be(rest, quote, now)
    own = re.match(r" from ", line.norm[end:])
    return found or (_be(line.cut(end), quote, now) if own else found)


def _be(rest: Line, quote: str, now: datetime) -> list[Finding]:
    verb = Line(rest.raw, "am", rest.begins[:1] * 2, rest.begins[:1] * 2)
    return match_rules("user", verb.join(rest), quote, now, owns=False)


def _related(line: Line, quote: str, cast: Cast) -> list[Finding]:
    match = RELATED.match(line.norm)
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


def _naming(who: Address, quote: str, cast: Cast) -> list[Finding]:
    """A relation's or an animal's name, told as such: "is called Maya", "her name is Maya"."""
    rest = without_adverbs(who.rest)
    match = (NAMING if who.owns else NAMED).match(rest.norm)
    plainly = match is None and not who.owns and who.person.slot in ("partner", "friend") and rest.norm[:3] == "is "
    if (match is None and not plainly) or not who.person.slot:
        return []
    name = values.core(values.unspelt(rest.cut(match.start("v") if match else 3)))
    if not values.is_name(name, lower_too=not plainly) or (plainly and NO_NAME.match(name.norm)):
        return []
    before = who.person.subject
    cast.meet(Person(name.norm, who.person.slot, who.person.word, name))
    told = _named(who.person.slot, name, quote)
    if before in (who.person.word, name.norm):
        return [told]
    return [replace(told, cue=Cue.CORRECTION, old=before)]


_FURTHER = lazy(
    r"(?:,\s*(?:and )?| and )(?=an? |from |\d|allergic|working|originally|based|vegan\b|vegetarian|living|married|"
    r"studying|lactose|gluten)([^,]+)"
    r"|(?<= )(?=(?:living|based|currently living|working|originally from|from) )([^,]+)"
)


def _complements(who: Address) -> list[Line]:
    """What is said of a subject, "I'm 34, a teacher from Leeds, and vegan" as four."""
    rest = without_adverbs(who.rest)
    verb = re.match(r"(?:am|is|are) (?=an? |\d|the |\w+$|\S+ intolerant|allergic|vegan|vegetarian|[^,]+,)", rest.norm)
    if who.owns or verb is None:
        return [rest]
    head = rest.cut(0, verb.end())
    parts: list[Line] = [rest]
    for piece in _FURTHER.finditer(rest.norm, verb.end()):
        group = 1 if piece.group(1) else 2
        parts.append(head.join(rest.cut(piece.start(group), piece.end(group))))
    return parts


def _predicate(who: Address, rest: Line, quote: str, now: datetime) -> list[Finding]:
    subject = who.person.subject
    if who.person.slot.startswith("pet.") and DIED.match(rest.norm):
        return [Finding("user", who.person.slot, who.person.name, quote, Cue.ENDING, importance=0.8)]
    ended = None if who.owns else _ENDED.match(rest.norm)
    if ended is not None:
        return _ending(subject, rest, ended, quote, now)
    left = LEFT.match(rest.norm) if subject == "user" and not who.owns else None
    if left is not None and _job_like(rest.norm):
        firm = _firm(rest, left.start("v"), now) if left["v"].strip() else Line("", "", (), ())
        firm = firm if values.capitalised(firm) else Line("", "", (), ())
        if not firm.norm and not _JOB.search(rest.norm):
            return []
        return [Finding("user", "employer", firm, quote, Cue.ENDING)]
    found = match_rules(subject, rest, quote, now, who.owns)
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


def _firm(rest: Line, start: int, now: datetime) -> Line:
    return values.core(rest.cut(start), find_dates(rest.norm[start:].lstrip(), now, past=True))


_JOB = lazy(r"\b(?:job|position|role|gig|resigned|fired from|laid off from)\b")


def _job_like(text: str) -> bool:
    """Whether what was left can be an employment; a firm is then known by its capital."""
    return (
        _JOB.search(text) is not None
        or re.match(r"(?:have )?(?:just |recently |finally )?(?:left|quit) \w", text) is not None
    )


def _ending(subject: str, rest: Line, match: re.Match[str], quote: str, now: datetime) -> list[Finding]:
    group = next(name for name, value in match.groupdict().items() if value is not None)
    what = rest.cut(*match.span(group))
    first = what.norm.split()[0] if what.norm else ""
    if group in "bd" or (group == "e" and rest.norm.startswith("used to be")):
        verb = rest.cut(0, 2)
        what = Line(rest.raw, "am", verb.begins[:2], verb.ends[:2]).join(what)
    elif first in _STEM:
        stem = _STEM[first]
        head = what.cut(0, len(first))
        what = Line(rest.raw, stem, head.begins[:1] * len(stem), head.ends[-1:] * len(stem)).join(what.cut(len(first)))
    return [replace(f, cue=Cue.ENDING) for f in match_rules(subject, what, quote, now, owns=False)]


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
