"""How long to wait for a server, when a failed request is worth another try, and how long to wait for that."""

import asyncio
from collections.abc import AsyncIterator

from chatbot.domain.value import Value
from chatbot.errors import ModelBusy, ModelUnreachable
from chatbot.llm.refusals import LONGEST_WAIT_SECONDS, Refusal


async def next_event(stream: AsyncIterator[object], seconds: float) -> object | None:
    """The next event of a stream; None at its end. Raises TimeoutError when none comes in time."""
    async with asyncio.timeout(seconds):
        return await anext(stream, None)


class Timeouts(Value):
    """How long to wait, in seconds.

    Attributes:
        connect: for the connection.
        first_byte: from sending the request to the first event; a local server may be loading its model.
        between: from one event to the next.
    """

    connect: float = 10.0
    first_byte: float = 120.0
    between: float = 60.0


class Retries(Value):
    """How patient the program is.

    Attributes:
        most: tries after the first.
        first_seconds: the first wait; it doubles with each.
        longest_seconds: no wait is longer, but for one that the server asks for.
        longest_asked_seconds: a server that asks for more is not asked again.
    """

    most: int = 3
    first_seconds: float = 0.5
    longest_seconds: float = 8.0
    longest_asked_seconds: float = LONGEST_WAIT_SECONDS

    def wait_seconds(self, refusal: Refusal, tried: int, chance: float) -> float | None:
        """Seconds until the next try; None where none is worth it.

        Args:
            refusal: what went wrong before the first word.
            tried: tries so far, from 1.
            chance: 0..1, spreads the tries of many clients.
        """
        if tried > self.most or refusal.silent or not isinstance(refusal.error, ModelBusy | ModelUnreachable):
            return None
        asked = refusal.retry_after_seconds
        if asked is not None:
            return asked if asked <= self.longest_asked_seconds else None
        wait: float = min(self.first_seconds * 2.0 ** (tried - 1), self.longest_seconds) * (0.75 + 0.5 * chance)
        return wait
