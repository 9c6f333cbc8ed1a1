"""What a message is read against."""

from datetime import datetime

from chatbot.domain.memory import Memory
from chatbot.domain.message import Message
from chatbot.domain.records import Records
from chatbot.domain.value import Value, field


class Focus(Value):
    """What extraction may look at besides the message itself; nothing of it is ever extracted from.

    Attributes:
        now: the message's moment, aware UTC; dates in words are resolved against it.
        known: the memories that the session may read, of every status.
        recent: memories recalled, used or changed in the last turns, newest first: what "no, it's ..." can mean.
        last_reply: the persona's last reply; empty for none.
        before: what the user had said before the message; None for nothing.
        said: what the user had said in the session, oldest first, where the message may order to forget some of it.
    """

    now: datetime
    known: Records = field(default_factory=Records)
    recent: tuple[Memory, ...] = ()
    last_reply: str = ""
    before: Message | None = None
    said: tuple[Message, ...] = ()
