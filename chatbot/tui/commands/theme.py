"""/theme: other colours, for this run."""

from typing import TYPE_CHECKING

from chatbot.domain.text import clean_line
from chatbot.errors import UsageError
from chatbot.tui.commands.command import Command
from chatbot.tui.fuzzy import nearest
from chatbot.tui.screens.picker import Choice, Picker
from chatbot.tui.theme import THEMES

if TYPE_CHECKING:
    from chatbot.tui.screens.main import MainScreen


async def _run(screen: "MainScreen", rest: str) -> None:
    names = _names(screen)
    choices = [Choice(name, name, "dark" if screen.app.available_themes[name].dark else "light") for name in names]
    chosen: str | None = rest
    if not rest:
        chosen = await screen.app.push_screen_wait(Picker("Theme", choices, screen.app.theme))
    if not chosen:
        return
    if chosen not in names:
        likely = nearest(chosen, names)
        hint = f"Did you mean {likely}?" if likely else "/theme lists them."
        raise UsageError(f"There is no theme “{clean_line(chosen, 40)}”.", hint)
    screen.app.theme = chosen
    config = screen.companion.settings.paths.config_file
    screen.stage.flash(f'Theme {chosen}; to keep it, put theme = "{chosen}" into {config}')


def _names(screen: "MainScreen") -> list[str]:
    own = [theme.name for theme in THEMES]
    return own + sorted(name for name in screen.app.available_themes if name not in own and "ansi" not in name)


COMMAND = Command("theme", "Change the colours", _run, "[NAME]", (), _names)
