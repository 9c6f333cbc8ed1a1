"""What the keys of the memory page do with the shape of memories: merge, split, kind and dates, a look at the past."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chatbot.domain.memory import Memory, Status
from chatbot.domain.text import clean_line
from chatbot.errors import MemoryRefused
from chatbot.memory import book_parts
from chatbot.tui import moments
from chatbot.tui.inspector.memory_changes import write
from chatbot.tui.screens.as_of import AsOf
from chatbot.tui.screens.ask import AskLine, AskText
from chatbot.tui.screens.memory_form import MemoryForm

if TYPE_CHECKING:
    from chatbot.tui.inspector.page import Page
    from chatbot.tui.screens.main import MainScreen

_LONGEST = 1000


async def merge(page: "Page", memories: Sequence[Memory]) -> None:
    """Makes one memory of several, or of both sides of a conflict; the words can be changed before.

    Args:
        page: where it was asked for.
        memories: two or more, or one side of a conflict.

    Raises:
        MemoryRefused: it is one memory that is in no conflict, or they cannot be one.
    """
    book, first = page.scene.desk.book, memories[0]
    torn = len(memories) == 1 and first.status is Status.CONFLICT
    if len(memories) < 2 and not torn:
        raise MemoryRefused("One memory cannot be merged.", "Mark two or more with space, then press m.")
    sides = [one for one in book.conflicts() if one.slot == first.slot] if torn else list(memories)
    kept, fields = book_parts.merged(sides, None, page.scene.clock())
    automatic = clean_line(fields.get("text", kept.text), _LONGEST)
    told = " / ".join(clean_line(one.text, 60) for one in sides)
    text = await page.app.push_screen_wait(AskLine(f"As one memory: {told}", automatic))
    if not text:
        return
    own = None if text == automatic else text
    change = book.resolve(first.id, "merge", own) if torn else book.merge([one.id for one in sides], own)
    await write(page, change, "Merged", text)


async def split(page: "Page", memory: Memory) -> None:
    """Makes several memories of one; its parts are offered, and can be changed.

    Raises:
        MemoryRefused: it is past, or only one part was given.
    """
    try:
        parts = [part["text"] for part in book_parts.parted(memory, (), page.scene.clock())]
    except MemoryRefused:
        parts = [memory.text]
    text = await page.app.push_screen_wait(AskText("Split: one memory a line (ctrl+j begins one)", "\n".join(parts)))
    lines = [clean_line(line, _LONGEST) for line in (text or "").split("\n") if line.strip()]
    if lines:
        await write(page, page.scene.desk.book.split(memory.id, lines), f"Split into {len(lines)}", memory.text)


async def form(page: "Page", memory: Memory) -> None:
    """Changes kind, importance, dates, and whether it may leave the machine."""
    fields = await page.app.push_screen_wait(MemoryForm(memory, page.scene.clock()))
    if fields:
        await write(page, page.scene.desk.book.edit(memory.id, **fields), "Changed", memory.text)


async def as_of(screen: "MainScreen", words: str = "") -> None:
    """Shows all memories as they were at a date.

    Args:
        screen: where.
        words: the date as typed; asked for where empty.

    Raises:
        UsageError: it is no date.
    """
    typed: str | None = words
    if not words:
        typed = await screen.app.push_screen_wait(
            AskLine("What was known when?", placeholder="2026-03-14, yesterday, 10:34, …")
        )
    if typed:
        now = screen.clock()
        at = min(now, moments.moment(typed, now, whole_day=True, past=True))
        session = screen.desk.current.session
        everything = screen.desk.book.as_of(at).values()
        readable = {one.id: one for one in everything if one.readable_in(session.id, session.meta.persona_id)}
        await screen.app.push_screen_wait(AsOf(readable, at, session.persona.char))
