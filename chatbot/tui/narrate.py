"""What a turn's events say on the screen: which words follow which message. Pure."""

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.memory import DOUBTED, Memory, Status
from chatbot.domain.text import clean_line, fold, sentences
from chatbot.session.events import ChapterWritten, MemoriesChanged, Stage, StageSkipped, TurnEvent, TurnFailed
from chatbot.session.trace import Trace
from chatbot.tui.desk import Note
from chatbot.tui.transcript import NoteKind

SIGNS: dict[Op, str] = {
    Op.ADD: "+",
    Op.REINFORCE: "=",
    Op.UPDATE: "~",
    Op.SUPERSEDE: "→",
    Op.CONFLICT: "?",
    Op.REJECT: "×",
    Op.FORGET: "−",
    Op.RESTORE: "↺",
    Op.EDIT: "~",
    Op.PIN: "▪",
    Op.LOCK: "▪",
    Op.MOVE: "↔",
    Op.UNDO: "↺",
    Op.ARCHIVE: "▾",
    Op.MERGE: "⇉",
    Op.SPLIT: "÷",
    Op.RATE: "±",
}
"""One cell for each kind of change, before the rows of the memory page."""

_VERBS: dict[Op, str] = {
    Op.ADD: "learnt",
    Op.REINFORCE: "heard again",
    Op.UPDATE: "now knows more",
    Op.SUPERSEDE: "put right",
    Op.CONFLICT: "not sure, please decide in the inspector",
    Op.FORGET: "forgot",
    Op.RESTORE: "brought back",
    Op.EDIT: "edited",
    Op.PIN: "pinned or released",
    Op.LOCK: "locked or released",
    Op.MOVE: "changed who can read it",
    Op.UNDO: "took back",
    Op.ARCHIVE: "let go for now",
    Op.MERGE: "joined with the same",
    Op.SPLIT: "split into",
    Op.RATE: "weighed",
}

_STAGES: dict[Stage, str] = {
    Stage.BEGIN: "saving",
    Stage.PERCEIVE: "listening",
    Stage.LEARN: "learning",
    Stage.RECALL: "remembering",
    Stage.COMPOSE: "thinking",
    Stage.REPLY: "writing",
    Stage.COMMIT: "saving",
    Stage.REFLECT: "reflecting",
}


WHO: dict[Who, str] = {
    Who.RULE: "heard in the chat",
    Who.MODEL: "noted by the model",
    Who.USER: "by you",
    Who.IMPORT: "imported",
    Who.MAINTENANCE: "housekeeping",
}
"""Whose change it was, in words."""


def change_line(change: Change) -> str:
    """One change as one line for the user; empty for what is not worth a line in the chat."""
    if change.op is Op.REJECT or change.op not in _VERBS:
        return ""
    if change.op is Op.FORGET and change.before is None:
        return ""  # old words that are not learnt again: the change beside it says it
    record = change.after or change.before
    if change.op is Op.ADD and record is not None and record.status is Status.PENDING:
        return f"for you to decide in the inspector: {clean_line(record.text, 160)}"
    text = clean_line(record.text if record else change.proposed, 160)
    if change.op is Op.UPDATE and change.before is not None and change.after is not None:
        return _updated(change.before, change.after, text)
    if change.op is Op.MERGE and not _is_side(change):
        return f"made one: {text}"
    if change.op is Op.EDIT and change.before is not None and change.after is not None:
        if change.before.value and change.after.value and change.before.value != change.after.value:
            return f"put right: {text} (was {clean_line(change.before.value, 60)})"
        if change.before.text != change.after.text:
            return f"put right: {clean_line(change.before.text, 80)} → {clean_line(change.after.text, 80)}"
        return f"changed: {text}"
    if change.op is Op.SUPERSEDE and change.before is not None and change.after is not None:
        if change.after.id == change.before.id:
            return f"no longer so: {text}"
        return f"put right: {clean_line(change.before.text, 80)} → {text}"
    return f"{_VERBS[change.op]}: {text}"


def _updated(old: Memory, new: Memory, text: str) -> str:
    """What became of a memory that was neither replaced nor edited; empty for a mark that asks nothing now."""
    if new.check == DOUBTED != old.check:
        return f"in doubt: {text}"
    if old.status is Status.PENDING and new.status is Status.ACTIVE:
        return f"accepted: {text}"
    if (old.text, old.value, old.event_start, old.event_end) == (new.text, new.value, new.event_start, new.event_end):
        return ""
    knows_more = old.event_start == new.event_start and fold(old.value) in fold(new.value)
    return f"{_VERBS[Op.UPDATE] if knows_more else 'changed'}: {text}"


def _is_side(change: Change) -> bool:
    """Whether a change of a merge ends a record that another one holds now."""
    return change.op is Op.MERGE and change.after is not None and change.after.status is Status.SUPERSEDED


def words_now(entry: JournalEntry) -> str:
    """The words of the memory that a change set leaves standing, which need not be those typed; empty for none."""
    held = [change.after for change in entry.changes if change.after is not None and change.after.status in _HELD]
    return clean_line(held[-1].text, 60) if held else ""


_HELD = (Status.ACTIVE, Status.PENDING, Status.CONFLICT)


def undone_line(entry: JournalEntry) -> str:
    """What holds after an undo, or the undo of one: a memory is back, was taken back, or is as it was before."""
    lines: dict[str, list[str]] = {}
    for change in entry.changes:
        old, new = change.before, change.after
        if old is None or new is None:
            continue
        held = old.status in _HELD, new.status in _HELD
        if held != (False, False):  # words that are not to be learnt again: the change beside it says it
            lines.setdefault(_CAME_OF[held], []).append(clean_line(new.text, 60))
    return "; ".join(f"{what}: {', '.join(dict.fromkeys(texts))}" for what, texts in lines.items()) or "Undone"


_CAME_OF = {(True, False): "Taken back", (False, True): "Remembered again", (True, True): "As before"}
"""By whether a memory was held before the undo, and whether it is after it."""


def note_taken_back(text: str) -> str:
    """What the lines of a change say after it was taken back."""
    parts = (line.partition(": ") for line in text.split("\n"))
    return "\n".join(f"{_AFTER_ALL.get(verb, 'taken back')}: {words or verb}" for verb, _, words in parts)


_AFTER_ALL = {
    _VERBS[Op.FORGET]: "remembered again",
    _VERBS[Op.ARCHIVE]: "remembered again",
    "no longer so": "so again",
}
"""What was taken away is there again: "taken back" would say the opposite."""


def entry_note(entry: JournalEntry, after_id: str) -> Note | None:
    """The note of a change set; None where nothing in it is worth one."""
    merged = any(change.op is Op.MERGE and not _is_side(change) for change in entry.changes)
    changes = [change for change in entry.changes if not (merged and _is_side(change))]
    lines = [line for line in map(change_line, changes) if line]
    if not lines:
        return None
    text = "\n".join(lines)
    return Note(after_id=entry.message_id or after_id, id=entry.id, text=text, kind=NoteKind.LEARNT)


def event_note(event: TurnEvent, trace: Trace) -> Note | None:
    """The note of what happened in a turn; None for what needs no words.

    Args:
        event: what happened.
        trace: the turn so far.
    """
    asked_id = trace.user_message.id if trace.user_message else ""
    match event:
        case MemoriesChanged():
            return entry_note(event.entry, asked_id)
        case TurnFailed():
            after = event.kept.id if event.kept else asked_id
            text = f"{sentences(event.reason, event.hint)}{what_now(event)}"
            return Note(after, f"failed {trace.turn}", text, NoteKind.ERROR)
        case StageSkipped():
            text = f"Went on without {_STAGES[event.stage]}: {clean_line(event.reason)}"
            return Note(trace.reply_id or asked_id, f"skipped {trace.turn} {event.stage}", text, NoteKind.NOTICE)
        case ChapterWritten():
            chapter = event.chapter
            text = f"Summarised messages {chapter.first_seq} to {chapter.last_seq}: {clean_line(chapter.title, 80)}"
            return Note(trace.reply_id, f"chapter {chapter.id}", text, NoteKind.NOTICE)
        case _:
            return None


def what_now(failure: TurnFailed) -> str:
    """Where the words of a turn that failed are, or how it is tried again, after a space; empty where it is said."""
    if failure.stage is Stage.BEGIN:
        return " Your words stand in the prompt."
    return "" if "/regen" in failure.hint else " /regen tries again."


def doing(trace: Trace, replying: bool, persona: str) -> str:
    """What the turn is at, for the headline; empty at rest."""
    if not replying:
        return ""
    if trace.waiting:
        return clean_line(trace.waiting, 60)
    if trace.reply_text:
        return f"{persona} is writing"
    return f"{persona} is {_STAGES[trace.stage or Stage.BEGIN]}"
