"""Finds names that a reader takes for one another: by case, accents, digits for letters, letters of other scripts."""

import unicodedata

_LOOK_ALIKE = str.maketrans(
    "аеорсухікмнтвԁѕјαεορυικνⅼ" + "01|!5$3@",
    "aeopcyxikmhtbdsjaeopuiknl" + "olllssea",
)
"""Cyrillic, Greek and digits that look like Latin letters; a small part of Unicode's confusables, lower case only."""


def skeleton(name: str) -> str:
    """What a name looks like: two names with one skeleton are easily taken for one another.

    >>> skeleton("Mаra") == skeleton("MARA")
    True
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return "".join(letters.translate(_LOOK_ALIKE).replace("i", "l").replace("rn", "m").split())
