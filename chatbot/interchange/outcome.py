"""What an import did, counted, for a person and for `--json`."""

from chatbot.domain.text import counted
from chatbot.domain.value import Value, replace
from chatbot.interchange.judge import Verdict
from chatbot.interchange.parts import FileContent, Trouble


class Options(Value):
    """How to import.

    Attributes:
        dry_run: only say what would come in.
        learn: let the rules learn from what the user said in imported conversations.
        as_notes: take plain lines as facts, one each.
        accept: facts of other programs hold at once instead of waiting for the user.
        sessions_only: refuse what is no conversation.
        persona_id: who the other side of foreign conversations is; empty for whom the file names, or the default.
    """

    dry_run: bool = False
    learn: bool = False
    as_notes: bool = False
    accept: bool = False
    sessions_only: bool = False
    persona_id: str = ""


class Outcome(Value):
    """What came in.

    Attributes:
        kind: what the file is, in words.
        sessions: how many are new.
        merged: how many were there, and got something.
        known: how many were there already, just as they are.
        messages: new or newer ones.
        memories: new or newer ones.
        waiting: how many of these wait for the user.
        repeated: how many are known already.
        forgotten: how many stay out because the user had them forgotten here.
        conflicts: how many contradict what is there.
        learnt: changes that the rules found in the user's own words.
        personas: how many are new.
        left_out: records that are no part of a conversation, such as system prompts.
        notices: what else should be known, one line each.
        troubles: what could not be used.
        session_ids: of new and merged sessions.
        touched: of merged ones alone: whoever has them open reads them again.
        backup: id of the backup that was made before; empty for none.
        dry_run: nothing was written.
    """

    kind: str
    sessions: int = 0
    merged: int = 0
    known: int = 0
    messages: int = 0
    memories: int = 0
    waiting: int = 0
    repeated: int = 0
    forgotten: int = 0
    conflicts: int = 0
    learnt: int = 0
    personas: int = 0
    left_out: int = 0
    notices: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    session_ids: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()
    backup: str = ""
    dry_run: bool = False


def begun(content: FileContent, options: Options, backup: str) -> Outcome:
    """The outcome of a file before anything of it came in."""
    return Outcome(
        content.kind, left_out=content.left_out, troubles=content.troubles, backup=backup, dry_run=options.dry_run
    )


def judged(outcome: Outcome, counts: dict[Verdict, int]) -> Outcome:
    """An outcome with the verdicts on memories added."""
    homeless = counts.get(Verdict.HOMELESS, 0)
    notices = outcome.notices
    if homeless:
        notices = (*notices, f"{counted(homeless, 'memory')} of sessions that are not here: left out")
    return replace(
        outcome,
        memories=outcome.memories + counts.get(Verdict.ADD, 0) + counts.get(Verdict.UPDATE, 0),
        repeated=outcome.repeated + counts.get(Verdict.SAME, 0) + counts.get(Verdict.REPEATED, 0),
        forgotten=outcome.forgotten + counts.get(Verdict.FORGOTTEN, 0),
        notices=notices,
    )


def summary(outcome: Outcome) -> str:
    """The outcome as one line."""
    came_in = (
        (outcome.sessions, "session", ""),
        (outcome.merged, "session", " brought up to date"),
        (outcome.messages, "message", ""),
        (outcome.memories, "memory", f", {outcome.waiting} of them waiting for you" if outcome.waiting else ""),
        (outcome.personas, "persona", ""),
        (outcome.learnt, "change", " learnt from them"),
    )
    parts = [f"{counted(count, word)}{more}" for count, word, more in came_in if count]
    came = ", ".join(parts) or "nothing new"
    also = [
        f"{counted(outcome.known, 'session')} here already" if outcome.known else "",
        f"{counted(outcome.repeated, 'memory')} known already" if outcome.repeated else "",
        f"{outcome.forgotten} you had forgotten here" if outcome.forgotten else "",
        f"{outcome.conflicts} in conflict with what is here" if outcome.conflicts else "",
        f"{outcome.left_out} left out that nobody said" if outcome.left_out else "",
        f"{counted(len(outcome.troubles), 'record')} could not be used" if outcome.troubles else "",
    ]
    rest = "; ".join(part for part in also if part)
    would = "Would import" if outcome.dry_run else "Imported"
    return f"{would} {came} from {outcome.kind}{f' ({rest})' if rest else ''}."
