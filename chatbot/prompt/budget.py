"""How many tokens a text has, near enough, without a tokenizer; and cutting a text to a number of tokens."""

import math
import re

from chatbot.llm.base import ChatMessage

_PIECES = re.compile(
    r"(?P<word>[A-Za-z]+(?:'[a-z]+)?)|(?P<digits>\d+)|(?P<space>\n+|[ \t]{2,})|(?P<letters>[^\W\d_]+)"
    r"|(?P<sign>[^\w\s]|_)"
)
_LONG_WORD = 7
_LETTERS_A_TOKEN = 4.6
_DIGITS_A_TOKEN = 3
_LATIN_END = 0x250
_DENSE_START = 0x1100
"""From Hangul on, scripts whose characters take about a token each."""

_EMOJI_START = 0x1F000
_EXACT_CHARACTERS = 60_000

TOKENS_A_MESSAGE = 4
"""What the chat format adds to each message: its role and its separators (OpenAI's cookbook counts 3 or 4)."""


def estimate_tokens(text: str) -> int:
    """About how many tokens a text has; rather too many than too few.

    Counts pieces as byte-pair tokenizers cut them: a short word is one token and a long one one for every 4.6
    letters, three digits one, a sign one, accented words one for every 3 letters, Cyrillic and the like one for
    every 2.5, CJK characters one each, emoji two. The figures follow OpenAI's published rule of thumb (a token is
    about 4 characters or three quarters of a word of English). Texts above 60,000 characters are scaled from
    their first part.
    """
    if len(text) > _EXACT_CHARACTERS:
        return round(estimate_tokens(text[:_EXACT_CHARACTERS]) * len(text) / _EXACT_CHARACTERS)
    total = 0.0
    for match in _PIECES.finditer(text):
        piece = match.group()
        match match.lastgroup:
            case "word":
                total += 1 if len(piece) <= _LONG_WORD else len(piece) / _LETTERS_A_TOKEN
            case "digits":
                total += -(-len(piece) // _DIGITS_A_TOKEN)
            case "letters":
                total += _letters(piece)
            case "sign":
                total += 1 if ord(piece) < _EMOJI_START else 2
            case _:
                total += 1
    return math.ceil(total)


def message_tokens(message: ChatMessage) -> int:
    """About how many tokens a message of a request has, its frame included."""
    calls = sum(estimate_tokens(call.name + call.arguments) for call in message.tool_calls)
    return estimate_tokens(message.content) + calls + TOKENS_A_MESSAGE


def cut_to(text: str, tokens: int) -> str:
    """The beginning of a text that has at most so many tokens, cut at a word where there is one."""
    if estimate_tokens(text) <= tokens:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if estimate_tokens(text[:middle]) <= tokens - 1 else (low, middle - 1)
    head = text[:low]
    space = max(head.rfind(" "), head.rfind("\n"))
    return (head[:space] if space > len(head) * 0.7 else head).rstrip() + "…" if low else ""


def cut_middle(text: str, tokens: int) -> str:
    """A text with its middle left out, so that its beginning and its end have at most so many tokens together."""
    if estimate_tokens(text) <= tokens:
        return text
    gap = "\n[… left out …]\n"
    share = max((tokens - estimate_tokens(gap) - 2) // 2, 1)
    tail = cut_to(text[::-1], share)[::-1].lstrip("…")
    return cut_to(text, share).rstrip("…") + gap + tail


def _letters(word: str) -> float:
    """Tokens of a word with letters beyond ASCII."""
    if max(map(ord, word)) < _LATIN_END:
        return max(1.0, len(word) / 3)
    dense = sum(ord(letter) >= _DENSE_START for letter in word)
    return max(1.0, dense + (len(word) - dense) / 2.5)
