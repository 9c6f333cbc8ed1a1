"""Brings all files of one user up to the present schema version, when they are opened.

A backup is made first. Each file is replaced in one step and the profile last, so that a kill in between
leaves whole files of both versions and a profile that says that there is more to do: the next start finishes.
"""

import contextlib
from pathlib import Path

from chatbot.errors import StorageDamaged
from chatbot.storage import codec
from chatbot.storage.atomic import System, read_file, write_file
from chatbot.storage.backups.files import present_files
from chatbot.storage.backups.keeper import Backups
from chatbot.storage.kinds import kind_at
from chatbot.storage.migrations import upgraded
from chatbot.storage.profile import profile_path


def upgrade_files(folder: Path, backups: Backups, system: System) -> int:
    """Upgrades every file of an older version. The caller holds the user's lock.

    Damaged files are left to be mended when they are opened.

    Returns:
        How many files were upgraded.

    Raises:
        StorageError: the backup or a file could not be written; another call goes on.
    """
    reason = f"before migration to schema {codec.SCHEMA}"
    newest = next(iter(backups.list()), None)
    if newest is None or newest.reason != reason:  # else this is the second try, and what was before is kept already
        backups.create(reason)
    upgrades = 0
    for relative in sorted(present_files(folder), key=lambda one: one == profile_path(folder).name):
        path = folder / relative
        with contextlib.suppress(StorageDamaged):
            data, _ = read_file(path, codec.MOST_BYTES, system)
            fresh = upgraded(data, kind_at(relative) or "", str(path))
            if fresh != data:
                write_file(path, fresh, system)
                upgrades += 1
    return upgrades
