"""What programs that died left of backups and restores. Restores are only loaded where one was cut off."""

from pathlib import Path

from chatbot.storage.atomic import System
from chatbot.storage.backups.places import FOLDER, PLAN_PREFIX, sweep
from chatbot.storage.lock import Presence


def leave_nothing_half(folder: Path, presence: Presence, system: System) -> bool:
    """Finishes restores that were cut off, and takes away half-made backups. The caller holds the user's lock.

    Args:
        folder: the user's folder.
        presence: tells which programs still run.
        system: the system calls, with the key where there is one.

    Returns:
        Whether a restore was finished.

    Raises:
        StorageError: a restore could not be finished.
    """
    sweep(folder / FOLDER, presence.runs, system)
    if not any(folder.glob(f"{PLAN_PREFIX}*")):
        return False
    from chatbot.storage.backups.restoring import finish_interrupted

    return finish_interrupted(folder, presence, system)
