"""The one thread that writes a user's files, so that no save ever runs on the event loop.

Operations queued while the disk is busy are done together: each changes pages in RAM, then every
changed page is written once, and only then are their futures done. What could not be written is kept
for a retry. The writer does not know what the operations do.
"""

import atexit
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from chatbot.domain.value import Value
from chatbot.errors import StorageError, StorageRefused
from chatbot.storage.batch import Pages
from chatbot.storage.lock import UserLock

T = TypeVar("T")

MOST_TOGETHER = 256
"""Operations written together; the first of them waits for the last."""

MOST_KEPT = 4096
"""Unsaved operations kept for a retry; beyond it the oldest goes, so that a dead disk cannot fill the RAM."""


class Operation(Value):
    """One thing to write.

    Attributes:
        act: changes pages; its result is the future's. Run again on a retry.
        future: done when the change is on disk.
        key: names what it writes, so that a later success makes a kept failure obsolete; empty where
            doing it twice would not be the same as once, so that only `retry` repeats it.
    """

    act: Callable[[], Any]
    future: "Future[Any]"
    key: str = ""


class Writer:
    """Runs operations one after the other, under the user's lock, in a thread of its own.

    Args:
        pages: the user's open pages.
        lock: the user's lock.
        check: called under the lock before each batch; raises StorageError where writing is not safe.
    """

    def __init__(self, pages: Pages, lock: UserLock, check: Callable[[], None]) -> None:
        self._pages = pages
        self._lock = lock
        self._check = check
        self._queue: queue.SimpleQueue[Operation | None] = queue.SimpleQueue()
        self._unsaved: list[Operation] = []
        self._later: dict[str, tuple[float, Callable[[], None]]] = {}
        self._guard = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="chatbot-writer", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def is_current(self) -> bool:
        """Whether the caller runs in the writer's own thread, which must not wait for itself."""
        return threading.current_thread() is self._thread

    def submit(self, act: Callable[[], T], key: str = "") -> "Future[T]":
        """Queues an operation; its future cannot be cancelled, so that nobody's time-out loses a message.

        Args:
            act: changes pages and gives the future's result; runs in the writer's thread.
            key: see `Operation`.

        Raises (in the future):
            StorageError: it could not be written; the operation is kept for `retry`, but where it was refused.
        """
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        with self._guard:
            if self._closed:
                future.set_exception(StorageError("The files are closed already"))
                return future
            self._queue.put(Operation(act, future, key))
        return future

    def later(self, key: str, seconds: float, act: Callable[[], None]) -> None:
        """Runs something some time later, or at closing, once for all calls of that key until then."""
        with self._guard:
            if self._closed or key in self._later:
                return
            self._later[key] = (time.monotonic() + seconds, act)
            self._queue.put(Operation(lambda: None, _running(), "wake"))

    @property
    def unsaved(self) -> int:
        """How many operations could not be written and wait for a retry."""
        with self._guard:
            return len(self._unsaved)

    def withdraw(self, key: str) -> None:
        """Forgets what could not be written under a key, so that it is not tried again."""
        with self._guard:
            self._unsaved = [kept for kept in self._unsaved if kept.key != key]

    def retry(self) -> "tuple[Future[Any], ...]":
        """Queues everything unsaved again, oldest first."""
        with self._guard:
            kept, self._unsaved = self._unsaved, []
        return tuple(self.submit(operation.act, operation.key) for operation in kept)

    def close(self) -> None:
        """Writes what is queued or was put off, tries unsaved operations with a key once more, and stops."""
        with self._guard:
            if self._closed:
                return
            kept = [operation for operation in self._unsaved if operation.key]
        atexit.unregister(self.close)
        for operation in kept:
            self.submit(operation.act, operation.key)
        with self._guard:
            self._closed = True
            self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            operations, ending = self._take()
            operations += self._due(everything=ending)
            if operations:
                self._do(operations)
            if ending:
                return

    def _take(self) -> tuple[list[Operation], bool]:
        operations: list[Operation] = []
        wait = self._wait_seconds()
        while len(operations) < MOST_TOGETHER:
            try:
                operation = self._queue.get(timeout=wait) if not operations else self._queue.get_nowait()
            except queue.Empty:
                break
            if operation is None:
                return operations, True
            operations.append(operation)
        return [operation for operation in operations if operation.key != "wake"], False

    def _wait_seconds(self) -> float | None:
        with self._guard:
            if not self._later:
                return None
            return max(0.0, min(due for due, _ in self._later.values()) - time.monotonic())

    def _due(self, everything: bool) -> list[Operation]:
        with self._guard:
            now = time.monotonic()
            keys = [key for key, (due, _) in self._later.items() if everything or due <= now]
            return [Operation(self._later.pop(key)[1], _running(), f"later {key}") for key in keys]

    def _do(self, operations: list[Operation]) -> None:
        try:
            self._check()  # before, so that no lock file is made in a strange folder
            with self._lock.held():
                self._check()
                outcomes = self._change(operations)
        except StorageError as error:
            outcomes = [(operation, None, error) for operation in operations]
        for operation, result, failure in outcomes:
            self._settle(operation, result, failure)

    def _change(self, operations: list[Operation]) -> list[tuple[Operation, Any, BaseException | None]]:
        self._pages.begin()
        done: list[tuple[Operation, Any, BaseException | None, set[Any]]] = []
        for operation in operations:
            savepoint = self._pages.savepoint()
            try:
                done.append((operation, operation.act(), None, self._pages.touched))
            except Exception as error:  # noqa: BLE001 - belongs to whoever waits for the future; the thread must live
                self._pages.rollback(savepoint)
                done.append((operation, None, error, set()))
        self._pages.flush()
        failures = self._pages.failures
        return [
            (operation, result, error or next((failures[path] for path in touched if path in failures), None))
            for operation, result, error, touched in done
        ]

    def _settle(self, operation: Operation, result: Any, failure: BaseException | None) -> None:
        with self._guard:
            if operation.key:
                self._unsaved = [kept for kept in self._unsaved if kept.key != operation.key]
            if isinstance(failure, StorageError) and not isinstance(failure, StorageRefused):
                self._unsaved = [*self._unsaved, operation][-MOST_KEPT:]
        if failure is None:
            operation.future.set_result(result)
        else:
            operation.future.set_exception(failure)


def _running() -> "Future[None]":
    future: Future[None] = Future()
    future.set_running_or_notify_cancel()
    return future
