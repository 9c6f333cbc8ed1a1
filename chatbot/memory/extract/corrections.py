"""What is put right: "no, it's Bella", "not Biscuit but Bella", "my name isn't Jon, it's John"."""

from collections.abc import Sequence

from chatbot.domain.memory import Cue
from chatbot.domain.patterns import lazy
from chatbot.domain.value import replace
from chatbot.memory.extract import values
from chatbot.memory.extract.clauses import Clause, stripped
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.lexicon import NOT_NAMES
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.people import POSSESSED
from chatbot.memory.extract.rules.people import slot_of_word
from chatbot.memory.similarity import same_value

_IS_NOT = lazy(r"(?P<head>.*?\b(?:is|am|are))(?: called| named)? not (?:called |named )?(?P<old>.+)$")
_LIVES_NOT = lazy(
    r"(?P<who>i|he|she|we|they|my \w+)(?: \w+)? (?:do|does) not (?P<verb>live "
    r"in|work at|work for|work as|speak|study|play) (?P<old>.+)$"
)
_INSTEAD = lazy(
    r"(?:(?:it|he|she|that|they|the correct one|i) (?:is|are|am) (?:called |named |actually )?|but |rather )(?P<v>.+)$"
)
_NOT_OLD = lazy(r", (?:and )?not (?:a |an |in |at |called )?(?P<old>[\w'.-]+(?: [\w'.-]+){0,2})$")

NO_VALUE = lazy(
    r"(?:not|just|so|too|very|all|the (?:other|same|best|worst)|a (?:lie|joke|"
    r"bit|shame|pity|good|bad|great|long|secret)|my|your|his|her|our|their|because|"
    r"about|what|that|this|where|how|up|like|for|from|of|been|going|getting|being|"
    r"i|you|he|she|it|we|they|there)\b|.*\b(?:is|am|are|was|were|do|does|did|will|would|can|could|should|has|have)$"
)
"""What begins as no value does, and what is the beginning of a sentence ("I am" before "not vegetarian")."""
_CONTRAST = lazy(r"(?P<v>\S+) not (?:in |at |a |an )?(?P<old>[\w'.-]+(?: [\w'.-]+){0,2})$")
_NOT_KIN = lazy(r"(?<=\w),? not my (?:partner|girlfriend|boyfriend|fianc\w+|wife|husband)$")
"""What somebody is not, behind what they are: "my wife is Jana, not my partner"."""
_SELF_CORRECTED = lazy(
    r"(?:\bno,|\bkidding,|\bwait\b|\bi meant?\b|\bscratch that\b|\bcorrection\b|\boops\b|\bsorry,|\bor rather\b|"
    r"\bmake that\b)"
    r"[ ,:.-]*(?:it is |actually |rather )?$"
)
"""How somebody interrupts themselves; "no" alone also begins "no doubt" and "no dogs"."""
_IT_IS = lazy(r"(?:it|he|she|that) is (?:actually |really )?(?!not\b)")
ADVERB = lazy(r"\w+(?:ed|ing|ly|ful|ous|ated)")
_CREED = lazy(r"(?:catholic|muslim|jewish|hindu|buddhist|christian|protestant|mormon|sikh|orthodox|atheist)\b")
_IS_CALLED = lazy(r" (?:is|are) (?:called |named |actually |really )*(?P<v>.+)$")


def joined(parts: Sequence[Clause]) -> list[Clause]:
    """Clauses with "my name is not Jon" + "it is John" made one: "my name is John"."""
    made: list[Clause] = []
    for part in parts:
        match = _INSTEAD.match(part.line.norm)
        before = made[-1] if made else None
        if match is not None and before is not None:
            denial = _IS_NOT.match(before.line.norm) or _LIVES_NOT.match(before.line.norm)
            if denial is not None and _same_person(before.line.norm, match.group()):
                end = denial.end("head") if "head" in denial.re.groupindex else denial.start("verb")
                head = before.line.cut(0, end)
                if "verb" in denial.re.groupindex:
                    start = denial.start("who")
                    head = before.line.cut(start, denial.end("who")).join(before.line.cut(*denial.span("verb")))
                made[-1] = replace(before, line=head.join(part.line.cut(match.start("v"))), correcting=True)
                continue
        made.append(part)
    return made


def _same_person(denied: str, instead: str) -> bool:
    """Whether "I'm 35" can go on with "I'm not 34", and not with "that's not my job"."""
    return not instead.startswith("i ") or denied.startswith(("i ", "my name ", "my age ", "my job "))


def contrasted(sentence: Line, focus: Focus) -> tuple[Line, str]:
    """A sentence without "not 34" at its end, and the 34; as it is, and empty, where nothing is set against another.

    Without a comma this counts only between two numbers, or where the word is known of somebody: "I am not
    vegetarian" sets nothing against anything.
    """
    if other := _NOT_KIN.search(sentence.norm):
        return sentence.cut(0, other.start()), ""
    match = _CONTRAST.search(sentence.norm)
    if match is None or NO_VALUE.match(match["v"]) or sentence.norm[match.end("v") - 1] == ",":
        return sentence, ""
    numbers = match["v"].isdigit() and match["old"].isdigit()
    if not numbers and not any(
        same_value(memory.value, match["old"]) for memory in focus.known.values() if memory.value
    ):
        return sentence, ""
    return sentence.cut(0, match.end("v")), sentence.cut(*match.span("old")).typed


def renamed(line: Line, quote: str) -> list[Finding]:
    """The name in "my dog is Bella", which tells a name only where something is put right."""
    owner = POSSESSED.match(line.norm)
    told = _IS_CALLED.match(line.norm, owner.end()) if owner and owner["own"] is None else None
    if owner is None or told is None:
        return []
    name = values.core(values.unspelt(line.cut(*told.span("v"))))
    slot = slot_of_word(owner["who"])
    if not slot or not values.is_name(name) or _CREED.match(name.norm):
        return []
    return [Finding("user", slot, name, quote, Cue.CORRECTION, importance=0.8, confidence=0.92)]


def bettered(finding: Finding, line: Line, sentence: Line) -> Finding | None:
    """A finding with the value put right within its sentence ("green, no wait, blue"); None where it cannot be."""
    value = values.core(line)
    old = finding.value
    before = sentence.norm[: sentence.norm.rfind(line.norm)]
    fits = (
        value.norm
        and _SELF_CORRECTED.search(before) is not None
        and value.norm not in NOT_NAMES
        and not ADVERB.fullmatch(value.norm)
        and not NO_VALUE.match(value.norm)
        and len(value.norm.split()) <= max(2, len(old.norm.split()) + 1)
        and value.norm.isdigit() == old.norm.isdigit()
        and (values.is_name(value) or not values.is_name(old))
    )
    return replace(finding, value=value) if fits else None


def resumed(finding: Finding, sentence: Line) -> Finding | None:
    """A finding with the value put right by the next sentence ("... is blue. No, green."); None where it is not."""
    clause = stripped(sentence)
    told = _IT_IS.match(clause.line.norm)
    value = clause.line.cut(told.end()) if told else clause.line
    return bettered(finding, value, sentence) if clause.correcting and value.norm else None


def marked(finding: Finding, clause: Clause, sentence: Line, wrong: str = "") -> Finding:
    """A finding with the correction that its clause or sentence carries; `wrong` is what `contrasted` cut off."""
    if finding.cue in (Cue.ENDING, Cue.FORGET):
        return finding
    if wrong and finding.cue is Cue.STATEMENT and not same_value(wrong, finding.value.norm):
        return replace(finding, cue=Cue.CORRECTION, old=wrong)
    old = _NOT_OLD.search(sentence.norm)
    if old is not None and not same_value(old["old"], finding.value.norm) and finding.cue is Cue.STATEMENT:
        return replace(finding, cue=Cue.CORRECTION, old=sentence.cut(*old.span("old")).typed)
    if clause.correcting and finding.cue is Cue.STATEMENT:
        return replace(finding, cue=Cue.CORRECTION)
    return finding
