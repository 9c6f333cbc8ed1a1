"""/undo: take back what was done last: a deletion on the screen, or a change of memories."""

import asyncio
from typing import TYPE_CHECKING

from chatbot.memory.book_history import undoable
from chatbot.session.base import saved
from chatbot.tui import change_lines, narrate, panels
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    step = screen.undos.newest()
    change = undoable(screen.desk.current.session.memories.journal())
    if step is not None and (change is None or step.at >= change.at):
        await screen.undos.take_back(step)
        screen.stage.flash(f"Back: {step.label}")
    else:
        entry = await saved(await asyncio.to_thread(screen.desk.book.undo))
        change_lines.undone(screen, entry)
        screen.stage.flash(narrate.undone_line(entry))
    panels.refresh(screen)


COMMAND = Command("undo", "Take back the last deletion or change of memories", _run)
