"""What a backup says about itself: the table of contents inside the archive, and the line in a list of backups."""

import hashlib
from datetime import datetime
from pathlib import Path

import msgspec

from chatbot.domain.text import clean_line
from chatbot.domain.value import Value
from chatbot.errors import StorageDamaged
from chatbot.storage import codec
from chatbot.storage.kinds import kind_at

FORMAT = 1
"""Counts up when archives are laid out differently."""

MOST_FILES = 200_000
MOST_FILE_BYTES = codec.MOST_BYTES + (codec.MOST_BYTES >> 6)
"""A page, encrypted: a tag of 16 bytes for every 4 kB, and a header."""

MOST_TOTAL_BYTES = 16 << 30
"""Larger contents are refused unread: a hundred times what ten years of daily talk fill."""


class Held(Value):
    """One file in a backup: its size and the SHA-256 of its bytes, in hexadecimal."""

    size: int
    sha256: str


class Manifest(Value):
    """The table of contents of one archive.

    Attributes:
        format: the archive's layout, see `FORMAT`.
        id: the backup's name.
        created_at: when its files were held still, aware UTC.
        reason: why it was made, such as "daily".
        schema: the schema version of the program that made it.
        files: by path inside the user's folder.
        left_out: paths of files that could not be read when the backup was made.
        key: where the files are encrypted, the text of the key file: wrapped by the passphrase, no secret without it.
    """

    format: int
    id: str
    created_at: datetime
    reason: str
    schema: int
    files: dict[str, Held]
    left_out: tuple[str, ...] = ()
    key: str = ""

    @property
    def content_sha256(self) -> str:
        """One checksum over all files: equal where two backups hold the same."""
        lines = [f"{held.sha256} {held.size} {path}\n" for path, held in sorted(self.files.items())]
        return hashlib.sha256("".join(lines).encode()).hexdigest()


class Backup(Value):
    """One backup in a list.

    Attributes:
        id: its name; also the file's.
        created_at: aware UTC.
        reason: why it was made; empty where it cannot be read.
        path: the archive.
        size_bytes: the archive's size.
        files: how many files it holds.
        sessions: how many sessions, without those in the trash.
        content_bytes: the size of what it holds.
        content_sha256: see `Manifest`.
        left_out: files that could not be read when it was made.
        problem: why it cannot be read; empty where it can.
    """

    id: str
    created_at: datetime
    reason: str
    path: Path
    size_bytes: int
    files: int = 0
    sessions: int = 0
    content_bytes: int = 0
    content_sha256: str = ""
    left_out: tuple[str, ...] = ()
    problem: str = ""


def backup_of(manifest: Manifest, path: Path, size_bytes: int) -> Backup:
    """The line of a backup whose manifest could be read."""
    return Backup(
        manifest.id,
        manifest.created_at,
        clean_line(manifest.reason, 80),
        path,
        size_bytes,
        len(manifest.files),
        sum(relative.startswith("sessions/") and relative.endswith("/session.json") for relative in manifest.files),
        sum(held.size for held in manifest.files.values()),
        manifest.content_sha256,
        manifest.left_out,
    )


def manifest_of(data: bytes, where: str) -> Manifest:
    """A manifest from its bytes, with nothing in it that could lead astray.

    Raises:
        StorageDamaged: it has another shape, names a strange path, or promises too much.
    """
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise StorageDamaged(f"{where} has no readable table of contents", "take another backup") from error
    if manifest.format != FORMAT:
        raise StorageDamaged(f"{where} was made by a newer version", "update chatbot to use it")
    for relative in (*manifest.files, *manifest.left_out):
        if kind_at(relative) is None:
            strange = clean_line(relative, 80)
            raise StorageDamaged(f"{where} holds {strange!r}, which is no file of this program", "take another backup")
    sizes = [held.size for held in manifest.files.values()]
    if len(sizes) > MOST_FILES or sum(sizes) > MOST_TOTAL_BYTES or any(not 0 <= s <= MOST_FILE_BYTES for s in sizes):
        raise StorageDamaged(f"{where} promises more than a backup can hold", "take another backup")
    if manifest.created_at.tzinfo is None:
        raise StorageDamaged(f"{where} does not say when it was made", "take another backup")
    return manifest
