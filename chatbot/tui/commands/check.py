"""/check: what waits for a decision: memories to be accepted, chosen between, or looked at again."""

from typing import TYPE_CHECKING

from chatbot.domain.text import counted
from chatbot.tui import panels
from chatbot.tui.commands.command import Command
from chatbot.tui.keys import KEYS, keys_of, shown

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    from chatbot.tui.inspector.memory_rows import is_open

    session = screen.desk.current.session
    memories = session.memories.readable(session.id, session.meta.persona_id).values()
    waiting = [memory for memory in memories if is_open(memory)]
    if not waiting:
        screen.stage.flash("Nothing waits for you: every memory is settled.")
        return
    marked = [memory for memory in waiting if memory.check]
    key = next(key for key in KEYS if key.id == "panel.inspector")
    screen.stage.flash(
        f"{counted(len(waiting), 'memory waits', 'memories wait')}: "
        f"{shown(keys_of(key, screen.settings.keys).split(',')[0])} goes to the list."
    )
    panels.open_memory(screen, (marked or waiting)[0].id)


COMMAND = Command("check", "Memories that wait for your decision", _run)
