"""What `/undo` takes back: the newest thing that was done by hand and that knows how to be undone."""

from collections.abc import Awaitable, Callable

from chatbot.domain.value import Value

MOST_STEPS = 50
"""Older steps are forgotten: nobody remembers what they were."""


class Step(Value):
    """One thing that can be taken back.

    Attributes:
        label: what comes back, as in "the session Plans for May".
        take_back: does it.
        session_id: of a session that was deleted; empty for anything else.
    """

    label: str
    take_back: Callable[[], Awaitable[object]]
    session_id: str = ""


class UndoStack:
    """Steps, the newest last."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def push(self, step: Step) -> None:
        """Notes a step."""
        self._steps = [*self._steps, step][-MOST_STEPS:]

    def pop(self, sessions_only: bool = False) -> Step | None:
        """Takes the newest step off; None where there is none.

        Args:
            sessions_only: only a deleted session counts, as in the session list.
        """
        for index in range(len(self._steps) - 1, -1, -1):
            if not sessions_only or self._steps[index].session_id:
                return self._steps.pop(index)
        return None
