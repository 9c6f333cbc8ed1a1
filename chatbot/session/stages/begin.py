"""Begin: the user's words become a message. It is on disk before anything else happens with it."""

from collections.abc import AsyncIterator

from chatbot.domain.message import Message, Role
from chatbot.domain.session import SessionState
from chatbot.domain.text import clean, clean_line
from chatbot.domain.value import replace
from chatbot.errors import StorageError
from chatbot.memory.secrets import mask
from chatbot.session.base import saved
from chatbot.session.belongings import Belongings

TITLE_CHARACTERS = 48


async def begin(held: Belongings, text: str) -> Message:
    """Stores the user's message.

    Args:
        held: the session's belongings.
        text: as typed; see `words_of`.

    Raises:
        StorageError: it could not be written, so that nothing has happened.
    """
    newest = held.files.messages(limit=1)
    message = Message(
        id=held.parts.new_id(),
        session_id=held.files.session_id,
        seq=0,
        turn=max(held.state.meta.turns, *(message.turn for message in newest), 0) + 1,
        role=Role.USER,
        persona_id=held.state.meta.persona_id,
        text=words_of(held, text),
        created_at=held.now(),
    )
    try:
        stored = await saved(held.files.append(message, begins=True))
    except StorageError:
        held.files.withdraw(message.id)
        raise
    held.recollection.add_message(stored)
    return stored


def words_of(held: Belongings, text: str) -> str:
    """What is stored and sent of what the user typed: cleaned, and secrets masked where the user wants that."""
    words = clean(text)
    return mask(words) if held.parts.rules.mask_secrets else words


def reply_of(held: Belongings, text: str) -> str:
    """What is stored of a reply: keys, tokens and card numbers masked where the user wants that.

    What only looks like a password stays: half of all code examples hold one, and a model was never told the user's.
    """
    return mask(text, but=frozenset(("password",))) if held.parts.rules.mask_secrets else text


async def save_pending(held: Belongings) -> AsyncIterator[Message]:
    """Writes replies that could not be written before, oldest first, and gives each as it is on disk.

    Raises:
        StorageError: they still cannot be written; they stay.
    """
    while held.unsaved:
        reply = held.unsaved[0]
        yield await saved(held.files.replace(reply) if reply.seq else held.files.append(reply))
        held.unsaved.pop(0)


def counted(state: SessionState, message: Message) -> SessionState:
    """The session's state with one more turn; a session without a title gets the message's first words."""
    meta = state.meta
    title = meta.title or clean_line(message.text, TITLE_CHARACTERS)
    turns = max(meta.turns, message.turn)
    return replace(
        state, meta=replace(meta, title=title, turns=turns, updated_at=max(meta.updated_at, message.created_at))
    )
