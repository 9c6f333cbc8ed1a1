"""Looking at the few that may fit gives the very result of looking at all."""

from collections.abc import Callable, Hashable, Mapping
from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from chatbot.domain.change import Change
from chatbot.domain.memory import Candidate, Cue, Memory, Origin, Polarity, Status
from chatbot.domain.message import Message, Role
from chatbot.domain.persona import MemoryLens
from chatbot.domain.records import Keys, Records
from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import replace
from chatbot.errors import ChatbotError
from chatbot.memory.blocking import near_notes, speaking_of
from chatbot.memory.book import MemoryBook
from chatbot.memory.dependents import leans_on, telling
from chatbot.memory.reconcile import Setting, reconcile
from chatbot.memory.similarity import duplicates
from chatbot.storage.in_memory import MemoriesInMemory
from tests.unit.memory.making import NOW, memory

_SLOTS = ("likes", "likes", "likes", "", "", "dislikes", "home", "pet.cat", "friend", "reply_style", "owns")
_VALUES = (
    "night trains", "a night train", "night trains", "a night train", "Night Train", "trains of the night", "night",
    "the cat", "two cats", "42 boats", "43 boats", "Porto", "Porto, Portugal", "short answers", "long answers",
    "the a boat", "?!", "Anna", "Annas",
)  # fmt: skip
_TEXTS = (
    "User keeps the spare key under the green stone by the old gate",
    "User keeps the spare key under the green stone by the gate",
    "User keeps a spare key under that green stone by the gate",
    "User keeps the spare keys under the green stone by the gate",
    "User never keeps the spare key under the green stone by the gate",
    "User keeps 2 spare keys under the green stone by the gate",
    "User keeps 3 spare keys under the green stone by the gate",
    "User has a boat in Porto", "User has the boat in Lisbon", "boat", "the", "",
    "User takes a night train to Anna.", "Anna takes night trains", "User feeds the cat",
)  # fmt: skip


class _All(Records):
    """Looks at everything, whatever is asked for."""

    def filling(self, subject: str, attribute: str) -> list[Memory]:
        return [one for one in self.values() if (one.subject, one.attribute) == (subject, attribute)]

    def sharing(self, keys: Keys, key: Hashable, slot: tuple[str, str] | None = None) -> list[Memory]:
        return [*self.values()] if slot is None else self.filling(*slot)


_memories = st.builds(
    lambda number, slot, value, text, subject, fields: memory(
        f"{number:02}", f"User {slot}: {value}" if slot else text, slot, value if slot else "",
        subject=subject, **fields,
    ),
    st.integers(0, 11),
    st.sampled_from(_SLOTS),
    st.sampled_from(_VALUES),
    st.sampled_from(_TEXTS),
    st.sampled_from(("user", "user", "user", "anna", "night train")),
    st.fixed_dictionaries(
        {},
        optional={
            "status": st.sampled_from((Status.ACTIVE, Status.ACTIVE, *Status)),
            "polarity": st.sampled_from((Polarity.POSITIVE, Polarity.POSITIVE, Polarity.NEGATIVE)),
            "scope": st.sampled_from(Scope),
            "locked": st.booleans(),
            "origin": st.sampled_from(Origin),
            "fingerprint": st.sampled_from(("", "0123")),
            "supersedes": st.sampled_from(("", "03")),
            "confidence": st.sampled_from((0.4, 1.0)),
        },
    ),
)  # fmt: skip
_candidates = st.builds(
    lambda slot, value, text, cue, subject, polarity, old: Candidate(
        f"User {slot}: {value}" if slot else text, Kind.FACT, subject, slot, value if slot else "", "said", cue, old,
        polarity,
    ),
    st.sampled_from(_SLOTS),
    st.sampled_from(_VALUES),
    st.sampled_from(_TEXTS),
    st.sampled_from((Cue.STATEMENT, Cue.STATEMENT, *Cue)),
    st.sampled_from(("user", "user", "anna")),
    st.sampled_from((Polarity.POSITIVE, Polarity.POSITIVE, Polarity.NEGATIVE)),
    st.sampled_from(("", "", *_VALUES)),
)  # fmt: skip
_states = st.lists(st.lists(_memories, max_size=12), min_size=1, max_size=3)


def _grown(states: list[list[Memory]], asked: Callable[[Records], object]) -> Records:
    """A state that others went before, in each of which something was looked up."""
    known = Records()
    for changed in states:
        known = known.with_changes(changed)
        asked(known)
    return known


def _told(slot: str, value: str, old: str = "", cue: Cue = Cue.STATEMENT) -> list[Candidate]:
    return [Candidate(f"User {slot}: {value}", Kind.FACT, "user", slot, value, "said", cue, old)]


def _held(slot: str, value: str) -> list[list[Memory]]:
    return [[memory("01", f"User {slot}: {value}", slot, value)]]


@settings(max_examples=60, deadline=None)
@example(_held("likes", "a night train"), _told("likes", "night trains"), False)
@example(_held("dislikes", "Night train"), _told("likes", "a night train"), False)
@example(_held("likes", "jazz"), _told("likes", "rock", "jazz", Cue.CORRECTION), False)
@example(_held("family.sister", "two sisters"), _told("family.sister", "Anna"), False)
@example(_held("friend", "Anna"), _told("friend", "Anna of Porto"), False)
@example(_held("reply_style", "short answers"), _told("reply_style", "long answers"), False)
@example(_held("owns", "two boats"), _told("owns", "three boats"), False)
@given(_states, st.lists(_candidates, min_size=1, max_size=3), st.booleans())
def test_reconciling_changes_the_same(states: list[list[Memory]], told: list[Candidate], by_hand: bool) -> None:
    def outcome(known: Mapping[str, Memory]) -> tuple[Change, ...]:
        numbers = iter(range(1000))
        said = Message("m", "s", 1, 1, Role.USER, "p", "said", NOW)
        when = Setting(NOW, lambda: f"new {next(numbers):03}", "s", "p", None if by_hand else said, by_hand)
        return reconcile(told, known, MemoryLens(), when)

    known = _grown(states, outcome)
    assert outcome(known) == outcome(_All(known))


@settings(max_examples=60, deadline=None)
@given(_states, st.sampled_from(_TEXTS), st.sampled_from(_VALUES))
def test_no_note_and_no_mention_is_missed(states: list[list[Memory]], text: str, value: str) -> None:
    named = telling(memory("x", "", "owns", value)) or "cat"
    known = _grown(states, lambda records: (near_notes(text, "user", records), speaking_of(named, records)))
    notes = sorted(_All(known).filling("user", ""), key=lambda one: one.id)
    near = sorted(near_notes(text, "user", known), key=lambda one: one.id)
    assert duplicates(text, near) == duplicates(text, notes)
    speaking = {one.id for one in speaking_of(named, known) if leans_on(one, named)}
    assert speaking == {one.id for one in known.values() if leans_on(one, named)}


class _Whole(MemoriesInMemory):
    """A store whose answers look at everything."""

    def everything(self) -> Mapping[str, Memory]:
        return _All(super().everything())

    def readable(self, session_id: str, persona_id: str) -> Mapping[str, Memory]:
        return _All(super().readable(session_id, persona_id))


_ADDED = ("I like night trains", "I live in Porto", "my cat is called Anna", "my locker is number 42", "I own a boat")
_deeds = st.lists(
    st.tuples(
        st.sampled_from(("add", "edit", "forget", "restore", "accept", "attribute")),
        st.integers(0, 30),
        st.sampled_from((*_ADDED, *_TEXTS[:8])),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(_memories, max_size=12, unique_by=lambda one: one.id), _deeds)
def test_what_is_done_by_hand_changes_the_same(start: list[Memory], deeds: list[tuple[str, int, str]]) -> None:
    def outcome(store: MemoriesInMemory) -> list[object]:
        numbers = iter(range(1000))
        book = MemoryBook(store, lambda: NOW + timedelta(hours=1), lambda: f"new {next(numbers):03}")
        store._keep([replace(one, version=1) for one in start])
        told: list[object] = []
        for deed, place, text in deeds:
            try:
                ids = sorted(store.everything())
                one = ids[place % len(ids)] if ids else "none"
                acts: dict[str, Callable[[], object]] = {
                    "add": lambda: book.add(text).result(),  # noqa: B023 - called at once
                    "edit": lambda: book.edit(one, text=text).result(),  # noqa: B023
                    "forget": lambda: book.forget([one]).result(),  # noqa: B023
                    "restore": lambda: book.restore(one).result(),  # noqa: B023
                    "accept": lambda: book.accept(one).result(),  # noqa: B023
                    "attribute": lambda: book.edit(one, attribute="owns", value="a boat").result(),  # noqa: B023
                }
                told.append(acts[deed]())
            except ChatbotError as error:
                told.append(str(error))
        return told

    assert outcome(MemoriesInMemory()) == outcome(_Whole())
