"""The footer: the few keys that matter where the focus is, made from the table of bindings."""

from collections.abc import Mapping

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from chatbot.tui.hints import BETWEEN, hint
from chatbot.tui.keys import KEYS, Hints, Place, keys_of, shown
from chatbot.tui.widgets.kept import Kept

CLOSE = "close"
"""The word of a key that closes where the focus is."""

_OUT_PLACE = 1

_LATE = ("prompt.newline", "persona.switch", "search.all", "app.quit")
"""What a narrow footer leaves out first: the ways to the panels, closed there, matter more."""


class KeyLine(Kept, Static):
    """One line of hints. A click on a hint of the screen does what its key does.

    Args:
        overrides: the config file's keys.
    """

    def __init__(self, overrides: Mapping[str, str]) -> None:
        super().__init__(markup=False, id="keyline")
        self._overrides = overrides
        self._place = Place.PROMPT
        self._special: Hints = ()
        self._words: Mapping[str, str] = {}
        self._question = ""
        self._warns = False
        self._below = 0

    @property
    def question(self) -> str:
        """The line that stands in place of the hints; empty for none."""
        return self._question

    def tell_below(self, messages: int) -> None:
        """Says that something new came below the view; 0 takes it away."""
        if messages != self._below:
            self._below = messages
            self.refresh()

    def show_place(self, place: Place, special: Hints = (), words: Mapping[str, str] | None = None) -> None:
        """Shows the keys of where the focus is now; a widget's own stand first.

        Args:
            place: where the focus is.
            special: see there.
            words: by the id of a key that does now this and now that, what it does now.
        """
        now = (place, special, words or {})
        if now != (self._place, self._special, self._words):
            self._place, self._special, self._words = now
            self.refresh()

    def ask(self, question: str, warns: bool = False) -> None:
        """Shows one line in place of the hints; empty takes it away.

        Args:
            question: the line.
            warns: whether the next key may lose something, as with "again to quit"; else it is news.
        """
        if (question, warns) != (self._question, self._warns):
            self._question, self._warns = question, warns
            self.refresh()

    def render(self) -> Content:
        """As many hints as fit."""
        if self._question:
            line = Content.styled(self._question, "bold $warning" if self._warns else "bold $foreground")
            return line.truncate(self.size.width, ellipsis=True)
        line = Content.styled(f"↓ {self._below} new below", "bold $accent") if self._below else Content("")
        for one in self._hints():
            longer = Content.assemble(line, BETWEEN if line else "", one)
            if longer.cell_length > self.size.width:
                break
            line = longer
        return line

    def _hints(self) -> list[Content]:
        alone = self._special and self._place is not Place.INSPECTOR
        here = [key for key in KEYS if key.place is self._place and key.hint and not alone]
        if self._place is Place.MEMORY:  # a page of the inspector
            here += [key for key in KEYS if key.place is Place.INSPECTOR and key.hint]
        everywhere = [key for key in KEYS if key.place is Place.EVERYWHERE and key.hint]
        found = [hint(name, word) for name, word in self._special]
        for key in sorted((*here, *everywhere), key=lambda key: key.id in _LATE):
            name = shown(keys_of(key, self._overrides).split(",")[0])
            word = self._words.get(key.id, key.hint)
            one = hint(name, word)
            if key.place is Place.EVERYWHERE:
                one = one.stylize(Style.from_meta({"hint": key.action}))
            # What leads out of here comes early: a narrow footer tells it too, and who came in by chance looks for it.
            leads_out = word == CLOSE or key.place is Place.INSPECTOR
            found.insert(min(_OUT_PLACE, len(found)) if leads_out else len(found), one)
        return found

    async def on_click(self, event: events.Click) -> None:
        """Does what the key under the mouse does."""
        if action := event.style.meta.get("hint"):
            event.stop()
            await self.screen.run_action(action)
