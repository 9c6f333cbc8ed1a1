"""What a restore is going to do, decided before anything is touched, and kept on disk until it is done."""

from collections.abc import Iterable

from chatbot.domain.ids import is_id
from chatbot.domain.value import Value
from chatbot.errors import NotFound, StorageDamaged
from chatbot.storage import codec
from chatbot.storage.backups.manifest import Backup, Manifest
from chatbot.storage.kinds import kind_at

KIND = "restore"
_TABLE = "plan"


class Plan(Value):
    """The steps of a restore.

    Attributes:
        put: by the path inside the user's folder where a file shall stand, its path in the backup.
        drop: paths of files that shall be no more.
    """

    put: dict[str, str]
    drop: tuple[str, ...] = ()


class Restored(Value):
    """What a restore did.

    Attributes:
        backup: what was restored.
        safety: the backup made just before, which undoes the restore.
        put: the files that were restored, by their paths inside the user's folder.
        dropped: the files that were there and are in `safety` only now.
    """

    backup: Backup
    safety: Backup
    put: tuple[str, ...]
    dropped: tuple[str, ...]


def plan_of(manifest: Manifest, present: Iterable[str], session_id: str = "", file: str = "") -> Plan:
    """What makes the user's files what they were.

    Files that the backup had to leave out stay as they are.

    Args:
        manifest: of the backup.
        present: paths of the files that are there now.
        session_id: only this session's files; one that was in the trash comes out of it. Empty for all.
        file: only this file: its path inside the user's folder, or its name where a session is given. Empty for all.

    Raises:
        NotFound: the backup does not hold what is wanted.
    """
    if session_id and not is_id(session_id):
        raise NotFound(
            f"{session_id[:40]!r} is no id of a session", "chatbot backup show names the sessions in a backup"
        )
    if file:
        path = f"sessions/{session_id}/{file}" if session_id and "/" not in file else file
        if path not in manifest.files:
            raise NotFound(f"The backup does not hold {path[:120]!r}", "chatbot backup show --files names its files")
        return Plan({path: path})
    if not session_id:
        put = {path: path for path in manifest.files}
        return Plan(put, tuple(sorted({*present} - put.keys() - {*manifest.left_out})))
    target = f"sessions/{session_id}/"
    for source in (target, f"trash/{session_id}/"):
        put = {target + path[len(source) :]: path for path in sorted(manifest.files) if path.startswith(source)}
        if f"{target}session.json" in put:
            left = {target + path[len(source) :] for path in manifest.left_out if path.startswith(source)}
            mine = {path for path in present if path.startswith((target, f"trash/{session_id}/"))}
            return Plan(put, tuple(sorted(mine - put.keys() - left)))
    raise NotFound(
        f"The backup does not hold session {session_id}", "chatbot backup show names the sessions in a backup"
    )


def encode_plan(targets: tuple[str, ...], drop: tuple[str, ...]) -> bytes:
    """A plan whose files lie ready, numbered in the order of `targets`, as bytes with a checksum."""
    return codec.encode({_TABLE: {"1": {"targets": list(targets), "drop": list(drop)}}}, KIND, {})


def decode_plan(data: bytes, where: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Targets and drops from `encode_plan`.

    Raises:
        StorageDamaged: the bytes are not what was written, or name strange paths.
    """
    document = codec.decode(data, KIND, where).get(_TABLE, {}).get("1", {})
    plan = codec.value_of(document, _Kept, where)
    if any(kind_at(path) is None for path in (*plan.targets, *plan.drop)):
        raise StorageDamaged(f"{where} names a file that is none of this program", "move it away")
    return plan.targets, plan.drop


class _Kept(Value):
    targets: tuple[str, ...]
    drop: tuple[str, ...]
