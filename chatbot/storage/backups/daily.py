"""The day's backup, made in a thread of its own while the user talks."""

import threading
from collections.abc import Callable

from chatbot.errors import StorageError
from chatbot.storage.backups.keeper import Backups

PATIENCE_SECONDS = 1.0
"""How long closing waits for a backup that is being made. One that is given up leaves nothing, and is due again."""


class DailyBackup:
    """Makes one backup where it is due. A failure is one line for the user, never more.

    Args:
        backups: the user's.
        report: called with one line where the backup failed, or could not hold everything.
        possible: False where nothing can be written, so that none is ever due.
    """

    def __init__(self, backups: Backups, report: Callable[[str], None], possible: bool = True) -> None:
        self._possible = possible
        self._backups = backups
        self._report = report
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def is_due(self) -> bool:
        """Whether the newest backup is a day old and there is something to keep."""
        return self._possible and self._thread is None and self._backups.is_due()

    def start(self) -> None:
        """Begins, where it is due; returns at once."""
        if self.is_due():
            self._thread = threading.Thread(target=self._run, name="chatbot-backup", daemon=True)
            self._thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Waits for the backup that is being made, so many seconds at most; None for as long as it takes."""
        if self._thread is not None:
            self._thread.join(seconds)

    def stop(self) -> None:
        """Waits a moment for the backup that is being made, then gives it up."""
        self.wait(PATIENCE_SECONDS)
        self._stopping.set()
        self.wait()

    def _run(self) -> None:
        from chatbot.storage.backups.making import Stopped

        try:
            made = self._backups.create_daily(self._stopping.is_set)
        except Stopped:
            return
        except StorageError as error:
            self._report(f"The daily backup could not be made: {error.message}")
            return
        if made is not None and made.left_out:
            names = ", ".join(made.left_out[:3]) + (", ..." if len(made.left_out) > 3 else "")
            self._report(f"The daily backup had to leave out what cannot be read: {names}")
