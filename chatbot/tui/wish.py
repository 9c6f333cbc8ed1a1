"""What a panel asks of the screen: something to be done in the background, whose errors the screen tells."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen

Deed = Callable[["MainScreen"], Coroutine[object, object, object]]


class Wish(Message):
    """Posted up to the screen.

    Args:
        deed: what is to be done.
    """

    def __init__(self, deed: Deed) -> None:
        super().__init__()
        self.deed = deed
