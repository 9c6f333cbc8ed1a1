"""Keeps what could not be read: a copy of it in the user's `quarantine` folder, once per content."""

import hashlib
from pathlib import Path

from chatbot.storage.atomic import SYSTEM, System, make_folder, stamp_of, write_file

FOLDER = "quarantine"


def keep_copy(user_folder: Path, path: Path, data: bytes, system: System = SYSTEM) -> Path:
    """Keeps bytes that were found at a path.

    Args:
        user_folder: the user's folder.
        path: where they were found; names the copy.
        data: the bytes.
        system: the system calls.

    Returns:
        The copy, on disk.

    Raises:
        StorageError: it could not be written.
    """
    folder = user_folder / FOLDER
    make_folder(folder, system)
    digest = hashlib.sha256(data).hexdigest()[:16]
    copy = folder / f"{path.parent.name}-{path.name}-{digest}"
    if stamp_of(copy) is None:
        write_file(copy, data, system, keep_old=False)
    return copy
