"""What is put right: "no, it's Bella", "not Biscuit but Bella", "my name isn't Jon, it's John"."""

import re

from chatbot.domain.memory import Cue, Memory, Status
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.domain.value import replace
from chatbot.memory.extract import values
from chatbot.memory.extract.clauses import Clause, stripped
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.lexicon import NOT_NAMES
from chatbot.memory.extract.line import Line
from chatbot.memory.similarity import plain, same_value

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
    lazy(r"not (?P<old>.+?),? (?:but|it is|he is|she is|rather) (?:called |named |actually |in )?(?P<v>.+)$"),
    lazy(
        r"(?:it|he|she|that|they|there|the name|the answer) (?:is|are|was) (?:called "
        r"|named |actually |in fact |really |spelled |in |at |on )?(?P<v>.+?),? not "
        r"(?:called |in |at |on )?(?P<old>.+)$"
    ),
    lazy(r"(?P<v>[^,]+?),? not (?P<old>[^,]+)$"),
    lazy(
        r"(?:it|he|she|that|they|his name|her name|its name|their name|the name) (?:is|"
        r"are) (?:called |named |actually |in fact |really |supposed to be |spelled "
        r"|in |at |on )*(?P<v>.+)$"
    ),
    lazy(r"(?:i )?(?:meant|mean|said) (?:to say |it is |that it is )?(?P<v>.+?)(?:,? not (?P<old>.+))?$"),
)
_BARE = lazy(r"(?P<v>[\w'. -]{1,40})$")
_NO_VALUE = lazy(
    r"(?:not|just|so|too|very|all|the (?:other|same|best|worst)|a (?:lie|joke|"
    r"bit|shame|pity|good|bad|great|long|secret)|my|your|his|her|our|their|because|"
    r"about|what|that|this|where|how|up|like|for|from|of|been|going|getting|being)\b"
)


def joined(parts: list[Clause]) -> list[Clause]:
    """Clauses with "my name is not Jon" + "it is John" made one: "my name is John"."""
    made: list[Clause] = []
    for part in parts:
        match = _INSTEAD.match(part.line.norm)
        before = made[-1] if made else None
        if match is not None and before is not None:
            denial = _IS_NOT.match(before.line.norm) or _LIVES_NOT.match(before.line.norm)
            if denial is not None:
                head = before.line.cut(
                    0, denial.end("head") if "head" in denial.re.groupindex else denial.start("verb")
                )
                if "verb" in denial.re.groupindex:
                    start = denial.start("who")
                    head = before.line.cut(start, denial.end("who")).join(before.line.cut(*denial.span("verb")))
                made[-1] = replace(before, line=head.join(part.line.cut(match.start("v"))), correcting=True)
                continue
        made.append(part)
    return made


def marked(finding: Finding, clause: Clause, sentence: Line) -> Finding:
    """A finding with the correction that its clause or sentence carries."""
    if finding.cue in (Cue.ENDING, Cue.FORGET):
        return finding
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
    if question or not focus.recent or len(sentence.norm.split()) > 14:
        return []
    clause = stripped(sentence)
    line = clause.line
    for pattern in (*_SHORT, *([_BARE] if clause.correcting else [])):
        match = pattern.match(line.norm)
        if match is None:
            continue
        old = match.groupdict().get("old") or ""
        if not clause.correcting and not old and pattern not in _SHORT[4:]:
            return []
        target = _meant(old, focus)
        if target is None:
            continue
        value = values.core(line.cut(*match.span("v")), commas=target.attribute in ("home", "hometown"))
        if _fits(value, target, bool(old)):
            return [Finding(target.subject, target.attribute, value, sentence.typed, Cue.CORRECTION, target.value,
                            target.polarity, 0.95, target.importance)]  # fmt: skip
    return []


def _meant(old: str, focus: Focus) -> Memory | None:
    live = [
        memory
        for memory in focus.recent
        if memory.attribute and memory.value and memory.status in (Status.ACTIVE, Status.PENDING, Status.CONFLICT)
    ]
    if old:
        named = [memory for memory in (*live, *focus.known) if memory.attribute and same_value(memory.value, old)]
        return named[0] if named else None
    reply = fold(focus.last_reply)
    if reply:
        said = [memory for memory in live if re.search(rf"(?<!\w){re.escape(plain(memory.value))}(?!\w)", reply)]
        if said:
            return max(said, key=lambda memory: reply.rfind(plain(memory.value)))
    return live[0] if live else None


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
    if re.fullmatch(r"\w+(?:ed|ing|ly|ful|ous|ated)", value.norm) and not named_old:
        return False
    if target.attribute.startswith(("family.", "pet.", "partner", "friend", "name", "nickname")):
        return values.is_name(value, lower_too=True)
    return True
