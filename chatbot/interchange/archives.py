"""Opens a folder or a zip that somebody hands in: only names that are known, only as much as is allowed.

Nothing is ever unpacked to the disk. A zip that tries to be clever is refused as a whole.
"""

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from chatbot.domain.patterns import lazy
from chatbot.domain.text import clean_line
from chatbot.interchange.reading import LARGEST_FOREIGN_BYTES, LARGEST_OWN_BYTES, ImportRefused

MOST_ENTRIES = 8_000
LARGEST_ZIP_BYTES = 2 << 30
MOST_UNPACKED_BYTES = 8 << 30
MOST_RATIO = 250
"""Unpacked to packed, for an entry above `RATIO_FROM_BYTES`; conversations reach 60."""
RATIO_FROM_BYTES = 4 << 20

_KNOWN = lazy(
    r"(?:manifest|memories|profile)\.json|journal\.jsonl|sessions/[0-9A-HJKMNP-TV-Z]{26}\.json|"
    r"personas/[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?(?:\.toml|\.card\.json)|conversations(?:-\d{1,6})?\.json"
)
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError)


class Place(Protocol):
    """Where the files of an export lie."""

    @property
    def names(self) -> tuple[str, ...]:
        """Relative names of the known files, sorted."""

    def read(self, name: str) -> bytes:
        """One of these files.

        Raises:
            ImportRefused: it is too large, or cannot be read.
        """

    def close(self) -> None:
        """Lets go of it."""


class FolderPlace:
    """A folder. Links are not followed.

    Args:
        path: the folder.

    Raises:
        ImportRefused: it cannot be listed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        found = []
        try:
            for part in ("", "sessions", "personas"):
                folder = path / part
                if part and (folder.is_symlink() or not folder.is_dir()):
                    continue
                prefix = f"{part}/" if part else ""
                with os.scandir(folder) as entries:
                    found += [f"{prefix}{one.name}" for one in entries if one.is_file(follow_symlinks=False)]
        except (OSError, ValueError) as error:
            raise ImportRefused(f"{path} cannot be listed: {error}.", "Check its owner and mode.") from error
        self._names = tuple(sorted(filter(_KNOWN.fullmatch, found)))

    @property
    def names(self) -> tuple[str, ...]:
        """See `Place`."""
        return self._names

    def read(self, name: str) -> bytes:
        """See `Place`."""
        most = _most(name)
        try:
            handle = os.open(self._path / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(handle, "rb") as file:
                status = os.fstat(handle)
                if not stat.S_ISREG(status.st_mode) or status.st_size > most:
                    raise ImportRefused(f"{name} is larger than {most >> 20} MB, or no file.", "Leave it out.")
                return file.read(status.st_size)
        except OSError as error:
            raise ImportRefused(f"{name} cannot be read: {error.strerror}.", "Check its owner and mode.") from error

    def close(self) -> None:
        """Nothing is held."""


class ZipPlace:
    """A zip file, with or without one folder around everything.

    Args:
        path: the file.

    Raises:
        ImportRefused: it is none, or one that no honest program makes.
    """

    def __init__(self, path: Path) -> None:
        self._label = path.name
        try:
            self._file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
        except (OSError, ValueError) as error:
            raise ImportRefused(f"{path} cannot be read: {error}.", "Check its owner and mode.") from error
        try:
            self._zip = zipfile.ZipFile(self._checked())
            self._entries = self._known(self._zip.infolist())
        except BaseException as error:
            self._file.close()
            if isinstance(error, _ZIP_ERRORS) and not isinstance(error, ImportRefused):
                why = clean_line(str(error), 80)
                raise ImportRefused(f"{path.name} cannot be unpacked: {why}.", "Export it again.") from error
            raise

    def _checked(self) -> io.BufferedReader:
        """The file, after its table of contents was found to be no larger than many honest ones."""
        size = os.fstat(self._file.fileno()).st_size
        if size > LARGEST_ZIP_BYTES:
            raise ImportRefused(f"{self._label} is larger than {LARGEST_ZIP_BYTES >> 30} GB.", "Unpack it first.")
        self._file.seek(max(0, size - 65_557))
        tail = self._file.read()
        at = tail.rfind(b"PK\x05\x06")
        entries = int.from_bytes(tail[at + 10 : at + 12], "little") if at >= 0 else 0
        table_bytes = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
        if entries > MOST_ENTRIES or (table_bytes > MOST_ENTRIES * 512 and table_bytes != 0xFFFFFFFF):
            raise self._refuse(f"has more than {MOST_ENTRIES} files")
        self._file.seek(0)
        return self._file

    def _refuse(self, why: str) -> ImportRefused:
        return ImportRefused(f"{self._label} {why}.", "Nothing was taken from it.")

    def _known(self, entries: list[zipfile.ZipInfo]) -> Mapping[str, zipfile.ZipInfo]:
        if len(entries) > MOST_ENTRIES:
            raise self._refuse(f"has more than {MOST_ENTRIES} files")
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
            raise self._refuse(f"unpacks to more than {MOST_UNPACKED_BYTES >> 30} GB")
        seen: set[str] = set()
        for entry in entries:
            name = entry.orig_filename
            parts = name.replace("\\", "/").split("/")
            if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name or name in seen:
                raise self._refuse(f"has a file with a forbidden name: {clean_line(name, 60)!r}")
            if entry.file_size > RATIO_FROM_BYTES and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
                raise self._refuse(f"has a file that unpacks to more than {MOST_RATIO} times its size")
            if entry.flag_bits & 1:
                raise self._refuse("is encrypted")
            seen.add(name)
        prefix = _common_folder(seen)
        plain = {entry.filename.removeprefix(prefix): entry for entry in entries if not entry.is_dir()}
        return {name: entry for name, entry in sorted(plain.items()) if _KNOWN.fullmatch(name)}

    @property
    def names(self) -> tuple[str, ...]:
        """See `Place`."""
        return tuple(self._entries)

    def read(self, name: str) -> bytes:
        """See `Place`."""
        most = _most(name)
        entry = self._entries[name]
        if entry.file_size > most:
            raise ImportRefused(f"{name} is larger than {most >> 20} MB.", "Leave it out.")
        try:
            with self._zip.open(entry) as file:
                data = file.read(entry.file_size + 1)
        except _ZIP_ERRORS as error:
            why = clean_line(str(error), 80)
            raise ImportRefused(f"{name} cannot be unpacked: {why}.", "Export it again.") from error
        if len(data) > entry.file_size:
            raise ImportRefused(f"{name} is larger than the zip says.", "Nothing was taken from it.")
        return data

    def close(self) -> None:
        """See `Place`."""
        self._zip.close()
        self._file.close()


def _most(name: str) -> int:
    return LARGEST_OWN_BYTES if name.startswith(("sessions/", "memories", "journal")) else LARGEST_FOREIGN_BYTES


def _common_folder(names: set[str]) -> str:
    """The folder that everything lies in, with its slash; empty where there is none."""
    tops = {name.partition("/")[0] for name in names if not name.startswith("__MACOSX/")}
    top = next(iter(tops), "")
    lone = len(tops) == 1 and any(name.startswith(f"{top}/") for name in names)
    return f"{top}/" if lone and top not in ("sessions", "personas") else ""
