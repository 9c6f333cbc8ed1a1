"""From bytes to records: bounded files, any usual encoding, and JSON that may be cut off or broken in places."""

import codecs
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from chatbot.domain.patterns import lazy
from chatbot.domain.text import clean_line
from chatbot.domain.value import Value
from chatbot.errors import ChatbotError
from chatbot.interchange.parts import Trouble

LARGEST_FOREIGN_BYTES = 48 << 20
"""Of a file of another program: years of conversations; reading one takes a few times as much memory."""

LARGEST_OWN_BYTES = 512 << 20
"""Of a session that this program wrote: about 200,000 messages with their receipts."""

MOST_VALUES = 2_500_000
"""Commas in a file that is one JSON value, which bound how far it swells when it is read; conversations have fewer."""

LONGEST_LINE = 8 << 20
"""Characters of one line of JSON lines."""

MOST_TROUBLES = 1000
"""Listed; a file with more broken records is of another kind."""

_OWN = b'{"format":"chatbot-'
_MIXED = "chatbot-mixed"
_BLANK = lazy(r"[\s,]*")


class ImportRefused(ChatbotError):
    """A file cannot be imported at all."""


class Record(Value):
    """One JSON value of a file, with the place where it stands."""

    where: str
    value: Any


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Reads bytes that are no UTF-8 as Windows' western code page, which is what they are nearly always."""
    assert isinstance(error, UnicodeDecodeError)
    part = error.object[error.start : error.end]
    return part.decode("cp1252", "replace"), error.end


codecs.register_error(_MIXED, _as_windows)


def path_of(text: str) -> Path:
    """A path as a person writes it, with `~` for a home folder.

    Raises:
        ImportRefused: there is nobody of that name.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise ImportRefused(f"There is no home folder {text.split('/')[0]}.", "Write the whole path.") from error


def read_bounded(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        ImportRefused: it is no ordinary file, too large, or cannot be read.
    """
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise ImportRefused(f"{path} is no ordinary file.", "Name a file, or the folder of an export.")
            most = LARGEST_OWN_BYTES if file.read(len(_OWN)) == _OWN else LARGEST_FOREIGN_BYTES
            if status.st_size > most:
                raise ImportRefused(f"{path} is larger than {most >> 20} MB.", "Split it, and import the parts.")
            file.seek(0)
            return file.read(status.st_size)
    except FileNotFoundError as error:
        raise ImportRefused(f"There is no file {path}.", "Check the path.") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ImportRefused(f"{path} cannot be read: {why}.", "Check its owner and mode.") from error


def to_text(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 with its mark; single bytes of a western code page are read as such."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    return data.removeprefix(codecs.BOM_UTF8).decode("utf-8", _MIXED)


def decode(text: str) -> Any:
    """One JSON value.

    Raises:
        ValueError: it is none; the message says why, in one line.
    """
    try:
        return msgspec.json.decode(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        if "\\u" not in text and "surrogate" not in str(error):
            raise ValueError(clean_line(str(error), 120)) from error
    try:
        return json.loads(text, parse_constant=lambda _: None)  # it takes half of a split emoji, which is cleaned later
    except (ValueError, RecursionError) as error:
        raise ValueError(clean_line(str(error), 120)) from error


def lines(text: str) -> Iterator[Record | Trouble]:
    """The records of a file with one JSON value a line; blank lines are passed over, a broken one is a trouble."""
    for number, line in enumerate(_split(text), start=1):
        if not line.strip():
            continue
        where = f"line {number}"
        if len(line) > LONGEST_LINE:
            yield Trouble(where, f"is longer than {LONGEST_LINE >> 20} MB")
            continue
        try:
            yield Record(where, decode(line))
        except ValueError as error:
            yield Trouble(where, str(error))


def _split(text: str) -> Iterator[str]:
    """The lines of a text one by one: a list of all would take several times its size."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end + 1


def whole(text: str, key: str) -> tuple[Any, tuple[Trouble, ...]]:
    """One JSON value that may be cut off, or broken somewhere in a list: then what can be read of that list.

    Args:
        text: the file.
        key: the key of the list, where the file is an object.

    Returns:
        The value, and what is missing.

    Raises:
        ValueError: nothing can be read.
    """
    try:
        return decode(text), ()
    except ValueError as error:
        start = text.find("[") if text.lstrip().startswith("[") else _list_under(text, key)
        if start < 0:
            raise
        found, trouble = _elements(text, start + 1)
        if not found:
            raise
        line = text.count("\n", 0, trouble) + 1
        lost = Trouble(f"line {line}", f"the rest of the file cannot be read: {error}")
        if text.lstrip().startswith("["):
            return found, (lost,)
        return _head(text, start) | {key: found}, (lost,)


def _list_under(text: str, key: str) -> int:
    at = text.find(f'"{key}"')
    return text.find("[", at) if at >= 0 else -1


def _elements(text: str, position: int) -> tuple[list[Any], int]:
    """The values of a list up to the first that cannot be read, and where that begins."""
    decoder = json.JSONDecoder()
    found: list[Any] = []
    while True:
        blank = _BLANK.match(text, position)
        position = blank.end() if blank else position
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return found, position
        found.append(value)


def _head(text: str, start: int) -> dict[str, Any]:
    """What stands before the list of a broken object."""
    try:
        value = decode(text[:start] + "null}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
