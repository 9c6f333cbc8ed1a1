"""The rules of change sets that every memory store follows, on disk or not."""

from collections.abc import Mapping

from chatbot.domain.change import Change, JournalEntry
from chatbot.domain.memory import Memory, Status
from chatbot.domain.slots import Scope
from chatbot.domain.text import clean_line
from chatbot.errors import MemoryRefused


def check_versions(entry: JournalEntry, versions: Mapping[str, int]) -> dict[str, Memory]:
    """The records after a change set, by id.

    Args:
        entry: the change set; its changes may follow one another on the same record.
        versions: by id, of the store's present records, at least of those that the change set is about.

    Raises:
        MemoryRefused: a record is not the one that its change started from, or does not count its version up.
    """
    after: dict[str, Memory] = {}
    for change in entry.changes:
        if change.after is None:
            continue
        memory_id = change.after.id
        expected = change.before.version if change.before else 0
        actual = after[memory_id].version if memory_id in after else versions.get(memory_id, 0)
        if actual != expected:
            raise MemoryRefused(f"“{_words(change)}” was changed meanwhile", "look at it again, then decide")
        if change.after.version <= actual:
            raise MemoryRefused(f"“{_words(change)}” would not get a new version", "count its version up")
        after[memory_id] = change.after
    return after


def _words(change: Change) -> str:
    """What a person knows a memory by."""
    record = change.before or change.after
    return clean_line(record.text, 60) if record is not None else ""


def concerns(entry: JournalEntry, memory_id: str, message_id: str) -> bool:
    """Whether an entry changed that memory (empty: any) and came from that message (empty: any)."""
    if message_id and entry.message_id != message_id:
        return False
    return not memory_id or any(change.memory_id == memory_id for change in entry.changes)


def outdated_by(entry: JournalEntry) -> dict[str, frozenset[str]]:
    """What was made of the text of memories and must go by a change set: ids by the session whose they are.

    The session is empty for memories that are no session's.
    """
    outdated: dict[str, frozenset[str]] = {}
    for change in entry.changes:
        before, after = change.before, change.after
        if before is not None and after is not None and _reads_otherwise(before, after):
            home = before.session_id if before.scope is Scope.SESSION else ""
            outdated[home] = outdated.get(home, frozenset()) | {before.id}
    return outdated


def _reads_otherwise(before: Memory, after: Memory) -> bool:
    """Whether what was made of a memory's text must go: another text or home, or it may not be told any more."""
    gone = (Status.FORGOTTEN, Status.SUPERSEDED)
    return (
        before.text != after.text
        or before.scope is not after.scope
        or after.status in gone
        or after.local_only > before.local_only
    )
