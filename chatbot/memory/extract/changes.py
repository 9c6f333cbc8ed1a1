"""Changes that lean on what is known: "I switched from Acme to Globex", "I sold my kayak", "I have gone off jazz".

What they mean follows from the memory that they end, so that nothing is read where none is known.
"""

import re
from collections.abc import Callable

from chatbot.domain.memory import USER_SUBJECT, Cue, Memory, Status
from chatbot.domain.patterns import lazy
from chatbot.domain.slots import is_single
from chatbot.memory.dates import find_dates
from chatbot.memory.extract import values
from chatbot.memory.extract.clauses import Clause, clauses
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.lexicon import DIETS
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.rules.people import PARTED_WHEN
from chatbot.memory.similarity import plain, same_value, stems

_LATELY = r"(?:(?:have|had) )?(?:just |recently |finally |now |already )?"
_PARTED = (
    r"(?:have |are |got )?(?:just |recently |finally )?(?:broke up|broken up|split up|split|separated|divorced|"
    rf"no longer together|not together any ?more){PARTED_WHEN}"
)
_SWITCHED = (
    lazy(
        rf"(?:i|we) {_LATELY}(?:switched|changed|moved|went|transferred|converted)"
        r"(?: (?:over|jobs|my [a-z ]{2,20}?))? from (?:an? |my |being an? )?(?P<old>.+?) to (?:an? )?(?P<v>.+)$"
    ),
    lazy(rf"(?:i|we) {_LATELY}(?:dropped|left|traded|swapped) (?:my )?(?P<old>.+?) for (?:an? )?(?P<v>.+)$"),
    lazy(
        r"(?P<old>.+?) (?:was|used to be) my (?:favorite [a-z ]+?),? but (?:now it is|it is now|these days it is|it is)"
        r" (?:now )?(?P<v>.+)$"
    ),
)
"""Told with the old value, which says which slot is meant."""
_CHANGED_TO = lazy(
    rf"(?:i|we) {_LATELY}(?:switched|changed) (?:my|our) (?P<slot>major|degree|field of study|studies|job|profession|"
    r"career|employer|school|university|college|diet|name|nickname|pronouns|time ?zone) to (?:an? |the )?(?P<v>.+)$"
)
_SLOTS = {
    "major": "field_of_study", "degree": "field_of_study", "field of study": "field_of_study",
    "studies": "field_of_study", "profession": "job", "career": "job", "university": "school", "college": "school",
    "time zone": "timezone",
}  # fmt: skip
_NAMED = (
    ("home", lazy(r"(?P<v>.+?) is (?:my|our) (?:new )?home now$")),
    ("employer", lazy(r"(?P<v>.+?) (?:has |have )?(?:just )?hired me(?:$|,)")),
    ("partner", lazy(r"i am with (?P<v>[\w'-]+) now$")),
)
"""Told of a name, in slots that had another one."""
_ENDED = (
    (
        ("owns",),
        lazy(
            rf"(?:(?:i|we) )?{_LATELY}(?:sold|gave away|gave|got rid of|donated|traded in|threw out|returned|lost) "
            r"(?:my|our|the) (?P<v>.+?)(?: to (?:my|a|an|the|our)\b.*| away)?$"
        ),
    ),
    (
        ("owns",),
        lazy(r"(?:my|our) (?P<v>.+?) (?:got|was|has been|is|were) (?:stolen|lost|gone|totall?ed|destroyed|wrecked)\b"),
    ),
    (
        ("likes", "hobby"),
        lazy(
            r"(?:i|we) (?:am |are |have |just |finally |recently )*(?:over|gone off|went off|gave up|given up|quit|"
            r"stopped|bored of|done with|tired of) (?:doing |playing |my )?(?P<v>.+)$"
        ),
    ),
    (
        ("allergy",),
        lazy(r"(?:it )?(?:turns out )?(?:that )?i am not (?:actually |really )?allergic to (?P<v>.+?)(?: after all)?$"),
    ),
    (
        ("dislikes",),
        lazy(
            r"(?:i (?:have )?changed my mind(?: about (?:it|that|this))?[,:;.-]* )?(?P<v>.+?) (?:is|are) "
            r"(?:(?:actually|now|kind of|sort of|really|quite|pretty) )*(?:ok|okay|fine|alright|"
            r"all right|not (?:that|so) bad|good|great)"
            r"(?: (?:actually|now|after all|again|by me|with me|for me|too|though))+$"
        ),
    ),
    (("partner",), lazy(rf"(?P<v>[\w'-]+) and (?:i|me) {_PARTED}")),
    (("partner",), lazy(rf"(?:i|me) and (?P<v>[\w'-]+) {_PARTED}")),
)
"""Told of something known, which is no more."""
_EATS_AGAIN = lazy(
    r"(?:i|we) (?:have )?(?:just |recently )?(?:eat|am eating|started eating|started to eat|went back to eating) "
    r"(?:meat|fish|everything|dairy|animal products|eggs|cheese|bread|gluten|sugar)(?: and \w+)? again\b"
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
        finding = _changed(part.line, sentence, focus) or _ended(part.line, sentence, focus)
        if finding is not None and all(finding.attribute != other.attribute for other in found):
            found.append(finding)
    return found


def _changed(line: Line, sentence: Line, focus: Focus) -> Finding | None:
    for pattern in _SWITCHED:
        match = pattern.match(line.norm)
        held = _single(focus, match["old"]) if match else None
        if match is not None and held is not None:
            return _new(held.attribute, _core(line, match, focus), sentence, held)
    match = _CHANGED_TO.match(line.norm)
    if match is not None:
        slot = _SLOTS.get(match["slot"], match["slot"])
        return _new(slot, _core(line, match, focus), sentence, None)
    for slot, pattern in _NAMED:
        match = pattern.match(line.norm)
        held = _known(focus, lambda one, slot=slot: one.attribute == slot) if match else None  # type: ignore[misc]
        if match is not None and held is not None:
            name = _core(line, match, focus)
            return _new(slot, name, sentence, held) if values.is_name(name) else None
    return None


def _core(line: Line, match: re.Match[str], focus: Focus) -> Line:
    start, end = match.span("v")
    value = line.cut(start, end)
    return values.core(value, find_dates(value.norm, focus.now, past=True))


def _new(slot: str, value: Line, sentence: Line, held: Memory | None) -> Finding | None:
    if not value.norm or (held is not None and same_value(value.norm, held.value)):
        return None
    old, importance = (held.value, held.importance) if held is not None else ("", 0.6)
    return Finding(USER_SUBJECT, slot, value, sentence.typed, Cue.CHANGE, old, importance=importance)


def _ended(line: Line, sentence: Line, focus: Focus) -> Finding | None:
    for slots, pattern in _ENDED:
        match = pattern.match(line.norm)
        if match is None:
            continue
        what = _core(line, match, focus)
        held = _known(focus, lambda one, slots=slots, what=what: one.attribute in slots and _meant(one, what.norm))  # type: ignore[misc]
        if held is not None:
            return _end(held, sentence, what)
    if _EATS_AGAIN.match(line.norm):
        held = _known(focus, lambda one: one.attribute == "diet" and re.match(DIETS, one.value.lower()) is not None)
        return _end(held, sentence, Line("", "", (), ())) if held is not None else None
    return None


def _end(held: Memory, sentence: Line, what: Line) -> Finding:
    return Finding(USER_SUBJECT, held.attribute, what, sentence.typed, Cue.ENDING, polarity=held.polarity)


def _meant(memory: Memory, said: str) -> bool:
    """Whether words mean a memory's value: the same, or with the same last word ("old kayak", but not "kayak rack")."""
    if memory.attribute == "partner":
        return said in re.findall(r"[\w'-]+", memory.value.lower())
    left, right = plain(memory.value).split(), plain(said).split()
    whole = stems(memory.value) == stems(said) != ()
    return whole or (
        bool(left and right) and left[-1] == right[-1] and (set(left) <= set(right) or set(right) <= set(left))
    )


def _single(focus: Focus, value: str) -> Memory | None:
    return _known(focus, lambda one: is_single(one.attribute) and same_value(one.value, value))


def _known(focus: Focus, meant: Callable[[Memory], bool]) -> Memory | None:
    """The user's present memory that fits."""
    present = (one for one in focus.known.values() if one.status in (Status.ACTIVE, Status.CONFLICT))
    return next((one for one in present if one.subject == USER_SUBJECT and one.attribute and meant(one)), None)
