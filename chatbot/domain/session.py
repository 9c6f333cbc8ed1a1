"""What a session owns besides its messages: title and state, working memory, chapters of its summary."""

from datetime import datetime

from chatbot.domain.mood import MoodPoint, MoodState
from chatbot.domain.value import Value, field


class SessionMeta(Value):
    """A session as the list shows it.

    Attributes:
        id: sortable identifier, and the name of its folder.
        title: one cleaned line; empty until the first message gives one.
        persona_id: the persona that speaks now.
        created_at, updated_at: aware UTC; updated with every turn.
        turns: how many exchanges it has had.
        private: True where nothing outside it is read or written.
        titled_by_user: True where the user named it, so that no message renames it.
        forked_from: id of the session it was forked from; empty for none.
        memory_mode: how memories are learnt here (rules, background, tools, hybrid, off); empty for the setting.
        summary_paused: True where the user stopped the writing of chapters.
        keep_days: how many days after its last turn it goes to the trash; 0 for the setting, -1 for never.
    """

    id: str
    title: str
    persona_id: str
    created_at: datetime
    updated_at: datetime
    turns: int = 0
    private: bool = False
    titled_by_user: bool = False
    forked_from: str = ""
    memory_mode: str = ""
    summary_paused: bool = False
    keep_days: int = 0


class WorkingMemory(Value):
    """What the session is busy with. Texts are cleaned lines; the newest comes last."""

    goal: str = ""
    subgoals: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    scratchpad: str = ""
    variables: tuple[tuple[str, str], ...] = ()


class KeyFact(Value):
    """A name, number, date, promise, decision or open question that a chapter must not lose.

    Attributes:
        text: the fact, short.
        kind: name | number | date | promise | decision | question.
        message_id: where it stands.
        weight: 0..1.
        kept: whether the chapter's text holds it.
    """

    text: str
    kind: str
    message_id: str
    weight: float = 0.5
    kept: bool = True


class ChapterText(Value):
    """What a chapter said before it was changed."""

    title: str
    text: str
    origin: str
    updated_at: datetime


class Chapter(Value):
    """One summarised stretch of a session.

    Attributes:
        id: sortable identifier.
        title, text: cleaned.
        first_seq, last_seq: the messages it covers, inclusive.
        covers: ids of the messages or, for a chapter of chapters, of the chapters.
        level: 1 for a chapter of messages, 2 and up for chapters of chapters.
        key_facts: what was taken out before writing, with what was kept.
        origin: rule | model | user.
        stale: why it must be rewritten (a message was edited or deleted); empty for not at all.
        version: counts up with every change, from 1.
        created_at, updated_at: aware UTC.
        earlier: what it said before, oldest first; for undo.
    """

    id: str
    title: str
    text: str
    first_seq: int
    last_seq: int
    created_at: datetime
    updated_at: datetime
    covers: tuple[str, ...] = ()
    level: int = 1
    key_facts: tuple[KeyFact, ...] = ()
    origin: str = "rule"
    stale: str = ""
    version: int = 1
    earlier: tuple[ChapterText, ...] = ()


class SessionState(Value):
    """Everything that a session has but messages and memories: `session.json`, and `chapters.json` for its chapters.

    Attributes:
        meta: see `SessionMeta`.
        user_mood, persona_mood: where the two moods stand; the persona's by persona id.
        mood_points: the newest points of the chart, oldest first, at most `MOOD_POINTS_KEPT`.
        working: working memory.
        chapters: oldest first.
    """

    meta: SessionMeta
    user_mood: MoodState = MoodState()
    persona_moods: dict[str, MoodState] = field(default_factory=dict)
    mood_points: tuple[MoodPoint, ...] = ()
    working: WorkingMemory = WorkingMemory()
    chapters: tuple[Chapter, ...] = ()


MOOD_POINTS_KEPT = 400
"""Bounds `session.json`: a chart 200 columns wide shows fewer, and every message keeps its own reading."""
