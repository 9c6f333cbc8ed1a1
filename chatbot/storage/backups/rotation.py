"""Which backups are kept: a pure rule."""

from collections.abc import Iterable

from chatbot.storage.backups.manifest import Backup

KEPT = 7
"""How many backups there are at most."""

RECENT = 3
"""The newest so many stay whatever day they are of: an undo of what was done just now must not rotate away."""


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
