"""One backup as a file: an ordinary ZIP archive whose comment ends with the SHA-256 of everything before it.

Any program that opens ZIP archives opens it. It holds the user's files under their paths inside the
user's folder, compressed, and `manifest.json` with the size and SHA-256 of each. Nothing in an archive
is believed: see `manifest` for the paths and sizes that are allowed.
"""

import contextlib
import hashlib
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import msgspec

from chatbot.errors import StorageDamaged, StorageError
from chatbot.storage.atomic import FILE_MODE, SYSTEM, System, explain
from chatbot.storage.backups.manifest import MOST_FILE_BYTES, MOST_TOTAL_BYTES, Held, Manifest, manifest_of

MANIFEST = "manifest.json"
_COMMENT = b"A backup of chatbot. SHA-256 of all bytes before it: "
_DIGEST_BYTES = 64
_COMMENT_BYTES = len(_COMMENT) + _DIGEST_BYTES
_END = struct.Struct("<4s4H2LH")  # end of the central directory, as the ZIP specification (APPNOTE 4.3.16) lays it out
_END_64 = struct.Struct("<4sQ2H2L4Q")  # 4.3.14
_LOCATOR_64_BYTES = 20  # 4.3.15
_IN_THE_OTHER = 0xFFFFFFFF
_MOST_DIRECTORY_BYTES = 64 << 20
_MOST_MANIFEST_BYTES = 64 << 20
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, KeyError, ValueError, EOFError, NotImplementedError,
           RuntimeError, OverflowError, IndexError)  # fmt: skip
"""What `zipfile` raises for archives that are none."""


class _Out:
    """Writes through `System`, adds up the checksum, and puts it over the last bytes written."""

    def __init__(self, fd: int, system: System) -> None:
        self._fd = fd
        self._system = system
        self._sum = hashlib.sha256()
        self._tail = b""

    def write(self, data: bytes) -> int:
        kept = self._tail + bytes(data)
        self._tail = kept[-_DIGEST_BYTES:]
        self._put(kept[:-_DIGEST_BYTES])
        return len(data)

    def flush(self) -> None:
        """For `zipfile`: nothing is kept back but what the checksum will replace."""

    def finish(self) -> None:
        self._system_write(self._sum.hexdigest().encode())

    def _put(self, data: bytes) -> None:
        self._sum.update(data)
        self._system_write(data)

    def _system_write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._system.write(self._fd, rest) :]


class ArchiveWriter:
    """Writes an archive, file by file, to a path where nothing stands yet. Used in a `with` block.

    Args:
        path: where; whatever is left of it after an error is the caller's to take away.
        system: the system calls.

    Raises (every method):
        StorageError: the disk refuses.
    """

    def __init__(self, path: Path, system: System = SYSTEM) -> None:
        self._path = path
        self._system = system
        self.files: dict[str, Held] = {}
        with self._explained():
            self._fd = system.open(str(path), _WRITE, FILE_MODE)
            self._out = _Out(self._fd, system)
            self._zip = zipfile.ZipFile(self._out, "w", zipfile.ZIP_DEFLATED)  # type: ignore[call-overload]

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise explain(error, "write", self._path) from error

    def add(self, relative: str, data: bytes) -> None:
        """Adds one file."""
        self.files[relative] = Held(len(data), hashlib.sha256(data).hexdigest())
        self._add(relative, data)

    def _add(self, name: str, data: bytes) -> None:
        entry = zipfile.ZipInfo(name)  # the same contents give the same bytes: no time of day
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = (stat.S_IFREG | FILE_MODE) << 16
        with self._explained():
            self._zip.writestr(entry, data)

    def finish(self, manifest: Manifest) -> None:
        """Adds the table of contents and the checksum, and makes all of it durable."""
        self._add(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        self._end()

    def _end(self) -> None:
        self._zip.comment = _COMMENT + bytes(_DIGEST_BYTES)
        with self._explained():
            self._zip.close()
            self._out.finish()
            self._system.chmod(self._fd, FILE_MODE)
            self._system.fsync(self._fd)

    def __enter__(self) -> "ArchiveWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.fp = None  # an archive that was not finished must not be ended by the garbage collector
        with self._explained():
            self._system.close(self._fd)


class _In(io.RawIOBase):
    """Reads through `System`."""

    def __init__(self, fd: int, system: System) -> None:
        super().__init__()
        self._fd = fd
        self._system = system

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return os.lseek(self._fd, offset, whence)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._system.read(self._fd, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._system.close(self._fd)


class Archive:
    """An archive opened for reading, in a `with` block.

    Args:
        path: the file.
        system: the system calls.

    Attributes:
        manifest: its table of contents.

    Raises (every method):
        StorageGone: there is no such file.
        StorageDamaged: it is not as it was written, or not one of this program.
        StorageError: it cannot be read.
    """

    def __init__(self, path: Path, system: System = SYSTEM) -> None:
        self.path = path
        with self._explained():
            fd = system.open(str(path), _READ)
            self._file = io.BufferedReader(_In(fd, system))
            try:
                if not stat.S_ISREG(os.fstat(fd).st_mode):
                    raise StorageError(f"Cannot read {path}: it is not a plain file", "remove what stands in its place")
                self.size_bytes = self._check_end()
                self._zip = zipfile.ZipFile(self._file)
                self.manifest = self._manifest()
            except BaseException:
                self._file.close()
                raise

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise explain(error, "read", self.path) from error
        except _BROKEN as error:
            raise self._damaged("it cannot be unpacked") from error

    def _damaged(self, why: str, hint: str = "take another backup") -> StorageDamaged:
        return StorageDamaged(f"The backup {self.path} is damaged: {why}", hint)

    def _check_end(self) -> int:
        """Whether the end is one of this program's archives, with a table that is worth reading. Gives the size."""
        size = self._file.seek(0, os.SEEK_END)
        at = size - _END.size - _COMMENT_BYTES
        if at < 0 or size > MOST_TOTAL_BYTES:
            raise self._damaged("it is too small" if at < 0 else "it is too large")
        self._file.seek(at)
        tail = self._file.read(_END.size + _COMMENT_BYTES)
        signature, _, _, _, _, directory_bytes, directory_at, comment_bytes = _END.unpack(tail[: _END.size])
        if signature != b"PK\x05\x06" or comment_bytes != _COMMENT_BYTES or _COMMENT not in tail:
            raise self._damaged("it does not end as a backup does", "if it is an export: chatbot import FILE")
        if _IN_THE_OTHER in (directory_bytes, directory_at):
            self._file.seek(at - _LOCATOR_64_BYTES - _END_64.size)
            directory_bytes = _END_64.unpack(self._file.read(_END_64.size))[8]
        if directory_bytes > _MOST_DIRECTORY_BYTES:
            raise self._damaged("it promises too many files")
        return size

    def _manifest(self) -> Manifest:
        names = self._zip.namelist()
        data = self._unpacked(MANIFEST, min(self._zip.getinfo(MANIFEST).file_size, _MOST_MANIFEST_BYTES))
        manifest = manifest_of(data, f"The backup {self.path}")
        if len(names) != len(manifest.files) + 1 or {*names} != {MANIFEST, *manifest.files}:
            raise self._damaged("it does not hold what it promises")
        if any(self._zip.getinfo(name).file_size != held.size for name, held in manifest.files.items()):
            raise self._damaged("its files are not as large as it promises")
        return manifest

    def _unpacked(self, name: str, size: int) -> bytes:
        with self._zip.open(name) as entry:
            return entry.read(size + 1)

    def check_whole(self) -> None:
        """Compares the checksum over the whole archive."""
        with self._explained():
            self._file.seek(0)
            total, left = hashlib.sha256(), self.size_bytes - _DIGEST_BYTES
            while left and (part := self._file.read(min(left, 1 << 20))):
                total.update(part)
                left -= len(part)
            if left or self._file.read() != total.hexdigest().encode():
                raise self._damaged("its checksum does not fit")

    def read(self, relative: str) -> bytes:
        """One file's bytes, compared with the table of contents."""
        held = self.manifest.files[relative]
        with self._explained():
            data = self._unpacked(relative, min(held.size, MOST_FILE_BYTES))
        if len(data) != held.size or hashlib.sha256(data).hexdigest() != held.sha256:
            raise self._damaged(f"{relative} is not as it was")
        return data

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
