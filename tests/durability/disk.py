"""A disk that forgets: what was written is recorded call by call, and any moment of it can be put on a real folder.

The model is the one that file systems promise, and no more: bytes are certain after the file was synced, names are
certain after their folder was. What was not synced may be there, may be missing, or may be there in part (see
Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014).
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from chatbot.storage.atomic import System

Event = tuple[str, ...]


class Loss(Enum):
    """What a cut takes with it, of all that was not synced."""

    NOTHING = "a kill: all calls so far have happened"
    EVERYTHING = "neither bytes nor names that were not synced"
    BYTES = "names are there, bytes that were not synced are missing"
    TORN_512 = "names are there, of such bytes the first sector is, the rest reads as zeros"
    TORN_4096 = "the same with the first block"
    NAMES = "bytes are there, names that were not synced are missing"


@dataclass(eq=False)
class File:
    """Bytes: as a program reads them, and as the disk would have them after a cut."""

    data: bytes = b""
    synced: bytes = b""


@dataclass(eq=False)
class Folder:
    """Names, in the same two ways."""

    names: "dict[str, File | Folder]" = field(default_factory=dict)
    synced: "dict[str, File | Folder]" = field(default_factory=dict)


class Recorder(System):
    """The real system calls, and a record of those that change something."""

    def __init__(self) -> None:
        self.events: list[tuple[str, str, str, bytes]] = []
        self._open: dict[int, str] = {}

    def promise(self, line: str) -> None:
        """Notes that something must be there from now on."""
        self.events.append(("promise", line, "", b""))

    def open(self, path: str, flags: int, mode: int = 0) -> int:
        fd = super().open(path, flags, mode)
        self._open[fd] = path
        if flags & os.O_CREAT:
            self.events.append(("create", path, "", b""))
        return fd

    def write(self, fd: int, data: memoryview) -> int:
        written = super().write(fd, data)
        self.events.append(("write", self._open[fd], "", bytes(data[:written])))
        return written

    def fsync(self, fd: int) -> None:
        super().fsync(fd)
        self.events.append(("fsync", self._open[fd], "", b""))

    def link(self, source: str, target: str) -> None:
        super().link(source, target)
        self.events.append(("link", source, target, b""))

    def unlink(self, path: str) -> None:
        super().unlink(path)
        self.events.append(("unlink", path, "", b""))

    def replace(self, source: str, target: str) -> None:
        super().replace(source, target)
        self.events.append(("replace", source, target, b""))

    def mkdir(self, path: str, mode: int) -> None:
        super().mkdir(path, mode)
        self.events.append(("mkdir", path, "", b""))


class Disk:
    """Plays a record.

    Args:
        root: the folder that all paths are in; what is in it now is synced.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._top = _taken(root)

    def play(self, kind: str, path: str, target: str, data: bytes) -> None:
        """Does one recorded call."""
        above, name = self._place(path)
        match kind:
            case "create":
                above.names[name] = File()
            case "write":
                file = above.names[name]
                assert isinstance(file, File)
                file.data += data
            case "fsync":
                self._sync(above.names[name] if name else above)
            case "link":
                beside, other = self._place(target)
                beside.names[other] = above.names[name]
            case "unlink":
                del above.names[name]
            case "replace":
                beside, other = self._place(target)
                beside.names[other] = above.names.pop(name)
            case "mkdir":
                above.names[name] = Folder()

    @staticmethod
    def _sync(what: File | Folder) -> None:
        if isinstance(what, File):
            what.synced = what.data
        else:
            what.synced = dict(what.names)

    def _place(self, path: str) -> tuple[Folder, str]:
        *parts, name = Path(path).relative_to(self._root).parts or ("",)
        folder = self._top
        for part in parts:
            inner = folder.names[part]
            assert isinstance(inner, Folder)
            folder = inner
        return folder, name

    def files(self, loss: Loss) -> Iterator[tuple[str, bytes | None]]:
        """Relative paths and their bytes as they would be found after a cut; None for a folder."""
        yield from _found(self._top, "", loss)


def _taken(folder: Path) -> Folder:
    names: dict[str, File | Folder] = {}
    for one in folder.iterdir():
        data = b"" if one.is_dir() else one.read_bytes()
        names[one.name] = _taken(one) if one.is_dir() else File(data, data)
    return Folder(names, dict(names))


def _found(folder: Folder, prefix: str, loss: Loss) -> Iterator[tuple[str, bytes | None]]:
    names = folder.synced if loss in (Loss.EVERYTHING, Loss.NAMES) else folder.names
    for name, inner in names.items():
        path = f"{prefix}{name}"
        if isinstance(inner, Folder):
            yield path, None
            yield from _found(inner, f"{path}/", loss)
        else:
            yield path, _bytes_of(inner, loss)


def _bytes_of(file: File, loss: Loss) -> bytes:
    if loss in (Loss.NOTHING, Loss.NAMES) or file.data == file.synced:
        return file.data
    if loss in (Loss.TORN_512, Loss.TORN_4096):
        there = 512 if loss is Loss.TORN_512 else 4096
        return file.data[:there] + b"\0" * max(0, len(file.data) - there)
    return file.synced


def put_back(files: dict[str, bytes | None], folder: Path) -> None:
    """Writes found files into an empty folder, with the modes that the program gives."""
    for path, data in files.items():
        place = folder / path
        if data is None:
            place.mkdir(mode=0o700)
        else:
            place.write_bytes(data)
            place.chmod(0o600)


Check = Callable[[Path, list[str]], None]
"""Looks at a folder after a cut, with the promises that had been made by then."""
