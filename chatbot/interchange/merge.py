"""Plans where memories and their journal go when a whole export comes in: into which log, and what stays out. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from chatbot.domain.change import Change, JournalEntry, Op, Who
from chatbot.domain.ids import NewId
from chatbot.domain.memory import Memory, Status
from chatbot.domain.slots import Scope
from chatbot.domain.value import Value, replace
from chatbot.interchange.judge import Judge, Verdict
from chatbot.storage.arrivals import Arrival, JournalPart

HasSession = Callable[[str], bool]


class Plan(Value):
    """Where everything goes.

    Attributes:
        arrivals: by the session on disk in which it lies; "" for the user's own log.
        counts: how many of each verdict.
        conflicts: pairs of a record that comes in and one that is there, which cannot both hold.
    """

    arrivals: Mapping[str, Arrival]
    counts: Mapping[Verdict, int]
    conflicts: tuple[tuple[Memory, Memory], ...]


def plan(
    memories: Iterable[Memory],
    journal: Iterable[JournalEntry],
    known: Mapping[str, Memory],
    entries: frozenset[str],
    has_session: HasSession,
) -> Plan:
    """Plans a merge.

    Args:
        memories: every record that comes in.
        journal: of these, oldest first.
        known: every record that is there, by id.
        entries: ids of journal entries that are there.
        has_session: whether a session is, or will be, on disk.
    """
    incoming = {memory.id: memory for memory in memories}
    judge = Judge(known, frozenset(incoming), has_session)
    verdicts = {memory.id: judge.verdict(memory) for memory in incoming.values()}
    counts = {verdict: list(verdicts.values()).count(verdict) for verdict in Verdict}
    welcome = {key for key, verdict in verdicts.items() if verdict in (Verdict.ADD, Verdict.UPDATE, Verdict.SAME)}
    parts: dict[str, list[JournalPart]] = {}
    placed: dict[str, dict[str, int]] = {}
    for entry in journal:
        if entry.id not in entries:
            for home, changes in _homes(entry, incoming, welcome, has_session).items():
                parts.setdefault(home, []).append(JournalPart(entry, changes))
                for _, change in changes:
                    if change.after is not None:
                        copies = placed.setdefault(home, {})
                        copies[change.after.id] = max(change.after.version, copies.get(change.after.id, 0))
    coming = [one for key, one in incoming.items() if verdicts[key] in (Verdict.ADD, Verdict.UPDATE)]
    return Plan(
        _arrivals(coming, parts, placed, known, has_session),
        counts,
        tuple((one, rival) for one in coming for rival in judge.rivals(one)[:1]),
    )


def _home(memory: Memory, has_session: HasSession) -> str | None:
    """The log of a record; None where its session is not there."""
    if memory.scope is not Scope.SESSION:
        return ""
    return memory.session_id if has_session(memory.session_id) else None


def _homes(
    entry: JournalEntry, incoming: Mapping[str, Memory], welcome: set[str], has_session: HasSession
) -> dict[str, tuple[tuple[int, Change], ...]]:
    """The parts of an entry by log, each change with its place in the whole."""
    found: dict[str, list[tuple[int, Change]]] = {}
    homeless: list[tuple[int, Change]] = []
    for at, change in enumerate(entry.changes):
        if change.memory_id and change.memory_id not in welcome:
            continue
        if change.after is None:
            homeless.append((at, change))
        elif change.after.version <= incoming[change.after.id].version:
            home = _home(change.after, has_session)
            if home is not None:
                found.setdefault(home, []).append((at, change))
    if homeless:
        own = entry.session_id if has_session(entry.session_id) else ""
        found.setdefault(next(iter(found), own), []).extend(homeless)
    return {home: tuple(changes) for home, changes in found.items()}


def _arrivals(
    coming: list[Memory],
    parts: Mapping[str, list[JournalPart]],
    placed: Mapping[str, Mapping[str, int]],
    known: Mapping[str, Memory],
    has_session: HasSession,
) -> dict[str, Arrival]:
    loose: dict[str, list[Memory]] = {}
    moved: dict[str, dict[str, int]] = {}
    uses: dict[str, dict[str, tuple[int, datetime]]] = {}
    for memory in coming:
        home = _home(memory, has_session)
        if home is None:
            continue
        if placed.get(home, {}).get(memory.id, 0) < memory.version:
            loose.setdefault(home, []).append(memory)
        if memory.uses and memory.last_used_at:
            uses.setdefault(home, {})[memory.id] = (memory.uses, memory.last_used_at)
        present = known.get(memory.id)
        elsewhere = {log for log, copies in placed.items() if memory.id in copies}
        if present is not None and (there := _home(present, has_session)) is not None:
            elsewhere.add(there)
        for log in elsewhere - {home}:
            moved.setdefault(log, {})[memory.id] = memory.version
    return {
        home: Arrival(tuple(parts.get(home, ())), tuple(loose.get(home, ())), moved.get(home, {}), uses.get(home, {}))
        for home in {*parts, *loose, *moved, *uses}
    }


def conflict_entry(
    pairs: Iterable[tuple[Memory, Memory]], records: Mapping[str, Memory], now: datetime, new_id: NewId
) -> JournalEntry | None:
    """The change set that marks both sides of each pair as in conflict; None for no pair.

    Args:
        pairs: a record that came in and one that was there.
        records: all records as they are now, by id.
        now: aware UTC.
        new_id: gives the entry its id.
    """
    changes: dict[str, Change] = {}
    for memory in (side for pair in pairs for side in pair):
        present = records.get(memory.id)
        if present is not None and present.status is Status.ACTIVE and present.id not in changes:
            after = replace(present, version=present.version + 1, updated_at=now, status=Status.CONFLICT)
            reason = "the import says otherwise; decide which holds"
            changes[present.id] = Change(Op.CONFLICT, present, after, reason)
    return JournalEntry(new_id(), now, Who.IMPORT, tuple(changes.values())) if changes else None
