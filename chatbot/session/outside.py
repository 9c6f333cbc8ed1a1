"""What another program did with a session's files while it is open here."""

from chatbot.domain.message import Message
from chatbot.session.belongings import Belongings


def take_in(held: Belongings, messages: tuple[Message, ...], gone: tuple[str, ...]) -> None:
    """Takes note of it: the messages are recalled as they are now, and the state is the one on disk.

    Args:
        held: the session's.
        messages: that came or were changed.
        gone: ids of those that went.

    Raises:
        StorageError: the session could not be read.
    """
    held.state = held.files.state()
    for message in messages:
        held.recollection.add_message(message)
    for message_id in gone:
        held.recollection.remove(message_id)
