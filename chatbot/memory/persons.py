"""Reads questions about somebody as that somebody would ask them, so that one set of patterns does for all."""

import re
from functools import lru_cache

_VERBS = {
    "does": "do i", "do": "do i", "is": "am i", "are": "am i", "has": "have i", "did": "did i", "was": "was i",
    "can": "can i", "should": "should i", "would": "would i",
}  # fmt: skip


def in_first_person(folded: str, phrase: str) -> str:
    """A folded text with a person put as "I" and "my": "where does my sister live" -> "where do i live".

    Args:
        folded: the text, as `domain.text.fold` gives it.
        phrase: what the person is called in it, folded ("my sister", "maya"); where it does not occur, nor
            does anything change.
    """
    if phrase not in folded:
        return folded
    owned, asked, alone = _patterns(phrase)
    return alone.sub("i", asked.sub(lambda match: _VERBS[match[1]], owned.sub("my", folded)))


@lru_cache(maxsize=256)
def _patterns(phrase: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    name = re.escape(phrase)
    return (
        re.compile(rf"\b{name}(?:'s|s')(?= [^\W\d_])"),
        re.compile(rf"\b({'|'.join(_VERBS)}) {name}\b"),
        re.compile(rf"\b{name}\b"),
    )
