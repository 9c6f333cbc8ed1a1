"""A list of the main screen whose keys are letters. A sentence typed at it by mistake goes into the prompt."""

from textual import events

from chatbot.tui.widgets.letters import Letters
from chatbot.tui.widgets.listing import Listing


class KeyList(Listing):
    """A listing with keys. Arguments as for `Listing`."""

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.letters = Letters(self)

    async def _on_key(self, event: events.Key) -> None:
        if not await self.letters.take(event):
            await super()._on_key(event)
