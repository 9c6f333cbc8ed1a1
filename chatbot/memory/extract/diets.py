"""Diets that go together: "vegan and gluten free" is one diet, and "I'm gluten free too" adds to it.

What somebody eats fills one slot. A way of eating (vegan) stands beside what is left out (gluten), so the two are
one value; two ways of eating cannot both hold.
"""

from chatbot.domain.memory import USER_SUBJECT, Cue, Memory, Polarity
from chatbot.domain.patterns import lazy
from chatbot.domain.value import replace
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.line import read as read_line

_WITHOUT = lazy(r"(?:(?:gluten|dairy|sugar|lactose)[- ]free|low[- ]carb|halal|kosher|teetotal)$")
_JOINT = lazy(r", | and ")


def together(told: list[Finding], focus: Focus) -> list[Finding]:
    """Findings with the diets of one person as one, and with the known diet that they stand beside.

    Args:
        told: what a sentence tells.
        focus: what is known.
    """
    diets = [one for one in told if one.attribute == "diet" and one.polarity is Polarity.POSITIVE]
    for subject in {one.subject for one in diets}:
        told = _joined(told, [one for one in diets if one.subject == subject and one.cue is not Cue.ENDING])
    held = next((one for one in focus.present("diet") if one.polarity is Polarity.POSITIVE), None)
    return told if held is None else [_beside(one, held) for one in told]


def _joined(told: list[Finding], diets: list[Finding]) -> list[Finding]:
    if len(diets) < 2 or not _apart([one.value.norm for one in diets]):
        return told
    whole = replace(diets[0], value=read_line(_listed([one.value.typed for one in diets])))
    return [whole if one is diets[0] else one for one in told if one is diets[0] or one not in diets]


def _beside(said: Finding, held: Memory) -> Finding:
    """A diet of the user's with what is known of it; any other finding as it is."""
    if (said.subject, said.attribute, said.polarity) != (USER_SUBJECT, "diet", Polarity.POSITIVE):
        return said
    return _without(said, held) if said.cue is Cue.ENDING else _added(said, held)


def _apart(diets: list[str]) -> bool:
    """Whether diets can hold at once: at most one says how somebody eats, the others what they leave out."""
    return sum(_WITHOUT.match(one) is None for one in diets) <= 1


def _added(said: Finding, held: Memory) -> Finding:
    """A diet with the known one beside it; as it is where it replaces that."""
    known = _JOINT.split(held.value.casefold())
    new = _JOINT.split(said.value.norm)
    if said.cue is not Cue.STATEMENT or said.old or not set(known).isdisjoint(new) or not _apart([*known, *new]):
        return said
    return replace(said, value=read_line(_listed([*_JOINT.split(held.value), said.value.typed])))


def _without(said: Finding, held: Memory) -> Finding:
    """The end of one of several diets, after which the others hold on."""
    known = _JOINT.split(held.value)
    kept = [one for one in known if one.casefold() != said.value.norm]
    if not 0 < len(kept) < len(known):
        return said
    return replace(said, value=read_line(_listed(kept)), cue=Cue.CHANGE, old=held.value)


def _listed(diets: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(diets[:-1]), diets[-1])))
