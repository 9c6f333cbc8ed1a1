"""Which message a regenerated reply answers, and which reply it takes the place of."""

from chatbot.domain.message import Message, Role
from chatbot.errors import NotFound
from chatbot.session.base import SessionFiles
from chatbot.session.turn import Assignment

_NEIGHBOURS = 4
"""A question and its reply stand side by side; a few more, for messages of another program between them."""


def again(files: SessionFiles, message_id: str) -> Assignment:
    """What to do to answer once more.

    Args:
        files: the session's.
        message_id: a reply, or a message of the user; empty for the newest message.

    Raises:
        NotFound: there is no such message, or the message that a reply answers is gone.
    """
    if message_id:
        chosen = files.message(message_id)
    else:
        newest = files.messages(limit=1)
        if not newest:
            raise NotFound("There is no message of yours to answer again.", "Say something first.")
        chosen = newest[0]
    near = files.messages(chosen.seq + _NEIGHBOURS, 2 * _NEIGHBOURS)
    at = next(index for index, message in enumerate(near) if message.id == chosen.id)
    if chosen.role is Role.USER:
        return Assignment(again=chosen, replaces=_reply_after(near[at + 1 :]))
    asked = next((message for message in reversed(near[:at]) if message.role is Role.USER), None)
    if asked is None or asked.turn != chosen.turn:
        raise NotFound("The message that this reply answers is gone.", "Say it again instead.")
    return Assignment(again=asked, replaces=chosen)


def _reply_after(following: tuple[Message, ...]) -> Message | None:
    """The first message of a persona before the user speaks again."""
    first = following[0] if following else None
    return first if first is not None and first.role is Role.PERSONA else None
