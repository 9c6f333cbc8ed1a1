"""A persona's sign: where it stands before the name, and where it would only say the name's first letter again."""


def before_name(glyph: str, name: str) -> str:
    """The sign for a line on which the name follows: empty where it is how the name begins, which reads as a slip."""
    return "" if name.casefold().startswith(glyph.casefold()) else glyph
