"""Keeps two running programs from writing one user's files at once, and tells which programs still run.

Kernel locks on files of their own: freed when the holder dies, however it dies, and untouched by
the replacing of data files.
"""

import contextlib
import os
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import filelock

from chatbot.errors import StorageError, StorageGone
from chatbot.storage.atomic import FILE_MODE, explain, make_folder

LOCK_NAME = "lock"
RUNNING_FOLDER = "running"
_PROBED_SECONDS = 5.0
WAIT_SECONDS = 30.0
"""A save takes up to 130 ms on a busy machine; whoever holds the lock this long hangs."""


class UserLock:
    """The one lock of a user: taken for every write, by thread and by process. The same thread may take it again.

    Args:
        folder: the user's folder.
        wait_seconds: how long to wait for another program.

    Attributes:
        check: asked whenever the lock was taken; raises StorageError where writing is not safe any more.
    """

    def __init__(self, folder: Path, wait_seconds: float = WAIT_SECONDS) -> None:
        self.check: Callable[[], None] = _nothing
        self._path = folder / LOCK_NAME
        self._wait_seconds = wait_seconds
        self._threads = threading.RLock()
        self._depth = 0
        self._file = _file_lock(self._path)

    @contextlib.contextmanager
    def held(self, patience_seconds: float = -1.0) -> Iterator[None]:
        """Holds the lock for a `with` block.

        Args:
            patience_seconds: how long to wait for another thread of this program; -1 for ever. One that
                holds something that the writer may need must not wait for ever.

        Raises:
            StorageError: another thread or program did not let go of it, or the lock file cannot be made.
        """
        if not self._threads.acquire(timeout=patience_seconds):
            raise StorageError(f"{self._path.parent} is being written", "retry in a moment")
        try:
            if self._depth == 0:
                self._acquire()
            self._depth += 1
            try:
                if self._depth == 1:
                    self.check()
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._file.release()
        finally:
            self._threads.release()

    def _acquire(self) -> None:
        if not self._path.parent.is_dir():  # the lock would make it anew
            raise StorageGone(f"{self._path.parent} is gone", "put the folder back, or restart chatbot")
        refuse_strange(self._path)
        try:
            self._file.acquire(timeout=self._wait_seconds, poll_interval=0.005)
        except filelock.Timeout as error:
            raise StorageError(
                f"Another program has been using {self._path.parent} for {self._wait_seconds:.0f} s",
                "close the other chatbot, then retry",
            ) from error
        except OSError as error:
            raise explain(error, "lock", self._path) from error


def _nothing() -> None:
    pass


class Presence:
    """Shows other programs that this one runs: a lock held from start to end, under a token.

    Args:
        folder: the user's folder.
        token: names this run; an identifier.
    """

    def __init__(self, folder: Path, token: str) -> None:
        self.token = token
        self._folder = folder / RUNNING_FOLDER
        make_folder(self._folder)
        self._file = _file_lock(self._folder / token)
        try:
            # A program that starts at this moment may hold it for an instant, to see whether its owner died.
            self._file.acquire(timeout=_PROBED_SECONDS, poll_interval=0.005)
        except OSError as error:
            raise explain(error, "lock", self._folder / token) from error
        except filelock.Timeout as error:
            raise StorageError(f"Cannot lock {self._folder / token}", "retry in a moment") from error

    def runs(self, token: str) -> bool:
        """Whether the program of that token still runs. The file of one that does not is taken away."""
        if token == self.token:
            return True
        path = self._folder / token
        if not token.isalnum() or not path.exists():
            return False
        refuse_strange(path)
        probe = _file_lock(path)
        try:
            probe.acquire(timeout=0)
        except filelock.Timeout:
            return True
        except OSError as error:
            raise explain(error, "lock", path) from error
        path.unlink(missing_ok=True)
        probe.release()
        return False

    def others(self) -> bool:
        """Whether another program has this user's files open."""
        return any(self.runs(path.name) for path in sorted(self._folder.iterdir()) if path.name != self.token)

    def sweep(self) -> None:
        """Takes away the files of programs that died."""
        for path in sorted(self._folder.iterdir()):
            self.runs(path.name)

    def end(self) -> None:
        """Lets go of the lock: the program no longer runs."""
        (self._folder / self.token).unlink(missing_ok=True)
        self._file.release()


class Onlooker(Presence):
    """Stands for a program that can write nothing: nobody is told of it, and it keeps nobody from anything."""

    def __init__(self, token: str) -> None:
        self.token = token

    def runs(self, token: str) -> bool:
        """Whether that is this program; others are as good as none to one that only reads."""
        return token == self.token

    def others(self) -> bool:
        """No other program matters."""
        return False

    def sweep(self) -> None:
        """Leaves everything."""

    def end(self) -> None:
        """There is nothing to let go of."""


def _file_lock(path: Path) -> filelock.FileLock:
    return filelock.FileLock(path, mode=FILE_MODE, thread_local=False, preserve_lock_file=True)


def refuse_strange(path: Path) -> None:
    """Refuses a path where something else than a plain file stands.

    Raises:
        StorageError: a link, pipe, folder or device is there.
    """
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise explain(error, "look at", path) from error
    if not stat.S_ISREG(status.st_mode):
        raise StorageError(f"Cannot use {path}: it is not a plain file", "remove what stands in its place")
