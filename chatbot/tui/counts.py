"""Counts in words."""


def counted(count: int, thing: str) -> str:
    """A count with its noun: `1 chapter`, `2 chapters`. For nouns that take an s."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
