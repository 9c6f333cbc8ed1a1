"""Counts in words."""


def counted(count: int, thing: str, things: str = "") -> str:
    """A count with its noun: `1 chapter`, `2 chapters`, `3 earlier replies`.

    Args:
        count: how many.
        thing: one of them.
        things: several of them; empty where the noun takes an s.
    """
    return f"{count:,} {thing if count == 1 else things or f'{thing}s'}"
