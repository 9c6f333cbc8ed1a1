"""What every page of the inspector may look at."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chatbot.domain.ids import Clock
from chatbot.tui.desk import Desk

if TYPE_CHECKING:
    from chatbot.assemble import Companion
    from chatbot.session.session import Session


@dataclass(slots=True)
class Scene:
    """The program, the conversation on the screen, and the message that has the focus.

    Attributes:
        companion: the user's program.
        desk: knows the conversation on the screen.
        clock: the present moment.
        message_id: the message that the user points at; empty for none.
    """

    companion: "Companion"
    desk: Desk
    clock: Clock
    message_id: str = ""

    @property
    def session(self) -> "Session":
        """The session on the screen."""
        return self.desk.current.session
