"""Reflect: what can wait until the reply is on disk: old messages become a chapter when the budget asks for it."""

from chatbot.domain.session import Chapter
from chatbot.session import chapters
from chatbot.session.belongings import Belongings


async def reflect(held: Belongings) -> Chapter | None:
    """Writes the chapter that is due, if one is.

    Returns:
        The chapter, on disk; None where none is due or the user paused the summary.

    Raises:
        StorageError: it could not be written.
    """
    if held.state.meta.summary_paused:
        return None
    return await chapters.write_next(held)
