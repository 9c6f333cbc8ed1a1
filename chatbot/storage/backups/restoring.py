"""Puts files of a backup in place of those that are there: all of them or none.

First every file is unpacked into a folder of its own, checked and made durable; then a plan is written
beside them, and from then on the restore happens, whatever comes: a program that is killed in between
leaves plan and files, and the next start finishes. Without a plan, the next start takes the folder away.
"""

import contextlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from chatbot.domain.text import clean_line, slug
from chatbot.errors import StorageDamaged, StorageError, StorageReadOnly
from chatbot.storage import codec, profile
from chatbot.storage.atomic import (
    BACKUP_SUFFIX,
    System,
    explain,
    make_folder,
    read_file,
    stamp_of,
    sync_folder,
    write_file,
)
from chatbot.storage.backups.archive import Archive
from chatbot.storage.backups.files import page_bytes, write_new
from chatbot.storage.backups.places import PLAN_PREFIX, take_away
from chatbot.storage.backups.plan import Plan, decode_plan, encode_plan
from chatbot.storage.kinds import SESSION_FOLDERS, kind_at
from chatbot.storage.lock import Presence
from chatbot.storage.migrations import schema_of, upgraded
from chatbot.storage.profile import profile_path
from chatbot.storage.sealing import is_sealed

PLAN = "plan.json"


def stage(archive: Archive, plan: Plan, folder: Path, staging: Path, system: System) -> tuple[str, ...]:
    """Unpacks and checks every file that a plan puts, and makes it durable.

    Files of an older schema version become files of the present one, and plain ones are encrypted where the
    store now is.

    Args:
        archive: the backup.
        plan: what is wanted of it.
        folder: the user's folder.
        staging: a new folder for the files, on the same file system as the user's.
        system: the system calls.

    Returns:
        The targets, in the order of the numbers that the files got.

    Raises:
        StorageReadOnly: a newer version wrote one of the files.
        StorageLocked: it is encrypted with another key.
        StorageDamaged: the archive, or a file in it, is not as it was.
        StorageError: it is of another user, or the disk refuses.
    """
    archive.check_whole()
    _refuse_another_user(archive, folder, system)
    needed = sum(archive.manifest.files[source].size for source in plan.put.values())
    free = shutil.disk_usage(staging.parent).free
    if needed > free:
        line = f"The backup needs {needed // 1000} kB, the disk has {free // 1000} kB left"
        raise StorageError(line, "free some space on the disk, then retry")
    make_folder(staging, system)
    targets = tuple(sorted(plan.put))
    for number, target in enumerate(targets):
        stored = archive.read(plan.put[target])
        page = page_bytes(folder / target, stored, system, archive.path)
        where = f"{plan.put[target]} in the backup {archive.path}"
        fresh = upgraded(page, kind_at(target) or "", where)
        if schema_of(fresh, where) > codec.SCHEMA:
            raise StorageReadOnly(f"{where} was written by a newer version", "update chatbot to restore it")
        if fresh != page or is_sealed(stored) != system.sealing.encrypted:
            stored = system.sealing.seal(folder / target, fresh)
        write_new(staging / str(number), stored, system, durable=True)
    try:
        sync_folder(staging, system)
    except OSError as error:
        raise explain(error, "write", staging) from error
    return targets


def _refuse_another_user(archive: Archive, folder: Path, system: System) -> None:
    """Users never see each other: a backup goes back to whom it was made of."""
    path = profile_path(folder)
    if path.name not in archive.manifest.files:
        return
    owner = _owner(page_bytes(path, archive.read(path.name), system, archive.path), str(archive.path))
    if slug(owner) == folder.name:
        return
    with contextlib.suppress(StorageError):  # one that cannot be read is what a restore is for
        if _owner(read_file(path, codec.MOST_BYTES, system)[0], str(path)) == owner:
            return
    raise StorageError(
        f"The backup {archive.path} is of another user, {clean_line(owner, 60)}",
        "restore it with --user and that name; what is to be shared goes by export and import",
    )


def _owner(page: bytes, where: str) -> str:
    table = codec.decode(page, profile.KIND, where).get(profile.USER_TABLE, {})
    return codec.value_of(table.get("1", {}), profile.Owner, where).user


def commit(folder: Path, staging: Path, targets: tuple[str, ...], drop: tuple[str, ...], system: System) -> None:
    """Writes the plan and carries it out. The caller holds the user's lock.

    Raises:
        StorageError: the disk refuses. Where the plan is on disk by then, the next start finishes.
    """
    write_file(staging / PLAN, encode_plan(targets, drop), system, keep_old=False)
    try:
        carry_out(folder, staging, targets, drop, system)
    except StorageError as error:
        raise StorageError(error.message, "restart chatbot: it finishes the restore first") from error


def carry_out(folder: Path, staging: Path, targets: tuple[str, ...], drop: tuple[str, ...], system: System) -> None:
    """Carries out what is left of a plan. The caller holds the user's lock.

    Raises:
        StorageError: the disk refuses; another call goes on.
    """
    for number, target in enumerate(targets):
        path, ready = folder / target, staging / str(number)
        if stamp_of(ready) is None:
            continue  # it stands in its place since the try before
        make_folder(path.parent, system)
        try:
            _unlink(f"{path}{BACKUP_SUFFIX}", system)  # the version before is of another time
            system.replace(str(ready), str(path))
        except OSError as error:
            raise explain(error, "restore", path) from error
    try:
        for target in drop:
            for name in (target, target + BACKUP_SUFFIX):
                _unlink(str(folder / name), system)
        _settle(folder, (*targets, *drop), system)
        _unlink(str(staging / PLAN), system)
    except OSError as error:
        raise explain(error, "restore", folder) from error
    take_away(staging, system)


def _unlink(path: str, system: System) -> None:
    with contextlib.suppress(FileNotFoundError):
        system.unlink(path)


def _settle(folder: Path, touched: Iterable[str], system: System) -> None:
    """Makes every change of names durable, and takes away session folders that nothing is left in."""
    for parent in sorted({(folder / target).parent for target in touched}, reverse=True):
        if not parent.is_dir():
            continue
        if parent.parent.name in SESSION_FOLDERS and not any(parent.iterdir()):
            parent.rmdir()
            sync_folder(parent.parent, system)
        else:
            sync_folder(parent, system)


def finish_interrupted(folder: Path, presence: Presence, system: System) -> bool:
    """Finishes restores of programs that died, and takes away those that had not begun. Holds the user's lock.

    Returns:
        Whether a restore was finished.

    Raises:
        StorageError: the disk refuses, or the plan cannot be read.
    """
    finished = False
    for staging in sorted(folder.glob(f"{PLAN_PREFIX}*")):
        if presence.runs(staging.name[len(PLAN_PREFIX) :]) or staging.is_symlink() or not staging.is_dir():
            continue
        plan = staging / PLAN
        if stamp_of(plan) is not None:
            data, _ = read_file(plan, codec.MOST_BYTES, system)
            try:
                targets, drop = decode_plan(data, str(plan))
            except StorageDamaged as error:
                hint = f"move {staging} away, then: chatbot backup restore"
                raise StorageDamaged(f"A restore was cut off, and its plan is damaged: {plan}", hint) from error
            carry_out(folder, staging, targets, drop, system)
            finished = True
        take_away(staging, system)
    return finished
