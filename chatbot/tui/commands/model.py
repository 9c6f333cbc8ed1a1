"""/model: see, and choose, who writes the replies."""

from typing import TYPE_CHECKING

from chatbot.session.privacy import leaving_line
from chatbot.tui.commands.command import Command

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


_HELP = (
    "To use another: set OPENAI_API_KEY before you start chatbot, or start a local server (Ollama, LM Studio, "
    "llama.cpp) and use /model auto; for any other server /model ADDRESS NAME. /model offline needs neither."
)


async def _run(screen: "MainScreen", rest: str) -> None:
    companion = screen.companion
    if not rest:
        screen.stage.say(f"The model is {companion.seat.why}.\n{_HELP}")
        return
    if rest in ("auto", "offline", "openai"):
        await companion.choose_backend(backend=rest)
    elif rest.startswith(("http://", "https://")):
        url, _, name = rest.partition(" ")
        await companion.choose_backend(backend="openai", base_url=url, model=name.strip())
    else:
        await companion.choose_backend(backend="openai", model=rest)
    screen.stage.say(f"From now on the model is {companion.seat.why}.\n{leaving_line(companion.seat.model)}")
    screen.stage.refresh_standing()


def _words(screen: "MainScreen") -> list[str]:
    return ["auto", "offline", "openai"]


COMMAND = Command("model", "See or choose the model", _run, "[auto, offline, NAME, or ADDRESS NAME]", (), _words)
