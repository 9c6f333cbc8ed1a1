"""Reads backups to the last byte: whether one is whole, what sessions it holds, and the last good copy of one file."""

import contextlib
from datetime import datetime
from pathlib import Path

from chatbot.domain.session import SessionMeta
from chatbot.domain.value import Value
from chatbot.errors import StorageError
from chatbot.storage import codec
from chatbot.storage.atomic import System
from chatbot.storage.backups.archive import Archive
from chatbot.storage.backups.files import page_bytes
from chatbot.storage.backups.places import FOLDER, archives
from chatbot.storage.index import meta_of
from chatbot.storage.kinds import kind_at
from chatbot.storage.sealing import is_sealed


class Verdict(Value):
    """What a check of one backup found.

    Attributes:
        id: the backup.
        files: how many of its files are whole.
        problems: what is wrong, one line each; empty where all is well.
        left_out: files that could not be read when the backup was made.
    """

    id: str
    files: int
    problems: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def check(path: Path, folder: Path, system: System) -> Verdict:
    """Whether a backup is as it was written, and each file in it a page of this program.

    Of a file that is encrypted with a key that is not open, only the checksum is compared.

    Args:
        path: the archive.
        folder: the user's folder.
        system: the system calls, with the key where there is one.
    """
    problems: list[str] = []
    good = 0
    try:
        with Archive(path, system) as archive:
            try:
                archive.check_whole()
            except StorageError as error:
                problems.append(error.message)
            for relative in archive.manifest.files:
                try:
                    where = f"{relative} in the backup {path}"
                    stored = archive.read(relative)
                    if system.sealing.encrypted or not is_sealed(stored):
                        data = page_bytes(folder / relative, stored, system, path)
                        codec.decode(data, kind_at(relative) or "", where)
                    good += 1
                except StorageError as error:
                    problems.append(error.message)
            return Verdict(path.stem, good, tuple(problems), archive.manifest.left_out)
    except StorageError as error:
        return Verdict(path.stem, good, (*problems, error.message))


def sessions_in(path: Path, folder: Path, system: System) -> tuple[SessionMeta, ...]:
    """The sessions that a backup holds, last updated first; without those in the trash.

    Raises:
        StorageError: it cannot be read.
    """
    with Archive(path, system) as archive:
        names = [name for name in archive.manifest.files if name.startswith("sessions/") and name.endswith("n.json")]
        metas = [meta_of(page_bytes(folder / name, archive.read(name), system, path), name) for name in names]
    return tuple(sorted(metas, key=lambda meta: (meta.updated_at, meta.id), reverse=True))


def last_good(folder: Path, relative: str, system: System) -> tuple[bytes, datetime] | None:
    """The newest whole copy of one file in any backup, and when that backup was made.

    Args:
        folder: the user's folder.
        relative: the file's path inside the user's folder.
        system: the system calls.
    """
    kind = kind_at(relative)
    if kind is None:
        return None
    for path in reversed(archives(folder / FOLDER)):
        with contextlib.suppress(StorageError), Archive(path, system) as archive:
            if relative in archive.manifest.files:
                # Nobody chose this backup: where there is a key, only what was encrypted with it counts.
                data = system.sealing.open(folder / relative, archive.read(relative))
                codec.decode(data, kind, relative)
                return data, archive.manifest.created_at
    return None
