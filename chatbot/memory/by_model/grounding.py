"""Checks what a model found against the user's own words, and makes candidates of what stands there.

What fails is dropped without a word: a model's slip is no news for the user.
"""

from collections.abc import Iterable
from datetime import datetime

from chatbot.domain.memory import USER_SUBJECT, Candidate, Cue, Origin, Polarity
from chatbot.domain.message import Message, Role
from chatbot.domain.patterns import lazy
from chatbot.domain.slots import Kind, slot_of
from chatbot.domain.text import clean_line, fold
from chatbot.domain.value import Value
from chatbot.memory.by_model.answer import Found
from chatbot.memory.by_model.evidence import Evidence, find_evidence
from chatbot.memory.dates import find_dates
from chatbot.memory.extract.orders import said_scope
from chatbot.memory.phrase import to_record
from chatbot.memory.secrets import find_secrets
from chatbot.memory.similarity import rare_words
from chatbot.memory.words import word_set

MOST_CONFIDENCE = 0.85
"""What a model is sure of counts a little less than what the rules find."""

_LONGEST_VALUE, _LONGEST_TEXT, _MOST_WORDS = 160, 300, 14
_SHARE_SAID = 0.6
"""Of the telling words of a note: so many must be the user's; the others are what pronouns stand for."""

_ATTRIBUTE = lazy(r"[a-z_]+(?:\.[a-z][a-z0-9_]{0,30})?")
_DOTTED = ("family", "pet", "favorite")
_DENIALS_OWN = ("dislikes", "diet", "reply_style", "health", "schedule")
"""Slots whose value may be what somebody does not want or do."""

_POINTING = word_set("it that this him her them there here one he she they me you something someone")
_OTHERS = lazy(
    r"^(?:he|she|they|it) |^(?:my|our) (?:\w+ )?(?:sister|brother|mother|mom|mum|dad|father|wife|husband|partner|"
    r"girlfriend|boyfriend|fiance|fiancee|son|daughter|kid|child|friend|boss|colleague|cousin|aunt|uncle|grandma|"
    r"grandmother|grandpa|grandfather|roommate|flatmate|neighbou?r|niece|nephew|dog|cat|parents)\b"
)
_PEOPLE = ("family", "partner", "friend", "pet", "")
_YEARS = lazy(r"\d|teen\b|twent|thirt|fort|fift|sixt|sevent|eight|ninet")
_DENIED_TEXT = lazy(r"\b(?:not|no|never|without|dislikes?|hates?|avoids?|stopped|quit)\b|n't\b")
_NOTE_KINDS = {kind.value: kind for kind in (Kind.EVENT, Kind.PLAN, Kind.GOAL, Kind.RELATIONSHIP, Kind.FEELING)}
_DATED = (Kind.EVENT, Kind.PLAN, Kind.GOAL)


class Grounded(Value):
    """A candidate, and the user's message that says it."""

    message: Message
    candidate: Candidate


def ground(found: Iterable[Found], new: dict[int, Message], spoken: str, user_name: str) -> tuple[Grounded, ...]:
    """What of a model's findings the user said.

    Args:
        found: as the model answered.
        new: the lines that are evidence, by their number.
        spoken: all the user's lines that the model saw, for names of third persons and for what pronouns mean.
        user_name: what the user is called.
    """
    made: list[Grounded] = []
    for one in found:
        message = new.get(one.message)
        candidate = candidate_of(one, message, spoken, user_name) if message is not None else None
        if message is not None and candidate is not None:
            made.append(Grounded(message, candidate))
    return tuple(made)


def candidate_of(found: Found, message: Message, spoken: str, user_name: str) -> Candidate | None:
    """The candidate that a finding is, as far as a message of the user says it; None where it does not.

    Args:
        found: one finding; its number is not looked at.
        message: where it was said.
        spoken: all the user's lines that count, for names and pronouns.
        user_name: what the user is called.
    """
    value = clean_line(found.value, _LONGEST_VALUE).strip(" .,!?;:\"'")
    attribute = found.attribute.strip().lower()
    if message.role is not Role.USER or find_secrets(f"{found.quote} {found.text} {value}"):
        return None
    if not (_fits(attribute, value) if attribute else not value or fold(value) in fold(found.quote)):
        return None
    evidence = find_evidence(message.text, found.quote, value if attribute else "")
    subject = _subject(found.subject, spoken, user_name)
    if evidence is None or not subject or not _agrees(found, evidence, subject, attribute, value):
        return None
    polarity = Polarity.NEGATIVE if found.denied else Polarity.POSITIVE
    text = to_record(subject, attribute, value, polarity) if attribute else clean_line(found.text, _LONGEST_TEXT)
    if not attribute and not _said(text, found, evidence, message.created_at, f"{spoken} {user_name}"):
        return None
    return _made(found, message, evidence, Candidate(text, _kind(found, attribute), subject, attribute,
                 value if attribute else "", clean_line(found.quote, 400), polarity=polarity))  # fmt: skip


def _fits(attribute: str, value: str) -> bool:
    """Whether slot and value can go together at all."""
    family, _, kind = attribute.partition(".")
    if not _ATTRIBUTE.fullmatch(attribute) or slot_of(attribute) is None or (family in _DOTTED) != bool(kind):
        return False
    if not value or fold(value) in _POINTING or len(value.split()) > _MOST_WORDS:
        return False
    return attribute != "age" or _YEARS.search(fold(value)) is not None


def _subject(subject: str, spoken: str, user_name: str) -> str:
    """The subject as it is stored; empty where the user named no such person."""
    folded = fold(clean_line(subject, 60)).removeprefix("user's ").removeprefix("my ").removeprefix("the ")
    if folded in (USER_SUBJECT, "i", "me", fold(user_name)):
        return USER_SUBJECT
    return folded if folded and f" {folded} " in f" {_words(spoken)} " else ""


def _words(text: str) -> str:
    return " ".join("".join(one if one.isalnum() else " " for one in fold(text).replace("'s", " ")).split())


def _agrees(found: Found, evidence: Evidence, subject: str, attribute: str, value: str) -> bool:
    """Whether the statement affirms what the finding affirms, of whom it affirms it."""
    family = attribute.partition(".")[0]
    if subject == USER_SUBJECT and family not in _PEOPLE and _OTHERS.search(evidence.clause):
        return False
    if attribute == "name" and not (value[:1].isupper() or "name" in evidence.clause):
        return False
    if found.change == "ended":
        return evidence.over
    if evidence.past and not found.denied:
        return False
    if attribute == "dislikes":
        return evidence.averse and not found.denied
    if found.denied:
        return evidence.denies
    if attribute in ("likes", "hobby") or family == "favorite":
        return not evidence.averse
    if not attribute:
        return not evidence.denies or _DENIED_TEXT.search(fold(found.text)) is not None
    return not evidence.denies or attribute in _DENIALS_OWN


def _said(text: str, found: Found, evidence: Evidence, now: datetime, spoken: str) -> bool:
    """Whether a note only says what was said: its numbers and most of its words are the user's, or a date's."""
    dates = " ".join(f"{span.first:%Y-%m-%d %d %B %Y %A}" for span in find_dates(evidence.sentence, now))
    own = rare_words(f"{evidence.typed} {evidence.sentence}")
    allowed = own | rare_words(f"{dates} {spoken}")
    telling = rare_words(text)
    if not telling or not rare_words(found.quote) or fold(found.quote).startswith("remember"):
        return False
    if any(any(sign.isdigit() for sign in word) and word.lstrip("0") not in {one.lstrip("0") for one in allowed}
           for word in telling):  # fmt: skip
        return False
    known = [word for word in telling if _among(word, allowed)]
    return len(known) >= _SHARE_SAID * len(telling) and any(_among(word, own) for word in telling)


def _among(word: str, words: frozenset[str]) -> bool:
    """Whether a word, in this or a related form ("adopted", "adopts"), is among others."""
    return word in words or (len(word) > 4 and any(one.startswith(word[: max(4, len(word) - 3)]) for one in words))


def _kind(found: Found, attribute: str) -> Kind:
    slot = slot_of(attribute) if attribute else None
    return slot.kind if slot else _NOTE_KINDS.get(found.kind, Kind.FACT)


def _cue(found: Found, evidence: Evidence) -> Cue:
    """How it was said; a change or a correction only where the words can bear it."""
    if found.change == "ended":
        return Cue.ENDING
    if found.change == "changed" and evidence.changed:
        return Cue.CHANGE
    return Cue.CORRECTION if found.change == "corrected" and evidence.corrects else Cue.STATEMENT


def _made(found: Found, message: Message, evidence: Evidence, plain: Candidate) -> Candidate:
    """The candidate with everything that the message adds: dates, names, scope, and how sure it is."""
    dates = find_dates(evidence.sentence, message.created_at) if plain.kind in _DATED else ()
    spoken = fold(message.text)
    names = [fold(clean_line(name, 60)) for name in found.entities[:8]]
    topics = [fold(clean_line(topic, 24)) for topic in found.topics[:4]]
    return Candidate(
        text=plain.text,
        kind=plain.kind,
        subject=plain.subject,
        attribute=plain.attribute,
        value=plain.value,
        quote=plain.quote,
        cue=_cue(found, evidence),
        polarity=plain.polarity,
        entities=tuple(dict.fromkeys(name for name in names if name and name in spoken)),
        topics=tuple(dict.fromkeys(topic for topic in (*topics, plain.kind.value) if topic)),
        importance=_share(found.importance),
        confidence=min(_share(found.confidence), MOST_CONFIDENCE),
        event_start=dates[0].first if dates else None,
        event_end=dates[0].last if dates else None,
        scope=said_scope(message.text)[1],
        origin=Origin.MODEL,
    )


def _share(number: float) -> float:
    """A number as 0..1; what is no number counts nothing."""
    return min(1.0, max(0.0, number)) if number == number else 0.0
