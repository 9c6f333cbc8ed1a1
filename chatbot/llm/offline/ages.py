"""How old somebody is, counted from a birthday that is known; without the year the birthday, and that it lacks one."""

from datetime import date

from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.llm.offline.kin import Other

_ASKS = lazy(r"\bhow old (?:am i|is|are|will)\b|\b(?:my|'s) age\b")
_OF_MINE = lazy(r"\b(?:how old (?:is|are) my|my) (?:(?:older|elder|younger|little|big) )?(?P<word>[\w-]+)(?:'s? age)?$")
_OWN = lazy(r"\bhow old am i\b|\bmy age\b")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_BORN = lazy(
    r"(?:'s (?:birthday|date of birth) is|'s birthday:| (?:was|were) born)(?: on)? (?:\w+day )?(?:the )?"
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{'|'.join(_MONTHS)})(?:,? (?P<year>\d{{4}}))?$"
)
_BORN_IN = lazy(r" was born in (?P<year>\d{4})$")


def asks_age(question: str) -> bool:
    """Whether a folded question asks how old somebody is."""
    return _ASKS.search(question) is not None


def owners_of(question: str, others: tuple[Other, ...]) -> tuple[str, ...]:
    """The beginnings of folded sentences about whom a folded question asks the age of; none where it is not plain."""
    if others:
        return tuple(dict.fromkeys(other.name for other in others))
    if _OWN.search(question):
        return ("user",)
    of_mine = _OF_MINE.search(question)
    return (f"user's {of_mine['word']}",) if of_mine else ()


def aged(text: str, owner: str, today: date) -> str:
    """What a memory's sentence about a birth says of the age; empty where it tells no birth of that owner.

    Args:
        text: the sentence.
        owner: see `owners_of`.
        today: the user's day.
    """
    said = fold(text).rstrip(".")
    if not said.startswith(owner):
        return ""
    who = text[: len(owner)]
    if born := _BORN.match(said, len(owner)):
        if born["year"] is None:
            return f"{text.rstrip('.')}, but the year is not known, so the age is not either"
        try:
            birthday = date(int(born["year"]), _MONTHS.index(born["month"]) + 1, int(born["day"]))
        except ValueError:  # a 31st of June
            return ""
        years = today.year - birthday.year - ((today.month, today.day) < (birthday.month, birthday.day))
        when = f"{birthday.day} {birthday:%B %Y}"
        return f"{who} is {years}, counted from the birthday {when}" if years >= 0 else ""
    if (born := _BORN_IN.match(said, len(owner))) and (years := today.year - int(born["year"])) > 0:
        return f"{who} is {years - 1} or {years}, counted from the year of birth, {born['year']}"
    return ""
