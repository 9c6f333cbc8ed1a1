"""The trash: what deleted sessions were, and since when they lie there."""

import contextlib
from datetime import UTC, datetime
from pathlib import Path

from chatbot.domain.ids import is_id
from chatbot.domain.session import SessionMeta
from chatbot.domain.value import Value
from chatbot.errors import StorageError
from chatbot.storage import codec
from chatbot.storage.atomic import System, read_file
from chatbot.storage.index import meta_of
from chatbot.storage.session_state import session_path


class Deleted(Value):
    """A session in the trash.

    Attributes:
        id: the session.
        deleted_at: when it was deleted, aware UTC; from then its days are counted.
        meta: what it was; None where that cannot be read.
    """

    id: str
    deleted_at: datetime
    meta: SessionMeta | None


def deleted_sessions(trash: Path, system: System) -> tuple[Deleted, ...]:
    """Every session in a trash folder, the last deleted first."""
    found = []
    for folder in sorted(trash.iterdir()) if trash.is_dir() and not trash.is_symlink() else ():
        if not is_id(folder.name) or folder.is_symlink():
            continue
        meta = None
        path = session_path(folder)
        with contextlib.suppress(StorageError):
            meta = meta_of(read_file(path, codec.MOST_BYTES, system)[0], str(path))
        with contextlib.suppress(OSError):  # somebody emptied the trash meanwhile
            found.append(Deleted(folder.name, datetime.fromtimestamp(folder.stat().st_mtime, UTC), meta))
    return tuple(sorted(found, key=lambda one: one.deleted_at, reverse=True))
