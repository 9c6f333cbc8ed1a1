"""The Textual application: themes, keys, start and end. What is on it is the screen's business."""

import asyncio
import signal
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver

from chatbot.config import Settings
from chatbot.domain.ids import Clock, utc_now
from chatbot.tui.keys import unknown_ids
from chatbot.tui.options import TuiOptions
from chatbot.tui.screens.acting import ActingScreen
from chatbot.tui.screens.main import Loader, MainScreen
from chatbot.tui.terminal_keys import add_keys
from chatbot.tui.theme import DEFAULT_THEME, THEMES


class ChatbotApp(App[int]):
    """The program on a terminal.

    Args:
        settings: as this run was told.
        load: opens the user's files and puts the program together; called in a thread, after the first frame.
        options: what the command line asked for.
        clock: the present moment.
    """

    TITLE = "chatbot"
    CSS_PATH = "chatbot.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", "Quit", show=False, priority=True)]

    def __init__(
        self, settings: Settings, load: Loader, options: TuiOptions | None = None, clock: Clock = utc_now
    ) -> None:
        super().__init__()
        add_keys()
        self.main = ActingScreen(settings, load, options or TuiOptions(), clock)
        for theme in THEMES:
            self.register_theme(theme)
        wanted = settings.theme
        self._begin_with(wanted if wanted in self.available_themes else DEFAULT_THEME)
        self._asked_again = settings.keys.get("app.copy", "ctrl+c").split(",")
        known = set(settings.keys) - set(unknown_ids(settings.keys))
        self.set_keymap({name: settings.keys[name] for name in known})

    def _begin_with(self, theme: str) -> None:
        """Sets the theme before any style is read: set in the ordinary way, all of them would be read twice."""
        self.set_reactive(App.theme, theme)
        self.set_class(True, f"-theme-{theme}", "-dark-mode" if self.current_theme.dark else "-light-mode")
        self.stylesheet.set_variables(self.get_css_variables())

    async def on_event(self, event: events.Event) -> None:
        """A passing line in the footer, "again to quit" too, gives way to the next key, whatever has the focus."""
        if isinstance(event, events.Key) and not event.is_forwarded and event.key not in self._asked_again:
            self.main.pass_on()
        await super().on_event(event)

    async def action_quit(self) -> None:
        """Leaves; asks first where a private session would be lost, and not twice."""
        from chatbot.tui.screens.ask import Confirm

        if isinstance(self.screen, Confirm):
            self.exit()
        else:
            self.main.action_command("quit")

    def get_driver_class(self) -> type[Driver]:
        """Textual's choice; where that is a terminal, one that may go."""
        driver = super().get_driver_class()
        if driver.__name__ != "LinuxDriver":
            return driver
        from chatbot.tui.terminal_driver import LastingDriver

        return LastingDriver

    def get_default_screen(self) -> MainScreen:
        """The conversation."""
        self.main.fit(self.size.width)
        return self.main


async def run_tui(settings: Settings, load: Loader, options: TuiOptions | None = None) -> int:
    """Runs the screen until the user leaves, then ends all turns, so that every reply being written is kept.

    Args:
        settings: as this run was told.
        load: see `ChatbotApp`.
        options: what the command line asked for.

    Returns:
        The exit code: 0 where the user left, 1 where the screen failed.

    Raises:
        ChatbotError: the user's files could not be opened.
    """
    app = ChatbotApp(settings, load, options)
    _leave_on_signals(app)
    try:
        await app.run_async()
    finally:
        if app.main.loaded is not None:
            app.main.drafts.write()
            await app.main.loaded.close()
    if app.main.failure is not None:
        raise app.main.failure
    return app.return_code or 0


def _leave_on_signals(app: ChatbotApp) -> None:
    """Lets a closed terminal or a polite kill end the program as the user would: nothing that was said is lost."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, app.exit)
