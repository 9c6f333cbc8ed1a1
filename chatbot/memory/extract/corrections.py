"""What is put right: "no, it's Bella", "not Biscuit but Bella", "my name isn't Jon, it's John"."""

import re
from collections.abc import Sequence

from chatbot.domain.memory import DOUBTED, USER_SUBJECT, Cue, Memory
from chatbot.domain.patterns import lazy
from chatbot.domain.value import replace
from chatbot.memory.extract import values
from chatbot.memory.extract.clauses import Clause, stripped
from chatbot.memory.extract.doubts import LIVE, told
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.lexicon import DIETS, NOT_NAMES
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.people import POSSESSED
from chatbot.memory.extract.redated import out_of_place
from chatbot.memory.extract.rules.people import slot_of_word
from chatbot.memory.similarity import alike, plain, same_value

_IS_NOT = lazy(r"(?P<head>.*?\b(?:is|am|are))(?: called| named)? not (?:called |named )?(?P<old>.+)$")
_LIVES_NOT = lazy(
    r"(?P<who>i|he|she|we|they|my \w+)(?: \w+)? (?:do|does) not (?P<verb>live "
    r"in|work at|work for|work as|speak|study|play) (?P<old>.+)$"
)
_INSTEAD = lazy(
    r"(?:(?:it|he|she|that|they|the correct one|i) (?:is|are|am) (?:called |named |actually )?|but |rather )(?P<v>.+)$"
)
_NOT_OLD = lazy(r", (?:and )?not (?:a |an |in |at |called )?(?P<old>[\w'.-]+(?: [\w'.-]+){0,2})$")

_SHORT = (
    lazy(
        r"(?:it|that|this|he|she|they|his name|her name|the name) (?:(?:is|was|are) (?:actually )?(?:spelled|spelt|"
        r"written|supposed to be)|(?:should|must) (?:be|read|say|have been)) (?:called |in |at |on )?(?P<v>.+)$"
    ),
    lazy(r"(?:i )?(?:meant|mean|said) (?:to say |it is |that it is )?(?P<v>.+?)(?:,? not (?P<old>.+))?$"),
    lazy(
        r"not (?P<old>.+?),? (?:but|rather|(?:it|he|she|(?:\w+ )?name) is) (?:called |named |actually |in )?(?P<v>.+)$"
    ),
    lazy(
        r"(?:(?:it|he|she|that|they|there|the name|the answer) (?:is|are|was)|its) (?:called "
        r"|named |actually |in fact |really |spelled |in |at |on )?(?P<v>.+?),? not "
        r"(?:called |in |at |on )?(?P<old>.+)$"
    ),
    lazy(r"(?P<v>[^,]+?),? not (?P<old>[^,]+)$"),
    lazy(r"not (?P<old>[^,]+), (?P<v>[^,]+)$"),
    lazy(
        r"(?:(?:it|he|she|that|they|his name|her name|its name|their name|the name) (?:is|"
        r"are)|its) (?:called |named |actually |in fact |really |supposed to be |spelled "
        r"|in |at |on )*(?P<v>.+)$"
    ),
    lazy(r"(?P<v>.+?) (?:was|is) (?:right|correct|true)(?: after all)?$"),
)
_REGRET = lazy(r"[, ]+(?:(?:sorry|my bad|my mistake|oops|i mean|autocorrect|typo)[, ]*)+$")
_PLAIN = 2
"""So many of the patterns say by themselves that something is put right."""
_BARE = lazy(r"(?P<v>[\w'. -]{1,40})$")
_NO = lazy(r"\W*no \w")
_CONTRASTING = lazy(r"\bnot\b|^(?:i )?(?:meant|mean|said)\b")
"""What sets a value against another, or leads in to one, and so is no bare value as a whole."""
_ASIDE = lazy(
    r"(?:stop|never ?mind|brb|meh|whatever|help|bye|ugh|damn|relax|chill|cheers|hush|shush|enough|quiet|pass|skip|next|"
    r"lol|lmao|haha+|hm+|ouch|yikes|gosh|jeez|cancel|undo|continue|window|tab|chat|question|busy|gotta go|"
    r"(?:let us|tell|keep|go|give|show|look|listen|ask|say|try|come|stop|continue|forget|talk|leave|drop|move|explain|"
    r"check|read|write|do not|can't|question|plenty|one|two|too|long|old|wrong|next|no) .+|"
    r".+ (?:time|stuff|break|first|story|later|again|window|chat|question|habits|for (?:me|you|us|them)))$"
)
"""What somebody says behind "no," that sets nothing right: an aside, an order, a change of plan."""
_NAMING = ("home", "hometown", "employer", "school", "pet", "family", "partner", "friend", "name", "nickname")
_MISSPELT = 85.0
"""How alike, 0..100, a value is to what is called wrong where one of the two is misspelt ("peanutts")."""
_NO_VALUE = lazy(
    r"(?:not|just|so|too|very|all|the (?:other|same|best|worst)|a (?:lie|joke|"
    r"bit|shame|pity|good|bad|great|long|secret)|my|your|his|her|our|their|because|"
    r"about|what|that|this|where|how|up|like|for|from|of|been|going|getting|being|"
    r"i|you|he|she|it|we|they|there)\b|.*\b(?:is|am|are|was|were|do|does|did|will|would|can|could|should|has|have)$"
)
"""What begins as no value does, and what is the beginning of a sentence ("I am" before "not vegetarian")."""
_CONTRAST = lazy(r"(?P<v>\S+) not (?:in |at |a |an )?(?P<old>[\w'.-]+(?: [\w'.-]+){0,2})$")
_SELF_CORRECTED = lazy(
    r"(?:\bno,|\bkidding,|\bwait\b|\bi meant?\b|\bscratch that\b|\bcorrection\b|\boops\b|\bsorry,|\bor rather\b|"
    r"\bmake that\b)"
    r"[ ,:.-]*(?:it is |actually |rather )?$"
)
"""How somebody interrupts themselves; "no" alone also begins "no doubt" and "no dogs"."""
_IT_IS = lazy(r"(?:it|he|she|that) is (?:actually |really )?(?!not\b)")
_ADVERB = lazy(r"\w+(?:ed|ing|ly|ful|ous|ated)")
_CREED = lazy(r"(?:catholic|muslim|jewish|hindu|buddhist|christian|protestant|mormon|sikh|orthodox|atheist)\b")
_OF_USER = lazy(r"(?:i|my|we|our)\b(?! (?:meant|mean|said|told)\b)")
_NOT_SO = lazy(r"(?P<who>i am|[\w'-]+ is) not (?:an? |really |actually )*(?P<old>[^,]+)$")
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
    match = _CONTRAST.search(sentence.norm)
    if match is None or _NO_VALUE.match(match["v"]) or sentence.norm[match.end("v") - 1] == ",":
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
        and not _ADVERB.fullmatch(value.norm)
        and not _NO_VALUE.match(value.norm)
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


def read(sentence: Line, question: bool, focus: Focus) -> list[Finding]:
    """A correction that names no slot, read against what was just recalled, used or changed.

    Args:
        sentence: one in which the rules found nothing.
        question: whether it ends in a question mark; a question corrects nothing.
        focus: `recent` and `last_reply` say what can be meant.
    """
    if question or len(sentence.norm.split()) > 14:
        return []
    clause = stripped(sentence)
    line = clause.line
    regret = _REGRET.search(line.norm)
    line = line.cut(0, regret.start()) if regret else line
    doubted = next((one for one in focus.recent if one.check == DOUBTED), None)
    correcting = (
        clause.correcting
        or regret is not None
        or (doubted is not None and (line.typed[:1].isupper() or len(line.norm.split()) < 6))
    )
    if (denied := _denied(line, sentence.typed, focus)) is not None:
        return denied
    bare = correcting and not _CONTRASTING.search(line.norm) and not _none_of_it(sentence, line)
    for pattern in (*_SHORT, *([_BARE] if bare else [])):
        match = pattern.match(line.norm)
        if match is None:
            continue
        old = match.groupdict().get("old") or ""
        if not correcting and not old and pattern not in _SHORT[:_PLAIN]:
            return []
        target = doubted if doubted and not old else _meant(old, focus)
        if target is None or (target.subject != USER_SUBJECT and _OF_USER.match(line.norm)):
            continue
        told_as = values.unspelt(line.cut(*match.span("v")))
        value = values.core(told_as, commas=target.attribute in ("home", "hometown"))
        idle = pattern is _BARE and not _stands_alone(value, target, focus)
        if not idle and not out_of_place(value, target, focus.now) and _fits(value, target, bool(old)):
            return [Finding(target.subject, target.attribute, value, sentence.typed, Cue.CORRECTION, target.value,
                            target.polarity, 0.95, target.importance)]  # fmt: skip
    return []


def _none_of_it(sentence: Line, line: Line) -> bool:
    """Whether "no" belongs to the word behind it ("no problem", "no emojis please"): nothing stands between them."""
    named = line.typed[:1].isupper() or line.typed[:1].isdigit()
    return _NO.match(sentence.norm) is not None and (not named or sentence.typed.isupper())


def _stands_alone(value: Line, target: Memory, focus: Focus) -> bool:
    """Whether words say by themselves what is right.

    A name has a capital, but for who writes without any, and right after the wrong one was told.
    """
    if value.norm in NOT_NAMES and not target.attribute.startswith("favorite"):
        return False
    small = value.typed[:1].isalpha() and not value.typed[:1].isupper()
    if small and _ASIDE.match(value.norm):
        return False
    naming = target.attribute.partition(".")[0] in _NAMING
    return not (naming and small) or target.value.islower() or target in told(focus)


def _denied(line: Line, quote: str, focus: Focus) -> list[Finding] | None:
    """What ends with "I am not vegetarian": the same subject's memory of it, if any; None for no such sentence."""
    match = _NOT_SO.match(line.norm)
    if match is None:
        return None
    subject = USER_SUBJECT if match["who"] == "i am" else match["who"].removesuffix(" is")
    if subject in ("it", "that", "this", "he", "she", "there", "name"):
        return None
    held = next(
        (
            one
            for one in focus.known.values()
            if one.subject == subject and one.attribute and same_value(one.value, match["old"])
        ),
        None,
    )
    if held is None or held.attribute.startswith(("name", "nickname")):
        return []
    return [Finding(subject, held.attribute, line.cut(*match.span("old")), quote, Cue.ENDING, polarity=held.polarity)]


def _meant(old: str, focus: Focus) -> Memory | None:
    live = [memory for memory in focus.recent if memory.attribute and memory.value and memory.status in LIVE]
    if old:
        everything = (*live, *focus.known.values())
        named = [memory for memory in everything if memory.attribute and same_value(memory.value, old)]
        close = [] if named else [memory for memory in live if alike(plain(memory.value), plain(old), _MISSPELT)]
        return next(iter(named or close), None)
    named = [memory for memory in told(focus) if memory.attribute]
    return named[-1] if named else live[0] if live else None


def _fits(value: Line, target: Memory, named_old: bool) -> bool:
    """Whether the words can be a value like the one they replace: a number for a number, a name for a name."""
    if (
        not value.norm
        or same_value(value.norm, target.value)
        or _NO_VALUE.match(value.norm)
        or len(value.norm.split()) > 6
    ):
        return False
    if target.value[:1].isdigit() and target.attribute == "age":
        return value.norm.isdigit()
    if any(word in NOT_NAMES for word in value.norm.split()[:1]) and not value.typed[:1].isupper():
        return False
    if _ADVERB.fullmatch(value.norm) and not named_old:
        return False
    if target.attribute.startswith(("family.", "pet.", "partner", "friend", "name", "nickname")):
        return not re.fullmatch(DIETS, value.norm) and values.is_name(value, lower_too=True)
    return True
