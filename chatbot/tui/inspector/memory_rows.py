"""The rows of the memory page: what needs a decision first, then by kind. Pure: memories in, rows out."""

from collections.abc import Iterable, Mapping, Sequence

from textual.content import Content

from chatbot.domain.change import JournalEntry, Op
from chatbot.domain.memory import Memory, Status
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.text import clean_line, fold
from chatbot.domain.value import Value
from chatbot.tui.narrate import SIGNS
from chatbot.tui.widgets.listing import Row

KIND_TITLES: dict[Kind, str] = {
    Kind.IDENTITY: "Who you are",
    Kind.RELATIONSHIP: "People and animals",
    Kind.PREFERENCE: "Likes and needs",
    Kind.INSTRUCTION: "How to answer you",
    Kind.FACT: "Facts",
    Kind.GOAL: "Goals",
    Kind.PLAN: "Plans",
    Kind.EVENT: "Events",
    Kind.FEELING: "Feelings",
    Kind.TASK: "At work on",
}

_STATUS_MARKS: dict[Status, str] = {
    Status.PENDING: "accept?",
    Status.CONFLICT: "conflict",
    Status.SUPERSEDED: "past",
    Status.FORGOTTEN: "forgotten",
    Status.ARCHIVED: "archived",
}

_GONE = (Status.SUPERSEDED, Status.FORGOTTEN, Status.ARCHIVED)


class Wanted(Value):
    """What the list should show.

    Attributes:
        query: words that must occur; empty for all.
        past: whether superseded and forgotten ones show.
        message_id: only what this message taught; empty for all.
        learnt: ids of what that message changed, beside what it taught.
        memory_id: shown whatever its status; empty for none.
        marked: ids of the rows that the user marked.
        width: cells of a row.
        persona: name of the persona that speaks, the badge of what only it can read.
    """

    query: str = ""
    past: bool = False
    message_id: str = ""
    learnt: frozenset[str] = frozenset()
    memory_id: str = ""
    marked: frozenset[str] = frozenset()
    width: int = 40
    persona: str = "persona"


def touched(entries: Iterable[JournalEntry]) -> dict[str, Op]:
    """What a turn did to which memory; the last change of each."""
    return {change.memory_id: change.op for entry in entries for change in entry.changes if change.memory_id}


def memory_rows(memories: Iterable[Memory], ops: Mapping[str, Op], wanted: Wanted) -> list[Row]:
    """The rows with their headings.

    Args:
        memories: all that the session may read.
        ops: what this turn did, by memory id.
        wanted: see `Wanted`.
    """
    shown = [memory for memory in memories if _is_wanted(memory, ops, wanted)]
    # The sentence that told a memory may have told others too: it counts only where no memory's own words do.
    shown = [memory for memory in shown if memory.id == wanted.memory_id or _has(_own(memory), wanted)] or shown
    inbox = [memory for memory in shown if is_open(memory)]
    rest = [memory for memory in shown if not is_open(memory)]
    rows: list[Row] = []
    if inbox:
        rows.append(_heading("For you to decide", len(inbox), "$warning"))
        inbox.sort(key=lambda memory: (memory.status, memory.slot, memory.said_at))
        rows += [Row(memory.id, _row(memory, ops.get(memory.id), wanted)) for memory in inbox]
    for kind, title in KIND_TITLES.items():
        group = [memory for memory in rest if memory.kind is kind]
        if group:
            group.sort(key=lambda memory: (not memory.pinned, memory.status is not Status.ACTIVE, memory.id))
            rows.append(_heading(title, len(group), "$text-muted"))
            rows += [Row(memory.id, _row(memory, ops.get(memory.id), wanted)) for memory in group]
    return rows


def is_open(memory: Memory) -> bool:
    """Whether a memory waits for the user: to be accepted, chosen, or looked at again."""
    if memory.status in (Status.PENDING, Status.CONFLICT):
        return True
    return bool(memory.check) and memory.status not in _GONE


def _is_wanted(memory: Memory, ops: Mapping[str, Op], wanted: Wanted) -> bool:
    if memory.id == wanted.memory_id:
        return True
    if _is_old_wording(memory):
        return False
    if wanted.message_id and memory.source.message_id != wanted.message_id and memory.id not in wanted.learnt:
        return False
    # What this turn made past stays in sight, so that the change can be seen and taken back.
    if memory.status in _GONE and not wanted.past and ops.get(memory.id) not in (Op.SUPERSEDE, Op.FORGET):
        return False
    return _has(f"{_own(memory)} {memory.source.quote}", wanted)


def _own(memory: Memory) -> str:
    return f"{memory.text} {memory.slot} {memory.kind} {memory.scope}"


def _has(text: str, wanted: Wanted) -> bool:
    """Whether a text has every word that is looked for."""
    words = fold(wanted.query).split()
    return not words or all(word in fold(text) for word in words)


def _is_old_wording(memory: Memory) -> bool:
    # What an edit leaves behind so that the old words are not learnt again. What the user forgot has a version
    # from before; history shows it all.
    return memory.status is Status.FORGOTTEN and bool(memory.superseded_by) and memory.version == 1


def _heading(title: str, count: int, look: str) -> Row:
    return Row("", Content.assemble((title, look), (f"  {count}", "$text-disabled")))


def _row(memory: Memory, op: Op | None, wanted: Wanted) -> Content:
    badges = _badges(memory, wanted.persona).truncate(wanted.width // 2, ellipsis=True)
    gone = memory.status in _GONE
    text = Content.styled(clean_line(memory.text, 300), "$text-muted strike" if gone else "")
    if op is not None and not gone:
        text = text.stylize("$accent")
    room = max(6, wanted.width - badges.cell_length - 3)
    lines = text.wrap(room)
    if len(lines) > _MOST_LINES:
        rest = Content(" ").join(line.rstrip() for line in lines[_MOST_LINES - 1 :])
        lines = [*lines[: _MOST_LINES - 1], rest.truncate(room, ellipsis=True)]
    gap = " " * max(1, room - lines[0].rstrip().cell_length + 1)
    sign = MARKED if memory.id in wanted.marked else SIGNS[op] if op else " "
    first = Content.assemble((f"{sign} ", "bold $accent"), lines[0].rstrip(), gap, badges)
    below = [Content.assemble("  ", line) for line in lines[1:]]
    if memory.check and not gone:
        why = Content.styled(clean_line(memory.check, 200), "$warning").wrap(max(6, wanted.width - 3))
        below += [Content.assemble("  ", line) for line in why[:_MOST_LINES]]
    return Content("\n").join([first, *below])


_MOST_LINES = 4
"""Of one row in a narrow panel: a date at the end of a long sentence still shows."""

MARKED = "●"
"""Before a row that is marked."""


def _badges(memory: Memory, persona: str) -> Content:
    parts: list[tuple[str, str]] = []
    weight = memory.useful - memory.irrelevant
    if weight:
        parts.append((f"{weight:+d} ", "$success" if weight > 0 else "$warning"))
    if memory.check:
        parts.append(("check ", "$warning"))
    if memory.status in _STATUS_MARKS:
        look = "$text-muted" if memory.status in _GONE else "$warning"
        parts.append((f"{_STATUS_MARKS[memory.status]} ", look))
    if memory.pinned:
        parts.append(("▲ ", "$accent"))
    if memory.locked:
        parts.append(("■ ", "$accent"))
    if memory.local_only:
        parts.append(("local ", "$text-muted"))
    scope = {Scope.SESSION: "chat", Scope.PERSONA: clean_line(persona, 10), Scope.USER: "all"}[memory.scope]
    parts.append((scope, "$text-muted"))
    return Content.assemble(*parts)


def rival(memory: Memory, memories: Sequence[Memory]) -> Memory | None:
    """The other side of a conflict; None where there is none any more."""
    for other in memories:
        if other.id != memory.id and other.status is Status.CONFLICT and other.slot == memory.slot:
            return other
    return None
