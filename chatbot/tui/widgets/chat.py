"""The transcript as it stands over the prompt: a sentence that is typed or pasted at it goes into the prompt."""

from datetime import tzinfo

from textual import events

from chatbot.tui import panels
from chatbot.tui.transcript import SpeakerOf, Transcript
from chatbot.tui.widgets.letters import Letters, write


class Chat(Transcript):
    """The conversation of the main screen. A click on a message takes nobody's next sentence away.

    Arguments as for `Transcript`.

    Attributes:
        came_from: the panel whose list led to the message that has the focus; None for no panel.
    """

    def __init__(
        self, speaker: SpeakerOf, zone: tzinfo | None = None, *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(speaker, zone, id=id, classes=classes)
        self.letters = Letters(self)
        self.came_from: panels.Side | None = None

    @property
    def chosen_id(self) -> str:
        """Id of the message that has the focus; empty for none."""
        return self.focused_message_id

    def choose(self, message_id: str) -> bool:
        """Gives the focus to a message; False where it is not loaded."""
        if not self.has(message_id):
            return False
        self.focus_message(message_id)
        return True

    def leave_message(self) -> None:
        """Takes the mark from its message, unless the user is on it: who writes asks about the newest reply again."""
        if not self.has_focus:
            self.focus_message("")

    def on_blur(self) -> None:
        """Who goes elsewhere does not want to go back."""
        self.came_from = None

    async def _on_key(self, event: events.Key) -> None:
        await self.letters.take(event)

    def _on_paste(self, event: events.Paste) -> None:
        write(self, event, event.text)
