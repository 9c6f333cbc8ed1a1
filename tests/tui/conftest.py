"""A program of its own for every test of the screen: real sessions and files, a scripted model."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from chatbot.assemble import Companion, assemble
from chatbot.config import load_settings
from chatbot.paths import Paths
from chatbot.tui import panels
from chatbot.tui.app import ChatbotApp
from chatbot.tui.options import TuiOptions
from chatbot.tui.screens.main import MainScreen
from chatbot.tui.widgets.letters import Letters
from chatbot.tui.widgets.prompt import Prompt
from tests.scripted_model import Script, ScriptedModel

PATIENCE_ROUNDS = 40


class Desktop:
    """The running screen, and the few things that tests do with it.

    Args:
        pilot: presses keys.
        companion: the program behind the screen.
    """

    def __init__(self, pilot: Pilot[int], companion: Companion) -> None:
        self.pilot = pilot
        self.companion = companion

    @property
    def app(self) -> ChatbotApp:
        """The app."""
        assert isinstance(self.pilot.app, ChatbotApp)
        return self.pilot.app

    @property
    def main(self) -> MainScreen:
        """The conversation's screen, also under others."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen

    @property
    def prompt(self) -> Prompt:
        """The prompt."""
        return self.main.query_one(Prompt)

    async def until(self, holds: Callable[[], object]) -> None:
        """Lets the program work until something holds; fails if it never does."""
        for _ in range(PATIENCE_ROUNDS):
            await self.pilot.pause()
            if holds():
                return
            await asyncio.to_thread(lambda: None)
        raise AssertionError(f"never held; the screen shows:\n{self.text()}")

    async def enter(self, line: str) -> None:
        """Puts a line into the prompt and presses enter."""
        self.prompt.draft = line
        self.prompt.focus()
        await self.pilot.press("enter")

    async def say(self, line: str) -> None:
        """Says something and waits until the turn is on disk and over."""
        await self.enter(line)
        await self.until(lambda: self.main.desk.current.stream is not None and self.main.desk.current.stream.finished)
        await self.until(lambda: not self.main.desk.current.unsaved)

    async def press(self, *keys: str) -> None:
        """Presses keys, one after the other."""
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()

    async def go_in(self, command: str, page: str = "") -> None:
        """Enters a command that opens a page of the inspector (the one of its name, else `page`), and goes there."""
        await self.enter(command)
        name = page or command.removeprefix("/")
        await self.until(lambda: any(one.region for one in self.main.query(f"#page-{name}")))
        if self.app.focused is self.prompt:
            await self.pilot.press("ctrl+b")
        await self.until(lambda: panels.has_focus(self.main, "right"))

    def text(self, widget: Widget | None = None) -> str:
        """What the screen shows, or one widget of it, as lines."""
        screen = self.app.screen
        lines = ["".join(segment.text for segment in strip) for strip in screen._compositor.render_strips()]
        if widget is not None:
            region = widget.region
            lines = [line[region.x : region.right] for line in lines[region.y : region.bottom]]
        return "\n".join(line.rstrip() for line in lines)

    def shows(self, *words: str) -> bool:
        """Whether the screen shows all of these."""
        text = self.text()
        return all(word in text for word in words)


Opened = Callable[..., AbstractAsyncContextManager[Desktop]]


@pytest.fixture(autouse=True)
def letters_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that tests press one after the other are commands, however fast they come."""
    monkeypatch.setattr(Letters, "WORD_SECONDS", 0.0)


@pytest.fixture
def companion(tmp_path: Path) -> Companion:
    """A user's program in a folder of its own; offline."""
    paths = Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state")
    return assemble(load_settings(paths, user="ana", backend="offline"))


@pytest.fixture
def opened(companion: Companion, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Opens the screen: `async with opened("first reply", size=(80, 24)) as desktop`; offline without a script."""

    @asynccontextmanager
    async def open_screen(
        *scripts: Script | str, size: tuple[int, int] = (120, 40), options: TuiOptions | None = None
    ) -> AsyncIterator[Desktop]:
        if scripts:
            companion.seat.model = ScriptedModel(*scripts)

            async def keep_model(backend: str = "", model: str = "", base_url: str = "") -> None:
                return

            # The scripted model has the seat already.
            monkeypatch.setattr(Companion, "choose_backend", lambda self, *_, **__: keep_model())
        app = ChatbotApp(companion.settings, lambda: companion, options)
        thresholds = gc.get_threshold()
        try:
            async with app.run_test(size=size) as pilot:
                desktop = Desktop(pilot, companion)
                await desktop.until(lambda: desktop.main.started.is_set())
                yield desktop
        finally:
            await companion.close()
            gc.unfreeze()
            gc.set_threshold(*thresholds)

    return open_screen
