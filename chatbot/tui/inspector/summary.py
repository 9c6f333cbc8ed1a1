"""The summary page: the chapters, what each covers, which facts it kept and which it lost; edit, undo, pause."""

from collections.abc import Coroutine
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static

from chatbot.domain.session import Chapter
from chatbot.domain.text import clean, clean_line, counted
from chatbot.session.trace import Trace
from chatbot.tui.columns import beside
from chatbot.tui.hints import hints
from chatbot.tui.inspector.page import Page
from chatbot.tui.keys import Hints
from chatbot.tui.screens.ask import AskText
from chatbot.tui.widgets.key_list import KeyList
from chatbot.tui.widgets.listing import Row

_EMPTY = (
    "Long conversations are summarised in chapters, so that they fit what a model can read at once. "
    "The messages themselves always stay.\n\n"
    "Each chapter says which messages it covers, and which names, numbers, dates and promises it kept. "
    "You can edit one or take it back."
)


class SummaryRows(KeyList):
    """The chapters, with the keys that work on them."""

    HINTS: ClassVar[Hints] = (("e", "edit"), ("u", "undo"), ("s", "source"), ("c", "summarise now"))

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("e", "chapter('edit')", "Edit", show=False),
        Binding("u", "chapter('undo')", "Undo", show=False),
        Binding("s", "chapter('source')", "Jump to its first message", show=False),
    ]

    class Asked(Message):
        """A key asks for a deed on a chapter."""

        def __init__(self, deed: str, chapter_id: str) -> None:
            super().__init__()
            self.deed = deed
            self.chapter_id = chapter_id

    def action_chapter(self, deed: str) -> None:
        """Asks for a deed on the chapter under the cursor."""
        self.post_message(self.Asked(deed, self.chosen_id))


class SummaryPage(Page):
    """See the module."""

    NAME = "summary"
    TITLE = "Summary"
    HINTS: ClassVar[Hints] = (("c", "summarise now"), ("z", "pause, go on"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "compact", "Summarise now", show=False),
        Binding("z", "pause", "Pause or go on", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Where it stands, the chapters, the chosen one in full."""
        yield Static(markup=False, id="summary-state")
        yield SummaryRows(id="summary-rows")
        with VerticalScroll(id="summary-text"):
            yield Static(Content(_EMPTY), markup=False)

    def fill(self) -> None:
        """Shows the session's chapters."""
        session = self.scene.session
        chapters, paused = session.state.chapters, session.meta.summary_paused
        of_one = (("e", "edit"), ("u", "undo")) if chapters else ()
        keys = hints(("c", "summarise now"), ("z", "go on" if paused else "pause"), *of_one)
        state = Content.assemble(
            (f"{counted(session.files.count(), 'message')}, {counted(len(chapters), 'chapter')}", ""),
            ("  paused" if paused else "", "$warning"),
            "\n",
            keys,
        )
        self.query_one("#summary-state", Static).update(state)
        rows = self.query_one(SummaryRows)
        rows.display = bool(chapters)
        rows.show(Row(chapter.id, _row(chapter)) for chapter in chapters)
        self._show_text()

    def concerns(self, old: Trace, new: Trace) -> bool:
        """Whether a chapter was written or a turn ended."""
        return (old.chapters, old.committed) != (new.chapters, new.committed)

    def focus_first(self) -> None:
        """The chapters, else the text."""
        rows = self.query_one(SummaryRows)
        (rows if rows.display else self.query_one("#summary-text")).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Fits the text to the width."""
        self.refresh_page()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_text()

    def _show_text(self) -> None:
        chapter = self._chapter(self.query_one(SummaryRows).chosen_id)
        cells = max(20, self.size.width - _TEXT_FRAME_CELLS)
        content = _text(chapter, cells) if chapter else Content.styled(_EMPTY, "$text-muted")
        self.query_one("#summary-text Static", Static).update(content)

    def _chapter(self, chapter_id: str) -> Chapter | None:
        return next((one for one in self.scene.session.state.chapters if one.id == chapter_id), None)

    @on(SummaryRows.Asked)
    def _asked(self, event: SummaryRows.Asked) -> None:
        event.stop()
        chapter = self._chapter(event.chapter_id)
        if chapter is None:
            return
        if event.deed == "edit":
            self.wish(lambda _: self._edit(chapter))
        elif event.deed == "undo":
            self.wish(
                lambda _: self._do(self.scene.session.undo_chapter(chapter.id), "Took the chapter's last change back")
            )
        else:
            self.wish(lambda _: self._jump(chapter))

    async def _edit(self, chapter: Chapter) -> None:
        text = await self.app.push_screen_wait(AskText(f"Chapter: {clean_line(chapter.title, 80)}", chapter.text))
        if text and text != chapter.text:
            await self._do(self.scene.session.edit_chapter(chapter.id, text), "Your words stand now")

    async def _jump(self, chapter: Chapter) -> None:
        first = self.scene.session.files.messages(chapter.first_seq + 1, 1)
        if first:
            self.jump(self.scene.session.id, first[0].id, "")

    async def _do(self, deed: Coroutine[object, object, object], line: str) -> None:
        await deed
        self.written(line)

    def action_compact(self) -> None:
        """Summarises now."""
        self.wish(lambda _: self._compact())

    async def _compact(self) -> None:
        chapter = await self.scene.session.compact()
        self.written("Summarised" if chapter else "There is nothing to summarise yet")

    def action_pause(self) -> None:
        """Stops the writing of chapters, or goes on with it."""
        paused = not self.scene.session.meta.summary_paused
        line = "No chapters are written now" if paused else "Chapters are written again"
        self.wish(lambda _: self._do(self.scene.session.pause_summary(paused), line))


def _row(chapter: Chapter) -> Content:
    kept = sum(fact.kept for fact in chapter.key_facts)
    facts = f", kept {kept} of {len(chapter.key_facts)}" if chapter.key_facts else ""
    stale = ("  to be rewritten", "$warning") if chapter.stale else ("", "")
    depth = f", level {chapter.level}" if chapter.level > 1 else ""
    return Content.assemble(
        clean_line(chapter.title, 80) or "Untitled",
        stale,
        (f"\n{chapter.first_seq} to {chapter.last_seq}{depth}{facts}", "$text-muted"),
    )


_TEXT_FRAME_CELLS = 3
"""Air and scroll bar beside the text of a chapter."""

_FACT_CELLS = 10


def _text(chapter: Chapter, cells: int) -> Content:
    parts: list[str | tuple[str, str] | Content] = [f"{clean(chapter.text)}\n"]
    if chapter.stale:
        parts.append((f"\nTo be rewritten: {clean_line(chapter.stale, 200)}\n", "$warning"))
    missing = [fact for fact in chapter.key_facts if not fact.kept]
    kept = [fact for fact in chapter.key_facts if fact.kept]
    for title, look, facts in (("Missing", "$warning", missing), ("Kept", "$accent", kept)):
        if facts:
            parts.append((f"\n{title}  {len(facts)}\n", f"bold {look}"))
            for fact in facts:
                kind = Content.styled(clean_line(fact.kind, 12), "$text-muted")
                parts += [beside(kind, clean_line(fact.text, 200), _FACT_CELLS, cells), "\n"]
    return Content.assemble(*parts)


PAGE = SummaryPage
