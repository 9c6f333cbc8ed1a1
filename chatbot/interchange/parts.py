"""What is exchanged, as values: a session with all that it owns, what a file held, and what could not be used of it."""

from chatbot.domain.change import JournalEntry
from chatbot.domain.memory import Memory
from chatbot.domain.message import Message
from chatbot.domain.session import SessionState
from chatbot.domain.value import Value

SESSION_FORMAT = "chatbot-session/1"
MEMORIES_FORMAT = "chatbot-memories/1"
EXPORT_FORMAT = "chatbot-export/1"


class SessionContent(Value):
    """A session with everything that it owns.

    Attributes:
        state: meta data, moods, working memory, chapters.
        messages: by position.
        memories: of session scope, of every status.
        journal: what changed these memories, oldest first, without what the same change sets did to others.
    """

    state: SessionState
    messages: tuple[Message, ...]
    memories: tuple[Memory, ...] = ()
    journal: tuple[JournalEntry, ...] = ()


class Note(Value):
    """A fact in somebody's words, not yet a memory, with its moment where the file has one (ISO 8601)."""

    text: str
    where: str
    at: str = ""


class Trouble(Value):
    """A record that could not be used.

    Attributes:
        where: the line or the place, such as `line 12`.
        what: why, one line.
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class FileContent(Value):
    """What a file held.

    Attributes:
        kind: whose format it is, in words.
        foreign: another program's conversations, whose ids here are new each time.
        sessions: conversations, ready but for their ids.
        memories: records of this program.
        journal: the journal that came with `memories`, oldest first.
        notes: facts of other programs.
        left_out: records that are fine and no conversation: system prompts, tool calls, empty ones.
        troubles: what could not be used.
    """

    kind: str
    foreign: bool = False
    sessions: tuple[SessionContent, ...] = ()
    memories: tuple[Memory, ...] = ()
    journal: tuple[JournalEntry, ...] = ()
    notes: tuple[Note, ...] = ()
    left_out: int = 0
    troubles: tuple[Trouble, ...] = ()
