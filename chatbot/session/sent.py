"""The conversation that a receipt says was sent, read back from the session.

A receipt names messages by their positions, so it is short however long the conversation was, and shows them as they
are now: what was deleted or changed since is said to be.
"""

from collections.abc import Iterator
from datetime import datetime

from chatbot.domain.message import Message
from chatbot.domain.receipt import Receipt
from chatbot.domain.value import Value
from chatbot.errors import NotFound
from chatbot.session.base import SessionFiles


class Sent(Value):
    """A message that was sent, or messages that are gone.

    Attributes:
        message: as it is now; None where it was deleted since.
        count: how many messages are gone; 1 where there is one.
        changed: whether it was changed after it was sent, so that other words were sent.
    """

    message: Message | None
    count: int = 1
    changed: bool = False


def conversation(receipt: Receipt, files: SessionFiles, at: datetime | None) -> Iterator[Sent]:
    """The messages that were sent as conversation, oldest first. Reads from disk.

    Args:
        receipt: of a reply.
        files: of its session.
        at: when the reply was written; None where it is being written.

    Raises:
        StorageError: a page cannot be read.
    """
    for named in receipt.history:
        if isinstance(named, str):
            try:
                yield _sent(files.message(named), at)
            except NotFound:
                yield Sent(None)
            continue
        first, last = named
        expected = first
        for message in files.messages(last + 1, max(last + 1 - first, 0)):
            if message.seq >= first:
                if message.seq > expected:
                    yield Sent(None, message.seq - expected)
                yield _sent(message, at)
                expected = message.seq + 1
        if expected <= last:
            yield Sent(None, last + 1 - expected)


def _sent(message: Message, at: datetime | None) -> Sent:
    return Sent(message, changed=at is not None and message.edited_at is not None and message.edited_at > at)
