"""The floor: the least Textual app that streams a reply above a prompt. Everything is measured beside it."""

import textwrap

from pieces import pieces  # type: ignore[import-not-found]
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import TextArea


class Page(ScrollView):
    """Plain wrapped text that follows its end."""

    done: list[str] = []  # noqa: RUF012
    paragraph = ""

    def write(self, piece: str) -> None:
        """Adds a piece."""
        self.paragraph += piece
        *whole, self.paragraph = self.paragraph.split("\n")
        for line in whole:
            self.done += textwrap.wrap(line, self.size.width - 2) or [""]
        self.virtual_size = Size(self.size.width - 2, len(self.done) + 4)
        self.scroll_end(animate=False)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row."""
        at = self.scroll_offset.y + y
        lines = self.done[at : at + 1] or textwrap.wrap(self.paragraph, self.size.width - 2)[at - len(self.done) :][:1]
        return Strip([Segment(lines[0] if lines else "")])


class Floor(App[None]):
    CSS = "TextArea { height: 3; }"
    BINDINGS = [("ctrl+q", "quit")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Page()
        yield TextArea()

    def on_mount(self) -> None:
        self.query_one(TextArea).focus()

    async def key_f12(self) -> None:
        self.run_worker(self._stream())

    async def _stream(self) -> None:
        async for piece in pieces():
            self.query_one(Page).write(piece)


if __name__ == "__main__":
    Floor().run()
