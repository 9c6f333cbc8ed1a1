"""/backup: make a backup now, or go back to one: closes the chat, restores, and opens it again.

What is open was read from files that a restore replaces, so nothing of it may live on.
"""

import asyncio
from typing import TYPE_CHECKING

from chatbot.domain.text import clean_line, counted
from chatbot.errors import ChatbotError, UsageError
from chatbot.tui.ages import minute
from chatbot.tui.commands.command import Command
from chatbot.tui.ladder import lost_with_it
from chatbot.tui.screens.ask import Confirm
from chatbot.tui.screens.picker import Choice, Picker
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.storage.backups.manifest import Backup
    from chatbot.tui.screens.main import MainScreen

_NOW = "now"
_MAKE = (_NOW, "create")
"""What makes one: the short word, and the one of the command line."""

_SHOW = ("", "list", "restore")


async def _run(screen: "MainScreen", rest: str) -> None:
    if rest in _MAKE:
        await _make(screen)
        return
    if rest not in _SHOW:
        raise UsageError(f"/backup takes no “{clean_line(rest, 40)}”.", "/backup shows all; /backup now makes one.")
    every = {one.id: one for one in await asyncio.to_thread(screen.companion.files.backups.list)}
    choices = [Choice(_NOW, "Make a backup now"), *(Choice(one.id, _label(one), _what(one)) for one in every.values())]
    chosen = await screen.app.push_screen_wait(Picker("Go back to which backup?", choices))
    if chosen == _NOW:
        await _make(screen)
    elif chosen:
        await _go_back(screen, every[chosen])


async def _make(screen: "MainScreen") -> None:
    screen.stage.flash("Making a backup…")
    made = await asyncio.to_thread(screen.companion.files.backups.create, "by hand")
    lost = f" {counted(len(made.left_out), 'file')} could not be read and is not in it." if made.left_out else ""
    screen.stage.say(f"Made a backup of {counted(made.sessions, 'session')}.{lost} /backup goes back to it.")


async def _go_back(screen: "MainScreen", backup: "Backup") -> None:
    verdict = await asyncio.to_thread(screen.companion.files.backups.verify, backup.id)
    if verdict.problems:
        raise ChatbotError(f"That backup is damaged: {verdict.problems[0]}", "Choose another one.")
    question = (
        f"Make everything what it was on {minute(backup.created_at)}? What was said and learnt since goes. A backup of "
        f"it is made first, so that this can be taken back. The chat closes for a moment.{lost_with_it(screen)}"
    )
    if await screen.app.push_screen_wait(Confirm(question, "go back", screen.query_one(Prompt))):
        screen.options.to_restore.append(backup.id)
        screen.app.exit()


def _label(backup: "Backup") -> str:
    return f"{minute(backup.created_at)}, {counted(backup.sessions, 'session')}"


def _what(backup: "Backup") -> str:
    return "damaged" if backup.problem else clean_line(backup.reason, 60)


def _words(screen: "MainScreen") -> tuple[str, ...]:
    return _MAKE


COMMAND = Command("backup", "Go back to a backup, or make one now", _run, "[now]", ("backups",), _words)
