"""Makes text from people, models and files inert, character by character.

Escape sequences, bidirectional overrides and invisible characters can drive a terminal or hide
what a text says. Each such character is replaced by something visible or dropped. Characters are
mapped, not sequences stripped, because a sequence can be split between two pieces of a stream.
Markup is not this module's business: whoever shows text shows it without markup.
"""

import re
import unicodedata

from chatbot.domain.patterns import lazy

_BIDI = {
    0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
    0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
}  # fmt: skip
_DROPPED = (
    0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x200E, 0x200F,
    *range(0x2060, 0x2066), *range(0x206A, 0x2070), 0x3164, 0xFEFF, 0xFFA0, *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE0080),
)  # fmt: skip
_LINE_BREAKS = (0x0B, 0x0C, 0x85, 0x2028, 0x2029)

_MAP: dict[int, str | None] = (
    {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)}
    | {0x7F: "\u2421"}
    | dict.fromkeys(range(128, 160), "�")
    | {code: f"⟨{name}⟩" for code, name in _BIDI.items()}
    | dict.fromkeys(_DROPPED, None)
    | dict.fromkeys(_LINE_BREAKS, "\n")
)
_SURROGATES = lazy("[\ud800-\udfff]")
_UNCLEAN_ASCII = lazy(r"[\x00-\x08\x0b-\x1f\x7f]")
_UNCLEAN = lazy("[" + "".join(map(re.escape, map(chr, _MAP))) + "\ud800-\udfff]")


def clean(text: str) -> str:
    r"""A text with every character that could act on a terminal, or hide, made visible or dropped.

    C0, DEL become their pictures (U+2400 block), C1 and lone surrogates U+FFFD, bidirectional
    embeddings, overrides and isolates a visible name such as ⟨RLO⟩; zero-width and tag characters go,
    but for the joiners that scripts and emoji need. Tabs and newlines stay; other line breaks become
    newlines. Printable text comes back unchanged, and cleaning twice changes nothing more.

    >>> clean("a\x1b[31mb")
    'a␛[31mb'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not (_UNCLEAN_ASCII if text.isascii() else _UNCLEAN).search(text):
        return text
    return _SURROGATES.sub("\ufffd", text).translate(_MAP)


class StreamCleaner:
    """Cleans a text that arrives in pieces, so that the whole is what `clean` makes of the whole.

    Only a carriage return at the end of a piece has to wait for the next one.
    """

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> str:
        """The next piece, cleaned; may be empty."""
        text = self._held + piece
        self._held = "\r" if text.endswith("\r") else ""
        return clean(text[:-1] if self._held else text)

    def end(self) -> str:
        """What was held back."""
        rest, self._held = self._held, ""
        return clean(rest)


def clean_line(text: str, limit: int = 200) -> str:
    """The same, for names and titles: one line, single spaces, at most `limit` characters.

    Args:
        text: any text.
        limit: the most characters to keep; what is longer ends in an ellipsis.
    """
    line = " ".join(clean(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def begun(line: str) -> str:
    """A line with a capital; a command, a key or the name of a file stays as it is typed."""
    first = line.partition(" ")[0]
    as_typed = len(first) == 1 or first in _PROGRAMS or any(mark in first[:-1] for mark in "./\\+")
    return line if as_typed else line[:1].upper() + line[1:]


_PROGRAMS = ("chatbot", "chmod", "pip")


def sentences(*parts: str) -> str:
    """What went wrong and what to do about it, each cleaned, as sentences of one line; empty parts are left out.

    >>> sentences("it was changed again since", "take that back first")
    'It was changed again since. Take that back first.'
    """
    lines = (begun(clean_line(part, 300)) for part in parts)
    return " ".join(line if line[-1] in ".!?:…" else f"{line}." for line in lines if line)


def fold(text: str) -> str:
    """A text as comparisons see it: NFKC, straight quotes, lower case, single spaces."""
    if text.isascii():  # most are, and of the quotes only one is
        return " ".join(text.replace("`", "'").casefold().split())
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return " ".join(plain.casefold().split())


_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"'})


def slug(name: str) -> str:
    """A folder name for a user: letters, digits and dashes of the name, and a digest that keeps names apart.

    The digest is over the exact name, so names that differ only by case, accents, composition or
    forbidden characters get different folders on every file system, and no name can leave its folder.

    >>> slug("../Ana")
    'ana-c3d3fb19'
    """
    import hashlib

    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    readable = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:40] or "user"
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{readable}-{digest}"


def counted(count: int, thing: str, things: str = "") -> str:
    """A count with its noun: `1 chapter`, `2 memories`, `3,000 earlier replies`.

    Args:
        count: how many.
        thing: one of them.
        things: several of them; empty where the noun takes an s, or ies for its y.
    """
    several = things or (f"{thing[:-1]}ies" if re.search(r"[^aeiou]y$", thing) else f"{thing}s")
    return f"{count:,} {thing if count == 1 else several}"
