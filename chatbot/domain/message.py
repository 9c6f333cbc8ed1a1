"""One utterance, by the user or a persona."""

from datetime import datetime
from enum import StrEnum

from chatbot.domain.mood import Reading
from chatbot.domain.receipt import Receipt
from chatbot.domain.value import Value, replace


class Role(StrEnum):
    """Who speaks."""

    USER = "user"
    PERSONA = "persona"


class MessageState(StrEnum):
    """How far a message got.

    A `draft` is a reply still being written; one found at start belongs to a program that died, and
    becomes `interrupted`.
    """

    COMPLETE = "complete"
    INTERRUPTED = "interrupted"
    DRAFT = "draft"


class ReplyVersion(Value):
    """A reply as it was written once; a message keeps those that do not stand now."""

    text: str
    persona_id: str
    created_at: datetime
    state: MessageState = MessageState.COMPLETE
    receipt: Receipt | None = None


class Message(Value):
    """One utterance, stamped with the persona that spoke or was spoken to.

    Attributes:
        id: sortable identifier.
        session_id: the session that owns it.
        seq: position in the session, from 1, without regard to clocks; 0 until the store gives it.
        turn: the exchange it belongs to, from 1; 0 for a greeting.
        role: who speaks.
        persona_id: the persona that speaks, or that the user speaks to.
        text: cleaned text, newlines kept; may be empty for an interrupted reply.
        created_at: aware UTC.
        state: see `MessageState`.
        reading: the feeling read from the text; None before it was read.
        receipt: what went into a reply; None for the user's messages and greetings.
        version: counts up with every edit, from 1.
        edited_at: when it was last edited; None if never.
        versions: earlier replies to the same message, oldest first; empty for the user's messages.
    """

    id: str
    session_id: str
    seq: int
    turn: int
    role: Role
    persona_id: str
    text: str
    created_at: datetime
    state: MessageState = MessageState.COMPLETE
    reading: Reading | None = None
    receipt: Receipt | None = None
    version: int = 1
    edited_at: datetime | None = None
    versions: tuple[ReplyVersion, ...] = ()

    @property
    def standing(self) -> tuple[int, int]:
        """Which version of a reply is shown, from 1, and how many there are, counted by when each was written."""
        at = self.edited_at or self.created_at
        return 1 + sum(one.created_at <= at for one in self.versions), 1 + len(self.versions)

    def as_version(self) -> ReplyVersion:
        """The reply that stands now, to be kept among the versions of a message."""
        return ReplyVersion(self.text, self.persona_id, self.edited_at or self.created_at, self.state, self.receipt)

    def with_version(self, present: ReplyVersion, others: tuple[ReplyVersion, ...]) -> "Message":
        """The same message with another reply in it.

        Args:
            present: the reply that stands from now on.
            others: the versions to keep beside it.
        """
        return replace(
            self,
            text=present.text,
            persona_id=present.persona_id,
            state=present.state,
            receipt=present.receipt,
            version=self.version + 1,
            edited_at=present.created_at,
            versions=others,
        )
