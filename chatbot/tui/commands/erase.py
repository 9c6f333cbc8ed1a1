"""/erase TEXT: says how something is erased for good. The open chat remembers it, so it has to be closed first."""

import shlex
from typing import TYPE_CHECKING

from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    what = f"--about {shlex.quote(rest)}" if rest else "--about TEXT"
    settings = screen.companion.settings
    where = f"--user {shlex.quote(settings.user)} --data-dir {shlex.quote(str(settings.paths.data))}"
    screen.stage.say(
        f"Erasing reaches every file, backups too, and this chat still has it in mind. Close it with ctrl+q, then run: "
        f"chatbot {where} erase {what}  (it shows first what goes, and asks). /forget forgets without closing."
    )


COMMAND = Command("erase", "How to erase something for good, and prove it", _run, "TEXT")
