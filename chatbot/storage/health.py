"""Examines a user's files without changing any: for `doctor`.

Reads every file in full, checks checksum, shape, schema, rights and leftovers. Holds no lock, so a
file that is being written meanwhile may be named once as a leftover.
"""

import os
import stat
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from chatbot.domain.ids import is_id
from chatbot.domain.patterns import lazy
from chatbot.domain.value import Value
from chatbot.errors import StorageDamaged, StorageError
from chatbot.storage import codec, heads, memory_log, profile, sessions, uses
from chatbot.storage.atomic import BACKUP_SUFFIX, FILE_MODE, FOLDER_MODE, TEMPORARY_SUFFIX, read_file
from chatbot.storage.index import INDEX_KIND
from chatbot.storage.lock import LOCK_NAME, RUNNING_FOLDER
from chatbot.storage.recovery import CACHES
from chatbot.storage.salvage import SHAPES
from chatbot.storage.user import user_folder


class Level(StrEnum):
    """How bad a finding is: `bad` means that something is lost or cannot be used, `note` that it could be tidier."""

    BAD = "bad"
    NOTE = "note"


class Finding(Value):
    """One thing that is not as it should be.

    Attributes:
        level: see `Level`.
        what: one line.
        where: the file or folder.
        hint: what to do about it.
    """

    level: Level
    what: str
    where: Path
    hint: str


_MEMORY_PAGE = lazy(r"memories(-\d{4,})?\.json")
_FIXED_KINDS = {
    "profile.json": profile.KIND,
    "uses.json": uses.KIND,
    "index.json": INDEX_KIND,
    "session.json": sessions.KIND,
    "draft.json": sessions.DRAFT_KIND,
}


def examine(data_dir: Path, user: str) -> tuple[Finding, ...]:
    """What is wrong with a user's files; empty for nothing.

    Args:
        data_dir: where all users' data is.
        user: the name as given.
    """
    folder = user_folder(data_dir, user)
    if not folder.is_dir():
        return ()
    findings: list[Finding] = []
    for name in ("profile.json", "memories.json"):
        if not (folder / name).exists():
            findings.append(Finding(Level.BAD, "is missing", folder / name, "restore it from a backup"))
    for root, folders, files in os.walk(folder):
        for name in folders:
            findings += _rights(Path(root, name), FOLDER_MODE)
        if Path(root).name not in ("quarantine", RUNNING_FOLDER):
            for name in files:
                findings += _file(Path(root, name))
        findings += _session(Path(root), files)
    findings += _rights(folder, FOLDER_MODE)
    return tuple(sorted(findings, key=lambda finding: (finding.level, str(finding.where))))


def _rights(path: Path, mode: int) -> Iterator[Finding]:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        yield Finding(Level.BAD, "is a link", path, "put the folder or file itself there")
    elif stat.S_IMODE(status.st_mode) & 0o077:
        yield Finding(Level.BAD, "can be read by others", path, f"chmod {mode:o} {path}")
    elif status.st_uid != os.geteuid():
        yield Finding(Level.BAD, "belongs to another user", path, "change its owner")


def _file(path: Path) -> Iterator[Finding]:
    yield from _rights(path, FILE_MODE)
    name = path.name
    if name.endswith(TEMPORARY_SUFFIX):
        yield Finding(Level.NOTE, "is left over from a write that was cut off", path, "it goes at the next start")
        return
    kind = kind_of(name.removesuffix(BACKUP_SUFFIX))
    if kind is None:
        if name != LOCK_NAME:
            yield Finding(Level.NOTE, "is not a file of this program", path, "move it away")
        return
    try:
        data, _ = read_file(path, codec.MOST_BYTES)
        tables = codec.decode(data, kind, str(path))
        newer = tables[codec.META]["1"]["schema"] > codec.SCHEMA
        if newer:
            yield Finding(Level.NOTE, "was written by a newer version", path, "update chatbot to change it")
        else:
            _check_shapes(tables, kind, path)
    except StorageError as error:
        yield _unreadable(path, kind, error)


def _unreadable(path: Path, kind: str, error: StorageError) -> Finding:
    if kind in CACHES or path.name.endswith(BACKUP_SUFFIX):
        return Finding(Level.NOTE, f"cannot be read: {error.message}", path, "it is made anew with the next write")
    backup = path.with_name(path.name + BACKUP_SUFFIX)
    if isinstance(error, StorageDamaged) and backup.exists():
        return Finding(Level.BAD, error.message, path, "start chatbot: the version before is taken, and you are told")
    return Finding(Level.BAD, error.message, path, error.hint or "restore it from a backup")


def kind_of(name: str) -> str | None:
    """What sort of page a file of that name is; None where this program has no such file."""
    if heads.PAGE_NAME.fullmatch(name):
        return heads.KIND
    if _MEMORY_PAGE.fullmatch(name):
        return memory_log.KIND
    return _FIXED_KINDS.get(name)


def _check_shapes(tables: codec.Tables, kind: str, path: Path) -> None:
    shapes: dict[str, type[Any]] = SHAPES.get(kind, {})
    for table, shape in shapes.items():
        for document in tables.get(table, {}).values():
            try:
                msgspec.convert(document, shape)
            except msgspec.ValidationError as error:
                raise StorageDamaged(f"{path} has an unexpected shape in {table}: {error}") from error


def _session(folder: Path, files: list[str]) -> Iterator[Finding]:
    if folder.parent.name not in ("sessions", "trash") or not is_id(folder.name):
        return
    if "session.json" not in files:
        yield Finding(Level.BAD, "has no session.json", folder, "restore it from a backup")
    numbers = {int(match[1]) for match in map(heads.PAGE_NAME.fullmatch, files) if match}
    for number in range(1, max(numbers, default=0)):
        if number not in numbers:
            path = heads.page_path(folder, number)
            yield Finding(Level.BAD, "is missing", path, "restore it from a backup")
