"""What all screens that open over the conversation share: how they close."""

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

Answer = TypeVar("Answer")

LOW_OR_HIGH = [(0, "-low"), (30, "-high")]
"""Rows from which each class of the style sheet holds: on a low terminal, what opens takes nearly all of it."""


class OverScreen(ModalScreen[Answer | None]):
    """A screen over the conversation. Escape and ctrl+c close it with None."""

    AUTO_FOCUS = "Input, Listing, .reader"
    VERTICAL_BREAKPOINTS = LOW_OR_HIGH
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", show=False),
        Binding("ctrl+c", "leave", "Close", show=False, priority=True),
    ]

    def action_leave(self) -> None:
        """Closes the screen without an answer."""
        self.dismiss(None)
