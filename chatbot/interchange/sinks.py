"""Where an export goes: a file, a folder or a zip. It stands there whole or not at all, for the user alone.

Everything is written beside the target first. What stands at the target already is kept, unless the user says so.
"""

import contextlib
import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import msgspec

from chatbot.domain.value import Value
from chatbot.errors import ChatbotError
from chatbot.interchange.parts import EXPORT_FORMAT

MANIFEST = "manifest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest date that a zip can hold: the same content gives the same bytes


class ExportRefused(ChatbotError):
    """An export cannot be written there."""


class WrittenFile(Value):
    """One file of an export, as its manifest lists it."""

    name: str
    size_bytes: int
    sha256: str


class Sink(Protocol):
    """A place for many files."""

    def put(self, name: str, pieces: Iterable[bytes]) -> WrittenFile:
        """Writes one file under a relative name.

        Raises:
            ExportRefused: the disk refuses.
        """

    def finish(self) -> None:
        """Puts everything in its place."""


def refused(path: Path, error: OSError) -> ExportRefused:
    """The error of this program for one of the operating system."""
    return ExportRefused(f"{path} cannot be written: {error.strerror or error}.", "Choose another place.")


def write_one(path: Path, pieces: Iterable[bytes], force: bool, own: Path) -> WrittenFile:
    """Writes a single file.

    Args:
        path: where.
        pieces: the bytes.
        force: True to replace a file that is there.
        own: the folder of the program's own files, where nothing else is put.

    Raises:
        ExportRefused: there is one, it is among the program's own, or the disk refuses.
    """
    refuse_among(path, own)
    _check_free(path, force)
    temporary = _beside(path)
    try:
        written = _write(temporary, path.name, pieces)
        _publish(temporary, path, force)
    except OSError as error:
        raise refused(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)
    return written


def refuse_among(path: Path, own: Path) -> None:
    """Keeps exports out of the program's own files: erasing and encrypting would take them for some of these.

    Raises:
        ExportRefused: the path is in that folder.
    """
    if path.absolute().resolve().is_relative_to(own.resolve()):
        raise ExportRefused(f"{path} is among the files of the program itself.", "Choose another folder.")


def _check_free(path: Path, force: bool) -> None:
    if os.path.lexists(path) and (not force or path.is_symlink() or not path.is_file()):
        hint = "Choose another name." if force else "Choose another name, or replace it with --force."
        raise ExportRefused(f"{path} exists already.", hint)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name[:100]}.{os.getpid()}.tmp")


def _publish(temporary: Path, path: Path, force: bool) -> None:
    if force:
        temporary.replace(path)
    else:
        try:
            os.link(temporary, path)  # unlike a rename, it never takes the place of a file that came meanwhile
        except FileExistsError as error:
            raise ExportRefused(
                f"{path} exists already.", "Choose another name, or replace it with --force."
            ) from error
        except OSError:
            _check_free(path, force)
            temporary.replace(path)  # a file system without hard links
    sync(path.parent)


def sync(folder: Path) -> None:
    """Makes the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(path: Path, name: str, pieces: Iterable[bytes]) -> WrittenFile:
    digest = hashlib.sha256()
    size = 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(handle, 0o600)
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            file.write(piece)
        file.flush()
        os.fsync(handle)
    return WrittenFile(name, size, digest.hexdigest())


class FolderSink:
    """A folder. An earlier export there is replaced on demand; any other folder that is not empty is left alone.

    Args:
        path: the folder to make.
        force: True to replace an earlier export.

    Raises:
        ExportRefused: something stands there.
    """

    def __init__(self, path: Path, force: bool) -> None:
        self._path = path
        self._work = _beside(path)
        if os.path.lexists(path) and not _may_replace(path, force):
            hint = (
                "Only an earlier export is replaced." if force else "Choose another name, or replace it with --force."
            )
            raise ExportRefused(f"{path} exists already.", hint)

    def __enter__(self) -> Self:
        try:
            self._work.mkdir(mode=0o700)
        except OSError as error:
            raise refused(self._path, error) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        shutil.rmtree(self._work, ignore_errors=True)

    def put(self, name: str, pieces: Iterable[bytes]) -> WrittenFile:
        """See `Sink`."""
        target = self._work / name
        try:
            target.parent.mkdir(mode=0o700, exist_ok=True)
            return _write(target, name, pieces)
        except OSError as error:
            raise refused(self._path / name, error) from error

    def finish(self) -> None:
        """See `Sink`."""
        try:
            for folder in (self._work, *(one for one in self._work.iterdir() if one.is_dir())):
                sync(folder)
            if self._path.is_dir():
                old = _beside(self._work)
                self._path.replace(old)
                self._work.replace(self._path)
                shutil.rmtree(old, ignore_errors=True)
            else:
                self._work.replace(self._path)
            sync(self._path.parent)
        except OSError as error:
            raise refused(self._path, error) from error


def _may_replace(path: Path, force: bool) -> bool:
    try:
        if path.is_symlink() or not path.is_dir():
            return False
        if not any(path.iterdir()):
            return True
        with (path / MANIFEST).open("rb") as file:
            return force and EXPORT_FORMAT.encode() in file.read(200)
    except OSError:
        return False


class ZipSink:
    """A zip file.

    Args:
        path: the file to make.
        force: True to replace one that is there.

    Raises:
        ExportRefused: something stands there.
    """

    def __init__(self, path: Path, force: bool) -> None:
        _check_free(path, force)
        self._path, self._force = path, force
        self._work = _beside(path)

    def __enter__(self) -> Self:
        try:
            handle = os.open(self._work, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            os.fchmod(handle, 0o600)
            self._file = os.fdopen(handle, "w+b")
            self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        except OSError as error:
            raise refused(self._path, error) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._zip.fp = None  # what was not finished must not be ended by the garbage collector
        with contextlib.suppress(OSError):  # what the disk did not take is told already, and goes
            self._file.close()
        self._work.unlink(missing_ok=True)

    def put(self, name: str, pieces: Iterable[bytes]) -> WrittenFile:
        """See `Sink`."""
        digest = hashlib.sha256()
        size = 0
        about = zipfile.ZipInfo(name, _EPOCH)
        about.compress_type = zipfile.ZIP_DEFLATED
        about.external_attr = 0o600 << 16
        try:
            with self._zip.open(about, "w", force_zip64=True) as entry:
                for piece in pieces:
                    digest.update(piece)
                    size += len(piece)
                    entry.write(piece)
        except OSError as error:
            raise refused(self._path, error) from error
        return WrittenFile(name, size, digest.hexdigest())

    def finish(self) -> None:
        """See `Sink`."""
        try:
            self._zip.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            _publish(self._work, self._path, self._force)
        except OSError as error:
            raise refused(self._path, error) from error


def manifest_bytes(manifest: Value) -> bytes:
    """A manifest as it is written: one key a line, sorted as declared."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
