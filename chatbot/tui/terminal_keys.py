"""Keys that terminals send and Textual does not tell apart: what is added to its table of sequences."""

from enum import StrEnum
from typing import cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS


class AddedKey(StrEnum):
    """Names of keys as bindings spell them."""

    ALT_ENTER = "alt+enter"


def add_keys() -> None:
    """Has alt+enter arrive as itself.

    Terminals without the Kitty protocol, tmux among them, send it as ESC CR, which Textual 8 reads as a plain
    enter: the half-written message would be sent.
    """
    table = cast("dict[str, object]", ANSI_SEQUENCES_KEYS)
    table.setdefault("\x1b\r", (AddedKey.ALT_ENTER,))
