"""Begin: the user's words become a message. It is on disk before anything else happens with it."""

from chatbot.domain.message import Message, Role
from chatbot.domain.session import SessionState
from chatbot.domain.text import clean, clean_line
from chatbot.domain.value import replace
from chatbot.errors import StorageError
from chatbot.memory.secrets import mask
from chatbot.session.base import saved
from chatbot.session.belongings import Belongings

TITLE_CHARACTERS = 48


async def begin(held: Belongings, text: str, turn: int) -> Message:
    """Stores the user's message.

    Args:
        held: the session's belongings.
        text: as typed; cleaned here, and secrets masked where the user wants that.
        turn: the number of the turn.

    Raises:
        StorageError: it could not be written, so that nothing has happened.
    """
    await save_pending(held)
    words = clean(text)
    message = Message(
        id=held.parts.new_id(),
        session_id=held.files.session_id,
        seq=0,
        turn=turn,
        role=Role.USER,
        persona_id=held.state.meta.persona_id,
        text=mask(words) if held.parts.rules.mask_secrets else words,
        created_at=held.now(),
    )
    try:
        stored = await saved(held.files.append(message))
    except StorageError:
        held.files.withdraw(message.id)
        raise
    held.recollection.add_message(stored)
    return stored


async def save_pending(held: Belongings) -> None:
    """Writes replies that could not be written before, oldest first.

    Raises:
        StorageError: they still cannot be written; they stay.
    """
    while held.unsaved:
        await saved(held.files.append(held.unsaved[0]))
        held.unsaved.pop(0)


def counted(state: SessionState, message: Message) -> SessionState:
    """The session's state with one more turn; a session without a title gets the message's first words."""
    meta = state.meta
    title = meta.title or clean_line(message.text, TITLE_CHARACTERS)
    turns = max(meta.turns, message.turn)
    return replace(state, meta=replace(meta, title=title, turns=turns, updated_at=message.created_at))
