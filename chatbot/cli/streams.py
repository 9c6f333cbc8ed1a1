"""Standard input, output and error as a command needs them: each there, and able to take every character."""

import io
import os
import sys

from chatbot.errors import ChatbotError


def made_safe() -> None:
    """Lets characters that the terminal cannot show be replaced, and stands in for input or errors that are closed.

    Raises:
        ChatbotError: standard output is closed; nothing has been done yet.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - open as long as the program
    closed = sys.stdout is None
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - keeps its number from our files
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - else errors go to the output
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if closed:
        raise ChatbotError("Standard output is closed.", "Nothing was done. Send the output to a file or /dev/null.")


def silenced() -> None:
    """Sends what is still to be written nowhere, so that the end of the program has nothing to complain of."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def takes_unicode() -> bool:
    """Whether standard output can show every character."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return str(encoding).lower().replace("-", "").replace("_", "").startswith("utf")
