"""How many tokens models hold, by name: for when neither the user nor the server says."""

import re

_KNOWN: tuple[tuple[str, int], ...] = (
    (r"gpt-4\.1", 1_000_000),
    (r"gpt-5|\bo[134]\b|\bo[34]-mini", 200_000),
    (r"gpt-4o|gpt-4-turbo|chatgpt-4o|o1-mini", 128_000),
    (r"gpt-4-32k", 32_000),
    (r"gpt-3\.5", 16_000),
    (r"gpt-4", 8_000),
)
"""From OpenAI's model pages, rounded down."""

_LOCAL_TOKENS = 4096
"""Ollama's and llama.cpp's default where nobody asked for more, whatever the model could hold."""

_REMOTE_TOKENS = 16_000


def known_context(model: str, local: bool) -> int:
    """Tokens that request and reply may have together, rather too few than too many.

    Args:
        model: the server's name for it.
        local: whether the server is on this machine, where memory sets the limit.
    """
    if local:
        return _LOCAL_TOKENS
    return next((tokens for pattern, tokens in _KNOWN if re.search(pattern, model.lower())), _REMOTE_TOKENS)
