"""A memory record, and the candidate that may become one."""

from datetime import datetime
from enum import StrEnum

from chatbot.domain.slots import Kind, Scope
from chatbot.domain.value import Value

USER_SUBJECT = "user"
"""`Memory.subject` of everything that is about the user; others are named in lower case."""


class Origin(StrEnum):
    """Who put a memory there."""

    RULE = "rule"
    MODEL = "model"
    USER = "user"
    IMPORT = "import"


class Status(StrEnum):
    """Where a memory stands. Only `active` and `conflict` ones are recalled.

    An `archived` one was let go of because it paled: nobody said that it is wrong, so it comes back by hand, or when
    the user says it again.
    """

    ACTIVE = "active"
    PENDING = "pending"
    CONFLICT = "conflict"
    SUPERSEDED = "superseded"
    FORGOTTEN = "forgotten"
    ARCHIVED = "archived"


class Polarity(StrEnum):
    """Whether the statement is affirmed or denied ("I don't eat meat")."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Source(Value):
    """The sentence that taught a memory. Ids are empty for what was typed outside a session."""

    session_id: str = ""
    message_id: str = ""
    quote: str = ""


class Memory(Value):
    """One stored record about the user or their world. All times are aware UTC.

    Attributes:
        id: sortable identifier.
        text: the fact as a sentence that stands alone ("User's dog is called Biscuit").
        kind, scope: see `slots`.
        session_id: the session where it was learnt; for session scope, the only one that may read it.
        persona_id: the persona it was told to; for persona scope, the only one that may read it.
        subject: `user`, or a third person's name in lower case.
        attribute: a slot name such as `pet.dog`; empty for a free note.
        value: the words as typed, the shortest core; empty for a free note.
        polarity: affirmed or denied.
        entities, topics: names and themes, lower case.
        importance, confidence: 0..1.
        origin, source: who put it there, and from which sentence.
        said_at: when the user said it.
        event_start, event_end: when the thing happens; None where it is no event.
        valid_from, valid_until: when the fact is true; None is open.
        expires_at: when it stops being recalled; None is never.
        valence: -1..1, the feeling it was said with.
        uses, last_used_at: how often it entered a prompt, and when last.
        useful, irrelevant: how often the user said so of it in a receipt.
        pinned: always recalled first.
        locked: extraction may not change it.
        local_only: never sent to a server outside this machine.
        status: see `Status`.
        supersedes, superseded_by: ids of the records before and after; empty for none.
        check: why the record should be looked at again; empty for no reason.
        version: counts up with every change, from 1; the higher one of two copies is the present one.
        created_at, updated_at: when the record was made and last changed.
        fingerprint: of an erased fact, so that it is not learnt again (see `fingerprint`); empty for all others.
    """

    id: str
    text: str
    kind: Kind
    scope: Scope
    session_id: str
    persona_id: str
    subject: str
    attribute: str
    value: str
    said_at: datetime
    created_at: datetime
    updated_at: datetime
    polarity: Polarity = Polarity.POSITIVE
    entities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    importance: float = 0.5
    confidence: float = 1.0
    origin: Origin = Origin.RULE
    source: Source = Source()
    event_start: datetime | None = None
    event_end: datetime | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    expires_at: datetime | None = None
    valence: float = 0.0
    uses: int = 0
    last_used_at: datetime | None = None
    useful: int = 0
    irrelevant: int = 0
    pinned: bool = False
    locked: bool = False
    local_only: bool = False
    status: Status = Status.ACTIVE
    supersedes: str = ""
    superseded_by: str = ""
    check: str = ""
    version: int = 1
    fingerprint: str = ""

    @property
    def slot(self) -> str:
        """`subject.attribute`, as shown and compared; the subject alone for a free note."""
        return f"{self.subject}.{self.attribute}" if self.attribute else self.subject

    def readable_in(self, session_id: str, persona_id: str) -> bool:
        """Whether a turn of that session with that persona may know it (scope only, whatever the status)."""
        if self.scope is Scope.USER:
            return True
        if self.scope is Scope.PERSONA:
            return self.persona_id == persona_id
        return self.session_id == session_id


DOUBTED = "you said that it is wrong"
"""The check mark of a memory that the user called wrong without saying what is right."""


class Cue(StrEnum):
    """How a candidate was said: it decides what reconciling may do with it."""

    STATEMENT = "statement"
    CORRECTION = "correction"
    CHANGE = "change"
    ENDING = "ending"
    REMEMBER = "remember"
    FORGET = "forget"
    DOUBT = "doubt"


class Candidate(Value):
    """What extraction found in a message, not yet accepted.

    Attributes:
        text, kind, subject, attribute, value, polarity, entities, topics, importance, confidence,
        event_start, event_end, valid_from, valid_until, expires_at, valence: as in `Memory`.
        quote: the user's words that say it, verbatim.
        cue: how it was said. A `correction` replaces what is wrong, a `change` what was true until now,
            an `ending` closes a fact without a new value, `remember` and `forget` are the user's order, a `doubt`
            calls a fact wrong and leaves open what is right.
        old_value: the value that the user named as wrong or past ("not Biscuit but Bella"); empty for none.
        scope: the scope that the user asked for in words; None for the kind's default.
        origin: rule or model.
        told_in: of an order to forget: the message whose words are meant where no memory was made of them.
    """

    text: str
    kind: Kind
    subject: str
    attribute: str
    value: str
    quote: str
    cue: Cue = Cue.STATEMENT
    old_value: str = ""
    polarity: Polarity = Polarity.POSITIVE
    entities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    importance: float = 0.5
    confidence: float = 1.0
    event_start: datetime | None = None
    event_end: datetime | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    expires_at: datetime | None = None
    valence: float = 0.0
    scope: Scope | None = None
    origin: Origin = Origin.RULE
    told_in: str = ""
