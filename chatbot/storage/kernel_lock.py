"""A lock on a file of its own, between programs and between threads. Knows nothing of what it guards.

It is the kernel's (`flock`), so it is freed when its holder dies, however it dies, and leaves nothing to tidy.
"""

import errno
import fcntl
import os
import stat
import time
from pathlib import Path

from chatbot.errors import StorageError
from chatbot.storage.atomic import FILE_MODE, explain

_FLAGS = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_HELD_ELSEWHERE = (errno.EAGAIN, errno.EACCES)
_NO_LOCKS = (errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK)
_TRIED_EVERY_SECONDS = 0.005


class KernelLock:
    """One lock; who holds it does not take it again.

    Args:
        path: the file, which is made where there is none, and stays.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held = -1

    def take(self, wait_seconds: float = 0.0) -> bool:
        """Takes the lock.

        Args:
            wait_seconds: how long to try where somebody else holds it.

        Returns:
            False where they held it all that time.

        Raises:
            StorageError: something else than a plain file stands there, or it cannot be made or locked.
        """
        due = time.monotonic() + wait_seconds
        try:
            while not self._tried():
                if time.monotonic() >= due:
                    return False
                time.sleep(_TRIED_EVERY_SECONDS)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                raise StorageError(
                    f"Cannot lock {self._path}: its file system knows no locks", "choose another folder with --data-dir"
                ) from error
            raise explain(error, "lock", self._path) from error
        return True

    def release(self) -> None:
        """Lets go of it, where it is held."""
        fd, self._held = self._held, -1
        if fd >= 0:
            fcntl.flock(fd, fcntl.LOCK_UN)  # closing is not enough where a child of this program has the file too
            os.close(fd)

    def _tried(self) -> bool:
        while self._held < 0:
            fd = self._opened()
            try:
                if not stat.S_ISREG(os.fstat(fd).st_mode):
                    raise StorageError(f"Cannot lock {self._path}: it is not a plain file", "remove what stands there")
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.fstat(fd).st_nlink:  # else it was taken away before it was locked: others lock a new one
                    self._held, fd = fd, -1
            except OSError as error:
                if error.errno in _HELD_ELSEWHERE:
                    return False
                raise
            finally:
                if fd >= 0:
                    os.close(fd)
        return True

    def _opened(self) -> int:
        path = str(self._path)
        try:
            return os.open(path, _FLAGS)
        except FileNotFoundError:
            fd = os.open(path, _FLAGS | os.O_CREAT, FILE_MODE)
            os.fchmod(fd, FILE_MODE)  # the umask may have taken rights from the owner
            return fd
