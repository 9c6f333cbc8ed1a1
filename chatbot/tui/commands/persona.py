"""/persona: let another persona speak in this session."""

from typing import TYPE_CHECKING

from chatbot.errors import NotFound
from chatbot.tui import panels
from chatbot.tui.commands.command import Command
from chatbot.tui.persona_picker import persona_picker

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    wanted: str | None = rest
    if not rest:
        wanted = await screen.app.push_screen_wait(persona_picker(screen))
    if not wanted:
        return
    try:
        persona = screen.companion.catalog.get(wanted)
    except NotFound as error:
        raise NotFound(error.message, error.hint if "mean" in error.hint else "All of them: ctrl+t.") from error
    session = screen.desk.current.session
    if persona.id == session.meta.persona_id:
        return
    await session.switch_persona(persona.id)
    screen.stage.say(f"{persona.char} speaks from here on.")
    screen.stage.refresh_standing()
    panels.refresh(screen)


def _names(screen: "MainScreen") -> list[str]:
    return [persona.meta.name or persona.id for persona in screen.companion.catalog.all()]


COMMAND = Command("persona", "Switch persona", _run, "[NAME]", (), _names)
