"""The files that an erasing goes through: where a user's pages lie, and that they lie there and nowhere else."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from chatbot.domain.ids import is_id
from chatbot.domain.value import Value
from chatbot.errors import StorageDamaged, StorageError
from chatbot.storage import codec, heads
from chatbot.storage.atomic import BACKUP_SUFFIX, System, read_file
from chatbot.storage.backups.places import FOLDER as BACKUPS
from chatbot.storage.batch import Pages
from chatbot.storage.index import INDEX_KIND
from chatbot.storage.kinds import SESSION_FOLDERS, kind_at, kind_of
from chatbot.storage.migrations import upgraded
from chatbot.storage.page import Page
from chatbot.storage.quarantine import FOLDER as QUARANTINE
from chatbot.storage.sealing import is_sealed


def refuse_links(folder: Path) -> None:
    """Refuses a user's folder in which a link stands for one of its folders: what it leads to is not ours to erase.

    Raises:
        StorageError: there is such a link.
    """
    for path in (folder, *(folder / name for name in (*SESSION_FOLDERS, BACKUPS, QUARANTINE))):
        if path.is_symlink():
            raise StorageError(
                f"Cannot erase through {path}: it is a link", "put the folder itself in its place, then erase again"
            )


@contextlib.contextmanager
def shaped(path: Path) -> Iterator[None]:
    """Makes one line of it where documents are not what they should be: erasing goes through whatever is there.

    Args:
        path: the file, or the folder, that is gone through in the `with` block.

    Raises:
        StorageDamaged: something in it has an unexpected shape.
    """
    try:
        yield
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        line = f"{path} has an unexpected shape: {type(error).__name__} {error}"
        raise StorageDamaged(
            line, "chatbot doctor says more; chatbot backup restore takes back what was there"
        ) from error


class Place(Value):
    """One page file of a user.

    Attributes:
        path: the file.
        kind: what sort of page it is.
        session_id: of the session whose folder it lies in; empty for the user's own.
    """

    path: Path
    kind: str
    session_id: str = ""


def pages_in(folder: Path) -> Iterator[Place]:
    """Every page file of a user, in the trash too, in a fixed order; those too of which only the `.bak` is left.

    Raises:
        StorageError: a link stands where one of the folders should be.
    """
    refuse_links(folder)
    session_folders = [
        one
        for part in SESSION_FOLDERS
        if (folder / part).is_dir()
        for one in sorted((folder / part).iterdir())
        if is_id(one.name) and one.is_dir() and not one.is_symlink()
    ]
    for home, session_id in [(folder, ""), *((one, one.name) for one in session_folders)]:
        for name in sorted({path.name.removesuffix(BACKUP_SUFFIX) for path in home.iterdir()}):
            kind = kind_of(name)
            if kind is not None and kind != INDEX_KIND:
                yield Place(home / name, kind, session_id)


def page_at(pages: Pages, place: Place) -> Page:
    """The opened page of a place."""
    describe = heads.describe if place.kind == heads.KIND else None
    return pages.page(place.path, place.kind, describe=describe)


def tables_of_backup(path: Path, kind: str, pages: Pages) -> codec.Tables:
    """The tables of the version before, which stands beside a page as `.bak`.

    Raises:
        StorageError: there is none, or it cannot be read.
    """
    backup = path.with_name(path.name + BACKUP_SUFFIX)
    return codec.decode(read_file(backup, codec.MOST_BYTES, pages.system)[0], kind, str(backup))


def session_at(relative: str) -> str:
    """The session in whose folder a path inside a user's folder lies; empty for the user's own files."""
    parts = relative.split("/")
    return parts[1] if len(parts) > 1 else ""


def tables_in_backup(folder: Path, relative: str, stored: bytes, system: System) -> codec.Tables:
    """The tables of a page that a backup holds, in the present schema version, with `_meta`.

    Args:
        folder: the user's folder.
        relative: where the page stood in it.
        stored: the page as it is in the backup.
        system: the system calls, with the key where there is one.

    Raises:
        StorageError: it cannot be read.
    """
    kind = kind_at(relative) or ""
    data = system.sealing.open(folder / relative, stored) if is_sealed(stored) else stored
    return codec.decode(upgraded(data, kind, relative), kind, relative)
