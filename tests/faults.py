"""The storage's system calls as tests want them: quick, watched, failing, or the last of a program that is killed."""

import os
from collections.abc import Collection

from chatbot.storage.atomic import System

CHANGING = ("create", "write", "chmod", "fsync", "link", "unlink", "replace", "mkdir")
"""Calls that change the disk; `create` is an `open` that may make a file."""


class Killed(BaseException):
    """The program is no more."""


class Quick(System):
    """Does without the waiting for the disk: nothing is cut off here but programs."""

    def fsync(self, fd: int) -> None:
        os.fstat(fd)


class Watched(Quick):
    """Every call asks `passes` first."""

    def __init__(self) -> None:
        self._paths: dict[int, str] = {}

    def passes(self, call: str, path: str) -> None:
        """Hears of a call that is about to be made, and raises what it shall end with instead.

        Args:
            call: its name; `create` for an `open` that may make a file, `close` when that was done already.
            path: the file or folder; the new one of two.
        """

    def open(self, path: str, flags: int, mode: int = 0) -> int:
        self.passes("create" if flags & os.O_CREAT else "open", path)
        fd = super().open(path, flags, mode)
        self._paths[fd] = path
        return fd

    def read(self, fd: int, size: int) -> bytes:
        self.passes("read", self._paths[fd])
        return super().read(fd, size)

    def write(self, fd: int, data: memoryview) -> int:
        self.passes("write", self._paths[fd])
        return super().write(fd, data)

    def chmod(self, fd: int, mode: int) -> None:
        self.passes("chmod", self._paths[fd])
        super().chmod(fd, mode)

    def fsync(self, fd: int) -> None:
        self.passes("fsync", self._paths[fd])
        super().fsync(fd)

    def close(self, fd: int) -> None:
        super().close(fd)
        self.passes("close", self._paths.pop(fd))

    def link(self, source: str, target: str) -> None:
        self.passes("link", target)
        super().link(source, target)

    def unlink(self, path: str) -> None:
        self.passes("unlink", path)
        super().unlink(path)

    def replace(self, source: str, target: str) -> None:
        self.passes("replace", target)
        super().replace(source, target)

    def mkdir(self, path: str, mode: int) -> None:
        self.passes("mkdir", path)
        super().mkdir(path, mode)


class Failing(Watched):
    """Calls of one kind fail on files whose path has a part, while there is a kind.

    Attributes:
        kind: of call; empty for none.
        code: the error.
        part: of the path.
        fails_at: which of them alone fails, counted from 1; 0 for all.
        calls: how many there were.
    """

    def __init__(self, code: int, part: str = "") -> None:
        super().__init__()
        self.kind = ""
        self.code = code
        self.part = part
        self.fails_at = 0
        self.calls = 0

    def passes(self, call: str, path: str) -> None:
        if call == self.kind and self.part in path:
            self.calls += 1
            if self.fails_at in (0, self.calls):
                raise OSError(self.code, os.strerror(self.code))


class Cut(Watched):
    """Lets so many calls through; the next one fails, or is the program's last.

    Args:
        calls: how many pass; None for all.
        code: the error of the call that fails; 0 for a kill, after which nothing passes any more.
        counted: the names of the calls that count.
        lasting: whether all later calls fail too. A kill of the writer's thread would leave everybody waiting.

    Attributes:
        cut: whether it came so far.
        made: how many calls there were.
    """

    def __init__(
        self, calls: int | None, code: int = 0, counted: Collection[str] = CHANGING, *, lasting: bool = False
    ) -> None:
        super().__init__()
        self.calls = calls
        self.cut = False
        self.made = 0
        self._code = code
        self._counted = counted
        self._lasting = lasting or not code

    def passes(self, call: str, path: str) -> None:
        if call not in self._counted:
            return
        self.made += 1
        if self.calls is None or self.made <= self.calls or (self.cut and not self._lasting):
            return
        self.cut = True
        if not self._code:
            raise Killed(call)
        raise OSError(self._code, os.strerror(self._code))
