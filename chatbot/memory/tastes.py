"""Favourites that a text asks for: by their name, or by a taste, as "what music do I like?" asks for the band."""

from chatbot.domain.patterns import lazy

_FAVORITE = lazy(r"\bfavou?rite (\w+)(?: (\w+))?")
_TASTES = (
    ("music", "band", "singer", "song", "artist", "album", "composer", "musician", "genre", "group"),
    ("film", "movie", "director", "actor", "actress"),
    ("book", "novel", "author", "writer"),
)
"""Favourites that tell a taste: who asks what music they like is answered with their favourite band."""
_TASTE = lazy(
    r"\b(?:(?P<thing>music|band|singer|song|film|movie|book)s?\b.* (?:do|did) i (?:like|love|enjoy|prefer|listen to)|"
    r"taste in (?P<of>music|films?|movies?|books?))\b"
)


def favorites_asked(folded: str) -> list[str]:
    """The slots of favourites that a folded text asks for, such as `favorite.band`."""
    found = [
        f"favorite.{word}"
        for match in _FAVORITE.finditer(folded.replace("colour", "color"))
        for word in match.groups()
        if word
    ]
    if taste := _TASTE.search(folded):
        thing = (taste["thing"] or taste["of"]).removesuffix("s")
        found += [f"favorite.{one}" for alike in _TASTES if thing in alike for one in alike]
    return found
