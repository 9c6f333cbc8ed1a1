"""Tries again what could not be saved: says so once, retries while anything is unsaved, says when all is on disk."""

import asyncio
from typing import TYPE_CHECKING

from textual.timer import Timer

from chatbot.tui.transcript import NoteKind, Transcript

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

RETRY_SECONDS = 5.0
"""Soon enough after space was made on a full disk, and seldom enough to cost nothing on a dead one."""


class Saving:
    """Watches over writes that failed.

    Args:
        screen: where it is said.
    """

    def __init__(self, screen: "MainScreen") -> None:
        self._screen = screen
        self._timer: Timer | None = None

    @property
    def waiting(self) -> bool:
        """Whether something is unsaved and will be tried again."""
        return self._timer is not None

    def look(self) -> None:
        """Begins to retry if something could not be saved. Cheap; called after whatever may have failed to save."""
        screen = self._screen
        if screen.loaded is None or self._timer is not None or not screen.loaded.files.unsaved:
            return
        screen.stage.mention(
            f"Not everything could be saved. It is kept here and tried again every {RETRY_SECONDS:.0f} seconds; "
            "make sure the disk has room and can be written to, and leave chatbot open until then.",
            NoteKind.ERROR,
        )
        self._timer = screen.set_interval(RETRY_SECONDS, self.retry)
        screen.stage.refresh_standing()

    async def retry(self) -> None:
        """Tries once more; ends the retries when all is on disk."""
        files = self._screen.companion.files
        # What fails again is kept for the next time, and is counted there.
        await asyncio.gather(*map(asyncio.wrap_future, files.retry()), return_exceptions=True)
        if files.unsaved or self._timer is None:
            return
        self._timer.stop()
        self._timer = None
        for conversation in self._screen.desk:
            for message_id in conversation.unsaved:
                if self._screen.stage.has_on_screen(conversation):
                    self._screen.query_one(Transcript).mark_saved(message_id)
            conversation.unsaved.clear()
        self._screen.stage.refresh_standing()
        self._screen.stage.mention("Everything is saved now.")
