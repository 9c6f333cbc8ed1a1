"""The keys of the conversation: its bindings, and one action for each, of one call."""

from typing import ClassVar

from textual.binding import BindingType

from chatbot.tui import ladder, panels
from chatbot.tui.keys import Place, bindings
from chatbot.tui.screens.main import MainScreen
from chatbot.tui.transcript import Transcript


class ActingScreen(MainScreen):
    """The conversation with its keys."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.EVERYWHERE)

    def action_command(self, name: str) -> None:
        """Runs a slash command without argument."""
        from chatbot.tui import commands

        self.attempt(commands.run(self, name, ""))

    def action_palette(self) -> None:
        """Opens the palette."""
        from chatbot.tui import palette

        self.attempt(palette.open_palette(self))

    def action_sessions(self) -> None:
        """Opens or closes the sessions."""
        panels.toggle(self, "left")

    def action_inspector(self) -> None:
        """Opens or closes the inspector."""
        panels.toggle(self, "right")

    def action_next_part(self) -> None:
        """Moves the focus to the next part of the screen."""
        panels.go_round(self)

    def action_messages(self) -> None:
        """Goes from the prompt onto the newest message."""
        transcript = self.query_one(Transcript)
        transcript.focus()
        transcript.focus_message(transcript.last_message_id)

    def action_editor(self) -> None:
        """Edits the draft in the user's editor."""
        from chatbot.tui import editor

        self.attempt(editor.edit_draft(self))

    def action_escape(self) -> None:
        """Stops the reply, else closes a drawer, else goes to the prompt."""
        ladder.escape(self)

    def action_interrupt(self) -> None:
        """Copies, else stops, else stashes, else asks before quitting."""
        ladder.interrupt(self)
