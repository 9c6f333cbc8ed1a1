"""What recall is asked: the words, the moment, and who asks, which decides what may be known."""

from collections.abc import Mapping
from datetime import datetime

from chatbot.domain.memory import Memory
from chatbot.domain.mood import MoodState
from chatbot.domain.persona import MemoryLens
from chatbot.domain.value import Value, field
from chatbot.memory.scoring import recallable
from chatbot.memory.tokens import term, words


class Query(Value):
    """What to recall for.

    Attributes:
        text: what the user just said.
        now: the turn's moment, aware.
        session_id, persona_id: where the turn happens; they decide what may be known.
        lens: the persona's.
        user_mood: for mood congruence.
        user_name: what the user is called; a question in the third person that names them is about the user.
        persona_names: persona ids with the names of the personas, for questions that name who said something.
        limit: the most results; None for the lens's `recall_limit`. Pinned memories and what must be known
            when food is spoken of come on top of it.
        recent_ids: messages that the prompt shows anyway, the one just said among them; they are not recalled.
        private: True where nothing outside the session may be read.
        until: messages and chapters that are younger are not found; None for no such limit.
        vector: the text's, by the embedder of the index's vectors; empty for none.
    """

    text: str
    now: datetime
    session_id: str
    persona_id: str
    lens: MemoryLens = field(default_factory=MemoryLens)
    user_mood: MoodState = MoodState()
    user_name: str = ""
    persona_names: Mapping[str, str] = field(default_factory=dict)
    limit: int | None = None
    recent_ids: frozenset[str] = frozenset()
    private: bool = False
    until: datetime | None = None
    vector: tuple[float, ...] = ()

    def knew(self, at: datetime) -> bool:
        """Whether something of that moment may be found."""
        return self.until is None or at <= self.until

    def may_know(self, memory: Memory) -> bool:
        """Whether the turn may be told a memory."""
        if self.private and memory.session_id != self.session_id:
            return False
        return recallable(memory, self.session_id, self.persona_id, self.lens, self.now)


def without_names(query: Query) -> str:
    """The text without the names of those who speak: they say who is meant, not what is looked for."""
    named = {word for name in (query.user_name, *query.persona_names.values()) for word in words(name) if term(word)}
    return " ".join(piece for piece in query.text.split() if not (found := words(piece)) or found[0] not in named)
