"""What `ask` and its batch share: the session to talk in, and what comes from standard input."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatbot.assemble import Companion
    from chatbot.session.session import Session

LARGEST_INPUT_BYTES = 8 * 1024 * 1024
"""Of standard input; more is no question."""

WAITING_TOLD_SECONDS = 15
"""A model on this machine may load so long; who waits longer wants to know for what."""


def read_input() -> str:
    """Standard input as text; single bytes that are no UTF-8 become visible marks.

    Raises:
        UsageError: it is larger than `LARGEST_INPUT_BYTES`, or no text at all.
    """
    from chatbot.errors import UsageError

    raw = sys.stdin.buffer.read(LARGEST_INPUT_BYTES + 1)
    if len(raw) > LARGEST_INPUT_BYTES:
        raise UsageError("Standard input is larger than 8 MB.", "Send less.")
    if b"\0" in raw:
        raise UsageError(
            "Standard input is no text: it has zero bytes in it.", "Send text, such as a log or a source file."
        )
    return raw.decode("utf-8", "replace")


@asynccontextmanager
async def told_of_waiting(told: Callable[[str], None]) -> AsyncIterator[Callable[[], object]]:
    """Says now and then that the model has not answered yet, until the block ends or what it is given is called."""

    async def remind() -> None:
        waited = 0
        while True:
            await asyncio.sleep(WAITING_TOLD_SECONDS)
            waited += WAITING_TOLD_SECONDS
            told(f"Still waiting for the model, {waited} s so far; ctrl+c gives up.")

    reminding = asyncio.create_task(remind())
    try:
        yield reminding.cancel
    finally:
        reminding.cancel()


async def choose_session(
    companion: "Companion",
    wanted: str,
    persona: str,
    private: bool = False,
    told: Callable[[str], None] = lambda line: None,
) -> "Session":
    """The session to talk in.

    Args:
        companion: the program.
        wanted: id or title; one that does not exist is made. Empty for the newest (of the persona, if
            one is named), or a new one.
        persona: id or name; switches an existing session that was asked for. Empty for its own, or the default.
        private: True for a session that is gone afterwards.
        told: called with one line where a session that was asked for did not exist, and was made.

    Raises:
        NotFound: there is no such persona, or an id that does not exist.
    """
    from chatbot.errors import NotFound

    session = await _chosen(companion, wanted, persona, private, told)
    try:
        companion.catalog.get(session.meta.persona_id)
    except NotFound as error:
        told(f"{error.message[:1].upper()}{error.message[1:]}; {session.belongings.persona.meta.name} speaks instead.")
    return session


async def _chosen(
    companion: "Companion", wanted: str, persona: str, private: bool, told: Callable[[str], None]
) -> "Session":
    from chatbot.domain.ids import is_id
    from chatbot.errors import NotFound
    from chatbot.persona.catalog import DEFAULT_PERSONA

    sessions = companion.sessions
    first = companion.catalog.get(persona or companion.settings.persona or DEFAULT_PERSONA).id
    if private:
        return await sessions.create(first, wanted, private=True)
    if not wanted:
        fitting = (meta for meta in sessions.all() if not persona or meta.persona_id == first)
        newest = next(fitting, None)
        return await sessions.open(newest.id) if newest else await sessions.create(first)
    try:
        meta = sessions.find(wanted)
    except NotFound:
        if is_id(wanted.strip().upper()):
            raise
        created = await sessions.create(first, wanted, once=True)
        told(f"There was no session “{wanted}”: a new one was started.")
        return created
    session = await sessions.open(meta.id)
    if persona and first != session.meta.persona_id:
        await session.switch_persona(first)
    return session
