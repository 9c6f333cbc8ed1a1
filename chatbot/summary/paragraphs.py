"""A chapter's text: what one person said in a row is one paragraph, and paragraphs come apart into their sentences."""

from collections.abc import Iterable

from chatbot.domain.patterns import lazy
from chatbot.summary.sentences import split

_SPEAKER = lazy(r"(?P<who>[^\W\d_][^:\n]{0,38}): (?=\S)")
_ENDED = (".", "!", "?", "…", ":", ";", "”", '"', ")")


def gathered(lines: Iterable[str]) -> str:
    r"""Lines "Name: sentence" as paragraphs: a name stands once before all that was said in a row, in whole sentences.

    >>> gathered(("Ana: i met Maya", "Ana: She paints.", "Wren: Good"))
    'Ana: I met Maya. She paints.\nWren: Good.'
    """
    made: list[tuple[str, str]] = []
    for line in lines:
        told = _SPEAKER.match(line)
        who, said = (told["who"], line[told.end() :]) if told else ("", line)
        sentence = _whole(said) if told else said
        if told and made and made[-1][0] == who:
            made[-1] = (who, f"{made[-1][1]} {sentence}")
        else:
            made.append((who, sentence))
    return "\n".join(f"{who}: {said}" if who else said for who, said in made)


def apart(text: str) -> list[str]:
    """The lines "Name: sentence" of paragraphs; a line without a speaker as it is."""
    lines: list[str] = []
    for line in text.splitlines():
        told = _SPEAKER.match(line)
        if told is None:
            lines += [line] if line.strip() else []
        else:
            lines += [f"{told['who']}: {sentence}" for sentence in split(line[told.end() :])]
    return lines


def _whole(said: str) -> str:
    said = said.strip()
    ended = said if said.endswith(_ENDED) else f"{said}."
    return ended[:1].upper() + ended[1:]
