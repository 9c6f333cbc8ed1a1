"""/private: a session that leaves nothing behind; in one, the question whether to keep it."""

from typing import TYPE_CHECKING

from chatbot.tui import session_deeds
from chatbot.tui.commands.command import Command
from chatbot.tui.screens.ask import Confirm
from chatbot.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    session = screen.desk.current.session
    if not session.meta.private:
        await session_deeds.begin(screen, session.meta.persona_id, private=True)
        screen.stage.say(
            "Private: nothing said here is written to disk or read anywhere else. /private again keeps it."
        )
        return
    confirm = Confirm("Keep this private session as an ordinary one?", "keep it", screen.query_one(Prompt))
    if await screen.app.push_screen_wait(confirm):
        kept = await screen.companion.sessions.keep(session.id)
        screen.desk.drop(session.id)
        await screen.show(screen.desk.take(kept))
        screen.stage.flash("Kept: this is an ordinary session now.")


COMMAND = Command("private", "Begin a private session, or keep this one", _run)
