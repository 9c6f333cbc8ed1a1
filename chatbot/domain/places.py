"""Receipts name messages by their positions in a session: here they follow when messages get other positions."""

from collections.abc import Iterator, Mapping

from chatbot.domain.message import Message
from chatbot.domain.receipt import Receipt, Span, spans
from chatbot.domain.value import replace

_MOST_POSITIONS = 10_000
"""Of one span; no request holds so many messages, but a file from elsewhere may say anything."""

Places = Mapping[int | str, int | str]
"""By a message's position or id in one session, its position in another, or its id where it has no position there."""


def moved(message: Message, places: Places) -> Message:
    """A message whose receipts name the conversation by its places in another session.

    Args:
        message: any.
        places: of all messages that are in the other session; those that are not are named no more.
    """
    if message.receipt is None and not message.versions:
        return message
    versions = tuple(replace(one, receipt=_moved(one.receipt, places)) for one in message.versions)
    return replace(message, receipt=_moved(message.receipt, places), versions=versions)


def _moved(receipt: Receipt | None, places: Places) -> Receipt | None:
    if receipt is None or not receipt.history:
        return receipt
    there = [places[one] for one in _each(receipt.history) if one in places]
    known = sorted(one for one in there if isinstance(one, int))
    return replace(receipt, history=(*spans(known), *(one for one in there if isinstance(one, str))))


def _each(history: tuple[Span | str, ...]) -> Iterator[int | str]:
    for named in history:
        if isinstance(named, str):
            yield named
        else:
            first, last = named
            yield from range(max(first, last + 1 - _MOST_POSITIONS), last + 1)
