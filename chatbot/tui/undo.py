"""What `/undo` takes back: the newest thing that was done by hand and that knows how to be undone."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from chatbot.domain.value import Value

MOST_STEPS = 50
"""Older steps are forgotten: nobody remembers what they were."""


class Step(Value):
    """One thing that can be taken back.

    Attributes:
        label: what comes back, as in "the session Plans for May".
        at: when it was done, aware UTC.
        take_back: does it.
        session_id: of a session that was deleted; empty for anything else.
        message_in: id of the session that a message was deleted from; empty for anything else.
    """

    label: str
    at: datetime
    take_back: Callable[[], Awaitable[object]]
    session_id: str = ""
    message_in: str = ""


class UndoStack:
    """Steps, the newest last.

    Attributes:
        under_way: held while something is done that can be taken back, and while it is: two quick keys are an undo of
            what the first one did, and not of what was done before.
    """

    def __init__(self) -> None:
        self.under_way = asyncio.Lock()
        self._steps: list[Step] = []

    def push(self, step: Step) -> None:
        """Notes a step."""
        self._steps = [*self._steps, step][-MOST_STEPS:]

    def newest(self, sessions_only: bool = False) -> Step | None:
        """The newest step; None where there is none.

        Args:
            sessions_only: only a deleted session counts, as in the session list.
        """
        return next((step for step in reversed(self._steps) if step.session_id or not sessions_only), None)

    async def take_back(self, step: Step) -> None:
        """Takes a step back; one that fails stays, so that it can be tried again.

        Raises:
            ChatbotError: it could not be taken back.
        """
        await step.take_back()
        self._steps = [one for one in self._steps if one is not step]
