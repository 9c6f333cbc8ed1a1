"""Makes candidates of findings: kind by slot, the sentence for the record, topics, dates, and no fact twice."""

from datetime import datetime, timedelta

from chatbot.domain.memory import USER_SUBJECT, Candidate, Cue, Origin
from chatbot.domain.patterns import lazy
from chatbot.domain.slots import Kind, Scope, slot_of
from chatbot.domain.text import clean_line
from chatbot.domain.value import replace
from chatbot.memory.dates import find_dates
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.moments import around, moment
from chatbot.memory.phrase import Telling, to_record

_TOPICS = {
    "job": "work", "employer": "work", "skill": "work", "project": "work", "works_on": "work", "deadline": "work",
    "school": "study", "field_of_study": "study", "partner": "family", "family": "family", "friend": "friends",
    "pet": "pets", "diet": "food", "allergy": "health", "health": "health", "home": "home", "hometown": "home",
    "hobby": "hobbies", "goal": "goals", "plan": "plans", "event": "plans", "reply_style": "style",
    "schedule": "routine",
    "owns": "belongings", "likes": "tastes", "dislikes": "tastes", "favorite": "tastes",
}  # fmt: skip
_LONGEST_VALUE = 160
_PLAN_KEPT_DAYS = 30
_NAMELESS_AT_MOST = 0.8
"""So certain at most are the rules for what has no name ("two sisters"); those for names are more so."""


def build(findings: list[Finding], now: datetime, scope: Scope | None) -> tuple[Candidate, ...]:
    """Candidates of the findings, in order; a name that replaces "a dog" takes its place, and repetitions fall away."""
    made: list[Candidate] = []
    seen: set[tuple[str, str, str, Cue]] = set()
    for finding in _specific(findings):
        key = (finding.subject, finding.attribute, finding.value.norm, finding.cue)
        if key in seen:
            continue
        seen.add(key)
        made.append(_candidate(finding, scope))
    return tuple(made)


def _specific(findings: list[Finding]) -> list[Finding]:
    named = {(f.subject, f.attribute) for f in findings if f.value.norm and f.confidence > _NAMELESS_AT_MOST}
    told = [f for f in findings if not ((f.subject, f.attribute) in named and _nameless(f))]
    each = {(f.subject, f.attribute, f.quote) for f in told if _nameless(f) and not _COUNT.match(f.value.norm)}
    return [f for f in told if not (_COUNT.match(f.value.norm) and (f.subject, f.attribute, f.quote) in each)]


_COUNT = lazy(r"(?:two|three|four|five|six|seven|eight|nine|ten|several|some|many|a few|\d+) ")
"""How many there are, which is known where each of them is told ("two dogs, a beagle and a poodle")."""


def _nameless(finding: Finding) -> bool:
    """Whether a finding only says that there is one, or how many; the rules that do are less certain than for names."""
    kin = finding.attribute.startswith(("pet.", "family.")) and finding.cue is not Cue.ENDING
    return kin and not finding.value.typed[:1].isupper() and finding.confidence <= _NAMELESS_AT_MOST


def _candidate(finding: Finding, scope: Scope | None) -> Candidate:
    slot = slot_of(finding.attribute)
    kind = slot.kind if slot else Kind.FACT
    if finding.subject != USER_SUBJECT and kind in (Kind.IDENTITY, Kind.PREFERENCE):
        kind = Kind.FACT  # it says who the user is only where it is about the user
    value = clean_line(finding.value.typed, _LONGEST_VALUE)
    family = finding.attribute.partition(".")[0]
    when = kind in (Kind.EVENT, Kind.PLAN, Kind.GOAL)
    people = finding.attribute.startswith(("family.", "partner", "friend", "pet."))
    entities = [finding.subject] if finding.subject != USER_SUBJECT else []
    entities += [value.lower()] if value[:1].isupper() or people else []
    changed = finding.cue in (Cue.CHANGE, Cue.ENDING)
    telling = _dated(finding, value) if when else _wedded(finding)
    return Candidate(
        text=to_record(finding.subject, finding.attribute, value, finding.polarity, telling=telling),
        kind=kind,
        subject=finding.subject,
        attribute=finding.attribute,
        value=value if finding.attribute else "",
        quote=clean_line(finding.quote, 400),
        cue=finding.cue,
        old_value=finding.old,
        polarity=finding.polarity,
        entities=tuple(dict.fromkeys(entities)),
        topics=tuple(dict.fromkeys([topic for topic in (_TOPICS.get(family, ""), kind.value) if topic])),
        importance=finding.importance,
        confidence=finding.confidence,
        event_start=finding.start if when else None,
        event_end=finding.end if when else None,
        valid_from=finding.start if not when and changed and finding.cue is Cue.CHANGE else None,
        valid_until=finding.start if finding.cue is Cue.ENDING else None,
        expires_at=_expiry(finding, kind),
        scope=scope,
        origin=Origin.RULE,
    )


_WEDDED = lazy(r"(?i)\b(wife|husband|girlfriend|boyfriend|fianc[eé]e?)\b")


def _wedded(finding: Finding) -> Telling:
    """The telling of a partner with the word that the user has for them: "User's wife is Jana"."""
    word = _WEDDED.search(finding.quote) if finding.attribute == "partner" and not finding.telling.form else None
    return Telling("{who}'s {verb} is {value}", word[1].lower()) if word and finding.value.norm else finding.telling


def _dated(finding: Finding, value: str) -> Telling:
    """The telling with the day that was meant ("on Tuesday 19 May 2026"), in brackets behind words that name it."""
    if finding.start is None or finding.end is None or finding.cue not in (Cue.STATEMENT, Cue.CORRECTION, Cue.CHANGE):
        return replace(finding.telling, when="")
    day = around(finding.start) if finding.vague else moment(finding.start, finding.end)
    when = f"{day} {finding.telling.when}".strip()
    named = find_dates(value.lower(), finding.start)
    if finding.attribute == "deadline" and finding.telling.verb:
        latest = "before" if " before " in finding.quote.lower() else "by"
        when = f"{latest} {when.partition(' ')[2]}"
    bracketed = named or (finding.attribute == "deadline" and not finding.telling.verb)
    return replace(finding.telling, when=f"({when.removeprefix('on ')})" if bracketed else when)


def _expiry(finding: Finding, kind: Kind) -> datetime | None:
    """A plan with a date is recalled for some weeks beyond it; a goal and an event have no end."""
    if kind is not Kind.PLAN or finding.end is None:
        return None
    return finding.end + timedelta(days=_PLAN_KEPT_DAYS)


def ordered(finding: Finding) -> Finding:
    """A finding that the user ordered to remember."""
    return replace(
        finding,
        cue=Cue.REMEMBER if finding.cue in (Cue.STATEMENT, Cue.CORRECTION, Cue.CHANGE) else finding.cue,
        confidence=1.0,
    )


def scoped(candidate: Candidate, scope: Scope | None) -> Candidate:
    """A candidate with the scope that the message asked for."""
    return replace(candidate, scope=scope) if scope else candidate
