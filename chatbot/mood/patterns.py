"""Feelings that come back: with a topic, a person, a persona, at a time of day, on a weekday. Counts, no theory.

A pattern needs at least `FEWEST` cases, is so in at least half of them, and more often than otherwise.
Readings are taken as they stand, so a disputed one counts as the user put it right.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

from chatbot.domain.mood import MoodPoint, Reading, Whose
from chatbot.domain.value import Value
from chatbot.mood.empathy import FEELING_WORDS
from chatbot.mood.topics import people_of, topics_of

FEWEST = 3
"""Cases of a feeling before it is called a pattern."""

_SHARE = 0.5
_LIFT = 1.3
_SURE = 0.45
_MOST_SHOWN = 12
_DAYPARTS = ("at night", "in the morning", "in the afternoon", "in the evening")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class By(StrEnum):
    """What a pattern goes with."""

    TOPIC = "topic"
    PERSON = "person"
    PERSONA = "persona"
    HOUR = "hour"
    WEEKDAY = "weekday"


class Case(Value):
    """One of the user's messages with its reading; `at` is aware UTC."""

    text: str
    reading: Reading
    persona_id: str
    at: datetime | None


class Pattern(Value):
    """A feeling that comes back.

    Attributes:
        by: what it goes with.
        name: which topic, person, persona id, quarter of the day or weekday.
        emotion: the commonest of `EMOTIONS` among the cases.
        count: messages with a feeling of its family.
        total: all messages with that topic, person, ...
    """

    by: By
    name: str
    emotion: str
    count: int
    total: int

    def __str__(self) -> str:
        return f"{self.name}: {FEELING_WORDS[self.emotion]} in {self.count} of {self.total} messages"


def cases_of(points: Iterable[MoodPoint], texts: Mapping[str, str]) -> tuple[Case, ...]:
    """The user's points with the words that were said.

    Args:
        points: of one or more sessions.
        texts: message id -> text; a point without its text still counts for time and persona.
    """
    return tuple(
        Case(texts.get(point.message_id, ""), point.reading, point.persona_id, point.state.at)
        for point in points
        if point.whose is Whose.USER
    )


def patterns(cases: Sequence[Case], zone: tzinfo = UTC) -> tuple[Pattern, ...]:
    """The feelings that come back, the surest first, at most twelve.

    Args:
        cases: the user's messages in any order.
        zone: the user's time zone, for hours and weekdays.
    """
    groups: dict[tuple[By, str], list[str]] = defaultdict(list)
    emotions = [_felt(case.reading) for case in cases]
    for case, emotion in zip(cases, emotions, strict=True):
        for key in _keys(case, zone):
            groups[key].append(emotion)
    everywhere = Counter(_family(emotion) for emotion in emotions)
    found = []
    for (by, name), felt in groups.items():
        pattern = _pattern(by, name, felt)
        if pattern is None:
            continue
        usual = everywhere[_family(pattern.emotion)] / len(cases)
        alone = len(felt) == len(cases) and by in (By.TOPIC, By.PERSON)
        if alone or pattern.count / pattern.total >= _LIFT * usual:
            found.append(pattern)
    return tuple(sorted(found, key=lambda one: (-one.count * one.count / one.total, one.by, one.name))[:_MOST_SHOWN])


def _pattern(by: By, name: str, felt: Sequence[str]) -> Pattern | None:
    families = Counter(_family(emotion) for emotion in felt if emotion != "neutral")
    if not families:
        return None
    family, count = families.most_common(1)[0]
    if count < FEWEST or count < _SHARE * len(felt):
        return None
    emotion = Counter(emotion for emotion in felt if _family(emotion) == family).most_common(1)[0][0]
    return Pattern(by, name, emotion, count, len(felt))


def _keys(case: Case, zone: tzinfo) -> Iterable[tuple[By, str]]:
    yield from ((By.TOPIC, topic) for topic in topics_of(case.text))
    yield from ((By.PERSON, person) for person in people_of(case.text))
    if case.persona_id:
        yield By.PERSONA, case.persona_id
    if case.at is not None:
        local = case.at.astimezone(zone)
        yield By.HOUR, _DAYPARTS[local.hour // 6]
        yield By.WEEKDAY, _WEEKDAYS[local.weekday()]


def _felt(reading: Reading) -> str:
    """The emotion of a reading that is sure enough, else neutral."""
    return reading.emotion if reading.disputed or reading.confidence >= _SURE else "neutral"


def _family(emotion: str) -> str:
    return Reading(emotion=emotion).family
