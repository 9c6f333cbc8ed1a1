"""What was said in a session that is not so any more, for replies that tell of it without a model."""

from collections.abc import Mapping

from chatbot.domain.memory import Memory, Status
from chatbot.domain.message import Message

_OVER = (Status.SUPERSEDED, Status.FORGOTTEN)
_HOLDS = (Status.ACTIVE, Status.CONFLICT)


def retold(records: Mapping[str, Memory], history: tuple[Message, ...]) -> dict[str, tuple[str, ...]]:
    """What still holds of each message that taught something untrue by now, or that put something right.

    Args:
        records: what the turn may know, of every status.
        history: messages of the session.

    Returns:
        Sentences of memories by message id; none where nothing of the message is left.
    """
    ids = {message.id for message in history}
    taught: dict[str, list[Memory]] = {}
    for memory in records.values():
        if memory.source.message_id in ids:
            taught.setdefault(memory.source.message_id, []).append(memory)
    return {
        message_id: tuple(one.text for one in told if one.status in _HOLDS)
        for message_id, told in taught.items()
        if any(one.status in _OVER or one.supersedes for one in told)
    }
