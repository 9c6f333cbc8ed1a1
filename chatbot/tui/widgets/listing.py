"""A list of rows that keeps its place when it is filled again. Rows are `Content`, so no text in them is markup."""

from collections.abc import Iterable

from textual import events
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from chatbot.domain.value import Value


class Row(Value):
    """One row. `id` is empty for a heading, which the cursor passes over."""

    id: str
    content: Content


class Listing(OptionList):
    """The program's list. Filling it with the same rows again does nothing, so a refresh is cheap."""

    DEFAULT_CSS = """
    Listing, Listing:focus {
        border: none;
        background: transparent;
        padding: 0;
        height: 1fr;
        scrollbar-size-vertical: 1;
        & > .option-list--option { padding: 0 1; }
        & > .option-list--option-disabled { color: $text-muted; }
        & > .option-list--option-highlighted { background: $panel 60%; color: $foreground; text-style: none; }
        & > .option-list--option-hover { background: $panel 40%; }
    }
    Listing:focus > .option-list--option-highlighted {
        background: $block-cursor-background;
        color: $block-cursor-foreground;
    }
    """

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self._rows: tuple[Row, ...] | None = None

    async def _on_key(self, event: events.Key) -> None:
        """Runs its own bindings at once, and passes on what was typed for a field that one of them opened.

        Textual runs them when the key has bubbled up to the app; in a burst, the letters after `/` would be here by
        then, and run as commands.
        """
        if not self._pass_on(event, events.Key(event.key, event.character)):
            for node, bindings in self.screen._binding_chain:
                for binding in bindings.key_to_bindings.get(event.key, ()) if node is self else ():
                    if await self.app.run_action(binding.action, self):
                        event.stop()
                        event.prevent_default()
                        return

    def _on_paste(self, event: events.Paste) -> None:
        """What was pasted for a field that a key of this list opened goes there."""
        self._pass_on(event, events.Paste(event.text))

    def _pass_on(self, event: events.Event, again: events.Event) -> bool:
        """Gives an event to the field that has the focus by now; False where the list itself still has it."""
        field = self.screen.focused
        if field is self or not isinstance(field, Input):
            return False
        event.stop()
        event.prevent_default()
        field.post_message(again)
        return True

    @property
    def rows(self) -> tuple[Row, ...]:
        """What the list shows."""
        return self._rows or ()

    @property
    def chosen_id(self) -> str:
        """Id of the row under the cursor; empty for none."""
        option = self.highlighted_option
        return option.id or "" if option else ""

    def show(self, rows: Iterable[Row], choose: str = "") -> None:
        """Fills the list. The cursor stays on its row, or where that row was; `choose` sets it."""
        fresh = tuple(rows)
        if fresh == self._rows and not choose:
            return
        place, row_id = self.highlighted, choose or self.chosen_id
        scroll_y = self.scroll_y
        if fresh != self._rows:
            self._rows = fresh
            self.set_options(Option(row.content, id=row.id or None, disabled=not row.id) for row in fresh)
        self._put_cursor(row_id, place)
        if not choose:
            self.scroll_to(y=scroll_y, animate=False, force=True)

    def choose(self, row_id: str) -> bool:
        """Moves the cursor to a row; False where there is none of that id."""
        if not any(row.id == row_id for row in self.rows):
            return False
        self.highlighted = self.get_option_index(row_id)
        return True

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Brings the cursor into view; on the first row the headings above it, too."""
        super().scroll_to_highlight(top)
        if self.highlighted and not any(row.id for row in self.rows[: self.highlighted]):
            self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def _put_cursor(self, row_id: str, place: int | None) -> None:
        if row_id and self.choose(row_id):
            return
        able = [index for index, row in enumerate(self.rows) if row.id]
        if not able:
            self.highlighted = None
            return
        self.highlighted = min(able, key=lambda index: abs(index - (place or 0)))
