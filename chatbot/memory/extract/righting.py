"""A correction that names no slot: "no, it's Bella", read against what was just told, recalled or changed."""

import re

from chatbot.domain.memory import DOUBTED, USER_SUBJECT, Cue, Memory
from chatbot.domain.patterns import lazy
from chatbot.domain.value import replace
from chatbot.memory.extract import values
from chatbot.memory.extract.clauses import stripped
from chatbot.memory.extract.corrections import ADVERB, NO_VALUE
from chatbot.memory.extract.doubts import LIVE, told
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.lexicon import DIETS, NOT_NAMES
from chatbot.memory.extract.line import Line
from chatbot.memory.extract.moments import clock, undated
from chatbot.memory.extract.people import NAMING as PEOPLE
from chatbot.memory.extract.redated import out_of_place
from chatbot.memory.phrase import Telling, indefinite
from chatbot.memory.similarity import alike, plain, same_value

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
_VERB = lazy(r"\b(?:is|are|was|were)\b")
_HE = lazy(r"(?:he|she|his|her|him|they|their)\b")
_THINGS = ("owns", "event", "plan")
_OF_USER = lazy(r"(?:i|my|we|our)\b(?! (?:meant|mean|said|told)\b)")
_NOT_SO = lazy(r"(?P<who>i am|[\w'-]+ is) not (?:an? |really |actually )*(?P<old>[^,]+)$")


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
        target = doubted if doubted and not old else _meant(old, focus, line.norm)
        if target is None or (target.subject != USER_SUBJECT and _OF_USER.match(line.norm)):
            continue
        told_as = values.unspelt(line.cut(*match.span("v")))
        value = values.core(told_as, commas=target.attribute in ("home", "hometown"))
        value = values.without_article(value) if target.attribute in _THINGS else value
        idle = pattern is _BARE and not _stands_alone(value, target, focus)
        if not idle and not out_of_place(value, target, focus.now) and _fits(value, target, bool(old)):
            return [_righted(target, value, sentence)]
    return []


def _righted(target: Memory, value: Line, sentence: Line) -> Finding:
    """A memory with another value: of a thing and of what happens, the rest of its sentence stays."""
    found = Finding(
        target.subject, target.attribute, value, sentence.typed, Cue.CORRECTION, target.value, target.polarity, 0.95,
        target.importance,
    )  # fmt: skip
    before, named, behind = undated(target).rpartition(target.value)
    if target.attribute not in _THINGS or not named:
        return found
    article = re.sub(r"\ban? $", f"{indefinite(value.typed)} ", before)
    form = f"{article}{value.typed}{behind}".replace("{", "{{").replace("}", "}}")
    telling = Telling(form, when=clock(target))
    return replace(found, telling=telling, start=target.event_start, end=target.event_end)


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
    if _VERB.search(value.norm):
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


def _meant(old: str, focus: Focus, text: str) -> Memory | None:
    """What is put right: what has the old value, else what was told or spoken of last and a pronoun can mean."""
    focus = replace(focus, recent=tuple(one for one in focus.recent if _of_others(one))) if _HE.match(text) else focus
    live = [memory for memory in focus.recent if memory.attribute and memory.value and memory.status in LIVE]
    if old:
        everything = (*live, *focus.known.values())
        named = [memory for memory in everything if memory.attribute and same_value(memory.value, old)]
        close = [] if named else [memory for memory in live if alike(plain(memory.value), plain(old), _MISSPELT)]
        return next(iter(named or close), None)
    named = [memory for memory in told(focus) if memory.attribute]
    return named[-1] if named else live[0] if live else None


def _of_others(memory: Memory) -> bool:
    """Whether a memory is about somebody whom "he" can mean: not about the user, unless it names somebody."""
    return memory.subject != USER_SUBJECT or memory.attribute.startswith(PEOPLE)


def _fits(value: Line, target: Memory, named_old: bool) -> bool:
    """Whether the words can be a value like the one they replace: a number for a number, a name for a name."""
    if (
        not value.norm
        or same_value(value.norm, target.value)
        or NO_VALUE.match(value.norm)
        or len(value.norm.split()) > 6
    ):
        return False
    if target.value[:1].isdigit() and target.attribute == "age":
        return value.norm.isdigit()
    if any(word in NOT_NAMES for word in value.norm.split()[:1]) and not value.typed[:1].isupper():
        return False
    if ADVERB.fullmatch(value.norm) and not named_old:
        return False
    if target.attribute == "owns" and target.value[:1].isupper() and not value.typed[:1].isupper():
        return False  # "it's a nightmare" tells no make
    if target.attribute.startswith(("family.", "pet.", "partner", "friend", "name", "nickname")):
        return not re.fullmatch(DIETS, value.norm) and values.is_name(value, lower_too=True)
    return True
