"""The Textual application: themes, keys, start and end. What is on it is the screen's business."""

from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from chatbot.assemble import Companion
from chatbot.domain.ids import Clock, utc_now
from chatbot.tui.keys import unknown_ids
from chatbot.tui.screens.main import MainScreen, TuiOptions
from chatbot.tui.theme import DEFAULT_THEME, THEMES


class ChatbotApp(App[int]):
    """The program on a terminal.

    Args:
        companion: the user's program; the app does not close it.
        options: what the command line asked for.
        clock: the present moment.
    """

    TITLE = "chatbot"
    CSS_PATH = "chatbot.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", "Quit", show=False, priority=True)]

    def __init__(self, companion: Companion, options: TuiOptions | None = None, clock: Clock = utc_now) -> None:
        super().__init__()
        self._companion = companion
        self._options = options or TuiOptions()
        self._clock = clock
        for theme in THEMES:
            self.register_theme(theme)
        wanted = companion.settings.theme
        self.theme = wanted if wanted in self.available_themes else DEFAULT_THEME
        known = set(companion.settings.keys) - set(unknown_ids(companion.settings.keys))
        self.set_keymap({name: companion.settings.keys[name] for name in known})

    def get_default_screen(self) -> MainScreen:
        """The conversation."""
        return MainScreen(self._companion, self._options, self._clock)


async def run_tui(companion: Companion, options: TuiOptions | None = None) -> int:
    """Runs the screen until the user leaves, then ends all turns.

    Args:
        companion: the user's program; closed at the end, so that every reply that is being written is kept.
        options: what the command line asked for.

    Returns:
        The exit code: 0 where the user left, 1 where the screen failed.
    """
    app = ChatbotApp(companion, options)
    try:
        await app.run_async()
    finally:
        await companion.close()
    return app.return_code or 0


__all__ = ["ChatbotApp", "TuiOptions", "run_tui"]
