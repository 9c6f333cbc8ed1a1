"""Goes back and forth between the versions of a reply. The one that is chosen is the one that the conversation has."""

from chatbot.domain.message import Message
from chatbot.errors import ChatbotError, NotFound
from chatbot.session import chapters
from chatbot.session.base import saved
from chatbot.session.session import Session


async def step(session: Session, message_id: str, steps: int) -> Message:
    """Lets another version of a reply stand; the present one is kept in its place among the versions.

    Args:
        session: where.
        message_id: of the reply.
        steps: how far: -1 for the version before, 1 for the next.

    Raises:
        NotFound: there is no such message, or it was written only once, or there is no version that far.
        ChatbotError: the session is writing that reply.
        StorageError: it could not be written.
    """
    old = session.files.message(message_id)
    number, count = old.standing
    if count == 1:
        raise NotFound("This was written only once.", "r on a reply has it written again; both are kept.")
    if not 1 <= number + steps <= count:
        raise NotFound("This is the first version." if steps < 0 else "This is the newest version.")
    if session.running is not None:
        raise ChatbotError("A reply is being written.", "Try again when it is done, or stop it with esc.")
    stored = await saved(session.files.replace(_stepped(old, number - 1 + steps)))
    session.belongings.recollection.add_message(stored)
    await chapters.mark_stale(session.belongings, (stored,), "another version of a reply was chosen")
    return stored


def _stepped(old: Message, wanted: int) -> Message:
    """The reply with the version at a place (from 0, by time) as the present one."""
    number, _ = old.standing
    earlier = sorted(old.versions, key=lambda one: one.created_at)
    every = [*earlier[: number - 1], old.as_version(), *earlier[number - 1 :]]
    chosen = every.pop(wanted)
    return old.with_version(chosen, tuple(every))
