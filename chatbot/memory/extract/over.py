"""What is over, told without naming it: "that's not my job anymore", "I don't live there now", "I got laid off".

Which memory is meant follows from what is known; where nothing fits, nothing is read.
"""

from collections.abc import Sequence
from datetime import timedelta

from chatbot.domain.memory import USER_SUBJECT, Cue, Memory
from chatbot.domain.patterns import lazy
from chatbot.domain.slots import is_single
from chatbot.domain.value import replace
from chatbot.memory import guards
from chatbot.memory.attributes import fills, wanted
from chatbot.memory.dates import find_dates
from chatbot.memory.extract.clauses import Clause, asserted, clauses, stripped
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import PRESENT, Focus
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.line import read as read_line
from chatbot.memory.extract.rules.people import PARTED_WHEN
from chatbot.memory.similarity import more_detail, same_value
from chatbot.memory.tokens import words

_MORE = r"(?: any ?more| any longer| these days| nowadays)"
_END = r"(?=$|[,.;!]| (?:and|but|so|because|since|now|i|we)\b)"
_NOT_MINE = lazy(
    rf"(?:(?:that|this|it|he|she|they|[\w'-]+) (?:is|are) )?(?:(?:not|no longer) (?:really |actually )?my "
    rf"(?P<what>[a-z][a-z -]{{1,30}}?)(?P<more>{_MORE})?){_END}"
)
_NOT_WHERE = lazy(
    rf"(?:(?:that|this) is (?:not|no longer) where (?:i|we) (?P<a>live|work|study|go to school)(?P<more>{_MORE})?|"
    rf"(?:i|we) (?:(?:do not|no longer) (?P<b>live|work|study) (?:there|here)|"
    rf"am (?:not|no longer) (?P<c>living|working|studying) (?:there|here))(?P<more2>{_MORE})?){_END}"
)
_PLACES = {"live": "home", "work": "employer", "study": "school", "go to school": "school",
           "living": "home", "working": "employer", "studying": "school"}  # fmt: skip
_NOT_THAT = lazy(
    rf"(?:i|we) (?:(?:do not|no longer) do (?:that|it|this)(?P<more>{_MORE})?|"
    rf"(?:have )?(?:stopped|quit|given up|gave up)(?: doing)? (?:that|it|this)){_END}"
)
_HABITS = ("hobby", "schedule", "works_on", "project", "diet", "skill")
_NOT_ALLERGIC = lazy(
    rf"(?:(?:it )?turns out (?:that )?)?(?:i am (?:not|no longer) (?:actually |really )?allergic"
    rf"(?: to (?:anything|(?P<that>that|it|them)))?(?:{_MORE}| after all)?|"
    rf"i (?:do not|no longer) have (?:any |an |the |that |my )?allerg(?:y|ies)(?:{_MORE}| after all)?|"
    rf"i have no (?:more )?allergies(?:{_MORE})?|"
    rf"my allerg(?:y|ies) (?:is|are|has|have) (?:gone|over|cured|disappeared|vanished|gone away|been cured)|"
    rf"i (?:have )?(?:outgrew|outgrown) (?:my|the|that) allergy)$"
)
_SINGLE = lazy(
    r"(?:i am|we are) (?:now |recently |newly |back to being )?(?:single|divorced|separated|widowed)(?: again| now)*"
    rf"{_END}"
)
_JOBLESS = lazy(
    r"i (?:(?:have|am|was|got|been|just|recently|finally|now) )*(?:fired|sacked|laid off|made redundant|let go|retired|"
    rf"unemployed|out of (?:work|a job)|between jobs)(?! up\b)"
    rf"(?: from (?P<from>[\w' &.-]+?){_END}|{_END[:-1]}| (?:yesterday|today|last|this|right|at the)\b))"
)
_LET_GO = lazy(
    rf"(?:(?:they|my boss|the boss|work|the company) (?:have |has )?(?:just )?(?:fired me|sacked me|laid me off|"
    rf"made me redundant|let me go)|i (?:have )?(?:just )?(?:quit|resigned|handed in my notice))"
    rf"(?:{_END}|{_END[:-1]}| (?:yesterday|today|last|this|on \w+day)\b))"
)
_PARTED = lazy(
    r"(?:^|[,.;] |\b(?:and|but|so|because|since|now) )my (?P<who>partner|wife|husband|girlfriend|boyfriend|fianc\w+)"
    r"(?:,? (?P<v>[\w'-]+),?)? and (?:i|me) (?:(?:are|am|is|were|got|have|had|been|just|recently|finally|now|both|"
    r"officially|have decided to|decided to) )*(?:divorced|separated|split(?: up)?|broke up|broken up|parted(?: ways)?|"
    rf"(?:not|no longer) (?:together|a couple|married)(?: any ?more)?){PARTED_WHEN}"
)
_LOST_BABY = lazy(
    r"(?:i|we) (?:have |had )?(?:just |recently )?(?:had (?:a|another) miscarriage|miscarried|"
    r"lost (?:the|our|my) (?:unborn )?(?:baby|babies|twins|pregnancy))"
    r"(?=$|[,.;!]| (?:last|on|in|this|yesterday|today|at|two|three|a|and|but|so|because|after|before)\b)"
)
_ON_THE_WAY = lazy(r"\b(?:pregnant|expecting a baby|due to have a baby|(?:baby|twins) (?:is|are) due|due date)\b")
_ANY_WORK = lazy(
    r"(?:(?:my|the|this|that) )?(?:current |present )?(?:job|work|company|firm|position|office)"
    r"(?: (?:yesterday|today|last|this|in|on|after|because)\b.*)?"
)
_SWITCHED = lazy(
    r"\bi (?:have )?(?:just |now )?(?:switched|changed) to (?:an? |the )?(?P<v>[\w -]{2,40}?)(?: now| instead)?$"
)
_ANEW = lazy(
    r"\b(?:(?:i|we|he|she|they|has|have|just) (?:moved|switched|changed)|again|nowadays|these days|"
    r"since (?:yesterday|last|this|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today))\b|"
    r"\bnow(?=$|[,.;!]| and\b)"
)
"""Says that something is not as it was."""
_LATELY = timedelta(days=45)
"""What lies further back than what is known was told before it."""
_STILL = lazy(r"\b(?:and|but) (?:i )?still (?:do|am|have)\b")
_NOTHING = read_line("")


def endings_meant(sentence: Line, question: bool, told: list[Finding], focus: Focus) -> list[Finding]:
    """What a sentence ends among what is known; none where nothing known is meant.

    Args:
        sentence: as typed, with its folded form.
        question: whether it ends in a question mark; a question ends nothing.
        told: what the sentence tells besides; what it gives a new value has not simply ended.
        focus: what is known.
    """
    named = {(one.subject, one.attribute) for one in told}
    for part in asserted(sentence, question, Clause(sentence), stripped(sentence)):
        if _LOST_BABY.match(part.line.norm):
            ahead = [one for one in focus.present("plan", "event", "health") if _ON_THE_WAY.search(one.text)]
            return [_end(one, sentence, focus) for one in ahead]
        held = _meant(part.line.norm, sentence, focus)
        if held is not None and (USER_SUBJECT, held.attribute) not in named:
            return [_end(held, sentence, focus)]
    return []


def changed_with(told: list[Finding], sentence: Line, focus: Focus) -> list[Finding]:
    """Findings with the value that they follow: the teacher of "that's not my job anymore, I'm a teacher now"."""
    held = next(
        (
            found
            for part in (stripped(sentence), *clauses(sentence, False))
            if (found := _meant(part.line.norm, sentence, focus)) is not None
        ),
        None,
    )
    if held is None or not is_single(held.attribute):
        return told
    return [
        replace(one, cue=Cue.CHANGE, old=held.value)
        if one.subject == USER_SUBJECT
        and one.attribute == held.attribute
        and one.cue in (Cue.STATEMENT, Cue.CORRECTION)
        else one
        for one in told
    ]


def told_anew(told: list[Finding], sentence: Line, focus: Focus) -> list[Finding]:
    """Findings with the value that they follow, where the sentence says that it is new: "I live in Porto again"."""
    if _ANEW.search(sentence.norm) is None:
        return told
    return [_following(one, focus) if one.cue is Cue.STATEMENT and is_single(one.attribute) else one for one in told]


def _following(finding: Finding, focus: Focus) -> Finding:
    """A finding as a change of the present value of its slot; as it is where there is none, or one alike."""
    value = finding.value.typed
    for held in focus.known.filling(finding.subject, finding.attribute):
        likened = same_value(held.value, value) or more_detail(value, held.value) or more_detail(held.value, value)
        if held.status in PRESENT and held.polarity is finding.polarity and not likened:
            return replace(finding, cue=Cue.CHANGE, old=held.value)
    return finding


def switched(told: list[Finding], sentence: Line) -> list[Finding]:
    """Findings with what came instead: "I'm not studying medicine anymore, I switched to biology"."""
    ended = [one for one in told if one.cue is Cue.ENDING and one.subject == USER_SUBJECT and is_single(one.attribute)]
    match = _SWITCHED.search(sentence.norm) if len(ended) == 1 else None
    if match is None or any(one.attribute == ended[0].attribute and one.cue is not Cue.ENDING for one in told):
        return told
    value = sentence.cut(*match.span("v"))
    new = replace(ended[0], value=value, cue=Cue.CHANGE, old=ended[0].value.typed)
    return [*(one for one in told if one is not ended[0]), new]


def ended_now(told: list[Finding], sentence: Line, focus: Focus) -> list[Finding]:
    """Findings without ends of what still is, or of long before what is known was told ("I lost my job in 2003")."""
    still = _STILL.search(sentence.norm) is not None
    return [one for one in told if one.cue is not Cue.ENDING or not (still or _long_ago(one, focus))]


def _long_ago(end: Finding, focus: Focus) -> bool:
    if end.value.norm or end.start is None:
        return False
    return all(end.start < held.said_at - _LATELY for held in focus.present(end.attribute))


def parted(told: list[Finding], sentence: Line, question: bool) -> list[Finding]:
    """Findings with the end of "my partner Ines and I are divorced now", which tells of no partner."""
    match = _PARTED.search(sentence.norm)
    if (
        match is None
        or question
        or any(guard(sentence.norm) for guard in (guards.conditional, guards.ironic, guards.wishing, guards.reported))
    ):
        return told
    name = sentence.cut(*match.span("v")) if match["v"] else _NOTHING
    end = Finding(USER_SUBJECT, "partner", name, sentence.typed, Cue.ENDING, importance=0.8)
    return [end, *(one for one in told if (one.subject, one.attribute) != (USER_SUBJECT, "partner"))]


def _meant(text: str, sentence: Line, focus: Focus) -> Memory | None:
    """The present memory that a clause says is over; None for none."""
    if (mine := _NOT_MINE.match(text)) and (mine["more"] or "no longer" in mine.group()):
        return _first(_filling(mine["what"], focus))
    if (where := _NOT_WHERE.match(text)) and (where["more"] or where["more2"] or "no longer" in where.group()):
        return _first(focus.present(_PLACES[where["a"] or where["b"] or where["c"]]))
    if (that := _NOT_THAT.match(text)) and (that["more"] or " do " not in that.group() or "no longer" in that.group()):
        lately = [one for one in focus.recent[:1] if one in focus.present(*_HABITS)]
        return _first(lately)
    if (free := _NOT_ALLERGIC.match(text)) is not None:
        allergies = focus.present("allergy")
        return _first([one for one in allergies if one in focus.recent[:1]] if free["that"] else allergies)
    if _SINGLE.match(text):
        return _first(focus.present("partner"))
    if (jobless := _JOBLESS.match(text)) is not None:
        dates = find_dates(sentence.norm, focus.now, past=True)
        known = [one for one in focus.present("employer") if not dates or dates[0].last > one.said_at - _LATELY]
        return _first([one for one in known if not jobless["from"] or _is_work(jobless["from"], one)])
    if _LET_GO.match(text) is not None:  # of what was spoken of just now: a hospital lets one go, and one quits smoking
        return _first([one for one in focus.recent[:3] if one in focus.present("employer")])
    return None


def _first(found: Sequence[Memory]) -> Memory | None:
    return next(iter(found), None)


def _is_work(left: str, held: Memory) -> bool:
    """Whether what somebody was let go from is that employer, and not a team or a sport."""
    firm = set(words(held.value))
    return not firm.isdisjoint(words(left)) or _ANY_WORK.fullmatch(left) is not None


def _filling(what: str, focus: Focus) -> list[Memory]:
    """The user's present memories of what they call so ("my wife", "my job")."""
    asked = wanted(f"what is my {what}?").attributes
    owner = what.rpartition(" ")[0]
    if owner and asked and wanted(f"what is my {owner}?").attributes == asked:
        return []  # "my dog sitter" is no dog
    found = [one for one in focus.present() if fills(one.attribute, asked)]
    return sorted(found, key=lambda one: one.attribute not in asked[:1])


def _end(held: Memory, sentence: Line, focus: Focus) -> Finding:
    dates = find_dates(sentence.norm, focus.now, past=True)
    several = held.attribute == "allergy" and len(focus.present("allergy")) > 1
    value = _NOTHING if several else read_line(held.value)  # which of several is not clear, so that none is dropped
    return Finding(
        USER_SUBJECT, held.attribute, value, sentence.typed, Cue.ENDING, polarity=held.polarity,
        start=dates[0].first if dates else None,
    )  # fmt: skip
