"""Everything about one memory in words: what, who can read it, where it came from, what happened to it. Pure."""

from textual.content import Content

from chatbot.domain.change import Op
from chatbot.domain.memory import Memory, Origin, Status
from chatbot.domain.slots import Scope
from chatbot.domain.text import clean, clean_line, counted
from chatbot.memory.book_history import Version
from chatbot.tui import narrate
from chatbot.tui.ages import day, minute
from chatbot.tui.columns import beside

_LABEL_CELLS = 8

_ORIGIN: dict[Origin, str] = {
    Origin.RULE: "what you said",
    Origin.MODEL: "what the model read from it",
    Origin.USER: "your own hand",
    Origin.IMPORT: "an import",
}


def readers(memory: Memory, persona_name: str) -> str:
    """Who can read a memory, as a sentence."""
    if memory.scope is Scope.USER:
        return "every persona, in every session of yours"
    if memory.scope is Scope.PERSONA:
        return f"{persona_name}, in every session with {persona_name}"
    return "this session only"


def details(memory: Memory, persona_name: str, rival: Memory | None, cells: int, asks: bool = True) -> Content:
    """The card of one memory.

    Args:
        memory: which.
        persona_name: of the persona that it was told to.
        rival: the other side of an open conflict; None for none.
        cells: of a line.
        asks: whether it names the keys that decide what is open.
    """
    parts: list[Content | str | tuple[str, str]] = [(clean(memory.text) + "\n", "bold")]
    parts += _question(memory, rival) if asks else []
    facts = [
        ("read by", readers(memory, persona_name)),
        ("about", about(memory)),
        ("said", f"{minute(memory.said_at)}" + (f", “{memory.source.quote}”" if memory.source.quote else "")),
        ("when", _span(memory)),
        ("from", f"{_ORIGIN[memory.origin]}, {memory.confidence:.0%} sure, importance {memory.importance:.0%}"),
        ("used", counted(memory.uses, "time") + (f", last {day(memory.last_used_at)}" if memory.last_used_at else "")),
        ("weight", weight(memory)),
        ("state", _state(memory)),
    ]
    for name, value in facts:
        if value:
            parts += [beside(Content.styled(name, "$text-muted"), clean_line(value, 400), _LABEL_CELLS, cells), "\n"]
    return Content.assemble(*parts)


def about(memory: Memory) -> str:
    """What a memory is about, in plain words: `your name: Ana`; empty for a note that is about nothing named."""
    if not memory.attribute:
        return ""
    whose = "your" if memory.subject == "user" else f"{memory.subject}'s"
    family, _, detail = memory.attribute.replace("_", " ").partition(".")
    words = f"{family} {detail}" if family == "favorite" else detail or family
    return f"{whose} {words}" + (f": {memory.value}" if memory.value else "")


def _question(memory: Memory, rival: Memory | None) -> list[str | tuple[str, str]]:
    if memory.status is Status.PENDING:
        return [("Not sure enough to keep: a accept, x reject, e edit\n", "$warning")]
    if memory.status is Status.ARCHIVED:
        return [("Let go for now, so it is not recalled: a brings it back\n", "$warning")]
    if memory.status is Status.CONFLICT:
        ends = [("b", "bold $warning"), (" both, ", "$warning"), ("m", "bold $warning"), (" one of them\n", "$warning")]
        return [("Which is right?\n", "$warning"), *_sides(memory, rival), *ends]
    if memory.check:
        why = clean_line(memory.check, 200).rstrip(".")
        return [(f"{why[:1].upper()}{why[1:]}. Does it hold? y yes, e edit, d forget\n", "$warning")]
    return []


def _sides(memory: Memory, rival: Memory | None) -> list[str | tuple[str, str]]:
    """Which side each key keeps: the new one was said last."""
    if rival is None:
        return [("n the new one, o the old one\n", "$warning")]
    old, new = sorted((memory, rival), key=lambda one: (one.said_at, one.id))
    named = (("n", " the new one: ", new), ("o", " the old one: ", old))
    return [
        part
        for key, which, one in named
        for part in ((key, "bold $warning"), (which, "$warning"), f"{clean_line(one.text, 200)}\n")
    ]


def weight(memory: Memory) -> str:
    """What the user called a memory where it was recalled; empty for nothing."""
    said = [(memory.useful, "useful"), (memory.irrelevant, "of no use")]
    words = " and ".join(f"{word} {counted(count, 'time')}" for count, word in said if count)
    if not words:
        return ""
    effect = {True: "it comes up sooner", False: "it comes up later"}[memory.useful > memory.irrelevant]
    return f"you called it {words}" + (f": {effect}" if memory.useful != memory.irrelevant else "")


def _state(memory: Memory) -> str:
    marks = [mark for mark, on in (("pinned", memory.pinned), ("locked", memory.locked)) if on]
    if memory.local_only:
        marks.append("never leaves this machine")
    return ", ".join([memory.status.value, *marks, f"version {memory.version}"])


def _span(memory: Memory) -> str:
    if memory.event_start:
        return day(memory.event_start) + (f" to {day(memory.event_end)}" if memory.event_end else "")
    start = f"since {day(memory.valid_from)}" if memory.valid_from else ""
    end = f"until {day(memory.valid_until)}" if memory.valid_until else ""
    return " ".join(part for part in (start, end) if part)


_DONE: dict[Op, str] = {
    Op.ADD: "learnt",
    Op.REINFORCE: "heard again",
    Op.UPDATE: "filled in",
    Op.SUPERSEDE: "no longer so",
    Op.CONFLICT: "in conflict",
    Op.REJECT: "rejected",
    Op.FORGET: "forgotten",
    Op.RESTORE: "brought back",
    Op.EDIT: "edited",
    Op.PIN: "pinned or released",
    Op.LOCK: "locked or released",
    Op.MOVE: "moved to other readers",
    Op.UNDO: "taken back",
    Op.ARCHIVE: "let go",
    Op.MERGE: "joined",
    Op.SPLIT: "split",
    Op.RATE: "weighed",
}


def version_line(version: Version) -> str:
    """When a version was made, by whom, and why."""
    reason = clean_line(version.reason)
    return f"{minute(version.at)}, {narrate.WHO[version.who]}: {_DONE[version.op]}" + (f", {reason}" if reason else "")
