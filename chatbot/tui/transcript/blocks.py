"""Cuts markdown into blocks that never change once finished, so that a reply is rendered piece by piece.

Cuts at blank lines outside fences, at fences, headings and tables, and by force where a piece
grows so large that rendering it would be felt. Pure text; what a block looks like is decided elsewhere.
"""

import dataclasses
import re
from dataclasses import dataclass, field
from enum import StrEnum

from chatbot.domain.value import Value, replace

PIECE_CHARACTERS = 4_000
"""A longer line is no prose: it is cut to literal pieces of at most this size."""
TEXT_LINES = 60
LIST_LINES = 200
CODE_LINES = 40
TABLE_LINES = 200

_FENCE = re.compile(r"^( {0,3})(`{3,}|~{3,})[ \t]*([^`\n]*)$")
_INNER_FENCE = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])?[ \t]*(`{3,}|~{3,})[^`]*$")
_HEADING = re.compile(r"^ {0,3}#{1,6}(?:[ \t]|$)")
_ITEM = re.compile(r"^ {0,1}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_DELIMITER = re.compile(r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_OPENING = "`~#"
_DELIMITING = "|:-"
_MARKING = "`~-*+0123456789"


class BlockKind(StrEnum):
    """How a block is rendered."""

    TEXT = "text"
    LITERAL = "literal"
    CODE = "code"
    TABLE = "table"


class Block(Value):
    """A stretch of a message.

    Attributes:
        kind: see `BlockKind`.
        raw: exactly the characters of the message; all blocks' `raw` in a row are the message.
        body: what is to be rendered: without fences and blank lines around it.
        language: of code, as written behind the fence; empty for none.
        joined: True where it continues the block before, so that no blank row stands between. A table that is
            joined to one has no head.
    """

    kind: BlockKind
    raw: str
    body: str
    language: str = ""
    joined: bool = False


@dataclass(slots=True)
class BlockSplitter:
    """Takes a text in pieces of any size; the blocks do not depend on where it was cut.

    Attributes:
        blocks: finished ones; they never change.
    """

    blocks: list[Block] = field(default_factory=list)
    _kind: BlockKind | None = None
    _raw: list[str] = field(default_factory=list)
    _body: list[str] = field(default_factory=list)
    _language: str = ""
    _fence: str = ""
    _joined: bool = False
    _blank: bool = False
    _characters: int = 0
    _rest: str = ""
    _heading: bool = False
    _list: bool = False

    def feed(self, text: str) -> None:
        """Takes the next piece of the text."""
        lines = (self._rest + text).split("\n")
        self._rest = lines.pop()
        for line in lines:
            self._take(line, "\n")
        while len(self._rest) > PIECE_CHARACTERS:
            self._rest = self._take_piece(self._rest)

    def tail(self) -> list[Block]:
        """What is not finished, as blocks that the next piece may change."""
        rest = dataclasses.replace(self, blocks=[], _raw=self._raw.copy(), _body=self._body.copy())
        rest.finish()
        return rest.blocks

    def finish(self) -> None:
        """Ends the text."""
        if self._rest:
            rest, self._rest = self._rest, ""
            self._take(rest, "")
        self._end(joined=False)

    def _take(self, line: str, newline: str) -> None:
        while len(line) > PIECE_CHARACTERS:
            line = self._take_piece(line)
        if self._kind is BlockKind.CODE:
            self._take_code(line, newline)
        elif self._kind is BlockKind.LITERAL:
            self._add(line, newline)
            self._end(joined=False)
        elif not line.strip():
            self._raw.append(line + newline)
            self._blank = self._kind is not None
        else:
            self._take_prose(line, newline)

    def _take_piece(self, line: str) -> str:
        """Makes a block of the beginning of an endless line; gives the rest of it."""
        if self._kind is not BlockKind.CODE:
            if self._kind is not BlockKind.LITERAL:
                self._end(joined=False)
            self._kind = BlockKind.LITERAL
        space = line.rfind(" ", PIECE_CHARACTERS - 200, PIECE_CHARACTERS)
        at = space + 1 if space > 0 else PIECE_CHARACTERS
        self._add(line[:at], "")
        self._continue()
        return line[at:]

    def _take_code(self, line: str, newline: str) -> None:
        stripped = line.strip()
        closes = stripped.startswith(self._fence) and not stripped.strip(self._fence[0])
        if closes and len(line) - len(line.lstrip()) < 4:
            self._raw.append(line + newline)
            self._end(joined=False)
            return
        self._add(line, newline)
        if len(self._body) >= CODE_LINES:
            self._continue()

    def _take_prose(self, line: str, newline: str) -> None:
        first = line.lstrip()[0]
        opens = first in _OPENING and bool(_FENCE.match(line) or _HEADING.match(line))
        if self._kind is not None and self._starts_anew(line, opens):
            direct = not self._blank and not opens
            self._end(joined=self._kind is BlockKind.TEXT and (direct or self._heading))
        elif self._kind is BlockKind.TABLE and len(self._body) >= TABLE_LINES:
            self._continue()
        opening = _FENCE.match(line) if opens and self._kind is None else None
        if opening:
            self._kind, self._fence, self._language = BlockKind.CODE, opening[2], opening[3].strip()
            self._raw.append(line + newline)
            return
        if self._blank:
            self._body.append("")
            self._blank = False
        if self._kind is BlockKind.TEXT and first in _DELIMITING and self._heads_table(line):
            self._begin_table()
        if self._kind is None:
            self._kind, self._heading = BlockKind.TEXT, opens
            self._list = first in _MARKING and _ITEM.match(line) is not None
        if self._kind is BlockKind.TEXT and first in _MARKING and _INNER_FENCE.match(line):
            mark = line.strip().lstrip("-*+0123456789.) ")[:3]
            self._fence = "" if self._fence == mark else self._fence or mark
        self._add(line, newline)

    def _starts_anew(self, line: str, opens: bool) -> bool:
        """Whether a line that is not blank ends the block before it."""
        if self._kind is BlockKind.TABLE:
            return self._blank or "|" not in line
        if self._heading:
            return True
        if self._list and len(self._body) < LIST_LINES and (self._fence or line[0] in " \t"):
            return False
        if opens:
            return True
        if self._list and _ITEM.match(line) and _same_list(self._body[0], line):
            return len(self._body) >= TEXT_LINES
        limit = LIST_LINES if self._list else TEXT_LINES
        return self._blank or len(self._body) >= limit or self._characters > PIECE_CHARACTERS

    def _heads_table(self, delimiter: str) -> bool:
        head = self._body[-1] if self._body else ""
        if "|" not in head or not _DELIMITER.match(delimiter):
            return False
        return head.strip().strip("|").count("|") == delimiter.strip().strip("|").count("|")

    def _begin_table(self) -> None:
        if len(self._body) > 1:
            head_raw, head = self._raw.pop(), self._body.pop()
            self._end(joined=False)
            self._raw, self._body = [head_raw], [head]
        self._kind, self._list = BlockKind.TABLE, False

    def _add(self, line: str, newline: str) -> None:
        self._raw.append(line + newline)
        self._body.append(line)
        self._characters += len(line)

    def _continue(self) -> None:
        """Cuts by force: what follows belongs to the same block."""
        kind, language, fence = self._kind, self._language, self._fence
        self._end(joined=True)
        self._kind, self._language, self._fence = kind, language, fence

    def _end(self, joined: bool) -> None:
        if self._raw:
            raw = "".join(self._raw)
            if self.blocks and not self._body and (self._joined or self._kind is None):
                self.blocks[-1] = replace(self.blocks[-1], raw=self.blocks[-1].raw + raw)
            else:
                kind = self._kind or BlockKind.LITERAL
                self.blocks.append(Block(kind, raw, "\n".join(self._body), self._language, self._joined))
        self._kind, self._raw, self._body = None, [], []
        self._language, self._fence, self._blank, self._joined, self._characters = "", "", False, joined, 0
        self._heading, self._list = False, False


def _same_list(first: str, line: str) -> bool:
    return first.lstrip()[:1].isdigit() == line.lstrip()[:1].isdigit()


def split(text: str) -> list[Block]:
    """All blocks of a whole text."""
    splitter = BlockSplitter()
    splitter.feed(text)
    splitter.finish()
    return splitter.blocks
