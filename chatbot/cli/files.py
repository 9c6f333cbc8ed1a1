"""Reads and writes the files that a person names on the command line: bounded, and never over another file."""

import os
from pathlib import Path

from chatbot.errors import ChatbotError


def read_file(path: Path, most_bytes: int) -> bytes:
    """A file's bytes.

    Args:
        path: the file.
        most_bytes: a larger one is refused unread.

    Raises:
        ChatbotError: it cannot be read, is no ordinary file, or is too large.
    """
    try:
        if not path.is_file():
            raise ChatbotError(f"There is no file {path}.", "Check the path.")
        if path.stat().st_size > most_bytes:
            raise ChatbotError(f"{path} is larger than {most_bytes // (1024 * 1024)} MB.", "Is it the right file?")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise ChatbotError(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.", "Check it."
        ) from error


def write_file(path: Path, content: bytes) -> None:
    """Makes a new file for the user alone.

    Raises:
        ChatbotError: there is one of that name, or it cannot be written.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise ChatbotError(f"{path} exists already.", "Choose another name, or remove it first.") from error
    except OSError as error:
        raise ChatbotError(f"{path} cannot be written: {error.strerror}.", "Choose another folder.") from error
