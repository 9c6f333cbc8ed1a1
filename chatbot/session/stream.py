"""The handle on a running turn: read it, stop it, wait for it. The only bus between a turn and whoever watches."""

import asyncio
from collections.abc import AsyncIterator, Callable

from chatbot.session.events import TurnEvent
from chatbot.session.trace import Trace, fold


class TurnStream:
    """One turn as its watchers see it.

    The turn runs as a task of the session and writes its events down here; readers only look. A reader
    that stops, is cancelled or is forgotten loses nothing but what it did not read, and several readers
    see the same events, each from the first one on.

    Args:
        stop: asks the turn to end its reply now.
    """

    def __init__(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        self._events: list[TurnEvent] = []
        self._trace = Trace()
        self._finished = asyncio.Event()
        self._written = asyncio.Event()

    @property
    def trace(self) -> Trace:
        """Everything that happened so far."""
        return self._trace

    @property
    def finished(self) -> bool:
        """Whether the turn is over, the background work after the reply included."""
        return self._finished.is_set()

    def interrupt(self) -> None:
        """Stops the reply. What was written is kept, marked as interrupted. After the reply it does nothing."""
        self._stop()

    async def wait(self) -> Trace:
        """Waits until the turn is over, background work included. Never raises: a failure is in the trace."""
        await self._finished.wait()
        return self._trace

    async def __aiter__(self) -> AsyncIterator[TurnEvent]:
        seen = 0
        while True:
            while seen < len(self._events):
                event = self._events[seen]
                seen += 1
                yield event
            if self._finished.is_set():
                return
            self._written.clear()
            await self._written.wait()

    def write(self, event: TurnEvent) -> None:
        """For the turn: notes an event."""
        self._events.append(event)
        self._trace = fold(self._trace, event)
        self._written.set()

    def close(self) -> None:
        """For the session: the turn is over."""
        self._finished.set()
        self._written.set()
