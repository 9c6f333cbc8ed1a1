"""What the user's things look like: "my car is red", and "no, the car is blue" that puts it right.

A look is a note; of one thing only the last holds. "The car" means the user's where one is known or was just told.
"""

import re

from chatbot.domain.memory import USER_SUBJECT, Cue, Memory, Polarity
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.memory.extract.clauses import Clause, asserted
from chatbot.memory.extract.findings import Finding, match_rules
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.line import read as read_line
from chatbot.memory.phrase import Telling

_SHADE = r"(?:(?:light|dark|bright|pale|deep|navy|sky|royal|forest|olive|lime|hot|metallic|matte?) )?"
_COLOR = (
    rf"{_SHADE}(?:red|blue|green|yellow|orange|purple|violet|pink|brown|black|white|gr[ae]y|silver|gold(?:en)?|beige|"
    r"turquoise|teal|maroon|cream|bronze|navy|burgundy|blond(?:e)?|ginger|auburn|hazel|curly|straight)"
)
_THING = (
    r"(?:car|van|truck|motorcycle|motorbike|bike|bicycle|scooter|boat|camper|campervan|caravan|phone|laptop|guitar|"
    r"bass|piano|house|flat|apartment|front door|kitchen|bedroom|living room|bathroom|office|room|sofa|couch|desk|coat|"
    r"jacket|backpack|bag|suitcase|umbrella|helmet|hair|eyes|beard)"
)
_LOOKS = lazy(
    rf"(?P<whose>my|our|the) (?:new |old )?(?P<thing>{_THING}) (?:is|are) (?:(?:now|actually|really|in fact|all) )*"
    rf"(?P<look>{_COLOR}(?:(?:,? and |,| with )(?:an? )?{_COLOR}\b)*)(?P<now> now| these days)?"
    r"(?=$|[,.;!](?! with\b)| (?:and|but|because|since|not|so|instead)\b| with (?:\w+ )?(?:stripes|spots|dots|streaks|"
    r"highlights|roof|wheels|seats|doors|trim)\b)"
)
_PAINTED = lazy(
    rf"(?:i|we)(?: have| had)?(?: just| recently| finally)* (?:painted|dyed|colou?red|sprayed) (?P<whose>my|our|the) "
    rf"(?P<thing>{_THING}) (?P<look>{_COLOR})(?=$|[,.;!]| (?:and|but|because|so|last|this|yesterday|today|now|instead|"
    r"again|a|two|three|myself|ourselves)\b)"
)
_IT_LOOKS = lazy(rf"it is (?:(?:now|actually|really|in fact) )*(?P<look>{_COLOR}(?: and {_COLOR})?)(?P<now> now)?$")
_SORE = lazy(r"(?:red|pink|yellow|black|white)\b")
"""Eyes so coloured are tired, or hurt."""
_WISHED = ("plan", "goal", "event", "likes", "dislikes", "deadline")
"""Slots that tell of things which the user need not have."""
_IT = lazy(r"it (?=is )")
_SUBJECT = lazy(rf"(?:my|our|the) (?:new |old )?(?P<thing>{_THING})\b")


def things(sentence: Line, question: bool, told: list[Finding], focus: Focus) -> list[Finding]:
    """The looks and makes of the user's things that a sentence tells and no rule has read; none for none.

    Args:
        sentence: as typed, with its folded form.
        question: whether it ends in a question mark; a question tells nothing.
        told: what the sentence tells besides; it is not told twice.
        focus: what is known.
    """
    found: list[Finding] = []
    thing: Line | None = None
    for part in asserted(sentence, question):
        line = part.line
        if '"' in line.norm:
            continue
        spoken = _SUBJECT.match(line.norm)
        thing = line.cut(*spoken.span("thing")) if spoken else thing
        match = _LOOKS.match(line.norm) or _PAINTED.match(line.norm)
        if match is not None:
            thing = line.cut(*match.span("thing"))
        match = match or (_IT_LOOKS.match(line.norm) if thing else None)
        if match is not None and thing is not None:
            own = re.search(rf"\b(?:my|our) (?:new |old )?{thing.norm}\b", sentence.norm) is not None
            found += _look(thing, part, match, own, sentence, focus)
        elif thing is not None and (it := _IT.match(line.norm)):
            made = match_rules(USER_SUBJECT, thing.join(line.cut(it.end())), sentence.typed, focus.now, owns=True)
            found += [
                one for one in made if one.attribute == "owns" and all(one.attribute != t.attribute for t in told)
            ]
    return found


def _look(thing: Line, part: Clause, match: re.Match[str], own: bool, sentence: Line, focus: Focus) -> list[Finding]:
    """What a thing looks like, as a note, or in the place of the look that is known; none for nobody's thing."""
    look = part.line.cut(*match.span("look"))
    held = _held(thing.norm, focus)
    if not own and ((held is None and not _is_users(thing.norm, focus)) or _told_of_anothers(thing.norm, sentence)):
        return []
    if thing.norm == "eyes" and _SORE.match(look.norm):
        return []
    cue, old = Cue.STATEMENT, ""
    if held is not None:
        old = held[1]
        changed = match.re is _PAINTED or match.groupdict().get("now")
        if not own and not changed and not part.correcting:
            return []  # nothing says that it is the user's, and not one that they saw
        cue = Cue.CHANGE if changed or not part.correcting else Cue.CORRECTION
    if held is not None and held[0].attribute:
        value = read_line(held[0].value.replace(old, look.typed))
        return [Finding(USER_SUBJECT, held[0].attribute, value, sentence.typed, cue, held[0].value)]
    verb = "are" if thing.norm.endswith("s") else "is"
    telling = Telling(f"{{who}}'s {{verb}} {verb} {{words}}", thing.typed, look.typed)
    return [Finding(USER_SUBJECT, "", look, sentence.typed, cue, old, telling=telling)]


def _held(thing: str, focus: Focus) -> tuple[Memory, str] | None:
    """The present memory of a thing's look, and the look; None for none."""
    note = lazy(rf"User's {thing} (?:is|are) (?P<look>{_COLOR}\b.*)$")
    owned = lazy(rf"(?i)(?P<look>{_COLOR}) {thing}$")
    for one in focus.present():
        told = note.match(one.text) if not one.attribute else owned.search(one.value)
        if told is not None and one.polarity is Polarity.POSITIVE:
            return one, told["look"]
    return None


def _told_of_anothers(thing: str, sentence: Line) -> bool:
    """Whether the message spoke of somebody else's before: "my neighbor bought a car. The car is blue"."""
    before = fold(sentence.raw[: sentence.begins[0]]) if sentence.begins else ""
    return re.search(rf"\b(?:an?|another|his|her|their|your|[\w-]+'s) (?:[\w-]+ )?{thing}\b", before) is not None


def _is_users(thing: str, focus: Focus) -> bool:
    """Whether "the car" is the user's: they told of one."""
    of_it = lazy(rf"(?i)\b{thing}\b" + (r"|^User drives\b" if thing == "car" else ""))
    return any(of_it.search(one.text) for one in focus.present() if one.attribute not in _WISHED)
