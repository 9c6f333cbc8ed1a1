"""What can be wrong with a persona file, as values: where it is and what to do. Finding it is `load`'s work."""

from collections.abc import Iterable
from typing import Literal

from chatbot.domain.value import Value

Level = Literal["error", "warning", "note"]


class Problem(Value):
    """One thing that a persona file should not have.

    Attributes:
        level: an `error` makes the file unusable; a `warning` is ignored and kept; a `note` says what was changed.
        key: the dotted path of the key, such as `voice.max_words` or `offline.templates[2].intents`.
        line_text: what is wrong and what to do, one line, with file and key in it.
        line: the line of the file, from 1; 0 where it is not known.
    """

    level: Level
    key: str
    line_text: str
    line: int = 0

    def __str__(self) -> str:
        return self.line_text


def nearest(name: str, known: Iterable[str]) -> str:
    """The known word that a misspelt one most likely means; empty where none is near.

    The ratio 0.6 is the one that `difflib` itself suggests for close matches.
    """
    by_folded = {word.casefold(): word for word in known}
    import difflib  # only who misspelt a key waits for it

    close = difflib.get_close_matches(name.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[close[0]] if close else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`did you mean "voice"?`, or an empty text where nothing is near."""
    word = nearest(name, known)
    return f'did you mean "{word}"?' if word else ""
