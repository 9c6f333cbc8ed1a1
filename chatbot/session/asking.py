"""Asks the model something beside the conversation, and gives the whole answer. No turn, no stream, no screen."""

import asyncio
from contextlib import aclosing

from chatbot.domain.text import clean
from chatbot.errors import ModelFault, ModelUnreachable
from chatbot.llm.base import ChatModel, ChatRequest, Finished, TextDelta
from chatbot.session.belongings import Belongings

LARGEST_ANSWER = 60_000
"""Characters; what is asked beside the conversation needs far less, and an answer without end is stopped there."""


def has_model(held: Belongings) -> bool:
    """Whether a model is in the seat that can be asked: the offline companion only talks."""
    return held.parts.seat.model.backend != "offline"


def may_see_memories(held: Belongings) -> bool:
    """Whether the persona lets its memories go where the model runs."""
    return held.parts.seat.model.local or not held.persona.memory.local_only


async def ask(held: Belongings, request: ChatRequest) -> str:
    """The answer, cleaned. The session's end breaks it off.

    Raises:
        ModelError: there is none, or no whole one.
    """
    if held.closing:
        raise ModelUnreachable("The session is being closed.")
    task = asyncio.create_task(_whole(held.parts.seat.model, request))
    held.asking.add(task)
    try:
        return await task
    except asyncio.CancelledError:
        if held.closing:
            raise ModelUnreachable("The session was closed before the answer came.") from None
        task.cancel()
        raise
    finally:
        held.asking.discard(task)


async def _whole(model: ChatModel, request: ChatRequest) -> str:
    pieces: list[str] = []
    size, ended = 0, False
    async with aclosing(model.reply(request)) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                pieces.append(event.text)
                size += len(event.text)
                if size > LARGEST_ANSWER:
                    raise ModelFault("The model's answer has no end; it was cut off.")
            elif isinstance(event, Finished):
                ended = True
    if not ended:
        raise ModelUnreachable("The server closed the connection in the middle of the answer.")
    return clean("".join(pieces))
