"""What the sentiment model sees of a text: tokens, and the hashed features of each.

The same code serves training and reading, so that the two cannot drift apart. Nothing here knows
weights or feelings, but for the groups that emoji and emoticons are put into.
"""

import re
from functools import lru_cache
from zlib import crc32

from chatbot.domain.patterns import lazy
from chatbot.domain.value import Value
from chatbot.mood.signs import SIGNS

TOKENS_READ = 400
"""Of a longer text, the first and the last half of so many tokens are read: what frames it and how it ends."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"})
_TOKEN = lazy(
    r"""
      \[[A-Z]{3,}\]
    | </?3+ | [<>]?[:;=]['o*-]?[)(\]\[dDpP/\\|*oO]+(?![\w/]) | \^_*\^ | -_+- | [tT][_.][tT]
    | [\U0001f000-\U0001f3fa\U0001f400-\U0001faff☀-➿⬀-⯿]
    | [^\W\d_]+(?:\sn't\b | \s?'\s?(?:t|s|m|d|re|ve|ll)\b | '[^\W\d_]+)*
    | \d+(?:[.,:]\d+)*
    | [!?]+ | \.{2,} | … | [.,;:]
    """,
    re.VERBOSE,
)
_STRETCHED = lazy(r"(\w)\1{2,}")
_LAUGH = lazy(r"(?:a*(?:h+a+)+h*|(?:h+e+){2,}h*|lo+l(?:ol)*|lma+o+|ro+fl|xd+|lels?|kek)s?")

_NEGATING = """
not no never none nobody nothing neither nor without hardly barely cannot cant dont doesnt didnt isnt wasnt arent
werent wont wouldnt shouldnt couldnt havent hasnt hadnt aint
"""
NEGATORS = frozenset(_NEGATING.split())
_CLAUSE_ENDS = frozenset({"but", "however", "though", "although", "yet", "because"})
_STOPS = frozenset(".,;:")
_NEGATION_REACH = 3
_SHORTEST_GRAM, _LONGEST_GRAM = 2, 5


class Token(Value):
    """One word, number, emoji, emoticon or run of punctuation.

    Attributes:
        form: as features see it: lower case, straight quotes, at most two of a stretched letter.
        typed: as it was typed.
        group: of a sign of feeling (`joy`, `laugh`, ...), see `signs`; empty for every other token.
        negated: True within reach of a negation before it.
        stretched: True where a letter was repeated three times or more.
    """

    form: str
    typed: str
    group: str = ""
    negated: bool = False
    stretched: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters, so that its parts are looked at too."""
        return self.form[0].isalpha()

    @property
    def is_shouted(self) -> bool:
        """Whether it is a word of three or more capitals."""
        return len(self.typed) > 2 and self.typed.isupper() and self.typed.isalpha()


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text in order, at most `TOKENS_READ`.

    Contractions that a corpus or a tool has split ("don ' t") are joined, and placeholders in capitals
    and brackets (`[NAME]`) dropped: they stand for words that nobody typed.
    """
    found: list[Token] = []
    reach = 0
    for match in _TOKEN.finditer(text.translate(_QUOTES)):
        if match[0] in _STOPS:
            reach = 0
        if match[0] in _STOPS or match[0][0] == "[":
            continue
        typed, folded = text[match.start() : match.end()], "".join(match[0].casefold().split())
        form, group, stretched = _kind(folded)
        negated = reach > 0 and form[0].isalpha()
        found.append(Token(form, typed, group, negated, stretched))
        if form in NEGATORS or form.endswith("n't"):
            reach = _NEGATION_REACH
        elif not form[0].isalnum() or form in _CLAUSE_ENDS:
            reach = 0
        elif negated:
            reach -= 1
    if len(found) > TOKENS_READ:
        found = found[: TOKENS_READ // 2] + found[-TOKENS_READ // 2 :]
    return tuple(found)


@lru_cache(maxsize=8192)
def _kind(folded: str) -> tuple[str, str, bool]:
    """The form, the group and whether a letter is stretched."""
    if folded[0].isalpha():
        group = "laugh" if _LAUGH.fullmatch(folded) else SIGNS.get(folded, "")
        return _STRETCHED.sub(r"\1\1", folded), group, bool(_STRETCHED.search(folded))
    if folded[0] in "!?":
        marks = "".join(sorted(set(folded)))
        return (marks if len(folded) == 1 else marks + "+"), "", False
    if folded[0] in ".…":
        return "...", "", False
    return ("0" if folded[0].isdigit() else folded), SIGNS.get(folded, ""), False


def word_features(token: Token, previous: str) -> tuple[int, ...]:
    """The hashed features of a token as a whole.

    Args:
        token: the token.
        previous: the form before it, `<s>` at the start.
    """
    names = ["w " + token.form, f"b {previous} {token.form}"]
    if token.negated:
        names.append("n " + token.form)
    if token.group:
        names.append("g " + token.group)
    if token.stretched:
        names.append("w " + _STRETCHED.sub(r"\1", token.typed.casefold()))
        names.append("stretched")
    if token.is_shouted:
        names.append("shouted")
    return tuple(crc32(name.encode("utf-8", "replace")) for name in names)


def end_features(last: str) -> tuple[int, ...]:
    """The hashed features of a text's end, whose last form is given."""
    return (crc32(f"b {last} </s>".encode("utf-8", "replace")),)


def part_features(form: str) -> tuple[int, ...]:
    """The hashed parts of a word: every run of 2 to 5 characters of it, its ends marked."""
    marked = f" {form[:40]} "
    return tuple(
        crc32(("c" + marked[start : start + size]).encode("utf-8", "replace"))
        for size in range(_SHORTEST_GRAM, _LONGEST_GRAM + 1)
        for start in range(len(marked) - size + 1)
    )
