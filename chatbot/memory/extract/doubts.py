"""What the user calls wrong: "that's wrong" by itself, or before what is right ("that's not true, I play squash")."""

import re

from chatbot.domain.memory import Candidate, Cue, Memory, Status
from chatbot.domain.patterns import lazy
from chatbot.domain.text import clean_line, fold
from chatbot.domain.value import replace
from chatbot.memory.extract.findings import Finding
from chatbot.memory.extract.focus import Focus
from chatbot.memory.extract.line import Line
from chatbot.memory.similarity import plain

_WRONG_ALONE = lazy(
    r"(?:(?:no|nope|sorry|hey|but|oh|uh|um|wait)[ ,]+)*"
    r"(?:(?:that|this|it) (?:is|was) (?:all |completely |just |simply )?"
    r"(?:wrong|not right|not true|not correct|incorrect|untrue|false|a mistake|not so)|wrong|not true|incorrect|"
    r"you (?:are|were) (?:wrong|mistaken)|you (?:got|have|had) (?:that|it|this) wrong|i never said (?:that|so))$"
)
_STRONG = lazy(
    r"(?:(?:no|nope|sorry|but|oh)[ ,]+)*"
    r"(?:(?:that|this|it) (?:is|was) (?:wrong|not right|not true|not correct|incorrect|"
    r"false)|wrong|not true|you (?:are|were) wrong|you (?:got|have|had) (?:that|it|this) wrong)\b"
)
LIVE = (Status.ACTIVE, Status.PENDING, Status.CONFLICT)


def doubt(sentence: Line, focus: Focus) -> Candidate | None:
    """The order to mark what was just told or learnt, of "that's wrong" without what is right; None for no such."""
    if _WRONG_ALONE.match(sentence.norm.strip(" .!")) is None:
        return None
    before = focus.before
    meant = told(focus) or [one for one in focus.recent[:1] if before and one.source.message_id == before.id]
    if not meant:
        return None
    one = meant[-1]
    return Candidate(
        one.text, one.kind, one.subject, one.attribute, one.value, clean_line(sentence.typed, 400), Cue.DOUBT,
        polarity=one.polarity,
    )  # fmt: skip


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
