"""Reads labelled data of one JSON object a line. Knows nothing of what is measured."""

from typing import TypeVar

import msgspec

from chatbot.domain.text import clean_line
from chatbot.errors import UsageError

Line = TypeVar("Line")


def read_lines(content: bytes, form: type[Line], name: str) -> tuple[Line, ...]:
    """The lines of a JSON-lines file, each checked.

    Args:
        content: the file's bytes, JSON in UTF-8; empty lines are passed over.
        form: what each line must be.
        name: what the file is called in errors.

    Raises:
        UsageError: there is no line, or one is not of the form; names its number.
    """
    decoder = msgspec.json.Decoder(form)
    found = []
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(decoder.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise UsageError(f"{name}, line {number}: {clean_line(str(error))}", "One JSON object a line.") from error
    if not found:
        raise UsageError(f"{name} holds nothing to measure.", "One JSON object a line.")
    return tuple(found)
