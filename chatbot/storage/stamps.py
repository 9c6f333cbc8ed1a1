"""Tells at one go which of many files changed: a log of years has hundreds of pages, looked at with every read."""

import os
from collections.abc import Sequence
from pathlib import Path

from chatbot.storage.atomic import BACKUP_SUFFIX, Stamp, explain, stamp_of


def unchanged(paths: Sequence[str], stamps: Sequence[Stamp]) -> int:
    """How many of some files, from the first on, are as their stamps say.

    Args:
        paths: of the files, as text.
        stamps: of the first of them, or of all.

    Raises:
        StorageError: the system would not say.
    """
    at = -1
    look = os.lstat
    try:
        for at, (path, stamp) in enumerate(zip(paths, stamps, strict=False)):
            status = look(path)
            if status.st_mtime_ns != stamp[1] or status.st_ino != stamp[0] or status.st_size != stamp[2]:
                return at
    except FileNotFoundError:
        return at
    except OSError as error:
        raise explain(error, "look at", Path(paths[at])) from error
    return at + 1


def was_there(path: str) -> bool:
    """Whether a file is there, or was: the version before it never stands there alone.

    Raises:
        StorageError: the system would not say.
    """
    return stamp_of(path) is not None or stamp_of(f"{path}{BACKUP_SUFFIX}") is not None
