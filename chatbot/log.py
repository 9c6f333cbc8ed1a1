"""The log file: what went wrong inside the program, never what anybody said. For the owner alone."""

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

LARGEST_LOG_BYTES = 512 * 1024


class _PrivateFile(RotatingFileHandler):
    """A log file that nobody else may read; a folder that cannot be written silences it."""

    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        return open(handle, "a", encoding="utf-8", errors="backslashreplace")  # noqa: PTH123  # a descriptor, no path

    def handleError(self, record: logging.LogRecord) -> None:
        """A full or read-only disk must not disturb the chat for a log line."""


def log_to(path: Path) -> None:
    """Sends this program's warnings to a file; nothing ever goes to the terminal.

    Args:
        path: the log file; it and its folder are made when the first line is written.
    """
    root = logging.getLogger("chatbot")
    for handler in root.handlers[:]:
        root.removeHandler(handler)
        handler.close()
    handler = _PrivateFile(path, maxBytes=LARGEST_LOG_BYTES, backupCount=1, delay=True, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    root.propagate = False
    # Third parties say on stderr what nobody handles; under the screen that would be noise on it.
    logging.lastResort = logging.NullHandler()
