"""The turns of one session: one after the other, each a task that the session owns."""

import asyncio

from chatbot.session.belongings import Belongings
from chatbot.session.stream import TurnStream
from chatbot.session.turn import Assignment, Turn


class Turns:
    """Starts turns, stops them, and waits for them.

    A turn begins when the one before it is on disk; what can wait runs beside the next one.

    Args:
        belongings: the session's.
    """

    def __init__(self, belongings: Belongings) -> None:
        self._held = belongings
        self._order = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._replying: list[TurnStream] = []

    @property
    def running(self) -> TurnStream | None:
        """The oldest turn whose reply has not ended; None where the prompt is free."""
        return self._replying[0] if self._replying else None

    def start(self, assignment: Assignment) -> TurnStream:
        """Begins a turn, or lines it up behind those that were begun before."""
        turn: Turn

        def stop() -> None:
            turn.stop()

        stream = TurnStream(stop)
        turn = Turn(self._held, stream, assignment, free=lambda: self._set_free(stream))
        self._replying.append(stream)
        task = asyncio.create_task(self._work(turn, stream), name=f"turn in {self._held.files.session_id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return stream

    async def close(self) -> None:
        """Stops every reply, keeps what was written of them, and waits for all work but the model's to end."""
        for stream in self._replying:
            stream.interrupt()
        self._held.give_up_asking()
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self, turn: Turn, stream: TurnStream) -> None:
        try:
            async with self._order:
                await turn.run()
            await turn.reflect()
        finally:
            self._set_free(stream)
            stream.close()

    def _set_free(self, stream: TurnStream) -> None:
        if stream in self._replying:
            self._replying.remove(stream)
