"""The list of memories, with its keys."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from chatbot.tui.keys import Place, bindings
from chatbot.tui.widgets.key_list import KeyList


class MemoryRows(KeyList):
    """The list, with the keys that work in it.

    Args:
        asked: called with a deed and the id of the memory under the cursor.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.MEMORY)

    def __init__(self, asked: Callable[[str, str], None]) -> None:
        super().__init__(id="memory-rows")
        self._asked = asked

    def action_memory(self, deed: str) -> None:
        """Asks for a deed on the memory under the cursor; at once, because a field may be typed into next."""
        self._asked(deed, self.chosen_id)
