"""Everything that recall can find for one user: memories, the messages of sessions, chapters. Ranks and judges nothing.

The index is no record: it is built from the store and the session files, changes with every one of
their changes, and can be thrown away. It may be filled from one thread while another recalls.
"""

import threading
from collections.abc import Iterable, Sequence
from copy import copy
from operator import attrgetter

from chatbot.domain.memory import Memory
from chatbot.domain.message import Message
from chatbot.domain.session import Chapter
from chatbot.domain.value import Value
from chatbot.memory.cache import RankCache
from chatbot.memory.findable import Findable
from chatbot.memory.guarded import Guards, SupposedGuards
from chatbot.memory.listed import Listed, SupposedLists
from chatbot.memory.match import Names, rank_messages
from chatbot.memory.notes import Notes, SupposedNotes
from chatbot.memory.question import Question
from chatbot.memory.scoring import label_of
from chatbot.memory.shelf import USER, Entry, Shelf, read_message
from chatbot.memory.supposed import World
from chatbot.memory.vectors import Vectors
from chatbot.memory.weights import MATCH, MatchWeights

MOST_COMPARED = 20_000
"""Messages of one session whose vectors are all compared with a question's, which takes some three milliseconds."""

_SEQ = attrgetter("seq")
_READ = attrgetter("text", "attribute", "source", "entities", "topics")
"""What the words that a memory is found by come from."""
_LISTED = attrgetter(
    "subject", "scope", "session_id", "persona_id", "pinned", "status", "local_only", "polarity", "value"
)
"""What else decides where a memory is listed: a change of anything else is none to the index."""


class ShelvedChapter(Value):
    """A chapter with who may read it: its session, and sessions with `persona_id` unless that is empty."""

    chapter: Chapter
    session_id: str
    persona_id: str


class RecallIndex:
    """What recall searches. Adding costs about a tenth of a millisecond; ids are unique over all three sorts.

    Args:
        weights: how words are weighed.

    Attributes:
        memories: every memory, also those that a turn may not know.
        vectors: of messages and memories, where an embedder gave some; hold `lock` to change them. A changed
            text loses its vector.
    """

    def __init__(self, weights: MatchWeights = MATCH) -> None:
        self.weights = weights
        self._lock = threading.RLock()
        self._revision = 0
        self._shelves: dict[str, Shelf] = {}
        self._places: dict[str, tuple[str, int]] = {}
        self._notes: Notes[Memory] = Notes()
        self._listed = Listed()
        self._guards = Guards()
        self.memories = Findable(self._notes, self._listed, self._guards, weights)
        self._chapters: Notes[ShelvedChapter] = Notes()
        self.vectors = Vectors()
        self._ranked: RankCache[list[tuple[float, Entry]]] = RankCache()

    @property
    def lock(self) -> threading.RLock:
        """Held while a question is answered, so that it sees one state of the index."""
        return self._lock

    @property
    def revision(self) -> int:
        """Counts up with every change."""
        return self._revision

    def add_message(self, message: Message) -> None:
        """Adds a message, or puts it in the place of the one with its id.

        Args:
            message: with the `seq` that the store gave it; one without goes to the end of its session.
        """
        entry = read_message(message)
        with self._lock:
            held = self._places.get(message.id)
            if held is not None and self._shelves[held[0]].entries[held[1]] == entry:
                return
            self.remove(message.id)
            shelf = self._shelves.setdefault(message.session_id, Shelf())
            if entry.seq <= 0 or entry.seq in shelf.entries:
                entry = entry.at_place(shelf.last_seq + 1)
            shelf.add(entry)
            self._places[message.id] = (message.session_id, entry.seq)
            self._revision += 1

    def add_messages(self, messages: Iterable[Message]) -> None:
        """Adds many messages, letting others at the index in between; oldest first is fastest."""
        for message in messages:
            self.add_message(message)

    def put_memory(self, memory: Memory) -> None:
        """Adds a memory, or puts it in the place of the one with its id. Any status: recall looks at it itself."""
        with self._lock:
            self._revision += 1
            old = self._notes.kept.get(memory.id)
            if old is None or _READ(old) != _READ(memory):
                self._notes.put(memory.id, memory, _searched(memory))
            else:
                self._notes.swap(memory.id, memory)
                if _LISTED(old) == _LISTED(memory) and self._guards.of_memory(memory.id) is None:
                    return
            if old is not None:
                self._unlist(old)
                if old.text != memory.text:
                    self.vectors.remove(memory.id)
            self._listed.add(memory)
            self._guards.put(memory)

    def put_chapter(self, chapter: Chapter, session_id: str, persona_id: str = "") -> None:
        """Adds a chapter, or puts it in the place of the one with its id.

        Args:
            chapter: any.
            session_id: the session that it summarises.
            persona_id: the persona whose other sessions may know it; empty for none.
        """
        with self._lock:
            shelved = ShelvedChapter(chapter, session_id, persona_id)
            self._chapters.put(chapter.id, shelved, f"{chapter.title}\n{chapter.text}")
            self._revision += 1

    def remove(self, item_id: str) -> bool:
        """Takes a message, memory or chapter away; False where there is none of that id."""
        with self._lock:
            self.vectors.remove(item_id)
            place = self._places.pop(item_id, None)
            if place is not None:
                shelf = self._shelves[place[0]]
                shelf.remove(place[1])
                if not shelf:
                    del self._shelves[place[0]]
            memory = self._notes.remove(item_id)
            if memory is not None:
                self._unlist(memory)
            gone = place is not None or memory is not None or self._chapters.remove(item_id) is not None
            self._revision += gone
            return gone

    def supposing(self, world: World) -> "RecallIndex":
        """The index as it would be in another world, for looking; it shares everything else with this one.

        Hold `lock` for as long as it is used.
        """
        known, gone = self._notes.kept, world.records.keys() | world.hidden
        texts = {
            key: _searched(one)
            for key, one in world.records.items()
            if key not in known or _READ(known[key]) != _READ(one)
        }
        lists, guards = SupposedLists(self._listed, gone), SupposedGuards(self._guards, gone)
        for memory in world.records.values():
            lists.add(memory)
            guards.put(memory)
        notes = SupposedNotes(self._notes, world.records, texts, world.hidden)
        supposed = copy(self)
        supposed.memories = Findable(notes, lists, guards, self.weights)
        supposed.vectors = self.vectors.without(texts)
        return supposed

    def _unlist(self, memory: Memory) -> None:
        self._listed.remove(memory)
        self._guards.remove(memory)

    def drop_session(self, session_id: str) -> None:
        """Takes away what a session owns: its messages, chapters, and memories of session scope."""
        with self._lock:
            for item_id in [item_id for item_id, place in self._places.items() if place[0] == session_id]:
                del self._places[item_id]
                self.vectors.remove(item_id)
            self._shelves.pop(session_id, None)
            owned = [key for key, shelved in self._chapters.kept.items() if shelved.session_id == session_id]
            owned += [
                key
                for key, memory in self._notes.kept.items()
                if memory.scope.width == 0 and memory.session_id == session_id
            ]
            for item_id in owned:
                self.remove(item_id)
            self._revision += 1

    def personas_in(self, session_id: str) -> frozenset[str]:
        """Ids of the personas whose messages of a session are here."""
        shelf = self._shelves.get(session_id)
        return shelf.speakers - {USER} if shelf is not None else frozenset()

    def messages_for(self, session_id: str, question: Question, names: Names = ()) -> list[tuple[float, Entry]]:
        """Messages of one session, and of no other, best first; see `match.rank_messages`."""
        shelf = self._shelves.get(session_id)
        if shelf is None:
            return []
        key = (session_id, question.text, question.spans, names)
        return self._ranked.get(key, self._revision, lambda: rank_messages(shelf, question, self.weights, names))

    def near_messages(self, session_id: str, vector: Sequence[float], limit: int) -> list[Entry]:
        """The messages of one session that are nearest to a vector; none in a session too long to look through."""
        shelf = self._shelves.get(session_id)
        if shelf is None or not vector or len(shelf) > MOST_COMPARED:
            return []
        by_id = {entry.message_id: entry for entry in shelf.entries.values()}
        return [by_id[found] for found in self.vectors.nearest(vector, by_id, limit)]

    def messages_without_vector(self) -> list[Entry]:
        """The messages that have none, the newest of each session first."""
        shelves = list(self._shelves.values())
        entries = (entry for shelf in shelves for entry in sorted(shelf.entries.values(), key=_SEQ, reverse=True))
        return [entry for entry in entries if entry.message_id not in self.vectors]

    def text_of(self, item_id: str) -> str:
        """The text of a memory or message; empty where it is not here."""
        memory, place = self._notes.kept.get(item_id), self._places.get(item_id)
        if memory is not None:
            return memory.text
        return self._shelves[place[0]].entries[place[1]].text if place is not None else ""

    def session_of(self, message_id: str) -> str:
        """The session of a message; empty where it is not here."""
        return self._places.get(message_id, ("", 0))[0]

    def chapters_for(self, question: Question) -> Iterable[tuple[float, ShelvedChapter]]:
        """Relevance of chapters that share a word with the question, whoever may read them."""
        return [
            (score, self._chapters.kept[key]) for key, score in self._chapters.match(question, self.weights).items()
        ]


def _searched(memory: Memory) -> str:
    """The words that a memory is found by. The quote is among them: a question may use the user's own words."""
    parts = (memory.text, label_of(memory.attribute), memory.source.quote, *memory.entities, *memory.topics)
    said = dict.fromkeys(word for part in parts for word in part.split())
    return " ".join(said)
