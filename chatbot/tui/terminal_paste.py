"""What is pasted, before the keys are read from it: colour codes and other commands for a terminal are taken out.

Textual reads keys in a paste, too: it would run them, and put what is left in another order.
"""

import re
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

from chatbot.domain.text import clean

BEGIN, END = "\x1b[200~", "\x1b[201~"
"""What a terminal sends around a paste."""

_COMMANDS = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours, movements
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, links, and other strings with an end
    r"|\x1b[ -/]+[0-~]"  # character sets
)
"""ECMA-48; a title or link may also end in BEL, as xterm has it."""


class PasteFilter:
    """Passes on what a terminal sends, and every paste in one piece when its end has come."""

    def __init__(self) -> None:
        self._before = ""
        self._pasting = False

    def pass_on(self, data: str) -> str:
        """What is to be read of the next piece; empty in the middle of a paste."""
        mark = END if self._pasting else BEGIN
        text = self._before + data
        at = text.find(mark)
        if self._pasting:
            self._before = text if at < 0 else ""
            told = "" if at < 0 else bare(text[:at]) + END
        else:
            known = len(self._before)  # it was passed on, and may be the half of a mark
            self._before = text[-len(BEGIN) + 1 :] if at < 0 else ""
            told = text[known:] if at < 0 else text[known : at + len(BEGIN)]
        if at < 0:
            return told
        self._pasting = not self._pasting
        return told + self.pass_on(text[at + len(mark) :])


def bare(text: str) -> str:
    """A text without commands for a terminal; what is left of one that has no end is made visible."""
    return clean(_COMMANDS.sub("", text))


class PastingParser(XTermParser):
    """Textual's reader of keys, behind the filter."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._filter = PasteFilter()

    def feed(self, data: str) -> Iterable[Message]:
        """Reads the next piece; an empty one is the end."""
        passed = self._filter.pass_on(data)
        return super().feed(passed) if passed or not data else ()
