"""The list of memories, with its keys. A sentence typed at it by mistake goes into the prompt."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.timer import Timer

from chatbot.tui import panels
from chatbot.tui.keys import Place, bindings
from chatbot.tui.widgets import astray
from chatbot.tui.widgets.listing import Listing
from chatbot.tui.widgets.prompt import Prompt

_AT_ONCE = {
    f"memory('{deed}')": deed
    for deed in ("pin", "lock", "forget", "undo", "redo", "accept", "reject", "new", "old", "both", "holds", "merge")
}
"""Actions that change memories without asking first. The others open something, which escape closes."""


class MemoryRows(Listing):
    """The list, with the keys that work in it.

    A letter that changes something waits for a moment: if another one follows, somebody is writing. Meanwhile the
    cursor may come to stand on another memory; the deed is for the one that the letter was typed at.

    Args:
        asked: called with a deed and the id of the memory under the cursor.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.MEMORY)
    WORD_SECONDS: ClassVar[float] = 0.25
    """How long such a letter waits: more than lies between two letters of a word. 0: not at all."""

    def __init__(self, asked: Callable[[str, str], None]) -> None:
        super().__init__(id="memory-rows")
        self._asked = asked
        self._held: tuple[events.Key, str, str, Timer] | None = None

    def action_memory(self, deed: str) -> None:
        """Asks for a deed on the memory under the cursor; at once, because a field may be typed into next."""
        self._asked(deed, self.chosen_id)

    async def _on_key(self, event: events.Key) -> None:
        prompt = self.screen.query_one(Prompt)
        if self.screen.focused is prompt:
            astray.follow(event, prompt)
            return
        if self.screen.focused is not self:
            await super()._on_key(event)
            return
        letter = event.character if event.is_printable else None
        if self._held is not None:
            held, _, _, timer = self._held
            if letter and event.key != held.key:
                timer.stop()
                self._held = None
                self._write(event, f"{held.character}{letter}")
                return
            self._let_go()
        deed = _AT_ONCE.get(self._action(event.key), "")
        if letter and deed and self.WORD_SECONDS:
            astray.take(event)
            self._held = (event, deed, self.chosen_id, self.set_timer(self.WORD_SECONDS, self._let_go))
        elif letter and letter.strip() and not astray.is_bound(self.screen, event.key):
            astray.write(event, letter, prompt)
        else:
            await super()._on_key(event)

    def _let_go(self) -> None:
        if self._held is not None:
            (_, deed, memory_id, timer), self._held = self._held, None
            timer.stop()
            self._asked(deed, memory_id)

    def _action(self, key: str) -> str:
        """What a key of this list does; empty for nothing."""
        own = next((keys for node, keys in self.screen._binding_chain if node is self), None)
        found = own.key_to_bindings.get(key, []) if own is not None else []
        return found[0].action if found else ""

    def _write(self, event: events.Event, text: str) -> None:
        """Has a text written in the prompt, from under a drawer, too."""
        from chatbot.tui.screens.main import MainScreen

        assert isinstance(self.screen, MainScreen)  # the inspector is nowhere else
        panels.close_drawer(self.screen)
        astray.write(event, text, self.screen.query_one(Prompt))
