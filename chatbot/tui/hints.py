"""Keys with what they do, written alike in the footer and below every question: the key bright, the words quiet."""

from textual.content import Content

BETWEEN = "   "
"""Between one hint and the next."""


def hint(key: str, does: str) -> Content:
    """One key and what it does, in a word or a few."""
    return Content.assemble((key, "$accent"), " ", (does, "$text-muted"))


def hints(*pairs: tuple[str, str]) -> Content:
    """Several in a row."""
    return Content(BETWEEN).join(hint(key, does) for key, does in pairs)
