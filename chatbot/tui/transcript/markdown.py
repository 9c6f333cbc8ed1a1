"""Renders one block of prose (paragraphs, headings, lists, quotes) to rows, with markdown-it's parser.

The parser is imported at first use: it costs as much as half of the program's own start. HTML stays
text, pictures become their description, and only http and https addresses become links.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from chatbot.domain.text import clean
from chatbot.tui.transcript.code import code_rows
from chatbot.tui.transcript.rows import TAB_CELLS, Row, Span, cells, literal, wrap

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LOOK_OF = {"strong_open": "strong", "em_open": "em", "s_open": "strike"}
_BARE = re.compile(r"https?://[^\s<>\"'`\u0000-\u001f]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}»”’*_"
_MARKS = re.compile(r"[*_`\[\]<>~&\\!]")
_MOST_MARKS = 1_200
"""A block with more inline marks is shown literally: nested marks make any parser slow."""
_BULLETS = ("•", "◦", "▪")
_LEAST_CELLS = 12
"""Containers nested deeper than leaves this many cells are no longer indented."""


@lru_cache(maxsize=1)
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return (
        MarkdownIt("commonmark", {"html": False, "maxNesting": 12})
        .enable("strikethrough")
        .disable(["reference", "lheading"])
    )


def safe_address(address: str) -> str:
    """The address if a click may offer to open it, else nothing: http and https with a host only."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    return address if parts.scheme.lower() in ("http", "https") and host and clean(address) == address else ""


def _plain(text: str, look: str, href: str) -> Iterable[Span]:
    """Text of one token, in which bare addresses become links."""
    text = clean(text).replace("\n", " ").expandtabs(TAB_CELLS)
    if href or "://" not in text:
        yield Span(text, look, href)
        return
    position = 0
    for match in _BARE.finditer(text):
        address = match.group().rstrip(_TRAILING)
        if not safe_address(address):
            continue
        if match.start() > position:
            yield Span(text[position : match.start()], look)
        yield Span(address, _with(look, "link"), address)
        position = match.start() + len(address)
    if position < len(text):
        yield Span(text[position:], look)


def _with(look: str, more: str) -> str:
    return f"{look}+{more}" if look else more


def inline_lines(tokens: Sequence["Token"], look: str = "") -> list[list[Span]]:
    """Spans of inline tokens, one list for each line; a line break in the text stays one.

    Args:
        tokens: the children of an inline token.
        look: of everything, such as a heading's.
    """
    lines: list[list[Span]] = [[]]
    looks = [look]
    hrefs = [("", "")]
    for token in tokens:
        here = looks[-1]
        href, hidden = hrefs[-1]
        if token.type == "text":
            lines[-1] += _plain(token.content, here, href)
        elif token.type == "code_inline":
            text = clean(token.content).replace("\n", " ").expandtabs(TAB_CELLS)
            lines[-1].append(Span(text, _with(here, "code"), href))
        elif token.type in ("softbreak", "hardbreak"):
            lines.append([])
        elif token.type == "image":
            name = clean(token.content).replace("\n", " ") or "picture"
            lines[-1].append(Span(f"[{name}]", _with(here, "quiet"), href))
        elif token.type == "link_open":
            written = str(token.attrGet("href") or "")
            href = safe_address(written)
            hrefs.append((href, "" if href else written))
            looks.append(_with(here, "link") if href else here)
        elif token.type == "link_close":
            hrefs.pop()
            looks.pop()
            if hidden:
                target = clean(hidden).replace("\n", " ")
                lines[-1].append(Span(f" ({target})", _with(looks[-1], "quiet")))
        elif token.type in _LOOK_OF:
            looks.append(_with(here, _LOOK_OF[token.type]))
        elif token.type.endswith("_close"):
            looks.pop()
    return [[span for span in line if span.text] for line in lines]


def inline_spans(text: str, look: str = "") -> list[Span]:
    """Spans of one line of inline markdown, such as a table's cell."""
    if len(_MARKS.findall(text)) > _MOST_MARKS:
        return [Span(text, look)]
    if not _MARKS.search(text):
        return list(_plain(text, look, ""))
    children = _parser().parseInline(text)[0].children or []
    return [span for line in inline_lines(children, look) for span in line]


class _Container:
    """A quote, a list item, or nothing: what it puts before its first row and before the others."""

    def __init__(self, first: Span, rest: Span) -> None:
        self._first: Span | None = first
        self.rest = rest

    def next(self) -> Span:
        """The prefix of the row that comes now."""
        first, self._first = self._first, None
        return first or self.rest


class _Writer:
    """Walks block tokens and collects rows."""

    def __init__(self, width: int) -> None:
        self.rows: list[Row] = []
        self._width = width
        self._containers: list[_Container] = []
        self._numbers: list[int | None] = []
        self._quotes = 0
        self._loose = True

    def write(self, tokens: Sequence["Token"]) -> None:
        """Writes all tokens of a block."""
        for index, token in enumerate(tokens):
            if token.type == "inline":
                self._inline(tokens[index - 1], token)
            elif token.type in ("fence", "code_block"):
                self._gap()
                self._code(token)
            elif token.type == "hr":
                self._gap()
                self._row([Span("─" * min(40, self._room()), "rule")])
            elif token.type.endswith("_open"):
                self._open(token, tokens, index)
            elif token.type.endswith("_close"):
                self._close(token)

    def _open(self, token: "Token", tokens: Sequence["Token"], index: int) -> None:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            if not self._numbers:
                self._gap()
            start = int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None
            self._numbers.append(start)
        elif token.type == "list_item_open":
            self._item(loose=_is_loose(tokens, index))
        elif token.type == "blockquote_open":
            self._gap()
            self._quotes += 1
            self._push(Span("▎ ", "quote-bar"), Span("▎ ", "quote-bar"))
        elif token.type in ("paragraph_open", "heading_open") and not token.hidden:
            self._gap()

    def _close(self, token: "Token") -> None:
        if token.type in ("bullet_list_close", "ordered_list_close"):
            self._numbers.pop()
        elif token.type == "list_item_close":
            if self._containers and self._containers[-1]._first is not None:
                self._row([])
            self._containers.pop()
        elif token.type == "blockquote_close":
            self._quotes -= 1
            self._containers.pop()

    def _item(self, loose: bool) -> None:
        number = self._numbers[-1]
        if number is None:
            mark = _BULLETS[min(len(self._numbers), len(_BULLETS)) - 1] + " "
        else:
            mark = f"{number}. "
            self._numbers[-1] = number + 1
        if loose:
            self._gap()
        self._push(Span(mark, "bullet"), Span(" " * len(mark)))

    def _push(self, first: Span, rest: Span) -> None:
        if self._room() - cells(first.text) < _LEAST_CELLS and self._containers:
            first = rest = Span("")
        self._containers.append(_Container(first, rest))

    def _room(self) -> int:
        return self._width - sum(cells(container.rest.text) for container in self._containers)

    def _gap(self) -> None:
        """A blank row before a paragraph, unless it is the first of its container."""
        if not self.rows or (self._containers and self._containers[-1]._first is not None):
            return
        bars = tuple(container.rest for container in self._containers)
        self.rows.append(Row(bars, "\n", sum(len(span.text) for span in bars)))

    def _row(self, spans: list[Span]) -> None:
        first = tuple(container.next() for container in self._containers)
        rest = tuple(container.rest for container in self._containers)
        self.rows += wrap(spans, self._width, first, rest)

    def _inline(self, opening: "Token", token: "Token") -> None:
        look = f"heading+{opening.tag}" if opening.type == "heading_open" else ("quote" if self._quotes else "")
        for line in inline_lines(token.children or [], look):
            self._row(line)

    def _code(self, token: "Token") -> None:
        body = clean(token.content).removesuffix("\n")
        for row in code_rows(body, token.info.strip(), max(_LEAST_CELLS, self._room()), label=True):
            prefix = tuple(container.next() for container in self._containers)
            furniture = sum(len(span.text) for span in prefix) + row.furniture
            self.rows.append(Row(prefix + row.spans, row.joint, furniture, row.fill))


def _is_loose(tokens: Sequence["Token"], index: int) -> bool:
    """Whether a list item stands apart from its neighbours: its own paragraphs are not hidden."""
    level = tokens[index].level
    for token in tokens[index + 1 :]:
        if token.type == "list_item_close" and token.level == level:
            return False
        if token.type == "paragraph_open" and token.level == level + 1:
            return not token.hidden
    return False


def prose_rows(text: str, width: int) -> list[Row]:
    """Rows of a block of prose.

    Args:
        text: cleaned markdown.
        width: cells of a row, at least 2.
    """
    if len(_MARKS.findall(text)) > _MOST_MARKS:
        return literal(text, width)
    writer = _Writer(width)
    writer.write(_parser().parse(text))
    return writer.rows or literal(text, width)
