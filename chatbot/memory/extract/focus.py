"""What a message is read against."""

from datetime import datetime

from chatbot.domain.memory import USER_SUBJECT, Memory, Status
from chatbot.domain.message import Message
from chatbot.domain.records import Records
from chatbot.domain.value import Value, field

PRESENT = (Status.ACTIVE, Status.CONFLICT)
"""A memory's status while it holds, as far as anybody knows."""


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

    def present(self, *attributes: str) -> tuple[Memory, ...]:
        """The user's present memories, what was spoken of lately first.

        Args:
            attributes: slots; none for every slot.
        """
        listed = [memory for attribute in attributes for memory in self.known.filling(USER_SUBJECT, attribute)]
        found = listed if attributes else (one for one in self.known.values() if one.subject == USER_SUBJECT)
        lately = {memory.id: place for place, memory in enumerate(self.recent)}
        present = [memory for memory in found if memory.status in PRESENT]
        return tuple(sorted(present, key=lambda memory: lately.get(memory.id, len(lately))))
