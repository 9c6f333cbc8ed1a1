"""What the rules found, before it becomes a candidate; and how a match becomes a finding."""

import re
from collections.abc import Sequence
from datetime import datetime

from chatbot.domain.memory import Cue, Polarity
from chatbot.domain.patterns import lazy
from chatbot.domain.value import Value
from chatbot.memory.dates import DateSpan, find_dates
from chatbot.memory.extract import values
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.moments import HOUR
from chatbot.memory.extract.rules import RULES, Rule
from chatbot.memory.extract.rules.people import slot_of_word
from chatbot.memory.phrase import PLAIN, Telling

_AMERICAN = {
    "colour": "color",
    "flavour": "flavor",
    "theatre": "theater",
    "programme": "program",
    "neighbour": "neighbor",
}


_UNTIL = {
    "employer": lazy(r" (?:as|in|on|based|doing|where|to (?:pay|earn|save|make|support|help|fund|get|finance)) "),
    "field_of_study": lazy(r" (?:at|in|with|online|part[- ]time|full[- ]time) ?"),
    "school": lazy(r" (?:as|for|to|on|where|doing|studying) "),
    "home": lazy(r" (?:with|alone|together|near my|as) ?"),
}
"""Words that end a value of the slot."""


class Finding(Value):
    """One fact of a clause: who, which slot, which words, and how sure."""

    subject: str
    attribute: str
    value: Line
    quote: str
    cue: Cue = Cue.STATEMENT
    old: str = ""
    polarity: Polarity = Polarity.POSITIVE
    confidence: float = 0.9
    importance: float = 0.5
    start: datetime | None = None
    end: datetime | None = None
    past: bool = False
    vague: bool = False
    telling: Telling = PLAIN


def match_rules(subject: str, rest: Line, quote: str, now: datetime, owns: bool) -> list[Finding]:
    """Every finding of the rules in what is said of one subject.

    Args:
        subject: whom it is about.
        rest: the clause behind its subject.
        quote: the sentence, as typed.
        now: the message's moment.
        owns: whether the subject was a possessor.
    """
    found: list[Finding] = []
    plain = without_adverbs(rest)
    for rule in RULES:
        if (
            rule.owns != owns
            or (rule.whose == "user" and subject != "user")
            or (rule.whose == "other" and subject == "user")
        ):
            continue
        line = plain
        match = rule.pattern.match(plain.norm)
        if match is None and plain is not rest:
            line = rest
            match = rule.pattern.match(rest.norm)
        if match is None or any(rule.attribute == other.attribute and "{" not in rule.attribute for other in found):
            continue
        found.extend(_of_match(rule, match, line, subject, quote, now))
    return [one for one in found if not _shadowed(one, found) and not _for_once(one)]


_ADVERBS = lazy(
    r"(?:(?:really|just|also|actually|currently|still|now|recently|absolutely|"
    r"totally|kinda|kind of|sort of|literally|truly|definitely|honestly|"
    r"secretly|basically|already|simply|personally|do(?= (?:really |also |just "
    r")?(?:like|love|enjoy|have|want|work|live|hate|own|speak)\b)|all|both|then|"
    r"finally|probably|pretty much|mostly|mainly|always|usually|genuinely|normally|"
    r"only|officially) )+(?=\S)"
)


def without_adverbs(line: Line) -> Line:
    """A predicate without adverbs before its verb."""
    match = _ADVERBS.match(line.norm)
    return line.cut(match.end()) if match else line


def _of_match(rule: Rule, match: re.Match[str], line: Line, subject: str, quote: str, now: datetime) -> list[Finding]:
    dates = find_dates(line.norm, now, past=rule.tense == "past")
    dates = tuple(one for one in dates if not _RETURN.search(line.norm[: one.start]))
    if rule.tense == "future" and rule.dated:
        dates = tuple(date for date in dates if date.last > now)
    if rule.dated and not dates:
        return []
    start, end = match.span("v") if match.group("v") is not None else (match.start(), match.start())
    value = whole = line.cut(start, end)
    if not rule.exact:
        value = whole = values.core(value, dates, start, rule.many or rule.commas)
    elif rule.dated and rule.attribute != "deadline":
        value = values.core(value, dates, start)
    if not rule.exact and (until := _UNTIL.get(rule.attribute)) and (stop := until.search(value.norm)):
        value = whole = value.cut(0, stop.start())
    attribute = _attribute(rule, match)
    if not value.norm:
        if rule.attribute == "deadline" and dates:
            value = line.cut(dates[0].start, dates[0].end)
        elif rule.cue is not Cue.ENDING:
            return []
    items = values.pieces(value) if rule.many else (value,)
    told = _undated(whole, dates, start) if rule.dated else whole
    when = _when(rule, dates)
    findings: list[Finding] = []
    for spoken in items:
        if rule.attribute == "language" and (place := _SPOKEN.search(spoken.norm)):
            spoken = spoken.cut(0, place.start())
        favorite = rule.attribute.startswith("favorite")
        named = (rule.attribute == "name" or favorite) and spoken.typed[:1].isupper()
        named = named or (favorite and spoken.norm.startswith("the "))
        item = spoken if named else values.without_article(spoken)
        if rule.attribute == "language" and (few := _A_BIT.match(item.norm)):
            item = item.cut(few.end())
        if rule.attribute == "likes" and (praise := _PRAISE.match(item.norm)):
            item = item.cut(praise.end())
        if item.norm.startswith(("not ", "no ", "never ")) and rule.attribute != "name":
            break
        if (not item.norm and rule.cue is not Cue.ENDING) or (
            rule.check is not None and not (item.norm and rule.check(item) and rule.check(spoken))
        ):
            break
        if rule.commas and not rule.many:
            item = _place(item)
        old = line.cut(*match.span("old")).typed if match.groupdict().get("old") else ""
        findings.append(
            Finding(subject, attribute, item, quote, rule.cue, old, rule.polarity, rule.confidence, rule.importance,
                    when[0], when[1], rule.tense == "past", vague(dates, line),
                    _telling(rule, match, line, spoken if rule.many else told))
        )  # fmt: skip
    return findings


_RETURN = lazy(
    r", (?:and |then )?(?:(?:i|we) (?:am|are|will be|get|come) )?(?:back|home)(?: home| again)?(?: on| by| in)? $"
)
"""Before the day of a return, which is not that of the journey: "off to Berlin on Thursday, back on Saturday"."""


def vague(dates: Sequence[DateSpan], line: Line) -> bool:
    """Whether the first date is counted in weeks ("two weeks ago"), which nobody means to the day."""
    return bool(dates) and _WEEKS.search(line.norm[dates[0].start : dates[0].end]) is not None


_WEEKS = lazy(r"\b(?:weeks?|fortnights?|few days|couple of days) (?:ago|from now)|^in .*\b(?:weeks?|fortnight)\b")


def _telling(rule: Rule, match: re.Match[str], line: Line, words: Line) -> Telling:
    """How the record says it: by the rule's form, with the words of the sentence that it asks for."""
    hour = HOUR.search(line.norm) if rule.dated else None
    clock = line.cut(*hour.span()).typed if hour else ""
    clock = f"at {clock}" if clock[:1].isdigit() else clock
    if not rule.form:
        doing = _TASTES.get(rule.attribute) and line.norm[: match.start("v")].endswith(" to ")
        taste = _TASTES.get(rule.attribute, "") if doing or _ONE.match(words.norm) else ""
        taste = taste.replace("{words}", "to {words}") if doing else taste
        return Telling(taste, words=words.typed, when=clock) if clock or taste else PLAIN
    verb = line.cut(*match.span("t")).typed if match.groupdict().get("t") else ""
    return Telling(rule.form, verb, words.typed.strip(" ,.;"), clock)


_ONE = lazy(r"an? (?!(?:little|bit|lot|few)\b)")
_TASTES = {"likes": "{who} likes {words}", "dislikes": "{who} does not like {words}"}
"""How the record says what is liked one at a time: "a good book", which is no "good book"."""


def _undated(whole: Line, dates: Sequence[DateSpan], offset: int) -> Line:
    """A value before its core was taken ("appointment with my doctor"), up to the date behind it."""
    ends = [date.start - offset for date in dates if date.start > offset]
    hour = HOUR.search(whole.norm)
    ends += [hour.start()] if hour else []
    return whole.cut(0, min(ends)) if ends and min(ends) < len(whole.norm) else whole


_A_BIT = lazy(r"(?:(?:tiny |little )?bit of|little|basic|broken|conversational|rusty|school) ")
"""How well a language is spoken."""
_SPOKEN = lazy(r" (?:at|with|in|to|on|from|when|fluently|natively|well) ?")
"""What follows a language: where, with whom or how well it is spoken."""
_PRAISE = lazy(r"(?:good|nice|decent|proper) (?=\w)")
"""Says nothing of what is liked: "a good documentary"."""


def _attribute(rule: Rule, match: re.Match[str]) -> str:
    if rule.attribute == "{who}":
        return slot_of_word(match["who"])
    if "{thing}" in rule.attribute:
        words = [_AMERICAN.get(word, word) for word in match["thing"].strip().split()]
        return rule.attribute.replace("{thing}", "_".join(words).replace(".", ""))
    return rule.attribute


def _when(rule: Rule, dates: Sequence[DateSpan]) -> tuple[datetime | None, datetime | None]:
    return (dates[0].first, dates[0].last) if dates else (None, None)


def _place(item: Line) -> Line:
    """A place keeps a comma only before a further capital: "Austin, Texas", but not "Porto, it is lovely"."""
    for comma in re.finditer(",", item.norm):
        behind = item.cut(comma.end())
        if (
            not behind.typed[:1].isupper()
            or re.search(r"\d", behind.norm)
            or len(item.cut(comma.end()).norm.split()) > 3
        ):
            return item.cut(0, comma.start())
    return item


_STRONGER = {
    ("goal", "plan"), ("plan", "event"), ("event", "plan"), ("hobby", "goal"), ("skill", "hobby"), ("hobby", "likes"),
    ("health", "event"), ("health", "schedule"), ("event", "age"),
}  # fmt: skip


_FOR_ONCE = lazy(
    r"(?i)\b(?:tonight|for (?:the|a|one) (?:day|night|evening|weekend|afternoon|hour|bit))\b|^\W*today,? (?:i\b|"
    r"i'?m\b|he|she)"
)


def _for_once(finding: Finding) -> bool:
    """Whether a job is only played at for an evening: "tonight I'm a DJ at a party"."""
    stated = finding.attribute == "job" and finding.cue is Cue.STATEMENT
    return stated and _FOR_ONCE.search(finding.quote) is not None


def _ahead(finding: Finding, plan: Finding) -> bool:
    """Whether a plan with a day ahead holds what a finding tells as so already ("starting at Kiwi on 4 January")."""
    begins = finding.attribute in ("employer", "job", "school", "home") and finding.cue is not Cue.ENDING
    dated = plan.attribute == "plan" and plan.start is not None
    return begins and dated and f" {finding.value.norm} " in f" {plan.value.norm} "


def _shadowed(finding: Finding, found: list[Finding]) -> bool:
    """Whether the same words were read better: a goal over a hobby, an earlier rule over a later one."""
    if any(_ahead(finding, other) for other in found):
        return True
    for other in found:
        if other is finding:
            return False
        if other.value.begins[:1] == finding.value.begins[:1] and other.attribute == finding.attribute:
            return True
        if (other.attribute, finding.attribute) in _STRONGER:
            return True
    return False
