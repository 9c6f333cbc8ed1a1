"""Where backups lie: their names, and putting and taking away what stands there."""

import contextlib
from pathlib import Path

from chatbot.storage.atomic import System, explain, sync_folder

SUFFIX = ".zip"
STAGING_SUFFIX = ".staging"


def put_in_place(temporary: Path, path: Path, system: System) -> None:
    """Gives a finished archive its name.

    Raises:
        StorageError: the disk refuses.
    """
    try:
        system.replace(str(temporary), str(path))
        sync_folder(path.parent, system)
    except OSError as error:
        raise explain(error, "write", path) from error


def take_away(folder: Path, system: System) -> None:
    """Removes a folder of files without folders in it; what cannot be removed stays for the next start."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            system.unlink(str(path))
        folder.rmdir()
