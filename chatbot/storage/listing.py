"""The names of the files in folders. A start looks into every session's folder; opening a session need not do it again.

Names say nothing of what the files hold: `stamp_of` does.
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from chatbot.storage.atomic import explain

TICK_NS = 1_000_000_000
"""File systems stamp folders by a clock that ticks every few milliseconds; some only every second."""


def changed_ns(folder: Path) -> int:
    """When a name came into a folder, or went, last.

    Raises:
        StorageError: it cannot be looked at.
    """
    try:
        return os.lstat(folder).st_mtime_ns
    except OSError as error:
        raise explain(error, "look at", folder) from error


class Listings:
    """The names in folders, each list kept until it is asked for once more, or the folder changes."""

    def __init__(self) -> None:
        self._kept: dict[Path, tuple[int, Sequence[str]]] = {}

    def look(self, folder: Path) -> Sequence[str]:
        """Lists a folder, and keeps the list for the next `names`.

        Raises:
            StorageError: it cannot be listed.
        """
        changed = changed_ns(folder)
        found = self._list(folder)
        if time.time_ns() - changed > TICK_NS:  # else it may change again within the same tick of its clock
            self._kept[folder] = (changed, found)
        return found

    def names(self, folder: Path) -> Sequence[str]:
        """The names in a folder now. Raises as `look`."""
        kept = self._kept.pop(folder, None)
        return kept[1] if kept is not None and kept[0] == changed_ns(folder) else self._list(folder)

    def _list(self, folder: Path) -> Sequence[str]:
        try:
            return os.listdir(folder)  # noqa: PTH208 - the names alone, of thousands
        except OSError as error:
            raise explain(error, "list", folder) from error
