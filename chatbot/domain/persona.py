"""A persona as a value: the blocks of its TOML file, every field with the default that an absent key has."""

from datetime import datetime
from typing import Literal

from chatbot.domain.lore import Lore
from chatbot.domain.mood import MoodPolicy
from chatbot.domain.value import Value, field

Register = Literal["plain", "warm", "formal", "playful", "terse"]
SentenceLength = Literal["short", "medium", "long"]
Level = Literal["never", "rare", "often"]
EmpathyStyle = Literal["listen_first", "balanced", "problem_first"]
SharedWrite = Literal["never", "ask", "auto"]


class Meta(Value):
    """Who made the persona and how it is listed. `notes` are for the user and never sent to a model."""

    name: str = ""
    nickname: str = ""
    tagline: str = ""
    tags: tuple[str, ...] = ()
    version: str = "1.0"
    author: str = ""
    license: str = ""
    notes: str = ""
    glyph: str = ""
    source: tuple[str, ...] = ()
    creation_date: datetime | None = None
    modification_date: datetime | None = None


class Identity(Value):
    """Who the persona is. Texts may hold the macros {{char}} and {{user}}."""

    summary: str = ""
    description: str = ""
    values: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()
    does_not_know: tuple[str, ...] = ()


class Context(Value):
    """Where the conversation takes place; a card's `scenario`."""

    scenario: str = ""


class Example(Value):
    """One exchange that shows the voice."""

    user: str = ""
    char: str = ""


class Voice(Value):
    """How the persona speaks. `max_words` is per reply, 10..2000."""

    register: Register = "plain"
    sentence_length: SentenceLength = "medium"
    max_words: int = 200
    emoji: Level = "never"
    say: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    greetings: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


class DriftCheck(Value):
    """Rules that a program can check in a reply. `max_words` 0 is no limit; `must_ask_ratio` is 0..1."""

    max_words: int = 0
    banned: tuple[str, ...] = ()
    must_ask_ratio: float = 0.0


class Consistency(Value):
    """What keeps the persona itself. `reminder_every` is in turns; 0 is never."""

    always: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    reminder: str = ""
    reminder_every: int = 8
    check: DriftCheck = DriftCheck()


class MemoryLens(Value):
    """What the persona keeps, reads and shares.

    Attributes:
        role_topics: topic or memory kind -> weight 0..1; what is not named has `default`, or 0.6.
        keep_threshold: salience below it is rejected, 0..1.
        pending_threshold: confidence below it waits for the user, 0..1.
        boost_words, ignore_words: raise salience by 0.3, or lower it to 0.
        never_store: kinds, slots or topics that are never stored.
        recall_limit: the most memories and messages in a prompt, 0..50.
        token_budget: the most tokens of recalled text in a prompt, 0..8000.
        half_life_days: topic or kind -> days; `default` for the rest.
        default_scope: narrows the scope by kind: session, persona or shared (no narrowing).
        shared_read: kinds or slots of user scope that it may read; empty for all.
        shared_write: whether it may write to user scope.
        summary_focus, must_keep: what its summaries look for and never lose.
        local_only: True where its memories never leave this machine.
    """

    role_topics: dict[str, float] = field(default_factory=dict)
    keep_threshold: float = 0.2
    pending_threshold: float = 0.5
    boost_words: tuple[str, ...] = ()
    ignore_words: tuple[str, ...] = ()
    never_store: tuple[str, ...] = ()
    recall_limit: int = 8
    token_budget: int = 600
    half_life_days: dict[str, float] = field(default_factory=dict)
    default_scope: Literal["session", "persona", "shared"] = "shared"
    shared_read: tuple[str, ...] = ()
    shared_write: SharedWrite = "auto"
    summary_focus: tuple[str, ...] = ()
    must_keep: tuple[str, ...] = ("names", "numbers", "dates", "promises")
    local_only: bool = False


class When(Value):
    """A condition over named values, and what to do when it holds. Parsed, never evaluated as code."""

    condition: str
    do: str


class Behaviour(Value):
    """How the persona leads a conversation. Ratios and levels are 0..1."""

    purpose: str = ""
    opening: str = ""
    ask_vs_answer: float = 0.3
    initiative: float = 0.3
    challenge: float = 0.3
    when: tuple[When, ...] = ()
    out_of_role: str = ""


class Empathy(Value):
    """How the persona meets a feeling. The three dimensions (Sharma et al. 2020, EPITOME) are 0..1."""

    style: EmpathyStyle = "balanced"
    emotional_reaction: float = 0.4
    interpretation: float = 0.4
    exploration: float = 0.4
    strategies: tuple[str, ...] = ()
    self_disclosure: bool = False
    validate_before_advice: bool = True
    crisis: Literal["builtin"] = "builtin"


class DepthNote(Value):
    """A note placed `depth` messages before the end of the request."""

    text: str = ""
    depth: int = 4
    role: Literal["system", "user", "assistant"] = "system"


class PromptOverride(Value):
    """What an imported card puts in place of the program's own prompt; empty for nothing."""

    system_override: str = ""
    reminder: str = ""
    depth_note: DepthNote = DepthNote()


class ModelHints(Value):
    """Wishes for the model; the user's settings win. None is no wish."""

    temperature: float | None = None
    max_output_tokens: int | None = None


class Group(Value):
    """How the persona behaves among several."""

    talkativeness: float = 0.5
    responds_to: tuple[str, ...] = ()


class Template(Value):
    """Offline phrases for a situation. Placeholders `{name}` and `{name|otherwise}` are filled from the turn.

    Attributes:
        id: unique in the persona.
        intents: the situations it answers, as `llm.offline` names them; empty for any.
        mood: the user's mood that it needs; empty for any.
        text: interchangeable phrases.
    """

    id: str
    intents: tuple[str, ...] = ()
    mood: Literal["", "positive", "negative"] = ""
    text: tuple[str, ...] = ()


class Offline(Value):
    """How the persona speaks with no model."""

    notice: str = ""
    templates: tuple[Template, ...] = ()


class Persona(Value):
    """A character. `id` is its identity, never its name.

    Attributes:
        id: lower-case letters, digits and dashes.
        schema: version of the file's form.
        shipped: True for package data, which is never written.
        path: the file it came from; empty for one made in memory.
        The others are the file's blocks.
    """

    id: str
    schema: int = 1
    meta: Meta = Meta()
    identity: Identity = Identity()
    context: Context = Context()
    voice: Voice = Voice()
    consistency: Consistency = Consistency()
    memory: MemoryLens = field(default_factory=MemoryLens)
    behaviour: Behaviour = Behaviour()
    mood: MoodPolicy = MoodPolicy()
    empathy: Empathy = Empathy()
    prompt: PromptOverride = PromptOverride()
    model: ModelHints = ModelHints()
    group: Group = Group()
    offline: Offline = Offline()
    lore: Lore = Lore()
    shipped: bool = False
    path: str = ""

    @property
    def char(self) -> str:
        """What {{char}} becomes: the nickname, else the name, else the id."""
        return self.meta.nickname or self.meta.name or self.id
