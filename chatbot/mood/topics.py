"""What a message is about, as far as moods are concerned: areas of life, and the people named."""

from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold

_AREAS: dict[str, str] = {
    "work": "work job boss office colleague coworker meeting deadline client manager shift salary",
    "study": "school university college exam exams class homework thesis teacher professor grades",
    "family": "family mum mom mother dad father sister brother son daughter kids grandma grandpa aunt uncle cousin",
    "partner": "boyfriend girlfriend husband wife partner fiance date dating marriage divorce ex",
    "friends": "friend friends buddy mates party hangout",
    "health": "health doctor hospital sick ill pain headache surgery medication therapy gym running diet injury",
    "sleep": "sleep asleep insomnia nightmare nap bed tired awake",
    "money": "money rent bills debt loan mortgage budget savings tax taxes bank broke",
    "home": "home house flat apartment landlord roommate neighbour neighbor moving cleaning kitchen",
    "travel": "travel trip flight holiday vacation airport hotel train visa",
    "pets": "dog cat puppy kitten pet vet",
    "code": "code bug build deploy server python compile test tests error release database",
    "food": "food dinner lunch breakfast cooking cook restaurant recipe",
    "hobbies": "music guitar piano game games gaming book books reading film movie painting hiking football garden",
}
_AREA_OF = {word: area for area, words in _AREAS.items() for word in words.split()}
_WORD = lazy(r"[^\W\d_]+")
_PERSON = lazy(r"(?<=[\w,;] )(?<![.!?:] )([A-ZÀ-Þ][a-zà-ÿ]{2,})\b")
_NO_PERSON_WORDS = """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
October November December God English German French Spanish Christmas Easter Google Python Internet
"""
_NO_PERSON = frozenset(_NO_PERSON_WORDS.split())


def topics_of(text: str) -> tuple[str, ...]:
    """The areas of life that a text speaks of, each once, in order; empty for none."""
    words = _WORD.findall(fold(text))
    return tuple(dict.fromkeys(_AREA_OF[word] for word in words if word in _AREA_OF))


def people_of(text: str) -> tuple[str, ...]:
    """The capitalised names inside a text's sentences, each once; places and products may be among them."""
    return tuple(dict.fromkeys(name for name in _PERSON.findall(text) if name not in _NO_PERSON))
