"""A text in two forms at once: folded, as the rules read it, and typed, as the user wrote it.

The folded form is lower case with straight quotes, standard words and written-out contractions ("im" -> "i am").
Every character of it knows which typed characters it stands for, so that a value found by a rule
is cut out of what the user typed.
"""

import re

from chatbot.domain.patterns import lazy
from chatbot.domain.spelling import readings
from chatbot.domain.value import Value

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " "})

_CONTRACTIONS = {
    "i'm": "i am", "i've": "i have", "i'll": "i will", "i'd": "i would", "we're": "we are", "we've": "we have",
    "we'll": "we will", "we'd": "we would", "he's": "he is", "she's": "she is", "it's": "it is", "that's": "that is",
    "they're": "they are", "they've": "they have", "they'll": "they will", "who's": "who is", "what's": "what is",
    "here's": "here is", "there's": "there is", "you're": "you are", "name's": "name is", "he'll": "he will",
    "she'll": "she will", "don't": "do not", "doesn't": "does not", "didn't": "did not", "isn't": "is not",
    "aren't": "are not", "ain't": "am not", "wasn't": "was not", "won't": "will not", "can't": "can not",
    "cannot": "can not", "couldn't": "could not", "wouldn't": "would not", "haven't": "have not",
    "hasn't": "has not", "shouldn't": "should not", "birthday's": "birthday is", "surname's": "surname is",
    "hometown's": "hometown is", "nickname's": "nickname is", "degree's": "degree is", "let's": "let us",
}  # fmt: skip


_COMPOUND = lazy(
    r"\b(?:mother|father|mom|mum|dad|sister|brother|son|daughter)s?( in )law\b(?! (?:school|firm|enforcement))|"
    r"\b(?:my|his|her) ex( )(?=(?:wife|husband|girlfriend|boyfriend)\b)"
)
"""Words for people that are one word, typed as several: "sister in law", "my ex wife"."""


class Line(Value):
    """A stretch of text.

    Attributes:
        raw: the whole typed text that the stretch was cut from, quotes straightened.
        norm: the folded form of the stretch.
        begins, ends: for each folded character, the bounds of the typed characters that it stands for.
    """

    raw: str
    norm: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    def cut(self, start: int, end: int | None = None) -> "Line":
        """The stretch between two folded positions, without blanks around it."""
        stop = len(self.norm) if end is None else end
        while start < stop and self.norm[start].isspace():
            start += 1
        while stop > start and self.norm[stop - 1].isspace():
            stop -= 1
        return Line(self.raw, self.norm[start:stop], self.begins[start:stop], self.ends[start:stop])

    def join(self, other: "Line") -> "Line":
        """This stretch, a blank, and another stretch of the same text."""
        if not self.norm:
            return other
        blank = (self.ends[-1],)
        return Line(
            self.raw, f"{self.norm} {other.norm}", self.begins + blank + other.begins, self.ends + blank + other.ends
        )

    @property
    def typed(self) -> str:
        """The stretch as the user typed it."""
        return self.raw[self.begins[0] : self.ends[-1]] if self.norm else ""


def read(text: str) -> Line:
    """Folds a text.

    Args:
        text: cleaned text, of any length.
    """
    raw = text.translate(_QUOTES)
    pieces: list[str] = []
    begins: list[int] = []
    ends: list[int] = []

    def plain(start: int, stop: int) -> None:
        folded = raw[start:stop].lower()
        if len(folded) != stop - start:  # a few capitals become two characters; their small form is not needed
            folded = raw[start:stop]
        pieces.append(folded)
        begins.extend(range(start, stop))
        ends.extend(range(start + 1, stop + 1))

    position = 0
    for start, stop, form in readings(raw, _CONTRACTIONS):
        plain(position, start)
        pieces.append(form)
        begins.extend([start] * len(form))
        ends.extend([stop] * len(form))
        position = stop
    plain(position, len(raw))
    return _spaced(raw, _COMPOUND.sub(_hyphened, "".join(pieces)), begins, ends)


def _hyphened(words: re.Match[str]) -> str:
    return words[0].replace(" in ", "-in-") if words[1] else words[0].replace("ex ", "ex-")


def _spaced(raw: str, norm: str, begins: list[int], ends: list[int]) -> Line:
    """The line with single blanks, which is how the rules are written."""
    if "  " in norm or "\t" in norm:
        norm = norm.replace("\t", " ")
        kept = [at for at, character in enumerate(norm) if character != " " or norm[at - 1 : at] != " "]
        norm = "".join(norm[at] for at in kept)
        begins, ends = [begins[at] for at in kept], [ends[at] for at in kept]
    return Line(raw, norm, tuple(begins), tuple(ends))
