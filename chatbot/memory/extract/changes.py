"""Changes that say what was so and lean on it being known: "I switched from Acme to Globex", "I sold my kayak".

What they mean follows from the memory that they end, so that nothing is read where none is known.
"""

import re
from collections.abc import Callable

from chatbot.domain.memory import USER_SUBJECT, Cue, Memory, Status
from chatbot.domain.patterns import lazy
from chatbot.domain.slots import is_single
from chatbot.memory.extract import values
from chatbot.memory.extract.clauses import Clause, clauses
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.line import Line
from chatbot.memory.similarity import alike, same_value

_LATELY = r"(?:(?:have|had) )?(?:just |recently |finally |now |already )?"
_SWITCHED = lazy(
    rf"(?:i|we) {_LATELY}(?:switched|changed|moved|went|transferred|converted)(?: (?:over|jobs|my [a-z ]{{2,20}}?))?"
    rf" from (?:an? |my |being an? )?(?P<old>.+?) to (?:an? )?(?P<v>.+)$"
)
_CHANGED_TO = lazy(
    rf"(?:i|we) {_LATELY}(?:switched|changed) (?:my|our) (?P<slot>major|degree|field of study|studies|job|profession|"
    r"career|employer|school|university|college|diet|name|nickname|pronouns|time ?zone) to (?:an? |the )?(?P<v>.+)$"
)
_SLOTS = {
    "major": "field_of_study", "degree": "field_of_study", "field of study": "field_of_study",
    "studies": "field_of_study", "profession": "job", "career": "job", "university": "school", "college": "school",
    "time zone": "timezone",
}  # fmt: skip
_GAVE_UP = lazy(
    rf"(?:i|we) {_LATELY}(?:sold|gave away|got rid of|donated|traded in|threw out|returned) (?:my|our|the) (?P<v>.+)$"
)
_PARTED = lazy(
    r"(?:(?P<a>[\w'-]+) and (?:i|me)|(?:i|me) and (?P<b>[\w'-]+)) (?:have |are |got )?(?:just |recently |finally )?"
    r"(?:broke up|broken up|split up|split|separated|divorced|no longer together|not together any ?more)\b"
)


def read(sentence: Line, question: bool, focus: Focus) -> list[Finding]:
    """The findings of a sentence that ends or changes something known; none where nothing known is meant.

    Args:
        sentence: as typed, with its folded form.
        question: whether it ends in a question mark; a question changes nothing.
        focus: what is known.
    """
    if question:
        return []
    found: list[Finding] = []
    for part in (Clause(sentence), *clauses(sentence, question)):
        line = part.line
        finding = _switched(line, sentence, focus) or _changed_to(line, sentence) or _gone(line, sentence, focus)
        if finding is not None and all(finding.attribute != other.attribute for other in found):
            found.append(finding)
    return found


def _switched(line: Line, sentence: Line, focus: Focus) -> Finding | None:
    match = _SWITCHED.match(line.norm)
    old = _known(focus, lambda one: is_single(one.attribute) and same_value(one.value, match["old"])) if match else None
    if match is None or old is None:
        return None
    value = values.core(line.cut(*match.span("v")))
    if not value.norm or same_value(value.norm, old.value):
        return None
    return Finding(USER_SUBJECT, old.attribute, value, sentence.typed, Cue.CHANGE, old.value, importance=old.importance)


def _changed_to(line: Line, sentence: Line) -> Finding | None:
    match = _CHANGED_TO.match(line.norm)
    slot = _SLOTS.get(match["slot"], match["slot"]) if match else ""
    value = values.core(line.cut(*match.span("v"))) if match else None
    if not slot or value is None or not value.norm:
        return None
    return Finding(USER_SUBJECT, slot, value, sentence.typed, Cue.CHANGE, importance=0.6)


def _gone(line: Line, sentence: Line, focus: Focus) -> Finding | None:
    sold = _GAVE_UP.match(line.norm)
    if sold is not None:
        what = values.core(line.cut(*sold.span("v")))
        owned = _known(focus, lambda one: one.attribute == "owns" and alike(one.value, what.norm))
        return Finding(USER_SUBJECT, "owns", what, sentence.typed, Cue.ENDING) if what.norm and owned else None
    parted = _PARTED.match(line.norm)
    if parted is not None:
        group = "a" if parted["a"] else "b"
        name = line.cut(*parted.span(group))
        partner = _known(focus, lambda one: one.attribute == "partner" and _called(one, name.norm))
        return Finding(USER_SUBJECT, "partner", name, sentence.typed, Cue.ENDING) if partner else None
    return None


def _called(memory: Memory, name: str) -> bool:
    return name in re.findall(r"[\w'-]+", memory.value.lower())


def _known(focus: Focus, meant: Callable[[Memory], bool]) -> Memory | None:
    """The user's present memory that fits."""
    present = (one for one in focus.known if one.status in (Status.ACTIVE, Status.CONFLICT))
    return next((one for one in present if one.subject == USER_SUBJECT and one.attribute and meant(one)), None)
