"""Which backups are kept: a pure rule."""

from collections.abc import Iterable

from chatbot.storage.backups.manifest import Backup

KEPT = 7
"""How many daily backups there are at most, and how many others: many of one kind take none of the other away."""

RECENT = 3
"""The newest so many stay whatever day they are of: an undo of what was done just now must not rotate away."""


def rotated(backups: Iterable[Backup], daily: str, spared: str = "") -> tuple[Backup, ...]:
    """The backups to delete: of the daily ones and of all others (by hand, before an import) each by `surplus`.

    Args:
        backups: all there are.
        daily: the reason of a daily one.
        spared: id of one that must stay, whatever its age; empty for none.
    """
    kinds: dict[bool, list[Backup]] = {True: [], False: []}
    for one in backups:
        kinds[one.reason == daily].append(one)
    gone: list[Backup] = []
    for kind in kinds.values():
        others = [one for one in kind if one.id != spared]
        gone += surplus(others, KEPT - (len(others) < len(kind)))
    return tuple(gone)


def surplus(backups: Iterable[Backup], keep: int = KEPT) -> tuple[Backup, ...]:
    """The backups to delete, so that `keep` are left.

    First those that cannot be read; then, oldest first, those that are not the last of their day; then the oldest. The
    newest stay, and so does the newest one that holds everything.

    Args:
        backups: all there are.
        keep: how many may stay, at least one.
    """
    newest_first = sorted(backups, key=lambda one: (one.created_at, one.id), reverse=True)
    too_many = len(newest_first) - keep
    if too_many <= 0:
        return ()
    whole = [one for one in newest_first if not one.problem and not one.left_out]
    held = {one.id for one in [*newest_first[: min(RECENT, keep)], *whole[:1]]}
    last_of_days = {one.created_at.date(): one.id for one in reversed(newest_first)}
    ranked = sorted(
        (one for one in reversed(newest_first) if one.id not in held),
        key=lambda one: (not one.problem, last_of_days[one.created_at.date()] == one.id),
    )
    return tuple(ranked[:too_many])
