"""Word lists, written as running text so that they stay readable."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set for looking up."""
    return frozenset(text.split())
