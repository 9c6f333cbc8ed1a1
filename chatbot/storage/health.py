"""Examines a user's files without changing any: for `doctor`.

Reads every file in full, checks checksum, shape, schema, rights and leftovers. Holds no lock, so a
file that is being written meanwhile may be named once as a leftover.
"""

import os
import shlex
import stat
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from chatbot.domain.ids import is_id
from chatbot.domain.value import Value
from chatbot.errors import StorageDamaged, StorageError
from chatbot.storage import codec, heads, quarantine, session_state
from chatbot.storage.atomic import (
    BACKUP_SUFFIX,
    FILE_MODE,
    FOLDER_MODE,
    SYSTEM,
    TEMPORARY_SUFFIX,
    System,
    read_file,
    read_stored,
)
from chatbot.storage.backups.checking import check
from chatbot.storage.backups.listing import listed
from chatbot.storage.backups.places import FOLDER
from chatbot.storage.kinds import kind_of
from chatbot.storage.layout import ERASING_NAME, user_folder
from chatbot.storage.lock import LOCK_NAME, RUNNING_FOLDER
from chatbot.storage.recovery import CACHES
from chatbot.storage.salvage import SHAPES, check_shape
from chatbot.storage.sealing import KEY_NAMES, has_key
from chatbot.storage.stamps import was_there


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


def examine(data_dir: Path, user: str, system: System = SYSTEM) -> tuple[Finding, ...]:
    """What is wrong with a user's files; empty for nothing.

    Args:
        data_dir: where all users' data is.
        user: the name as given.
        system: the system calls, with the key where the files are encrypted; without it they are not looked into.
    """
    folder = user_folder(data_dir, user)
    if not folder.is_dir():
        return ()
    findings: list[Finding] = []
    legible = system.sealing.encrypted or not has_key(folder)
    for name in ("profile.json", "memories.json"):
        if not was_there(str(folder / name)):
            findings.append(Finding(Level.BAD, "is missing", folder / name, "restore it from a backup"))
    for root, folders, files in os.walk(folder):
        for name in folders:
            findings += _folder(Path(root, name))
        if Path(root).name == FOLDER:
            for name in files:
                findings += _rights(Path(root, name), FILE_MODE)
        elif Path(root).name not in (quarantine.FOLDER, RUNNING_FOLDER):
            for name in files:
                findings += _file(Path(root, name), system, legible)
        findings += _session(Path(root), files)
        findings += _alone(Path(root), files)
    findings += _folder(folder)
    findings += _key(folder, system)
    return tuple(sorted(findings, key=lambda finding: (finding.level, str(finding.where))))


def examine_backups(
    data_dir: Path, user: str, now: datetime, system: System = SYSTEM
) -> tuple[str, tuple[Finding, ...]]:
    """Reads a user's newest backup to the last byte, and the table of contents of all.

    Args:
        data_dir: where all users' data is.
        user: the name as given.
        now: for its age.
        system: the system calls, with the key where there is one.

    Returns:
        A line that says how old the newest is that can be read, and what is wrong.
    """
    folder = user_folder(data_dir, user)
    try:
        every = listed(folder / FOLDER, system)
    except StorageError as error:
        return "", (Finding(Level.BAD, error.message, folder / FOLDER, error.hint),)
    if not every:
        return "no backup yet", ()
    hint = "chatbot backup delete takes it away"
    findings = [Finding(Level.BAD, one.problem, one.path, hint) for one in every if one.problem]
    newest = next((one for one in every if not one.problem), None)
    if newest is None:
        return "no backup that can be read", tuple(findings)
    hours = max(0, int((now - newest.created_at).total_seconds() // 3600))
    age = f"{hours // 24} days" if hours >= 48 else f"{hours} hours"
    legible = system.sealing.encrypted or not has_key(folder)
    problems = check(newest.path, folder, system).problems if legible else ()
    hint = "make another: chatbot backup create"
    findings += [Finding(Level.BAD, line, newest.path, hint) for line in problems]
    return f"newest backup {age} old", tuple(findings)


def _folder(path: Path) -> Iterator[Finding]:
    if kind_of(path.name.removesuffix(BACKUP_SUFFIX)) is not None and not path.is_symlink():
        yield Finding(Level.BAD, "is a folder where a file should be", path, "move it away, then start chatbot")
        return
    yield from _rights(path, FOLDER_MODE)
    if not path.is_symlink() and not os.access(path, os.W_OK | os.X_OK):
        yield Finding(Level.BAD, "cannot be written to: nothing can be saved", path, "make it writable for your user")


def _rights(path: Path, mode: int) -> Iterator[Finding]:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        yield Finding(Level.BAD, "is a link", path, "put the folder or file itself there")
    elif stat.S_IMODE(status.st_mode) & 0o077:
        yield Finding(Level.BAD, "can be read by others", path, f"chmod {mode:o} {shlex.quote(str(path))}")
    elif status.st_uid != os.geteuid():
        yield Finding(Level.BAD, "belongs to another user", path, "change its owner")


def _key(folder: Path, system: System) -> Iterator[Finding]:
    """What is wrong with the key files of an encrypted store."""
    if not has_key(folder):
        return
    if not system.sealing.encrypted:
        hint = "give the passphrase to have them checked"
        yield Finding(Level.NOTE, "is encrypted: what is in its files was not checked", folder, hint)
        return
    from chatbot.storage.encryption.keyfile import decode

    for path in (folder / name for name in KEY_NAMES):
        try:
            decode(read_stored(path, codec.MOST_BYTES, system)[0], path)
        except StorageError as error:
            yield Finding(Level.BAD, error.message, path, "start chatbot: it is made anew from the copy beside it")


def _file(path: Path, system: System, legible: bool) -> Iterator[Finding]:
    yield from _rights(path, FILE_MODE)
    name = path.name
    if name.endswith(TEMPORARY_SUFFIX):
        yield Finding(Level.NOTE, "is left over from a write that was cut off", path, "it goes at the next start")
        return
    if name == f"{ERASING_NAME}{BACKUP_SUFFIX}":
        return
    if name == ERASING_NAME:
        yield Finding(
            Level.BAD,
            "says that an erasing was cut off",
            path,
            "start chatbot: it finishes, or says what is in its way",
        )
        return
    kind = kind_of(name.removesuffix(BACKUP_SUFFIX))
    if kind is None:
        if name not in (LOCK_NAME, *KEY_NAMES):
            yield Finding(Level.NOTE, "is not a file of this program", path, "move it away")
        return
    if not legible:
        return
    try:
        data, _ = read_file(path, codec.MOST_BYTES, system)
        tables = codec.decode(data, kind, str(path))
        newer = tables[codec.META]["1"]["schema"] > codec.SCHEMA
        if newer:
            yield Finding(Level.NOTE, "was written by a newer version", path, "update chatbot to change it")
        else:
            _check_shapes(tables, kind, path)
            yield from _chapters(tables, path)
    except StorageError as error:
        yield _unreadable(path, kind, error)


def _unreadable(path: Path, kind: str, error: StorageError) -> Finding:
    if kind in CACHES or path.name.endswith(BACKUP_SUFFIX):
        return Finding(Level.NOTE, f"cannot be read: {error.message}", path, "it is made anew with the next write")
    backup = path.with_name(path.name + BACKUP_SUFFIX)
    if isinstance(error, StorageDamaged) and backup.exists():
        return Finding(Level.BAD, error.message, path, "start chatbot: the version before is taken, and you are told")
    return Finding(Level.BAD, error.message, path, error.hint or "restore it from a backup")


def _check_shapes(tables: codec.Tables, kind: str, path: Path) -> None:
    shapes: dict[str, type[Any]] = SHAPES.get(kind, {})
    for table, shape in shapes.items():
        for document in tables.get(table, {}).values():
            check_shape(document, shape, f"{table} of {path}")


def _chapters(tables: codec.Tables, path: Path) -> Iterator[Finding]:
    """Whether the chapters that are not in a `session.json` are beside it."""
    chapters = session_state.chapters_path(path.parent)
    if path.name == "session.json" and session_state.CHAPTER_TABLE not in tables and not was_there(str(chapters)):
        yield Finding(Level.BAD, "is missing", chapters, "start chatbot: it is taken from a backup, and you are told")


def _alone(folder: Path, files: list[str]) -> Iterator[Finding]:
    """Pages of which only the version before is left. Drafts are none: what became of them is in the messages."""
    for name in sorted({one.removesuffix(BACKUP_SUFFIX) for one in files if one.endswith(BACKUP_SUFFIX)} - {*files}):
        if kind_of(name) in SHAPES:
            hint = "start chatbot: the version before is taken, and you are told"
            yield Finding(Level.BAD, "is missing", folder / name, hint)


def _session(folder: Path, files: list[str]) -> Iterator[Finding]:
    if folder.parent.name not in ("sessions", "trash") or not is_id(folder.name):
        return
    if not {"session.json", f"session.json{BACKUP_SUFFIX}"} & {*files}:
        yield Finding(Level.BAD, "has no session.json", folder, "restore it from a backup")
    present, former = heads.numbers_in(files)
    numbers = {*present, *former}
    for number in range(1, max(numbers, default=0)):
        if number not in numbers:
            path = heads.page_path(folder, number)
            yield Finding(Level.BAD, "is missing", path, "restore it from a backup")
