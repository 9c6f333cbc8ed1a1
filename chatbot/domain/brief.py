"""What a reply may draw on: everything the turn knows, as values, before any prompt is written."""

from collections.abc import Mapping
from datetime import datetime

from chatbot.domain.change import Change
from chatbot.domain.message import Message
from chatbot.domain.mood import MoodState, Reading
from chatbot.domain.persona import Persona
from chatbot.domain.receipt import Recalled
from chatbot.domain.session import Chapter, SessionMeta, WorkingMemory
from chatbot.domain.value import Value


class Guidance(Value):
    """How to meet the user's feeling.

    Attributes:
        strategy: a name from ESConv (Liu et al. 2021), such as `question` or `reflection of feelings`; empty for none.
        instruction: for the prompt, at most two sentences; empty where nothing need be said.
        crisis: True where the text shows signs of crisis, so that the fixed help text must be shown.
    """

    strategy: str = ""
    instruction: str = ""
    crisis: bool = False


class Bygone(Value):
    """Something about the user or their world that was so and is no more.

    Attributes:
        text: the memory's sentence while it held.
        told: the same as it is told now ("User used to live in Rome").
        said_at: when the user told it.
        until: when it ceased; None where nobody said.
    """

    text: str
    told: str
    said_at: datetime
    until: datetime | None = None


class Brief(Value):
    """One turn as its reply sees it.

    Attributes:
        now: the turn's moment, aware UTC.
        user_name: what the user is called here: the remembered name, else the `--user` name.
        persona: who replies.
        session: the session's meta data.
        message: what the user just said.
        history: earlier messages of the session, oldest first; the newest page at least.
        withheld: ids of messages in `history` that hold what the user had forgotten: nothing may quote them.
        retold: by id of a message in `history` that taught something untrue by now, or put something right: what
            still holds of it, as sentences of memories.
        outdated: ids of the session's messages of which something was put right, or is over, since they were said;
            also where that was told to another persona, whose memories this one may not know.
        previous_persona_name: the persona that spoke last, where it is another one; empty otherwise.
        reading: the feeling read from `message`.
        user_mood, persona_mood: the states after `message`.
        guidance: see `Guidance`.
        changes: what was learnt from `message`.
        recalled: ranked, best first, not yet cut to the budget.
        bygone: what was so before, newest first; empty where the message asks nothing.
        chapters: the session's summary, oldest first.
        working: working memory.
        idle_hours: hours since the session's last message before this one; None for the first.
        user_named: False where nobody told the name, so that `user_name` is only what the files are under.
        drifted: True where the last replies broke the persona's rules, so that the reminder is due.
    """

    now: datetime
    user_name: str
    persona: Persona
    session: SessionMeta
    message: Message
    history: tuple[Message, ...] = ()
    withheld: frozenset[str] = frozenset()
    retold: Mapping[str, tuple[str, ...]] = {}
    outdated: frozenset[str] = frozenset()
    previous_persona_name: str = ""
    reading: Reading = Reading()
    user_mood: MoodState = MoodState()
    persona_mood: MoodState = MoodState()
    guidance: Guidance = Guidance()
    changes: tuple[Change, ...] = ()
    recalled: tuple[Recalled, ...] = ()
    bygone: tuple[Bygone, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    working: WorkingMemory = WorkingMemory()
    idle_hours: float | None = None
    drifted: bool = False
    user_named: bool = True
