"""What corrections concern: replies that were given the wrong thing, and chapters that tell it."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from chatbot.domain.text import clean_line, counted
from chatbot.domain.value import Value
from chatbot.session.repair import Affected, Reply, Told
from chatbot.tui.ages import minute
from chatbot.tui.hints import hints
from chatbot.tui.screens.over import OverScreen
from chatbot.tui.widgets.listing import Listing, Row


class Picked(Value):
    """What to do: go to a reply, with the wrong words marked; go to a chapter; or write all chapters anew."""

    session_id: str = ""
    message_id: str = ""
    quote: str = ""
    chapter_id: str = ""
    repair: bool = False


class AffectedScreen(OverScreen[Picked]):
    """Answers with what was picked.

    Args:
        found: what each correction concerns, at least one.
        titles: of the sessions, by id.
    """

    AUTO_FOCUS = "Listing"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "repair", "Repair", show=False),
        Binding("j", "move('cursor_down')", show=False),
        Binding("k", "move('cursor_up')", show=False),
    ]

    def __init__(self, found: Sequence[Affected], titles: Mapping[str, str]) -> None:
        super().__init__()
        self._found = tuple(found)
        self._titles = titles
        self._places: dict[str, Picked] = {}
        self._cells = 0

    def compose(self) -> ComposeResult:
        """The list and its keys."""
        chapters = sum(len(one.chapters) for one in self._found)
        mend = (("r", f"write {counted(chapters, 'chapter')} anew"),) if chapters else ()
        keys = hints(("enter", "go there"), *mend, ("esc", "close"))
        note = "\nReplies stay as they are; r on one in the chat has it written again."
        with Vertical(classes="card tall"):
            yield Static(Content("Told before it was put right"), classes="card-title", markup=False)
            yield Listing(id="choices")
            yield Static(Content.assemble(keys, note), classes="card-hint", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Fits the rows to the width."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        listing = self.query_one(Listing)
        self._cells = max(20, listing.size.width - len(_INDENT) - 3)
        listing.show(row for one in self._found for row in self._group(one))

    def _group(self, one: Affected) -> list[Row]:
        wrong, right = clean_line(one.wrong.text, 200), clean_line(one.right.text, 200) if one.right else "forgotten"
        rows = [Row("", Content.assemble((wrong, "strike $text-muted"), (" → ", "$text-muted"), (right, "$accent")))]
        for reply in one.replies:
            row_id = f"reply {reply.message_id} {one.wrong.id}"
            quote = one.wrong.value if reply.repeated else ""
            self._places[row_id] = Picked(reply.session_id, reply.message_id, quote)
            rows.append(Row(row_id, self._reply(reply, one.wrong.value)))
        for told in one.chapters:
            row_id = f"chapter {told.chapter.id} {one.wrong.id}"
            self._places[row_id] = Picked(told.session_id, chapter_id=told.chapter.id)
            rows.append(Row(row_id, self._chapter(told)))
        return rows

    def _reply(self, reply: Reply, wrong: str) -> Content:
        says = (f"says “{clean_line(wrong, 30)}”, ", "$warning") if reply.repeated else "only had it in view, "
        where = f"{minute(reply.at)}, {self._title(reply.session_id)}"
        return self._row("reply", clean_line(reply.text, 400), Content.assemble(says, where))

    def _chapter(self, told: Told) -> Content:
        chapter = told.chapter
        where = f"messages {chapter.first_seq} to {chapter.last_seq}, {self._title(told.session_id)}"
        return self._row("chapter", clean_line(chapter.title, 80) or "Untitled", Content(where))

    def _row(self, what: str, text: str, where: Content) -> Content:
        first = Content(text).truncate(self._cells, ellipsis=True)
        second = where.truncate(self._cells, ellipsis=True)
        return Content.assemble(
            (f"  {what}".ljust(len(_INDENT)), "$text-muted"),
            first,
            "\n",
            _INDENT,
            (second.stylize_before("$text-muted")),
        )

    def _title(self, session_id: str) -> str:
        return clean_line(self._titles.get(session_id, "another session"), 40)

    def action_repair(self) -> None:
        """Answers that the chapters are to be written anew."""
        if any(one.chapters for one in self._found):
            self.dismiss(Picked(repair=True))

    async def action_move(self, action: str) -> None:
        """Moves in the list."""
        await self.query_one(Listing).run_action(action)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id in self._places:
            self.dismiss(self._places[event.option_id])


_INDENT = " " * len("  chapter  ")
