"""What follows a change: earlier replies that told it wrong are named, memories that lost their ground are asked about.

One quiet line each; nothing is changed here.
"""

from typing import TYPE_CHECKING

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.text import clean_line, counted
from chatbot.errors import NotFound

if TYPE_CHECKING:
    from chatbot.session.repair import Affected
    from chatbot.tui.screens.main import MainScreen


def follow(screen: "MainScreen", entry: JournalEntry, but_id: str = "") -> None:
    """Looks in the background which earlier replies and chapters told what a change set put right.

    What was said of the same memories before is said no more: an undo may have made it untrue.

    Args:
        screen: where it is said.
        entry: the change set.
        but_id: of a reply that is written again anyway; empty for none.
    """
    for change in entry.changes:
        screen.stage.take_away(_key(change.memory_id))
    ids = corrected(entry)
    if ids and not screen.desk.current.session.meta.private:
        screen.attempt(_say(screen, ids, but_id))


def corrected(entry: JournalEntry) -> tuple[str, ...]:
    """Ids of the memories that a change set put right: what came true, is over, or was joined, was right before."""
    from chatbot.session import repair

    if any(change.op is Op.MERGE for change in entry.changes):
        return ()
    right = {
        change.memory_id for change in entry.changes if change.op is Op.SUPERSEDE and not _was_wrong(entry, change)
    }
    return tuple(memory_id for memory_id in repair.put_right(entry) if memory_id not in right)


def _was_wrong(entry: JournalEntry, change: Change) -> bool:
    """Whether a memory was never true: then it ends when it began, or the user has put another one in its place."""
    after = change.after
    never = after is not None and after.valid_until is not None and after.valid_until <= after.said_at
    return never or entry.who is Who.USER


def _key(memory_id: str) -> str:
    return f"affected {memory_id}"


async def _say(screen: "MainScreen", memory_ids: tuple[str, ...], but_id: str) -> None:
    for memory_id in memory_ids:
        found = await affected(screen, memory_id)
        if found is not None and (line := in_words(found, but_id)):
            screen.stage.mention(f"{line}: /affected shows which.", _key(memory_id))


async def affected(screen: "MainScreen", memory_id: str) -> "Affected | None":
    """What a correction concerns; None where nothing of the memory was put right."""
    from chatbot.session import repair

    try:
        return await repair.affected(screen.companion.sessions, screen.desk.current.session.memories, memory_id)
    except NotFound:
        return None


def in_words(found: "Affected", but_id: str = "") -> str:
    """What told something wrong, in words; empty where nothing did. What only had it in view told nothing."""
    replies = [one for one in found.replies if one.message_id != but_id]
    told = sum(reply.repeated for reply in replies)
    parts = [counted(told, "earlier reply", "earlier replies")] if told else []
    parts += [counted(len(found.chapters), "chapter")] if found.chapters else []
    if not parts:
        return ""
    wrong = f"“{clean_line(found.wrong.value or found.wrong.text, 40)}”"
    beside = f", {len(replies) - told} more had it in view" if len(replies) > told else ""
    return f"{' and '.join(parts)} used {wrong}{beside}"


def checks(screen: "MainScreen") -> frozenset[str]:
    """Ids of the memories that should be looked at."""
    return frozenset(memory.id for memory in screen.desk.book.to_check())


def ask_about(screen: "MainScreen", before: frozenset[str]) -> None:
    """Says how many memories should be looked at since."""
    fresh = checks(screen) - before
    if fresh:
        what = counted(len(fresh), "memory rests", "memories rest")
        screen.stage.mention(f"{what} on what is no longer there: /check asks about {_it(len(fresh))}.")


def _it(count: int) -> str:
    return "it" if count == 1 else "them"
