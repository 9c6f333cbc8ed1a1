"""/memory: the memory page of the inspector; how memories are learnt in this session."""

from typing import TYPE_CHECKING

from chatbot.domain.text import clean_line
from chatbot.errors import UsageError
from chatbot.tui import panels
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


_MODES = ("rules", "background", "tools", "hybrid", "off")


async def _run(screen: "MainScreen", rest: str) -> None:
    if not rest:
        panels.open_page(screen, "memory")
        return
    if rest not in _MODES:
        raise UsageError(f"There is no memory mode “{clean_line(rest, 40)}”.", f"One of: {', '.join(_MODES)}.")
    await screen.desk.current.session.set_memory_mode(rest)
    screen.stage.flash(f"Memories are now learnt by: {rest}")


def _words(screen: "MainScreen") -> tuple[str, ...]:
    return _MODES


COMMAND = Command("memory", "What is remembered; or how it is learnt here", _run, "[MODE]", (), _words)
