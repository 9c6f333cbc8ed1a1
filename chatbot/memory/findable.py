"""The memories as recall finds them: by words, slot, subject, and pin, with what they guard. Judges nothing."""

from collections.abc import Iterable, Mapping

from chatbot.domain.memory import Memory
from chatbot.memory.guarded import Guards, Watch
from chatbot.memory.listed import Listed
from chatbot.memory.notes import Notes
from chatbot.memory.question import Question
from chatbot.memory.weights import MatchWeights


class Findable:
    """Whoever may know them, and of every status: recall looks at that itself.

    Args:
        notes: the memories by their words.
        lists: the memories by what they are.
        guards: of all of them.
        weights: how words are weighed.
    """

    def __init__(self, notes: Notes[Memory], lists: Listed, guards: Guards, weights: MatchWeights) -> None:
        self._notes = notes
        self._lists = lists
        self._guards = guards
        self._weights = weights

    @property
    def by_id(self) -> Mapping[str, Memory]:
        """Every memory."""
        return self._notes.kept

    @property
    def pinned(self) -> Iterable[Memory]:
        """The pinned ones, by id."""
        return self._those(sorted(self._lists.pinned))

    @property
    def narrow(self) -> Iterable[Memory]:
        """Those that not everybody may know."""
        return self._those(self._lists.narrow)

    def matching(self, question: Question) -> Mapping[str, float]:
        """Relevance by id of those that share a word with the question."""
        return self._notes.match(question, self._weights)

    def filling(self, attributes: Iterable[str]) -> Iterable[Memory]:
        """Those whose attribute is wanted (see `attributes.fills`), by id."""
        return self._those(sorted(self._lists.filling(attributes)))

    def about(self, subjects: Iterable[str]) -> Iterable[Memory]:
        """Those whose subject is one of these."""
        return self._those(key for subject in subjects for key in sorted(self._lists.about(subject)))

    def persons_among(self, spoken: Iterable[str]) -> list[str]:
        """Third persons of any memory whose whole name is among the words spoken."""
        words = set(spoken)
        return sorted(subject for subject in self._lists.persons() if words.issuperset(subject.split()))

    def watch(self, session_id: str, persona_id: str) -> Watch:
        """Judges what a turn of that session with that persona may be told of messages and chapters."""
        return Watch(self._guards, self._notes.kept, session_id, persona_id)

    def _those(self, memory_ids: Iterable[str]) -> Iterable[Memory]:
        by_id = self._notes.kept
        return [by_id[key] for key in memory_ids]
