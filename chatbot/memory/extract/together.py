"""What is said of several people at once: "they're 6", "Olek and Zosia are both six", "Olek (6) and Zosia (4)".

Only of people whose names are known or were just told; of unnamed twins nothing is told of anybody else.
"""

from datetime import datetime

from chatbot.domain.memory import USER_SUBJECT
from chatbot.domain.patterns import lazy
from chatbot.domain.value import replace
from chatbot.memory.extract import values
from chatbot.memory.extract.findings import Finding, match_rules
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.lexicon import JOBS, NUMBERS, PLURALS
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.line import read as read_line
from chatbot.memory.extract.people import NAMING, Cast, Person

_DOES = r"(?: both| all)? (?:are|were|have|like|love|hate|enjoy|live|play|study|speak|work|turned|go)\b"
_THEY = lazy(rf"(?:they|both(?: of them)?|the (?:two|twins|kids|children|boys|girls))(?={_DOES})")
_NAMED = lazy(rf"(?P<first>[\w'-]+)(?:, (?P<second>[\w'-]+),?)? and (?P<last>[\w'-]+)(?={_DOES})")
_EACH = lazy(r" (?:both|all)\b")
_WORDED_AGE = lazy(
    rf"(?:is|are|am|turned)(?: now| already| just)* (?P<n>{'|'.join(NUMBERS)})(?: years? old)?(?: now| today)?$"
)
_AGE_BEHIND = lazy(r"(?<=\w) ?\((?:aged? |now )?(?P<age>\d{1,2})(?: years?(?: old)?| ?yrs?| ?y/?o)?\)")
_SEVERAL = lazy(rf"\b(?:my|our|have|got|has) (?:[\w-]+ )?(?:{'|'.join(PLURALS)})\b")
_ELDEST = 120


def said_of_all(line: Line, quote: str, now: datetime, cast: Cast) -> list[Finding] | None:
    """What a clause tells of each of several people; None where it speaks of no such group.

    Args:
        line: the clause, lead-ins taken off.
        quote: its sentence, as typed.
        now: the message's moment.
        cast: who has been spoken of.
    """
    they, named = _THEY.match(line.norm), _NAMED.match(line.norm)
    group: tuple[Person, ...] = ()
    if they is not None:
        if cast.group is None:
            return None
        group = cast.group
    elif named is not None:
        met = [cast.find(name) for name in named.groups() if name]
        group = tuple(one for one in met if one is not None and one.subject != USER_SUBJECT)
        if len(group) < len(met):
            return None
        cast.group = group
    subject = they or named
    if subject is None:
        return None
    rest = line.cut(subject.end())
    each = _EACH.match(f" {rest.norm}")
    rest = rest.cut(each.end()) if each else rest
    return [one for person in group for one in _told(person, rest, quote, now)]


def _told(person: Person, rest: Line, quote: str, now: datetime) -> list[Finding]:
    both = rest.norm.replace("are both ", "are ").replace("are all ", "are ")
    worded = _WORDED_AGE.match(both)
    if worded is not None:
        return [Finding(person.subject, "age", read_line(str(NUMBERS[worded["n"]])), quote)]
    return [_of_one(one) for one in match_rules(person.subject, rest, quote, now, owns=False)]


def _of_one(told: Finding) -> Finding:
    """What is said of several, said of one: each of those who "are nurses" is a nurse."""
    name = told.value.norm
    several = told.attribute == "job" and name.endswith("s") and name.split(" ")[-1][:-1] in JOBS
    return replace(told, value=told.value.cut(0, len(name) - 1)) if several else told


def note(told: list[Finding], line: Line, cast: Cast) -> None:
    """Notes whom a "they" that follows can mean: the people that a clause named, or several that have no name."""
    named = [one for one in told if one.subject == USER_SUBJECT and one.attribute.startswith(NAMING)]
    people = tuple(Person(one.value.norm, one.attribute) for one in named if values.is_name(one.value))
    if len(people) > 1:
        cast.group = people
    elif _SEVERAL.search(line.norm) is not None:
        cast.group = ()
    elif people:
        cast.group = None


def lately(focus: Focus) -> tuple[Person, ...] | None:
    """Several people whom one message named just before; None for no such."""
    last = focus.recent[0].source.message_id if focus.recent else ""
    named = [
        Person(one.value.lower(), one.attribute)
        for one in focus.recent
        if last and one.source.message_id == last and one.attribute.startswith(NAMING) and one.value[:1].isupper()
    ]
    return tuple(named) if len(named) > 1 else None


def without_ages(sentence: Line) -> tuple[Line, dict[str, Line]]:
    """A sentence without the ages in brackets behind names, and these by the name, in lower case."""
    ages: dict[str, Line] = {}
    while (match := _AGE_BEHIND.search(sentence.norm)) is not None:
        before = sentence.cut(0, match.start())
        name = before.norm.rpartition(" ")[2]
        if not before.cut(len(before.norm) - len(name)).typed[:1].isupper():
            break
        ages[name] = sentence.cut(*match.span("age"))
        behind = sentence.cut(match.end())
        sentence = before.join(behind) if behind.norm else before
    return sentence, ages


def aged(told: list[Finding], ages: dict[str, Line], quote: str, cast: Cast) -> list[Finding]:
    """The ages of those whom a sentence named, or who are known."""
    named = {one.value.norm for one in told if one.attribute.startswith(NAMING)}
    return [
        Finding(name, "age", age, quote)
        for name, age in ages.items()
        if (name in named or cast.find(name) is not None) and 0 < int(age.norm) < _ELDEST
    ]
