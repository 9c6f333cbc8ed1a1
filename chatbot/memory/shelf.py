"""The messages of one session, indexed: words, speakers, sittings, days. Ranks nothing."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from chatbot.domain.message import Message, Role
from chatbot.domain.patterns import lazy
from chatbot.domain.text import fold
from chatbot.domain.value import Value, replace
from chatbot.memory.postings import Postings
from chatbot.memory.question import Trait
from chatbot.memory.spans import Span, spans
from chatbot.memory.tokens import terms

USER = ""
"""The user as a speaker; personas have their ids."""

SITTING_GAP = timedelta(hours=4)
"""A longer silence than this ends a sitting: shorter than a night, longer than a meal."""

_LONGEST_LISTED_SPAN_DAYS = 10

_ASIDE = lazy(r"\[[^\]]*\]")
_PICTURE = lazy(r"\b(photo|picture|image|photography)\b")
_SENTENCE = lazy(r"(?<=[.!?])\s+")
_TIME = lazy(
    r"\b(yesterday|today|tonight|tomorrow|last|next|ago|week|weekend|month|year|(mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"january|february|march|april|june|july|august|september|october|november|december|recently|since|morning|just|"
    r"summer|winter|spring|fall|autumn|\d{4})\b"
)
_NUMBER = lazy(
    r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|dozen|couple|several|few|twice|once|first|second|third)\b"
)
_FIRST_PERSON = lazy(r"\b(i|i'm|i've|i'd|i'll|my|me|we|our|we're|we've|mine)\b")
_NAME = lazy(r"(?<=[^.!?\s] )[A-Z][a-z]+")


class Entry(Value):
    """One message as the index keeps it.

    Attributes:
        seq: its place in the session, and its number in the postings.
        message_id, text, at, role: the message's.
        speaker: the persona that spoke, by id; empty for the user.
        traits: `Trait` values, as a plain number because flags are slow to combine.
        asking: share of its sentences that are questions, 0..1.
        spans: the days that it tells of.
    """

    seq: int
    message_id: str
    text: str
    at: datetime
    role: Role
    speaker: str
    traits: int
    asking: float
    spans: tuple[Span, ...]

    def at_place(self, seq: int) -> "Entry":
        """The same message at another place."""
        return replace(self, seq=seq)


def read_message(message: Message) -> Entry:
    """What the index keeps of a message."""
    folded = fold(message.text)
    spoken = _ASIDE.sub(" ", folded)
    traits = Trait.NONE
    for trait, pattern in ((Trait.TIME, _TIME), (Trait.NUMBER, _NUMBER), (Trait.FIRST_PERSON, _FIRST_PERSON)):
        if pattern.search(spoken):
            traits |= trait
    if len(spoken) < len(folded) and _PICTURE.search(folded):
        traits |= Trait.PICTURE
    if _NAME.search(message.text):
        traits |= Trait.NAME
    sentences = [sentence for sentence in _SENTENCE.split(spoken.strip()) if sentence]
    asking = sum(sentence.endswith("?") for sentence in sentences) / max(1, len(sentences))
    return Entry(
        seq=message.seq,
        message_id=message.id,
        text=message.text,
        at=message.created_at,
        role=message.role,
        speaker=message.persona_id if message.role is Role.PERSONA else USER,
        traits=traits.value,
        asking=asking,
        spans=spans(folded, message.created_at.date()),
    )


class Shelf:
    """One session's messages by their place in it. A message keeps its place when others go."""

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.postings = Postings()
        self._speakers: Counter[str] = Counter()
        self._order: list[int] = []
        self._sitting: dict[int, int] = {}
        self._sitting_lengths: list[int] = []
        self._stale = False
        self._by_day: dict[int, set[int]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def last_seq(self) -> int:
        """The highest place in use; 0 for none."""
        return self._order[-1] if self._order else 0

    def add(self, entry: Entry) -> None:
        """Adds a message whose place is free."""
        follows = entry.seq > self.last_seq
        previous = self.entries[self.last_seq] if self._order else None
        if follows:
            self._order.append(entry.seq)
        else:
            insort(self._order, entry.seq)
            self._stale = True
        self.entries[entry.seq] = entry
        self.postings.add(entry.seq, terms(entry.text))
        self._speakers[entry.speaker] += 1
        for day in _listed_days(entry):
            self._by_day[day].add(entry.seq)
        if follows and not self._stale:
            self._sit_down(entry, previous)

    def remove(self, seq: int) -> None:
        """Takes a message away."""
        entry = self.entries.pop(seq)
        del self._order[bisect_left(self._order, seq)]
        self.postings.remove(seq, terms(entry.text))
        for day in _listed_days(entry):
            self._by_day[day].discard(seq)
        self._speakers[entry.speaker] -= 1
        self._stale = True

    @property
    def speakers(self) -> frozenset[str]:
        """Who speaks here: ids of personas, and `USER`."""
        return frozenset(speaker for speaker, count in self._speakers.items() if count > 0)

    @property
    def sittings(self) -> Mapping[int, int]:
        """The sitting of each message, counted from 0."""
        if self._stale:
            self._seat_all()
        return self._sitting

    @property
    def sitting_lengths(self) -> list[int]:
        """Terms in each sitting."""
        if self._stale:
            self._seat_all()
        return self._sitting_lengths

    def told_on(self, first: int, last: int) -> Iterator[int]:
        """Messages written on, or telling of, the days from `first` to `last` (ordinals, included)."""
        for day in range(first, last + 1):
            yield from self._by_day.get(day, ())

    def _seat_all(self) -> None:
        self._stale = False
        self._sitting, self._sitting_lengths = {}, []
        previous = None
        for seq in self._order:
            entry = self.entries[seq]
            self._sit_down(entry, previous)
            previous = entry

    def _sit_down(self, entry: Entry, previous: Entry | None) -> None:
        if previous is None or entry.at - previous.at > SITTING_GAP:
            self._sitting_lengths.append(0)
        self._sitting[entry.seq] = len(self._sitting_lengths) - 1
        self._sitting_lengths[-1] += self.postings.lengths[entry.seq]


def _listed_days(entry: Entry) -> Iterator[int]:
    yield entry.at.toordinal()
    for first, last in entry.spans:
        if (last - first).days <= _LONGEST_LISTED_SPAN_DAYS:
            yield from range(first.toordinal(), last.toordinal() + 1)
