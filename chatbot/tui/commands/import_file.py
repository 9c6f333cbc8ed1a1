"""/import PATH: brings in an export, or conversations and memories of other programs."""

import asyncio
from typing import TYPE_CHECKING

from chatbot.errors import UsageError
from chatbot.tui import panels
from chatbot.tui.commands.command import Command
from chatbot.tui.commands.export import unquoted

if TYPE_CHECKING:
    from chatbot.interchange.outcome import Outcome
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    from chatbot.interchange.importer import importer_of
    from chatbot.interchange.outcome import Options, summary
    from chatbot.interchange.reading import path_of

    if screen.desk.current.session.meta.private:
        raise UsageError("An import goes into your other sessions.", "Leave this private one first: /new")
    companion = screen.companion
    settings = companion.settings
    importer = importer_of(companion.files, companion.catalog, settings.persona, settings.mask_secrets)
    screen.stage.flash("Importing…")
    outcome = await asyncio.to_thread(importer.take, path_of(unquoted(rest)), Options())
    await _read_again(screen, outcome)
    troubles = f" First: {outcome.troubles[0]}." if outcome.troubles else ""
    backup = f" To undo it: chatbot backup restore {outcome.backup}" if outcome.backup else ""
    screen.stage.say(" ".join((summary(outcome) + troubles, *outcome.notices)) + backup)
    panels.refresh(screen)


async def _read_again(screen: "MainScreen", outcome: "Outcome") -> None:
    """Lets go of open sessions that something was merged into; the one on the screen is shown anew."""
    current = screen.desk.current.session.id
    busy = screen.companion.sessions.running()
    for session_id in outcome.touched:
        if session_id in busy:
            continue  # its reply goes on; what came in shows when it is opened next
        draft = ""
        if session_id == current:
            screen.keep_draft()
            draft = screen.desk.current.draft
        await screen.companion.sessions.release(session_id)
        screen.desk.drop(session_id)
        if session_id == current:
            conversation = await screen.desk.open(session_id)
            conversation.draft = draft
            await screen.show(conversation)


COMMAND = Command("import", "Bring in an export or another program's conversations", _run, "PATH")
