"""What is no more: "I no longer play chess", "I used to be a sailor", "I left Siemens", "our dog died"."""

import re
from datetime import datetime

from chatbot.domain.memory import Cue
from chatbot.domain.patterns import lazy
from chatbot.domain.value import replace
from chatbot.memory.dates import find_dates
from chatbot.memory.extract import values
from chatbot.memory.extract.findings import Finding, match_rules, vague, without_adverbs
from chatbot.memory.extract.lexicon import PROGRAMS
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.people import Address
from chatbot.memory.extract.rules.life import LEFT
from chatbot.memory.extract.rules.people import DIED, DIED_ALONE
from chatbot.memory.phrase import Telling

_FOR_NOW = (
    r"\b(?:at (?:\d|noon\b|midnight\b)|tonight\b|for (?:lent|now|today)\b|"
    r"for (?:an?|one|the|two|three|four) (?:day|night|moment|minute|second|bit|while|week|month|hour)s?\b)"
)
"""What was stopped so goes on another time."""
_ENDED = lazy(
    r"(?:(?:do|does) (?:not|no longer) (?P<a>.+?) (?:anymore|any more|any longer|"
    r"these days)|(?:am|is|are) (?:not|no longer) (?P<b>.+?) (?:anymore|any more|"
    r"any longer)"
    r"|no longer (?P<c>.+)|(?:am|is|are) no longer (?P<d>.+)|used to (?:be )?(?P<e>.+)|"
    r"(?:was|were) (?=an? |the |\S+ (?:for|until|till) )(?P<g>.+? (?:for (?:(?:over|almost|nearly|about|more than) )?"
    r"(?:\w+ |\w+-\w+ )?(?:years|decades|ages|my whole life|most of my life)|(?:until|till) (?:i|he|she|they|last|"
    r"recently|"
    r"\d{4}).*|all my (?:working )?life))|"
    rf"(?:have )?(?:stopped|quit) (?P<f>(?!.*{_FOR_NOW})\w+ing\b.*))$"
)
_STEM = {"playing": "play", "working": "work", "living": "live", "studying": "study", "doing": "do",
         "learning": "am learning", "collecting": "collect", "eating": "eat", "speaking": "speak",
         "being": "am"}  # fmt: skip
_DOING = lazy(
    r"(?!(?:think|believe|say|hate|like|love|feel|get|it|that|this|you|we|there)\b)[a-z]+"
    r"(?: (?!you\b|it\b|that\b)[\w'-]+){0,5}"
)
"""What can have been a habit, and was no opinion or feeling."""
_GIVEN_UP = lazy(
    r"(?P<v>(?:have )?(?:stopped|quit) (?:smoking|drinking|vaping|gambling|biting my nails))(?=$|[,.;!]| (?:in|on|"
    r"last|two|"
    r"three|four|five|six|ten|a|\w+ (?:days|weeks|months|years)|when|after|because|since|this|and|for)\b)"
)


_LEFT_ME = lazy(
    r"(?:has |have |is )?(?:just |recently |finally )?(?:(?:broke|broken|split|breaking) up with me|dumped me|"
    r"walked out on me|(?:left|leaving|divorced|divorcing) me)"
    r"(?=$|[,.;!]| (?:for (?:an?|my|his|her|some) (?!bit\b|while\b|minute\b)|and\b|so\b|last\b|this\b|yesterday\b|"
    r"today\b|"
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)day|on (?:the )?\d|on my birthday|in (?:january|february|march|april|"
    r"may|"
    r"june|july|august|september|october|november|december|20\d\d|the (?:spring|summer|autumn|winter))|(?:\d+|a|a "
    r"few|two|"
    r"three|four|five) (?:days?|weeks?|months?|years?) |by text|over text|because|when i\b|after \d|again\b|"
    r"recently\b))"
)
"""Behind a partner: they are one no more."""


def ending(subject: str, rest: Line, quote: str, now: datetime) -> list[Finding] | None:
    """What a predicate ends; None where it ends nothing.

    Args:
        subject: whom it is about.
        rest: the predicate.
        quote: the sentence, as typed.
        now: the message's moment.
    """
    ended = _ENDED.match(rest.norm)
    if ended is not None:
        return _ending(subject, rest, ended, quote, now)
    left = LEFT.match(rest.norm) if subject == "user" else None
    if left is None or not _job_like(rest.norm):
        return None
    firm = _firm(rest, left.start("v"), now) if left["v"].strip() else Line("", "", (), ())
    firm = firm if values.capitalised(firm) else Line("", "", (), ())
    if firm.norm.partition(" ")[2] in _PRODUCTS:
        return []  # "I quit Google Chrome"
    if not firm.norm and not _JOB.search(rest.norm):
        return []
    dates = find_dates(rest.norm, now, past=True)
    end = Finding(subject, "employer", firm, quote, Cue.ENDING, start=dates[0].first if dates else None)
    told = [one for one in match_rules(subject, rest, quote, now, owns=False) if one.attribute == "event"]
    return [end, *told] if _LOST_JOB.match(rest.norm) else [end]


def lost(who: Address, line: Line, quote: str, now: datetime) -> list[Finding]:
    """The end of somebody: an animal is there no more, and that a relative died is told as what happened."""
    rest = without_adverbs(who.rest)
    if who.person.slot == "partner" and not who.owns and _LEFT_ME.match(rest.norm):
        dates = find_dates(rest.norm, now, past=True)
        began = dates[0].first if dates else None
        return [Finding("user", "partner", who.person.name, quote, Cue.ENDING, importance=0.8, start=began)]
    died = DIED.match(rest.norm) if who.person.slot and not who.owns else None
    if died is None:
        return []
    dates = find_dates(rest.norm, now, past=True)
    first, last = (dates[0].first, dates[0].last) if dates else (None, None)
    if who.person.slot.startswith("pet."):
        return [
            Finding("user", who.person.slot, who.person.name, quote, Cue.ENDING, importance=0.8, start=first, end=last)
        ]
    if not DIED_ALONE.match(rest.norm):
        return []
    end = len(line.norm) - len(rest.norm) + died.end()
    told = line.cut(line.norm.index(" ") + 1, end)
    telling = Telling("{who}'s {verb}", told.typed)
    happened = Finding("user", "event", told, quote, importance=0.8, start=first, end=last, telling=telling)
    return [replace(happened, vague=vague(dates, rest))]


def _firm(rest: Line, start: int, now: datetime) -> Line:
    return values.core(rest.cut(start), find_dates(rest.norm[start:].lstrip(), now, past=True))


_PRODUCTS = PROGRAMS | {"maps", "drive", "docs", "photos", "meet", "prime", "music", "calendar", "plus", "pay"}
"""Behind a firm's name: what it makes."""
_JOB = lazy(r"\b(?:job|position|role|gig|resigned|fired from|laid off from)\b")
_LOST_JOB = lazy(r"(?:have )?(?:just |recently )?lost my job\b")
_NO_JOB = lazy(
    r"\bjob (?:search|hunt|interview|application|offer|description|fair|ad)\b|"
    r"\b(?:first|second|side|summer|student|weekend|evening|holiday) (?:\w+ )?(?:job|gig)\b"
)
"""What is left beside an employment, or was left before it."""


def _job_like(text: str) -> bool:
    """Whether what was left can be an employment; a firm is then known by its capital."""
    return _NO_JOB.search(text) is None and (
        _JOB.search(text) is not None
        or re.match(r"(?:have )?(?:just |recently |finally )?(?:left|quit) \w", text) is not None
    )


def _ending(subject: str, rest: Line, match: re.Match[str], quote: str, now: datetime) -> list[Finding]:
    group = next(name for name, value in match.groupdict().items() if value is not None)
    what = rest.cut(*match.span(group))
    first = what.norm.split()[0] if what.norm else ""
    if group in "bdg" or (group == "e" and rest.norm.startswith("used to be")):
        verb = rest.cut(0, 2)
        what = Line(rest.raw, "am", verb.begins[:2], verb.ends[:2]).join(what)
    elif first in _STEM:
        stem = _STEM[first]
        head = what.cut(0, len(first))
        what = Line(rest.raw, stem, head.begins[:1] * len(stem), head.ends[-1:] * len(stem)).join(what.cut(len(first)))
    found = [replace(f, cue=Cue.ENDING) for f in match_rules(subject, what, quote, now, owns=False)]
    if not found and group == "f" and (given := _GIVEN_UP.match(rest.norm)):
        habit = rest.cut(*given.span("v"))
        dates = find_dates(rest.norm, now, past=True)
        return [
            Finding(subject, "event", habit, quote, importance=0.6, start=one.first, end=one.last) for one in dates[:1]
        ]
    return found or (_habit(subject, rest, match, quote) if group == "e" else [])


def _habit(subject: str, rest: Line, match: re.Match[str], quote: str) -> list[Finding]:
    """A note of what somebody used to do, where no slot has it ("I used to smoke a pipe")."""
    what = values.core(rest.cut(*match.span("e")))
    if rest.norm.startswith("used to be") or not _DOING.fullmatch(what.norm):
        return []
    return [Finding(subject, "", what, quote, telling=Telling("{who} used to {words}", words=what.typed))]
