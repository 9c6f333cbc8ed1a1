"""How many tokens a text has, near enough, without a tokenizer; and cutting a text to a number of tokens."""

from functools import lru_cache

from chatbot.domain.patterns import lazy
from chatbot.llm.base import ChatMessage

_TOKEN = lazy(r"[A-Za-z]{1,7}(?![A-Za-z])|[A-Za-z]{1,5}|\d{1,3}|[\u0100-\u10ff]{1,2}|\n+|[ \t]{2,}|[^\W]|[^\w\s]")
"""Each match is about one token."""

_EMOJI = lazy("[\U0001f000-\U0010ffff]")
_EXACT_CHARACTERS = 60_000
_MOST_CHARACTERS_A_TOKEN = 20

TOKENS_A_MESSAGE = 4
"""What the chat format adds to each message: its role and its separators (OpenAI's cookbook counts 3 or 4)."""


def estimate_tokens(text: str) -> int:
    """About how many tokens a text has; rather too many than too few.

    Counts pieces as byte-pair tokenizers cut them: a short word is one token and a longer one one for every 5
    letters; three digits are one, a sign one, two letters of Cyrillic, Greek, Arabic and the like one, a CJK
    character one, an accented letter one, an emoji two. The figures follow OpenAI's published rule of thumb (a token
    is about 4 characters, or three quarters of a word, of English). Texts above 60,000 characters are scaled from
    their first part.
    """
    if len(text) > _EXACT_CHARACTERS:
        return round(estimate_tokens(text[:_EXACT_CHARACTERS]) * len(text) / _EXACT_CHARACTERS)
    return _count(text)


@lru_cache(maxsize=1024)
def _count(text: str) -> int:
    """The matches in a text. Cached, because the same messages are counted again every turn."""
    return len(_TOKEN.findall(text)) + (0 if text.isascii() else len(_EMOJI.findall(text)))


def message_tokens(message: ChatMessage) -> int:
    """About how many tokens a message of a request has, its frame included."""
    calls = sum(estimate_tokens(call.name + call.arguments) for call in message.tool_calls)
    return estimate_tokens(message.content) + calls + TOKENS_A_MESSAGE


def cut_to(text: str, tokens: int) -> str:
    """The beginning of a text that has at most so many tokens, cut at a word where there is one."""
    if estimate_tokens(text) <= tokens:
        return text
    low, high = 0, min(len(text), tokens * _MOST_CHARACTERS_A_TOKEN)
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
