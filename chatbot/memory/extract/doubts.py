"""What the user calls wrong: "that's wrong" by itself, or before what is right ("that's not true, I play squash")."""

import re

from chatbot.domain.memory import DOUBTED, Candidate, Cue, Memory, Status
from chatbot.domain.patterns import lazy
from chatbot.domain.text import clean_line, fold
from chatbot.domain.value import replace
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.line import Line
from chatbot.memory.similarity import plain

_WRONG_ALONE = lazy(
    r"(?:(?:no|nope|sorry|hey|but|oh|uh|um|wait|well|thanks|thank you|thx|ok|okay|hmm+|actually|wtf|what|ugh|argh|omg|"
    r"dude|bro|man|come on|lol|haha|seriously|nah)[ ,.!]+)*"
    r"(?:(?:that|this|it) (?:is|was) (?:all |completely |just |simply )?"
    r"(?:wrong|not right|not true|not correct|incorrect|untrue|false|a mistake|not so)|wrong|not true|incorrect|"
    r"(?:(?:i (?:am|was) )?(?:just |only )?(?:kidding|joking|teasing)|jk|just a joke|"
    r"(?:that|it) (?:is|was) (?:just )?a joke)"
    r"(?: lol| haha)?|"
    r"you (?:are|were) (?:wrong|mistaken)|you (?:got|have|had) (?:that|it|this) wrong|i never said (?:that|so))"
    r"(?:,? (?:though|tho|actually|sorry|i am afraid))?$"
)
_NO = lazy(r"(?:no|nope|nah|wrong)(?:,? (?:no|nope|wrong))*$")
_STRONG = lazy(
    r"(?:(?:no|nope|sorry|but|oh|well|thanks|thank you|ok|okay)[ ,]+)*"
    r"(?:(?:that|this|it) (?:is|was) (?:all |completely |just |simply )?(?:wrong|not right|not true|"
    r"not correct|incorrect|false)|wrong|not true|scratch that|you (?:are|were) wrong|"
    r"you (?:got|have|had) (?:that|it|this) wrong)\b"
)
LIVE = (Status.ACTIVE, Status.PENDING, Status.CONFLICT)


def doubt(sentence: Line, focus: Focus) -> Candidate | None:
    """The order to mark what was just told or learnt, of "that's wrong" without what is right; None for no such."""
    one = _meant(focus) if _WRONG_ALONE.match(sentence.norm.strip(" .!")) else None
    if one is None:
        return None
    return Candidate(
        one.text, one.kind, one.subject, one.attribute, one.value, clean_line(sentence.typed, 400), Cue.DOUBT,
        polarity=one.polarity,
    )  # fmt: skip


def _meant(focus: Focus) -> Memory | None:
    """What the last reply told, else what the message before taught; None for neither."""
    before = focus.before
    meant = told(focus) or [one for one in focus.recent[:1] if before and one.source.message_id == before.id]
    return meant[-1] if meant else None


def taken_back(found: list[Finding], sentence: Line) -> list[Finding]:
    """The message's findings without those of the sentence before, where this one calls it a joke or wrong."""
    if not found or not _WRONG_ALONE.match(sentence.norm.strip(" .!")):
        return found
    return [one for one in found if one.quote != found[-1].quote]


_JOKED = lazy(
    r",? (?:and |but |because )?(?:(?:i (?:am|was) )?(?:just |only )?(?:kidding|joking|teasing))(?: lol| haha)?$"
)
_DENIED = lazy(r"\b(?:not|never|no)\b")


def in_earnest(sentences: list[tuple[Line, bool]]) -> list[tuple[Line, bool]]:
    """Sentences, denials without the joke that they take back: "I'm not allergic to nuts" of "..., I was kidding"."""
    return [(_without_joke(sentence), question) for sentence, question in sentences]


def _without_joke(sentence: Line) -> Line:
    joked = _JOKED.search(sentence.norm)
    return sentence.cut(0, joked.start()) if joked and _DENIED.search(sentence.norm[: joked.start()]) else sentence


def doubting(sentence: Line, focus: Focus) -> Focus:
    """The focus for the rest of the message: after "That's wrong.", or "No." to an answer, it says what is right."""
    said = sentence.norm.strip(" .!")
    answered = focus.before is not None and focus.before.text.rstrip().endswith("?") and _NO.match(said) is not None
    one = _meant(focus) if answered or _WRONG_ALONE.match(said) else None
    if one is None:
        return focus
    others = tuple(memory for memory in focus.recent if memory.id != one.id)
    return replace(focus, recent=(replace(one, check=DOUBTED), *others))


def settled(notes: list[Candidate], found: list[Finding]) -> list[Candidate]:
    """The notes without doubts of what the rest of the message puts right."""
    right = {(finding.subject, finding.attribute) for finding in found}
    return [note for note in notes if note.cue is not Cue.DOUBT or (note.subject, note.attribute) not in right]


def told(focus: Focus) -> list[Memory]:
    """The present memories whose value the last reply named, in the order in which it did."""
    reply = fold(focus.last_reply)
    live = [one for one in focus.recent if one.value and one.status in LIVE]
    said = [one for one in live if re.search(rf"(?<!\w){re.escape(plain(one.value))}(?!\w)", reply)]
    return sorted(said, key=lambda one: reply.rfind(plain(one.value)))


def withdrawn(found: list[Finding], sentence: Line, focus: Focus) -> list[Finding]:
    """Findings of "that's not true, I play squash", which set aside what was just told in the same slot."""
    if _STRONG.match(sentence.norm) is None or not focus.recent:
        return found
    held = {(one.subject, one.attribute): one.value for one in reversed(focus.recent[:2]) if one.status in LIVE}
    made = []
    for one in found:
        old = held.get((one.subject, one.attribute), "") if one.cue is Cue.CORRECTION else ""
        made.append(replace(one, old=one.old or old))
    return made
