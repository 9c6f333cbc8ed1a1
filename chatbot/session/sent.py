"""The conversation that a receipt says was sent, read back from the session.

A receipt names messages by their positions, so it is short however long the conversation was, and shows them as they
are now: what was deleted or changed since is said to be.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

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
        changed: whether what stands there now was written after it was sent, so that other words were sent.
        stepped: whether a version that was written later was there already, so that its words may have been sent:
            when somebody went back from it is not kept.
    """

    message: Message | None
    count: int = 1
    changed: bool = False
    stepped: bool = False


def sent_at(reply: Message) -> datetime:
    """When the request for a reply was made: before the reply's own time, by as long as it took to be written."""
    # A reply with one version that was edited was so by hand; with several, the time is that of the one that stands.
    written = (reply.edited_at if reply.versions else None) or reply.created_at
    took_ms = reply.receipt.elapsed_ms.get(_REPLY, 0.0) if reply.receipt is not None else 0.0
    return written - timedelta(milliseconds=took_ms)


def conversation(receipt: Receipt, files: SessionFiles, at: datetime | None) -> Iterator[Sent]:
    """The messages that were sent as conversation, oldest first. Reads from disk.

    Args:
        receipt: of a reply.
        files: of its session.
        at: when it was sent (`sent_at`); None where the reply is being written.

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
    if at is None:
        return Sent(message)
    written = message.edited_at or message.created_at
    later = any(written < one.created_at <= at for one in message.versions)
    return Sent(message, changed=message.edited_at is not None and written > at, stepped=later)


_REPLY = "reply"
"""The stage of a receipt in which the model is asked and answers."""
