"""What happened to memories: one change of one record, and the journal entry that holds a whole change set."""

from datetime import datetime
from enum import StrEnum

from chatbot.domain.memory import Memory
from chatbot.domain.value import Value


class Op(StrEnum):
    """What a change did.

    The first seven are what reconciling decides, `archive` and `merge` what tidying does; the rest is the user's hand.
    """

    ADD = "add"
    REINFORCE = "reinforce"
    UPDATE = "update"
    SUPERSEDE = "supersede"
    CONFLICT = "conflict"
    REJECT = "reject"
    FORGET = "forget"
    RESTORE = "restore"
    EDIT = "edit"
    PIN = "pin"
    LOCK = "lock"
    MOVE = "move"
    UNDO = "undo"
    ARCHIVE = "archive"
    MERGE = "merge"
    SPLIT = "split"
    RATE = "rate"


class Who(StrEnum):
    """Whose change it was."""

    RULE = "rule"
    MODEL = "model"
    USER = "user"
    IMPORT = "import"
    MAINTENANCE = "maintenance"


class Change(Value):
    """One change of one memory.

    Attributes:
        op: what it did.
        before: the record before; None where there was none.
        after: the record after; None where the candidate was rejected.
        reason: why, in one sentence for the user.
        proposed: the rejected candidate's text; empty for every other op.
    """

    op: Op
    before: Memory | None
    after: Memory | None
    reason: str
    proposed: str = ""

    @property
    def memory_id(self) -> str:
        """Of the record that changed; empty for a rejected candidate."""
        record = self.after or self.before
        return record.id if record else ""


class JournalEntry(Value):
    """One change set: all of it is done or none.

    Attributes:
        id: sortable identifier; the journal's order.
        at: when, aware UTC.
        who: whose change it was.
        changes: in the order in which they were made.
        session_id, message_id: where it came from; empty for what was done outside a session.
        undoes: id of the entry that this one takes back; empty for none.
    """

    id: str
    at: datetime
    who: Who
    changes: tuple[Change, ...]
    session_id: str = ""
    message_id: str = ""
    undoes: str = ""
